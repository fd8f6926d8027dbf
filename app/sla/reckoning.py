"""When a promise is due after all that happened to it: a pure function of its facts and one calendar.

What happened is kept (`ClockChange`), the due time is reckoned from it, so it can be explained line by line,
checked by an archive, and reckoned anew by another version of the calendar (domain.md sections 2, 3):

* A pause keeps what was left; the promise goes on with exactly that, never with less.
* An extension adds whole days of the kind the promise counts in, and ends at close of business like them.
  The strict due time is the one without extensions: an extension must not hide lateness (domain.md, trap 4).
* Another category shortens a promise from that moment on, and never lengthens it: for more time one asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from app.core.values import Span, Unit
from app.sla.workcal import Calendar, after, due, passed

YELLOW_PERCENT = 80
DAY_UNITS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
HOURS_A_DAY = 24


class What(StrEnum):
    """What can happen to a promise. At one moment they count in this order, but a pause that ends at once."""

    RESUME = "resume"
    EXTEND = "extend"
    NARROW = "narrow"
    PAUSE = "pause"


ORDER = {what: n for n, what in enumerate(What)}


@dataclass(frozen=True)
class Fact:
    """One thing that happened to a promise. span: the days of an extension, the limit of another category."""

    at: datetime
    what: What
    span: Span | None = None


@dataclass(frozen=True)
class Reckoned:
    """How a promise stands. due_at: as of the last fact, while paused as if it never had been.

    strict_due_at: without extensions. whole: what was promised in all, as its unit counts. left: what a pause
    keeps, None while it runs. estimated: a day without official data was counted.
    """

    unit: Unit
    due_at: datetime
    strict_due_at: datetime
    yellow_at: datetime
    whole: timedelta
    paused_at: datetime | None = None
    left: timedelta | None = None
    strict_left: timedelta | None = None
    estimated: bool = False


def reckon(calendar: Calendar, span: Span, started_at: datetime, facts: Iterable[Fact] = ()) -> Reckoned:
    """How a promise of `span` made at `started_at` stands after these facts, in whatever order they come."""
    made = begin(calendar, span, started_at)
    for _, together in groupby(sorted(facts, key=_turn), key=lambda fact: fact.at):
        for fact in _of_one_moment(list(together), runs=made.left is None):
            made = follow(calendar, made, fact)
    return made


def begin(calendar: Calendar, span: Span, at: datetime) -> Reckoned:
    """The promise as it is made."""
    end = due(calendar, at, span)
    whole = passed(calendar, at, end.at, span.unit)
    yellow = after(calendar, at, whole * YELLOW_PERCENT / 100, span.unit)
    return Reckoned(span.unit, end.at, end.at, yellow, whole, estimated=end.estimated)


def follow(calendar: Calendar, made: Reckoned, fact: Fact) -> Reckoned:
    """The promise after one more fact; what makes no sense (a pause of what is paused or over) changes nothing."""
    match fact.what:
        case What.PAUSE if made.left is None and fact.at < made.due_at:
            left = passed(calendar, fact.at, made.due_at, made.unit)
            strict = max(passed(calendar, fact.at, made.strict_due_at, made.unit), timedelta(0))
            return replace(made, paused_at=fact.at, left=left, strict_left=strict)
        case What.RESUME if made.left is not None:
            return _resume(calendar, made, fact.at)
        case What.EXTEND if made.left is None and fact.span is not None:
            return _moved(calendar, made, fact.at, extended(calendar, made.due_at, made.unit, fact.span.amount))
        case What.NARROW if made.left is None and fact.span is not None:
            return _narrow(calendar, made, fact.at, fact.span)
    return made


def extended(calendar: Calendar, due_at: datetime, unit: Unit, days: int) -> datetime:
    """The due time `days` later: working days for office promises, calendar days or 24 hours for the others."""
    if unit.elapsed:
        return due(calendar, due_at, Span(days * HOURS_A_DAY, Unit.ELAPSED_HOUR)).at
    counted = Unit.CALENDAR_DAY if unit is Unit.CALENDAR_DAY else Unit.WORKING_DAY
    return due(calendar, due_at, Span(days, counted)).at


def at_percent(calendar: Calendar, made: Reckoned, percent: int) -> datetime:
    """The moment, after the due time, at which `percent` of the whole promise is used up (120, 150)."""
    return after(calendar, made.due_at, made.whole * (percent - 100) / 100, made.unit)


def _turn(fact: Fact) -> tuple[datetime, int, str]:
    """Also tells apart two of a kind at one moment: the order in which they are stored must not matter."""
    return fact.at, ORDER[fact.what], str(fact.span)


def _of_one_moment(facts: list[Fact], *, runs: bool) -> list[Fact]:
    """A resume of what runs ends the pause of this very moment: taken before it, the pause would never end."""
    return sorted(facts, key=lambda fact: fact.what is What.RESUME) if runs else facts


def _resume(calendar: Calendar, made: Reckoned, at: datetime) -> Reckoned:
    kept, strict_kept = made.left or timedelta(0), made.strict_left or timedelta(0)
    due_at, strict = _end(calendar, at, kept, made.unit), made.strict_due_at
    # What was late by the strict time before the pause stays late, and nothing else becomes so: a strict time kept
    # from a limit by the clock may lie in the night, with no office time left before it.
    if made.paused_at is not None and made.paused_at < strict:
        strict = max(strict, _end(calendar, at, strict_kept, made.unit))
    yellow = _yellow(calendar, at, kept, made.whole, made.unit)
    known = made.estimated or _guessed(calendar, made.unit, at, due_at)
    return Reckoned(made.unit, due_at, strict, yellow, made.whole, estimated=known)


def _moved(calendar: Calendar, made: Reckoned, at: datetime, due_at: datetime) -> Reckoned:
    """A later due time; its eighty percent are those of the longer promise, and never before this moment."""
    whole = made.whole + passed(calendar, made.due_at, due_at, made.unit)
    yellow = _yellow(calendar, at, passed(calendar, at, due_at, made.unit), whole, made.unit)
    known = made.estimated or _guessed(calendar, made.unit, at, due_at)
    return replace(made, due_at=due_at, yellow_at=yellow, whole=whole, estimated=known)


def _narrow(calendar: Calendar, made: Reckoned, at: datetime, span: Span) -> Reckoned:
    shorter = begin(calendar, span, at)
    if shorter.due_at >= made.due_at:
        return made
    return replace(shorter, strict_due_at=min(shorter.due_at, made.strict_due_at))


def _end(calendar: Calendar, at: datetime, kept: timedelta, unit: Unit) -> datetime:
    """A promise in days ends at close of business again, so the rest of that day is a gift."""
    end = after(calendar, at, kept, unit)
    return calendar.end_of_business(end) if unit in DAY_UNITS else end


def _yellow(calendar: Calendar, at: datetime, kept: timedelta, whole: timedelta, unit: Unit) -> datetime:
    before = kept - whole * (100 - YELLOW_PERCENT) / 100
    return after(calendar, at, max(before, timedelta(0)), unit)


def _guessed(calendar: Calendar, unit: Unit, a: datetime, b: datetime) -> bool:
    return not unit.elapsed and calendar.estimated(a, max(a, b))
