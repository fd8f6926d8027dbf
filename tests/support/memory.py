"""A folder in memory, for files that a test may forget: a copy of a database is many small writes."""

import os
import shutil
from pathlib import Path
from tempfile import gettempdir

from jinja2 import BytecodeCache, FileSystemBytecodeCache

SHARED = Path("/dev/shm")
LEAST = 2 * 1024**3  # bytes that must be free


def quick_folder() -> str | None:
    """Where to make a folder of one's own; None where there is no such memory, or too little."""
    roomy = SHARED.is_dir() and os.access(SHARED, os.W_OK) and shutil.disk_usage(SHARED).free > LEAST
    return str(SHARED) if roomy else None


def compiled_templates() -> BytecodeCache:
    """Templates once compiled, for every process of the tests; what it keeps goes by their text, so it is never old."""
    folder = Path(quick_folder() or gettempdir()) / f"lingrid-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))
