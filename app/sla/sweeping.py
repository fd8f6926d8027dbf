"""The sweep: every step of every clock, recorded exactly once, however many workers run.

Rows are claimed by conditional updates; a unique key on (clock, lap, step) is the second line of defence. The rows
of a batch are taken together in one savepoint, which is ten times cheaper. Where that fails, each is taken again in
a savepoint of its own: one that fails there is parked for an hour and never stalls the rest.
"""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, text, update

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.words import Urgency
from app.core.db import db
from app.core.events import publish
from app.core.rows import append_all, gathered
from app.core.values import Span
from app.sla import book, calendars
from app.sla.changing import reckoned
from app.sla.clocks import ClockKind
from app.sla.events import TOLD
from app.sla.ladder import Step, may_tell, moments, next_told, steps_due
from app.sla.models import Clock, ClockStep
from app.sla.reckoning import Reckoned, begin
from app.sla.workcal import Calendar, next_opening

BATCH = 100
PARKED_FOR = timedelta(hours=1)
log = logging.getLogger(__name__)

COLUMNS = (
    Clock.id,
    Clock.street_id,
    Clock.case_id,
    Clock.kind,
    Clock.step,
    Clock.due_at,
    Clock.yellow_at,
    Clock.next_check_at,
    Clock.at_night,
    Clock.calendar_id,
    Clock.started_at,
    Clock.amount,
    Clock.unit,
    Clock.lap,
    Clock.strict_due_at,
)


CLAIM = (
    update(Clock)
    .where(Clock.id == bindparam("clock"), Clock.next_check_at == bindparam("seen"))
    .values(step=bindparam("to"), next_check_at=bindparam("later"), parked_at=None)
)


class Faster(RuntimeError):
    """A clock is no longer as it was seen; whoever changed it left nothing to do."""


@dataclass(frozen=True)
class Turn:
    """What is due in one clock: the steps to take, and when to look again."""

    row: Row[Any]
    steps: Sequence[Step]
    later: datetime | None

    @property
    def reached(self) -> Step:
        """How far it has come then."""
        return self.steps[-1] if self.steps else Step(self.row.step)


@dataclass(frozen=True)
class Swept:
    """What one batch did: rows looked at, steps recorded, rows parked."""

    looked_at: int
    steps: int
    parked: int


def sweep(at: datetime, limit: int = BATCH) -> Swept:
    """Take every step that is due in at most `limit` clocks; call again while `looked_at` is the limit."""
    rows = _due(at, limit)
    try:
        steps = _take(rows, at) if rows else 0
    except Exception:  # noqa: BLE001 (somebody was faster, or one cannot be read: one by one it shows which)
        results = [_take_alone(row, at) for row in rows]
        return Swept(len(rows), sum(r for r in results if r is not None), results.count(None))
    return Swept(len(rows), steps, 0)


def unsigned_critical(at: datetime, case_id: int | None = None) -> Sequence[int]:
    """Critical cases whose time to sign in is over, oldest first; `case_id`: is this one of them?"""
    # The predicate is spelt out so that both databases use the small index on it.
    unsigned = text("clock.kind = 'sign_in' AND clock.stopped_at IS NULL")
    found = select(Clock.case_id).join(Case, Case.id == Clock.case_id)
    found = found.where(unsigned, Clock.due_at <= at, Case.urgency == Urgency.CRITICAL)
    if case_id is not None:
        found = found.where(Clock.case_id == case_id)
    return db.session.scalars(found.order_by(Clock.due_at).limit(BATCH)).all()


def _due(at: datetime, limit: int) -> Sequence[Any]:
    found = select(*COLUMNS).where(Clock.next_check_at <= at)
    return db.session.execute(found.order_by(Clock.next_check_at, Clock.id).limit(limit)).all()


def _take_alone(row: Row[Any], at: datetime) -> int | None:
    """Steps recorded for one clock; None when it failed and was parked."""
    try:
        return _take([row], at)
    except Faster:
        return 0
    except Exception as error:  # noqa: BLE001 (whatever it is, the others must be told)
        _park(row, at, error)
        return None


def _take(rows: Sequence[Row[Any]], at: datetime) -> int:
    """The steps of all these clocks, or of none: their number. Raises Faster."""
    with db.session.begin_nested():
        turns = [_turn(row, at) for row in rows]
        _claim(turns)
        stepping = [turn for turn in turns if turn.steps]
        cases.bring_to_hand(turn.row.case_id for turn in stepping)
        with gathered():
            for turn in stepping:
                _tell(turn, at)
    return sum(len(turn.steps) for turn in stepping)


def _turn(row: Row[Any], at: datetime) -> Turn:
    days = calendars.calendar(row.calendar_id, at)
    if not may_tell(days, at, row.at_night):
        return Turn(row, (), next_opening(days, at))
    moment = moments(days, row.yellow_at, row.due_at, lambda: _whole(row, days))
    steps = steps_due(row.step, moment, at)
    return Turn(row, steps, next_told(days, steps[-1] if steps else row.step, moment, row.at_night))


def _tell(turn: Turn, at: datetime) -> None:
    """Record every step; after a silence only the highest is told."""
    row = turn.row
    append_all(ClockStep, [{"clock_id": row.id, "lap": row.lap, "step": step, "at": at} for step in turn.steps])
    publish(TOLD[turn.reached](row.street_id, at, row.id, row.case_id, row.kind, row.due_at, row.lap))


def _whole(row: Row[Any], days: Calendar) -> Reckoned:
    if (
        row.lap == 1 and row.strict_due_at is None and row.kind is not ClockKind.PART
    ):  # only paused, if anything: as long as it was promised
        made = begin(days, Span(row.amount, row.unit), row.started_at)
        return replace(made, due_at=row.due_at)
    clock = db.session.get_one(Clock, row.id)
    return reckoned(clock, book.changes([clock.id]).get(clock.id, ()))


def _claim(turns: Sequence[Turn]) -> None:
    """Win every row that is still as it was seen. Raises Faster when one is not: stopped, paused, or taken."""
    # In the order of ids, like everybody who writes several clocks: two that wait for each other would both lose.
    seen = [
        {"clock": turn.row.id, "seen": turn.row.next_check_at, "to": turn.reached, "later": turn.later}
        for turn in sorted(turns, key=lambda turn: turn.row.id)
    ]
    if db.session.connection().execute(CLAIM, seen).rowcount < len(seen):
        raise Faster


def _park(row: Row[Any], at: datetime, error: Exception) -> None:
    seen = update(Clock).where(Clock.id == row.id, Clock.next_check_at == row.next_check_at)
    db.session.execute(
        seen.values(next_check_at=at + PARKED_FOR, parked_at=at),
        execution_options={"synchronize_session": False},
    )
    # The message of an error may quote what people typed, so only its kind and its place are logged.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("clock %s of case %s parked: %s\n%s", row.id, row.case_id, type(error).__name__, where)
