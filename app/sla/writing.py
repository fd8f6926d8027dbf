"""How a promise begins: the row of a new clock, on its case's page and in the session."""

from datetime import datetime

from app.cases.models import Case
from app.cases.words import Urgency
from app.core.db import db
from app.core.values import Span
from app.sla import book, calendars
from app.sla.clocks import ClockKind, promise
from app.sla.models import Clock

WAKES_NOBODY = (ClockKind.HOTLINE, ClockKind.RECHECK)  # the city's date, and a visit after all is over


def write_clock(
    case: Case, kind: ClockKind, span: Span, at: datetime, *, limit_id: int | None = None, part_id: int | None = None
) -> Clock:
    """Promise `span` from `at` on, by the calendar in force then."""
    if any(clock.kind is kind for clock in book.clocks(case.id)):
        db.session.flush()  # the one that stopped must be stored before its successor
    at_night = is_told_at_night(case, span) and kind not in WAKES_NOBODY
    days = calendars.in_force(case.street_id, at)
    made = promise(days.calendar, kind, span, at, at_night=at_night)
    clock = Clock(street_id=case.street_id, case_id=case.id, round=case.round, kind=kind, started_at=at)
    clock.amount, clock.unit, clock.due_at, clock.yellow_at = span.amount, span.unit, made.due_at, made.yellow_at
    clock.next_check_at, clock.at_night, clock.estimated = made.next_check_at, at_night, made.estimated
    clock.calendar_id, clock.limit_id, clock.part_id = days.id, limit_id, part_id
    book.write(clock)
    return clock


def is_told_at_night(case: Case, span: Span) -> bool:
    """What counts minutes and hours through the night is told then, and whatever is critical."""
    return span.unit.elapsed or case.urgency is Urgency.CRITICAL
