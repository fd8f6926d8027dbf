"""The sweep: every step of every clock, recorded exactly once, however many workers run.

A row is claimed by a conditional update, in a savepoint of its own; a unique key on (clock, step) is
the second line of defence. A row that fails is parked for an hour and never stalls the rest.
"""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, text, update

from app.cases.models import Case
from app.cases.words import Urgency
from app.core.db import db
from app.core.events import publish
from app.sla import calendars
from app.sla.clocks import Step, may_tell, next_told, steps_due
from app.sla.events import ClockRed, ClockYellow
from app.sla.models import Clock, ClockStep
from app.sla.workcal import next_opening

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
)


@dataclass(frozen=True)
class Swept:
    """What one batch did: rows looked at, steps recorded, rows parked."""

    looked_at: int
    steps: int
    parked: int


def sweep(at: datetime, limit: int = BATCH) -> Swept:
    """Take every step that is due in at most `limit` clocks; call again while `looked_at` is the limit."""
    rows = _due(at, limit)
    results = [_take(row, at) for row in rows]
    return Swept(len(rows), sum(r for r in results if r is not None), results.count(None))


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


def _take(row: Row[Any], at: datetime) -> int | None:
    """Steps recorded for one clock; None when it failed and was parked."""
    try:
        with db.session.begin_nested():
            return _advance(row, at)
    except Exception as error:  # noqa: BLE001 (whatever it is, the others must be told)
        _park(row, at, error)
        return None


def _advance(row: Row[Any], at: datetime) -> int:
    days = calendars.calendar(row.calendar_id, at)
    if not may_tell(days, at, row.at_night):
        _claim(row, next_check_at=next_opening(days, at))
        return 0
    steps = steps_due(row.step, row.yellow_at, row.due_at, at)
    reached = steps[-1] if steps else row.step
    later = next_told(days, reached, row.yellow_at, row.due_at, row.at_night)
    if not _claim(row, next_check_at=later, step=reached) or not steps:
        return 0
    db.session.execute(insert(ClockStep), [{"clock_id": row.id, "step": step, "at": at} for step in steps])
    told = ClockRed if reached is Step.RED else ClockYellow  # after a silence only the highest is told
    publish(told(row.street_id, at, row.id, row.case_id, row.kind, row.due_at))
    db.session.flush()
    return len(steps)


def _claim(row: Row[Any], **values: Any) -> bool:
    """Win the row if it is still as it was seen; a clock that stopped meanwhile is left alone."""
    seen = update(Clock).where(Clock.id == row.id, Clock.next_check_at == row.next_check_at)
    done = db.session.execute(seen.values(parked_at=None, **values), execution_options={"synchronize_session": False})
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _park(row: Row[Any], at: datetime, error: Exception) -> None:
    seen = update(Clock).where(Clock.id == row.id, Clock.next_check_at == row.next_check_at)
    db.session.execute(
        seen.values(next_check_at=at + PARKED_FOR, parked_at=at),
        execution_options={"synchronize_session": False},
    )
    # The message of an error may quote what people typed, so only its kind and its place are logged.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("clock %s of case %s parked: %s\n%s", row.id, row.case_id, type(error).__name__, where)
