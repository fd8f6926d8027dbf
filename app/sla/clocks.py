"""The clocks of a case: what each measures and promises. Pure (domain.md sections 2, 3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.values import Span, Unit
from app.sla.ladder import when_told
from app.sla.reckoning import begin
from app.sla.workcal import Calendar

REWORK_HOURS_AT_LEAST = 2
HOURS_A_DAY = 8


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
    ANSWER = "answer"
    PART_SIGN_IN = "part_sign_in"
    PART = "part"
    OVERRIDE = "override"
    REOPEN = "reopen"
    RECHECK = "recheck"
    CONFERENCE = "conference"


class End(StrEnum):
    """Why a clock stopped: what it asked for was done, the case ended without it, or it ran out without it."""

    DONE = "done"
    DROPPED = "dropped"
    LAPSED = "lapsed"


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
    made = begin(calendar, span, at)
    told = when_told(calendar, made.yellow_at, at_night)
    return Promise(kind, span, at, made.due_at, made.yellow_at, made.estimated, told)


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
