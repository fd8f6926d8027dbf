"""What another calendar does to the promises that run: reckoned anew from their facts, counted, taken over.

The rule of what moves. A promise in office time or days that still runs or is paused is reckoned as if the new
calendar had always held. Where that gives another due time, or makes an estimate sure, it is taken over with the
new version; everything else keeps the version it was made with. Never touched are

* what has stopped, and what counts minutes and hours through nights and holidays;
* what would lose a pause that was granted, because by the new days it had been late before;
* what its own calendar and facts do not explain: paused by a program that did not write pauses down yet.

A promise that is past due may get a later due time, and so be late no longer: the street was promised office time,
and had less of it than the table said. That is counted (`cases_relieved`) and written down with the due time before
(`ClockChange`); the steps that were taken stay in the ledger. One that is late before and after is not told again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm.attributes import flag_modified

from app.cases import ops as cases
from app.cases.models import Case
from app.core.db import db
from app.core.values import Unit
from app.sla import book
from app.sla.changing import reckoned, reckoned_by, settle, stood
from app.sla.clocks import ClockKind
from app.sla.models import Clock, ClockChange
from app.sla.parting import hold
from app.sla.reckoning import Reckoned
from app.sla.workcal import Calendar

BATCH = 500
SETTLED = (
    *("calendar_id", "due_at", "yellow_at", "strict_due_at", "estimated"),
    *("paused_at", "left_us", "lap", "step", "next_check_at"),
)
OFFICE_UNITS = [unit for unit in Unit if not unit.elapsed]


@dataclass(frozen=True)
class Move:
    """A promise that stands otherwise by the new calendar."""

    clock: Clock
    made: Reckoned
    of_open_case: bool

    @property
    def is_other_time(self) -> bool:
        """Whether it falls due at another time; else it only becomes sure."""
        return self.made.due_at != self.clock.due_at

    def was_late(self, at: datetime) -> bool:
        """Past due at `at` as it stands."""
        return self.clock.paused_at is None and self.clock.due_at <= at

    def is_late(self, at: datetime) -> bool:
        """Past due at `at` by the new calendar."""
        return self.made.left is None and self.made.due_at <= at


def moves(street_id: int, days: Calendar, *, lock: bool = False) -> Iterator[list[Move]]:
    """The promises of a street that `days` would move, in batches of two statements each.

    lock: hold the rows until the transaction ends, for whoever takes them over.
    """
    last = 0
    while rows := _batch(street_id, last, lock):
        clocks = [clock for clock, _ in rows]
        last, changes = clocks[-1].id, book.changes(clock.id for clock in clocks)
        yield [Move(c, made, is_open) for c, is_open in rows if (made := _moved(c, changes.get(c.id, []), days))]


def take_over(found: Sequence[Move], calendar_id: int, at: datetime) -> None:
    """Write down how each stood, and let it stand by the version with this id."""
    if found:
        db.session.execute(insert(ClockChange), [{"what": None, **stood(move.clock, at)} for move in found])
    for move in found:
        anew = move.is_other_time and not (move.was_late(at) and move.is_late(at))
        move.clock.calendar_id = calendar_id
        settle(move.clock, move.made, at, anew=anew)
        for name in SETTLED:  # all with the same columns, so that a batch is one statement
            flag_modified(move.clock, name)
        if move.clock.kind is ClockKind.ANSWER:
            cases.set_answer_by(move.clock.case_id, move.made.due_at)
    db.session.flush()
    for case_id in {move.clock.case_id for move in found if move.clock.kind is ClockKind.PART}:
        hold(case_id, at)


def _batch(street_id: int, last: int, lock: bool) -> Sequence[Any]:
    rows = select(Clock, Case.is_open).join(Case, Case.id == Clock.case_id)
    rows = rows.where(Clock.street_id == street_id, Clock.stopped_at.is_(None), Clock.id > last)
    rows = rows.where(Clock.unit.in_(OFFICE_UNITS)).order_by(Clock.id).limit(BATCH)
    return db.session.execute(rows.with_for_update(of=Clock) if lock else rows).all()


def _moved(clock: Clock, changes: Sequence[ClockChange], days: Calendar) -> Reckoned | None:
    """How a promise stands by `days`; None for one that stays as it is."""
    before, made = reckoned(clock, changes), reckoned_by(days, clock, changes)
    explained = (before.due_at, before.paused_at) == (clock.due_at, clock.paused_at)
    same = (made.due_at, made.strict_due_at, made.estimated) == (clock.due_at, before.strict_due_at, clock.estimated)
    return made if explained and not same and made.paused_at == clock.paused_at else None
