"""The tablet in a real browser at the real server, with everything that can go wrong (`make soak`). Never in CI.

In the end every operation stands once, every photo is whole, and nothing waits. Exit code 1 when anything differs.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import click

import config
from app.core import clock
from scripts.soak.tablet import matrix, offline, places
from scripts.soak.tablet.rows import Row, table
from scripts.soak.tablet.stage import Stage, stage
from tests.support.memory import quick_folder

PAGE = config.ROOT / "docs" / "tablet-soak.md"
SHOWN = 5
PARTS: dict[str, Callable[[Stage], Iterable[Row]]] = {
    "faults": matrix.days,
    "offline": lambda stage: [offline.three_days(stage)],
    "full": lambda stage: [places.storage_full(stage)],
    "two": lambda stage: [places.two_tablets(stage)],
    "version": lambda stage: [places.new_version(stage)],
    "clock": lambda stage: (places.clock_wrong(stage, off) for off in (places.AN_HOUR, -places.AN_HOUR)),
}


@click.command()
@click.option("--only", type=click.Choice(list(PARTS)), multiple=True, help="Leave the other parts out.")
@click.option("--write", is_flag=True, help="Put the table into docs/tablet-soak.md.")
def main(only: tuple[str, ...], write: bool) -> None:
    """Play and compare."""
    rows, commit = list[Row](), _commit()  # others may commit while it plays
    with tempfile.TemporaryDirectory(prefix="lingrid-soak-", dir=quick_folder()) as folder, stage(Path(folder)) as made:
        for name in only or PARTS:
            for row in PARTS[name](made):
                rows.append(row)
                _tell(row)
    print(f"\n{table(rows)}", flush=True)
    if write:
        _write(rows, commit)
    sys.exit(0 if all(row.good for row in rows) else 1)


def _tell(row: Row) -> None:
    print(" · ".join(row.told), flush=True)
    for line in row.wrong[:SHOWN]:
        print(f"    {line[:900]}", flush=True)


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], check=False, cwd=config.ROOT, capture_output=True, text=True
    )
    return told.stdout.strip() or "unknown"


def _write(rows: list[Row], commit: str) -> None:
    """The page as it is, with another table at its end."""
    kept = PAGE.read_text("utf-8").partition("\n## Printed")[0]
    head = f"## Printed by `python -m scripts.soak.tablet --write`, {clock.now():%Y-%m-%d}, commit {commit}"
    PAGE.write_text(f"{kept}\n{head}\n\n{table(rows)}\n", "utf-8")


if __name__ == "__main__":
    main()
