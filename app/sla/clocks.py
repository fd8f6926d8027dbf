"""The clocks of a case: what each promises, and what is due of it. Pure (domain.md sections 2, 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.values import Span, Unit
from app.sla.workcal import Calendar, after, due, is_open, mark, next_opening, passed

YELLOW_PERCENT = 80
REWORK_HOURS_AT_LEAST = 2
HOURS_A_DAY = 8
# The last promises of a day fall due at the very close; a sweep comes a few seconds later.
SWEEP_GRACE = timedelta(minutes=1)


class ClockKind(StrEnum):
    """What a clock measures; in the order in which a case meets them."""

    FILE = "file"
    VERIFY = "verify"
    DISPATCH = "dispatch"
    SIGN_IN = "sign_in"
    RESPOND = "respond"
    DISPOSE = "dispose"
    CHECK = "check"
    REVIEW = "review"
    CALL_BACK = "call_back"
    HOTLINE = "hotline"


class Step(StrEnum):
    """How far a clock has come: 黄牌 at 80 % of the limit, 红牌 when it is due."""

    NONE = "none"
    YELLOW = "yellow"
    RED = "red"


class End(StrEnum):
    """Why a clock stopped: what it asked for was done, or the case ended without it."""

    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Promise:
    """What a new clock needs to know; every due time keeps the numbers it was made from."""

    kind: ClockKind
    span: Span
    started_at: datetime
    due_at: datetime
    yellow_at: datetime
    estimated: bool
    next_check_at: datetime


def promise(calendar: Calendar, kind: ClockKind, span: Span, at: datetime, *, at_night: bool) -> Promise:
    """A promise of `span` made at `at`; at_night: its steps are told outside office hours too."""
    end = due(calendar, at, span)
    yellow = mark(calendar, at, end.at, span.unit, YELLOW_PERCENT)
    return Promise(kind, span, at, end.at, yellow, end.estimated, when_told(calendar, yellow, at_night))


def when_told(calendar: Calendar, moment: datetime, at_night: bool) -> datetime:
    """When a step that falls at `moment` may be told: at once, or at the next opening of the office."""
    if at_night or is_open(calendar, moment):
        return moment
    return next_opening(calendar, moment)


def may_tell(calendar: Calendar, at: datetime, at_night: bool) -> bool:
    """Outside working time nothing fires but steps of critical cases and of clocks in elapsed time."""
    return at_night or is_open(calendar, at) or is_open(calendar, at - SWEEP_GRACE)


def next_told(calendar: Calendar, step: Step, yellow_at: datetime, due_at: datetime, at_night: bool) -> datetime | None:
    """When the step after `step` may be told; None after the last."""
    if step is Step.RED:
        return None
    return when_told(calendar, yellow_at if step is Step.NONE else due_at, at_night)


def left(calendar: Calendar, due_at: datetime, unit: Unit, at: datetime) -> timedelta:
    """What a pause at `at` keeps of a promise, as its clock counts."""
    return passed(calendar, at, due_at, unit)


def resumed(
    calendar: Calendar, at: datetime, kept: timedelta, whole: timedelta, unit: Unit
) -> tuple[datetime, datetime]:
    """The new (due, yellow) moments after a pause that kept `kept` of `whole`; never shorter than kept.

    A promise in days ends at close of business again, so the rest of that day is a gift.
    """
    due_at = after(calendar, at, kept, unit)
    if unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        due_at = calendar.end_of_business(due_at)
    before_yellow = kept - whole * (100 - YELLOW_PERCENT) / 100
    return due_at, after(calendar, at, max(before_yellow, timedelta(0)), unit)


def steps_due(step: Step, yellow_at: datetime, due_at: datetime, at: datetime) -> list[Step]:
    """The steps not yet taken whose moment has come, in order; both after a long silence."""
    found = [Step.YELLOW] if step is Step.NONE and at >= yellow_at else []
    return [*found, Step.RED] if step is not Step.RED and at >= due_at else found


def rework_span(original: Span) -> Span:
    """The limit of a rework: half the original, at least 2 hours (domain.md section 2, rule 6).

    A working day is 8 working hours, so half of n working days is 4n working hours. Elapsed limits
    stay elapsed, floor included: a danger does not wait for the office. An odd amount rounds up.
    """
    if original.unit is Unit.WORKING_DAY:
        return Span(original.amount * HOURS_A_DAY // 2, Unit.WORKING_HOUR)
    if original.unit is Unit.CALENDAR_DAY and original.amount > 1:
        return Span((original.amount + 1) // 2, Unit.CALENDAR_DAY)
    if original.unit is Unit.CALENDAR_DAY:
        return Span(HOURS_A_DAY // 2, Unit.WORKING_HOUR)
    least = REWORK_HOURS_AT_LEAST * (60 if original.unit is Unit.ELAPSED_MINUTE else 1)
    return Span(max((original.amount + 1) // 2, least), original.unit)
