"""The process that sweeps one database: answers each line on standard input with what it measured.

`empty 20`: twenty empty sweeps and as many of the same SELECT. `due 3 500`: in the third round, 500 clocks made due
and swept. `ladder 3 2000`: the same many, then the rows that the sweep wrote written again by a bare loop.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import bindparam, func, select, update

from app import jobs
from app.core.db import db, transaction
from app.factory import create_app
from app.jobs import Turn
from app.sla import calendars, sweeping
from app.sla.models import Clock
from scripts.bench import loops
from scripts.bench.loops import CLOCK
from scripts.bench.standing import DUE_STEPS, standing
from scripts.bulk.clocks import AT, PATTERNS, SPANS

KINDS = tuple(SPANS)
Told = dict[str, object]


class Sweeper:
    """A database of `scripts.bulk.clocks`, and which of its clocks were made due already."""

    def __init__(self) -> None:
        running = select(func.min(Clock.id), func.max(Clock.id)).where(Clock.stopped_at.is_(None))
        self.first, last = db.session.execute(running).one()
        self.cases = (last - self.first + 1) // len(KINDS)
        self.days = calendars.calendar(db.session.get_one(Clock, self.first).calendar_id, AT)
        db.session.rollback()

    def empty(self, times: int) -> Told:
        """Seconds of whole turns, of sweeps alone, and of the SELECT alone, each through a transaction of ours."""
        told: dict[str, list[float]] = {"turn": [], "sweep": [], "select": [], "read": []}
        for n in range(times):
            told["turn"].append(_seconds(_nothing))
            with transaction():
                pair = [("sweep", lambda: sweeping.sweep(AT)), ("select", _select)]
                for name, work in pair if n % 2 else reversed(pair):
                    told[name].append(_seconds(work))
            told["read"].append(_seconds(_read))
        return {**told}

    def due(self, turn: int, count: int) -> Told:
        """Seconds and steps of a sweep of so many due clocks, which lie all over the street."""
        self._make_due(list(self._scattered(turn, count // len(KINDS))))
        return self._swept()

    def ladder(self, turn: int, count: int) -> Told:
        """The same for clocks that lie together; then two bare loops over as many, each with the same rows."""
        each = count // len(KINDS)
        ours, *others = ([3 * turn * each + part * each + n for n in range(each)] for part in range(3))
        for cases in (ours, *others):
            self._make_due(cases)
            if cases is ours:
                told, made = self._swept(), loops.written(self.clocks(ours), AT)
        by_row, by_batch = (made.moved((cases[0] - ours[0]) * len(KINDS), cases[0] - ours[0]) for cases in others)
        told |= {
            "by_row": _seconds(lambda: loops.by_row(by_row)),
            "by_batch": _seconds(lambda: loops.by_batch(by_batch)),
        }
        return told | {"rows": made.rows}

    def _swept(self) -> Told:
        totals: list[jobs.Total] = []
        seconds = _seconds(lambda: totals.append(jobs.sweep(Turn(AT))))
        return {"seconds": seconds, **asdict(totals[0])}

    def _scattered(self, turn: int, count: int) -> Iterator[int]:
        """Cases at equal distances, of every pattern alike, other ones each turn."""
        for n in range(count):
            yield n * self.cases // count // PATTERNS * PATTERNS + (n + turn) % PATTERNS

    def clocks(self, cases: Sequence[int]) -> list[int]:
        """The ids of the clocks of these cases, by number from 0."""
        return [self.first + case * len(KINDS) + n for case in cases for n in range(len(KINDS))]

    def _make_due(self, cases: Sequence[int]) -> None:
        """Each clock of these cases has one step due at AT, all four steps alike."""
        values = []
        for n, clock_id in enumerate(self.clocks(cases)):
            span, step = SPANS[KINDS[n % len(KINDS)]], DUE_STEPS[n % len(DUE_STEPS)]
            values.append({"key": clock_id, **asdict(standing(self.days, span, step, AT))})
        with transaction():
            names = [name for name in values[0] if name != "key"]
            dated = update(CLOCK).where(CLOCK.c.id == bindparam("key"))
            db.session.connection().execute(dated.values({name: bindparam(name) for name in names}), values)


def _nothing() -> None:
    assert jobs.sweep(Turn(AT)) == jobs.Total(0, 0)


def _read() -> None:
    with transaction():
        _select()


def _select() -> object:
    found = select(*sweeping.COLUMNS).where(Clock.next_check_at <= AT)
    return db.session.execute(found.order_by(Clock.next_check_at, Clock.id).limit(sweeping.BATCH)).all()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def serve() -> None:
    """Answer until standard input ends."""
    app = create_app()
    with app.app_context():
        sweeper = Sweeper()
        for asked in sys.stdin:
            what, *numbers = asked.split()
            print(json.dumps(getattr(sweeper, what)(*map(int, numbers))), flush=True)


if __name__ == "__main__":
    serve()
