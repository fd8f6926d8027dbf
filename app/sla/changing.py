"""What moves a promise: written down first, then reckoned anew from all that was written. Commits nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from app.core.db import db
from app.core.values import Span
from app.sla import book, calendars
from app.sla.ladder import Step, moments_of, next_told
from app.sla.models import Clock, ClockChange
from app.sla.reckoning import Fact, Reckoned, What, reckon
from app.sla.workcal import Calendar

DECISIONS = (What.EXTEND, What.NARROW)


def first_span(clock: Clock, changes: Iterable[ClockChange]) -> Span:
    """What was promised when the clock began; another category may have changed it since."""
    before = next((c for c in changes if c.what is What.NARROW), None)
    return Span(before.was_amount, before.was_unit) if before else clock.span


def facts_of(changes: Iterable[ClockChange]) -> tuple[Fact, ...]:
    """What happened, as reckoning takes it: without the changes of the calendar."""
    return tuple(fact for change in changes if (fact := change.fact))


def reckoned(clock: Clock, changes: Iterable[ClockChange], calendar_id: int | None = None) -> Reckoned:
    """How a clock stands by everything written of it, by its own calendar or another version."""
    return reckoned_by(calendars.calendar(calendar_id or clock.calendar_id, clock.started_at), clock, changes)


def reckoned_by(days: Calendar, clock: Clock, changes: Iterable[ClockChange]) -> Reckoned:
    """The same by a calendar that need not be stored."""
    known = list(changes)
    return reckon(days, first_span(clock, known), clock.started_at, facts_of(known))


def change(clock: Clock, what: What, at: datetime, span: Span | None = None) -> bool:
    """Write down what happened to a clock and move its due time; False when that changes nothing."""
    before = book.changes([clock.id]).get(clock.id, [])
    calendar_id = _version(clock, before, at)
    made = reckoned(clock, [*before, row := _row(clock, what, at, span)], calendar_id)
    if _same(clock, made):
        return False
    db.session.add(row)
    clock.calendar_id = calendar_id
    if what is What.NARROW and span is not None:
        clock.amount, clock.unit = span.amount, span.unit
    settle(clock, made, at, anew=what in DECISIONS)
    return True


def settle(clock: Clock, made: Reckoned, at: datetime, *, anew: bool) -> None:
    """Let the clock stand as reckoned. anew: its steps towards the new due time are taken once more."""
    clock.due_at, clock.yellow_at, clock.estimated = made.due_at, made.yellow_at, made.estimated
    clock.strict_due_at = made.strict_due_at if made.strict_due_at != made.due_at else None
    clock.paused_at = made.paused_at
    clock.left_us = None if made.left is None else made.left // timedelta(microseconds=1)
    if anew:
        clock.lap, clock.step = clock.lap + 1, Step.NONE
    clock.next_check_at = None if made.left is not None else _next(clock, made, at)


def _next(clock: Clock, made: Reckoned, at: datetime) -> datetime | None:
    days = calendars.calendar(clock.calendar_id, at)
    return next_told(days, clock.step, moments_of(days, made), clock.at_night)


def _version(clock: Clock, changes: Iterable[ClockChange], at: datetime) -> int:
    """By which calendar a change is reckoned: the version in force, where the clock stands by it as it does now.

    A new version leaves alone what it does not move; time that is added afterwards is counted by the new days,
    not by an estimate that is known to be wrong.
    """
    now, own = calendars.in_force(clock.street_id, at), calendars.calendar(clock.calendar_id, at)
    if clock.unit.elapsed or now.calendar.version <= own.version:
        return clock.calendar_id
    return now.id if _same(clock, reckoned(clock, changes, now.id)) else clock.calendar_id


def stood(clock: Clock, at: datetime) -> dict[str, Any]:
    """The columns of a change that say whose it is, when it came, and how the clock stood before."""
    before = {"was_due_at": clock.due_at, "was_amount": clock.amount, "was_unit": clock.unit}
    return {"clock_id": clock.id, "at": at, **before, "was_calendar_id": clock.calendar_id}


def _row(clock: Clock, what: What, at: datetime, span: Span | None) -> ClockChange:
    given = {"amount": span.amount, "unit": span.unit} if span else {}
    return ClockChange(what=what, **stood(clock, at), **given)


def _same(clock: Clock, made: Reckoned) -> bool:
    return clock.due_at == made.due_at and clock.paused_at == made.paused_at
