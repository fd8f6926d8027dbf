"""What importing costs, and what the pure parts may not pull in."""

import subprocess
import sys

import config


def test_asking_for_help_loads_no_geometry_nor_calendar() -> None:
    program = (
        "import sys, run; print(*sorted({'shapely', 'holidays', 'chinese_calendar', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=config.ROOT, capture_output=True, text=True, check=True)
    assert "holidays" not in done.stdout
    assert "openpyxl" not in done.stdout
