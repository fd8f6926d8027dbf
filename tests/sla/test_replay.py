"""A year of random promises, told one fact at a time, archived, and reckoned anew by another process."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import config
from app.core.values import Span, Unit
from app.sla.archive import Kept, lines
from app.sla.clocks import ClockKind
from app.sla.reckoning import Fact, Reckoned, What, begin, follow
from tests.builders.calendars import street_calendar
from tests.builders.promises import INSTANT

CALENDAR = street_calendar()
FIRST, YEAR = datetime(2025, 10, 1, tzinfo=UTC), timedelta(days=365)
CASES = 1500
# Most promises are paused, extended or narrowed while they run; some things come too late or make no sense.
WHATS = [What.PAUSE, What.RESUME, What.RESUME, What.EXTEND, What.NARROW]


def a_span(chance: Random) -> Span:
    return Span(chance.randint(1, 30), chance.choice(list(Unit)))


def a_fact(chance: Random, at: datetime) -> Fact:
    what = chance.choice(WHATS)
    days = Span(chance.randint(1, 10), Unit.WORKING_DAY)
    return Fact(at, what, {What.EXTEND: days, What.NARROW: a_span(chance)}.get(what))


def a_life(chance: Random, span: Span, start: datetime) -> tuple[Reckoned, list[Fact]]:
    """A promise as the program keeps it: reckoned on from what it was whenever something happens."""
    made, facts, at = begin(CALENDAR, span, start), list[Fact](), start
    for _ in range(chance.choice([0, 0, 1, 2, 3, 6])):
        at += INSTANT + (max(made.due_at, at) - at) * chance.random() + timedelta(hours=chance.choice([0, 0, 100]))
        facts.append(a_fact(chance, at))
        made = follow(CALENDAR, made, facts[-1])
    return made, facts


def a_year(chance: Random) -> Iterator[Kept]:
    """Cases of one year; the facts of each are stored in no order."""
    kinds = list(ClockKind)
    for number in range(CASES):
        start, span = FIRST + YEAR * chance.random(), a_span(chance)
        made, facts = a_life(chance, span, start)
        moments = {"due_at": made.due_at, "strict_due_at": made.strict_due_at, "yellow_at": made.yellow_at}
        stored = tuple(chance.sample(facts, len(facts)))
        yield Kept(number, number // 5, chance.choice(kinds), span, start, 1, stored, **moments)


def replayed(path: Path) -> subprocess.CompletedProcess[str]:
    """What `run.py sla replay` says in a process that knows nothing but the file."""
    command = [sys.executable, "run.py", "sla", "replay", str(path)]
    return subprocess.run(command, cwd=config.ROOT, capture_output=True, text=True, check=False)


def test_a_year_of_random_cases_replayed_after_a_restart_differs_nowhere(tmp_path: Path) -> None:
    year = list(a_year(Random(20261125)))
    moved = [kept for kept in year if kept.due_at != begin(CALENDAR, kept.span, kept.started_at).due_at]
    extended = [kept for kept in year if kept.strict_due_at < kept.due_at]
    assert min(len(moved), len(extended)) > CASES / 10
    (tmp_path / "year.jsonl").write_text("".join(lines({1: CALENDAR}, year)), "utf-8")
    done = replayed(tmp_path / "year.jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"clocks: {CASES}, differ: 0\n", "")
