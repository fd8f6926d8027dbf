"""Demo data at the first start: behind a progress bar, whole or not at all."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from app.core import clock
from app.core.db import db, transaction
from app.core.web import streets
from app.people import queries as people

READY = "demo_ready"
FIRST_CASES = 300


def seed_once() -> None:
    """Fill an empty database; keep one that has data. Half-made demo data are told, never mixed with new."""
    found = people.streets()
    half = [s.slug for s in found if s.demo and not s.settings.get(READY)]
    db.session.rollback()
    if half:
        raise click.ClickException(f"the demo data were not finished: remove {db.engine.url.database} and start again")
    if not found:
        click.echo("第一次启动：正在造演示数据 / first start: making demo data")
        with _whole_or_nothing():
            seed(FIRST_CASES, clock.now())


def seed(cases: int, at: datetime) -> None:
    """Make the demo street with so many cases up to `at`, and mark it whole."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from app.demo.seed import seed_demo

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn()) as bar:
        task = bar.add_task("演示数据 demo data", total=None)
        seed_demo(cases=cases, at=at, progress=lambda done, total: bar.update(task, completed=done, total=total))
    with transaction():
        for street in people.streets():
            if street.demo:
                street.settings = {**street.settings, READY: True}
    streets.forget()


@contextmanager
def _whole_or_nothing() -> Iterator[None]:
    """Interrupted, the half-made SQLite file goes: nothing else was in it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except BaseException:
        db.session.remove()
        db.engine.dispose()
        if db.engine.dialect.name == "sqlite":
            for end in ("", "-wal", "-shm"):
                Path(f"{db.engine.url.database}{end}").unlink(missing_ok=True)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def account_lines() -> list[str]:
    """The demo accounts, one for every role."""
    from app.demo.accounts import lines

    return list(lines())
