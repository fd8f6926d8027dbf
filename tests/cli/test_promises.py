"""run.py sla archive and replay: what they print, and how they end."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from app.cases import ops
from app.cli import cli
from app.core.db import db
from app.sla.clocks import ClockKind
from app.sla.models import Clock
from tests.builders.town import CLUTTER, LEAK, MONDAY, Town, hours
from tests.builders.town_walks import parts_until
from tests.support.towns import Served


def run(served: Served, *words: str) -> Result:
    """A command on the town's database."""
    return CliRunner().invoke(cli, ["sla", *words], obj=lambda: served.web.app)


def replay(path: Path) -> Result:
    """A command that is given no application."""
    return CliRunner().invoke(cli, ["sla", "replay", str(path)])


def live(town: Town) -> None:
    """A case that was paused and went on, and one that was extended."""
    paused, longer = town.signed_in(LEAK), town.signed_in(CLUTTER)
    ops.suspend(town.chief, paused, parts_until(MONDAY + timedelta(days=10)), at=MONDAY + hours(1))
    ops.resume(town.chief, paused, at=MONDAY + timedelta(days=3))
    ops.ask_extension(town.worker, longer, 2, "楼里在装修", at=MONDAY + hours(1))
    ops.extend(town.chief, longer, 2, at=MONDAY + hours(2))


@pytest.fixture
def archived(served: Served, tmp_path: Path) -> Path:
    """The archive of a town in which promises were moved."""
    with served.web.write():
        live(served.town)
    path = tmp_path / "promises.jsonl"
    done = run(served, "archive", str(path))
    assert (done.exit_code, done.output) == (0, "")
    return path


def test_an_archive_of_moved_promises_is_replayed_without_a_difference(archived: Path) -> None:
    rows = archived.read_text("utf-8").splitlines()
    assert sum('"what"' in row for row in rows) == 3  # to contact and to dispose of one, to dispose of the other
    done = replay(archived)
    assert (done.exit_code, done.output) == (0, f"clocks: {len(rows) - 2}, differ: 0\n")


def test_a_due_time_that_differs_is_printed_and_ends_with_code_1(served: Served, tmp_path: Path) -> None:
    with served.web.write():
        of_case = (Clock.case_id == served.town.report(CLUTTER, MONDAY).id, Clock.kind == ClockKind.SIGN_IN)
        clock_id = db.session.scalars(select(Clock.id).where(*of_case)).one()
        db.session.execute(update(Clock).where(*of_case).values(due_at=MONDAY + hours(3)))
    path = tmp_path / "promises.jsonl"
    assert run(served, "archive", str(path)).exit_code == 0
    done = replay(path)
    both = "kept 2026-11-16T12:30:00+08:00, reckoned 2026-11-16T11:30:00+08:00"
    told = [f"clock {clock_id} sign_in {moment}: {both}" for moment in ("due_at", "strict_due_at")]
    assert (done.exit_code, done.output.splitlines()[:-1]) == (1, told)
    assert done.output.endswith(", differ: 1\n")


def test_a_broken_line_is_named_by_its_number_and_ends_with_code_1(archived: Path) -> None:
    rows = archived.read_bytes().splitlines(keepends=True)
    archived.write_bytes(b"".join([*rows[:2], rows[2][:40] + b"\n", *rows[3:]]))
    done = replay(archived)
    assert (done.exit_code, done.stderr) == (1, "line 3: not JSON\n")
    assert done.stdout == f"clocks: {len(rows) - 3}, differ: 0\n"


def test_an_archive_that_is_there_is_not_written_over(served: Served, archived: Path) -> None:
    before = archived.read_bytes()
    done = run(served, "archive", str(archived))
    assert done.exit_code == 1
    assert "File exists" in done.output
    assert archived.read_bytes() == before


def test_an_empty_town_has_an_archive_of_one_line(served: Served, tmp_path: Path) -> None:
    path = tmp_path / "promises.jsonl"
    assert run(served, "archive", str(path)).exit_code == 0
    assert path.read_text("utf-8") == '{"line": "end", "lines": 0}\n'
    assert replay(path).output == "clocks: 0, differ: 0\n"


def test_a_file_that_is_not_there_ends_with_one_line(tmp_path: Path) -> None:
    done = replay(tmp_path / "nothing.jsonl")
    assert done.exit_code == 2
    assert "No such file" in done.output
