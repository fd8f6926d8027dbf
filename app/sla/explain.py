"""Why is it due then: the sum of a due time, line by line. Pure; lines are msgids with parameters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.clock import street_time
from app.core.msgid import N_
from app.core.values import Span, Unit
from app.sla.lamps import SPAN_WORDS, Words
from app.sla.reckoning import Fact, Reckoned, What, begin, follow
from app.sla.workcal import Calendar, due, next_opening, worked

DAY_FORMAT, MOMENT_FORMAT = "%Y-%m-%d", "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Moved:
    """One thing that moved a promise. fact: None for another version of the calendar; was_due_at: before it."""

    at: datetime
    fact: Fact | None
    was_due_at: datetime


def explain(calendar: Calendar, start: datetime, span: Span, moves: Sequence[Moved] = ()) -> list[Words]:
    """The lines that lead from `start` to the due time of `span` after all that moved it; the last is the result."""
    made = begin(calendar, span, start)
    lines = [
        Words(N_("%(at)s 起算"), {"at": _moment(start)}),
        Words(SPAN_WORDS[span.unit], {"n": span.amount}),
        *_steps(calendar, start, span, made.due_at),
    ]
    if moves:
        lines.append(Words(N_("原定 %(at)s 到期"), {"at": _moment(made.due_at)}))
    for move in moves:
        if move.fact is not None:
            made = follow(calendar, made, move.fact)
        lines += _told(made, move)
    return [*lines, *_end(calendar, made)]


def _told(made: Reckoned, move: Moved) -> Iterator[Words]:
    """What happened, and what it made of the promise."""
    at = {"at": _moment(move.at)}
    match move.fact:
        case None:
            yield Words(N_("%(at)s 换了一版日历，按新的一版重算"), at)
        case Fact(what=What.PAUSE):
            yield Words(N_("%(at)s 挂账，停钟"), at)
            yield _kept(made)
        case Fact(what=What.RESUME):
            yield Words(N_("%(at)s 恢复办理，接着走"), at)
        case Fact(what=What.EXTEND, span=Span() as span):
            yield Words(N_("%(at)s 同意延期 %(n)s 天"), {**at, "n": span.amount})
        case Fact(what=What.NARROW, span=Span() as span):
            yield Words(N_("%(at)s 改了类别，时限变短，从那时起算"), at)
            yield Words(SPAN_WORDS[span.unit], {"n": span.amount})
    if move.fact is not None and move.fact.what is not What.PAUSE:
        yield Words(N_("改为 %(at)s 到期"), {"at": _moment(made.due_at)})


def _kept(made: Reckoned) -> Words:
    """还剩 4 个工作时 12 分钟, as the clock counts."""
    left = (made.left or timedelta(0)) // timedelta(minutes=1)
    hours, minutes = divmod(left, 60)
    office = N_("停的时候还剩 %(h)s 个工作时 %(m)s 分钟")
    return Words(N_("停的时候还剩 %(h)s 小时 %(m)s 分钟") if made.unit.elapsed else office, {"h": hours, "m": minutes})


def _end(calendar: Calendar, made: Reckoned) -> Iterator[Words]:
    if made.estimated:
        yield Words(N_("其中有的年份国务院还没公布放假安排，按法定节假日估算"))
    yield Words(N_("按日历第 %(version)s 版"), {"version": calendar.version})
    if made.strict_due_at != made.due_at:
        yield Words(N_("严格按时率按 %(at)s 算，延期不算在内"), {"at": _moment(made.strict_due_at)})
    if made.left is not None:
        yield Words(N_("现在停着，恢复那天再定到期时间"))
    else:
        yield Words(N_("%(at)s 到期"), {"at": _moment(made.due_at)})


def _steps(calendar: Calendar, start: datetime, span: Span, end: datetime) -> Iterator[Words]:
    if span.unit.elapsed:
        yield Words(N_("夜里和节假日也算"))
    elif span.unit is Unit.WORKING_HOUR:
        yield from _hours(calendar, start, end)
    else:
        yield Words(N_("%(day)s 当天不算"), {"day": _day(start)})
        yield from _days(calendar, start, span)


def _hours(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Words]:
    """One line a day: how much of the promise was spent on it."""
    moment = next_opening(calendar, start)
    if moment != start:
        yield Words(N_("不在上班时间，从 %(at)s 上班起算"), {"at": _moment(moment)})
    while moment < end:
        close = min(end, calendar.end_of_business(moment))
        spent = worked(calendar, moment, close) // timedelta(minutes=1)
        yield Words(N_("%(day)s 用 %(n)s 分钟"), {"day": _day(moment), "n": spent})
        moment = next_opening(calendar, close)


def _days(calendar: Calendar, start: datetime, span: Span) -> Iterator[Words]:
    if span.unit is Unit.CALENDAR_DAY:
        last = start + timedelta(days=span.amount)
        yield Words(N_("第 %(n)s 天是 %(day)s"), {"n": span.amount, "day": _day(last)})
        if not calendar.works[calendar.split(last)[0]]:
            yield Words(N_("%(day)s 不上班，顺延到下一个工作日"), {"day": _day(last)})
        return
    for n in range(1, span.amount + 1):
        day = due(calendar, start, Span(n, Unit.WORKING_DAY)).at
        yield Words(N_("第 %(n)s 个工作日 %(day)s"), {"n": n, "day": _day(day)})


def _day(moment: datetime) -> str:
    return street_time(moment).strftime(DAY_FORMAT)


def _moment(moment: datetime) -> str:
    return street_time(moment).strftime(MOMENT_FORMAT)
