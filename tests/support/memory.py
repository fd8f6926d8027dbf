"""A folder in memory, for files that a test may forget: a copy of a database is many small writes."""

import os
import shutil
from pathlib import Path

SHARED = Path("/dev/shm")
LEAST = 2 * 1024**3  # bytes that must be free


def quick_folder() -> str | None:
    """Where to make a folder of one's own; None where there is no such memory, or too little."""
    roomy = SHARED.is_dir() and os.access(SHARED, os.W_OK) and shutil.disk_usage(SHARED).free > LEAST
    return str(SHARED) if roomy else None
