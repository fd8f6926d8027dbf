"""Why is it due then: the sum of a due time, line by line. Pure; lines are msgids with parameters."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.clock import street_time
from app.core.msgid import N_
from app.core.values import Span, Unit
from app.sla.lamps import SPAN_WORDS, Words
from app.sla.workcal import Calendar, due, next_opening, worked

DAY_FORMAT, MOMENT_FORMAT = "%Y-%m-%d", "%Y-%m-%d %H:%M"


def explain(calendar: Calendar, start: datetime, span: Span) -> list[Words]:
    """The lines that lead from `start` to the due time of `span`; the last one is the result."""
    end = due(calendar, start, span)
    lines = [
        Words(N_("%(at)s 起算"), {"at": _moment(start)}),
        Words(SPAN_WORDS[span.unit], {"n": span.amount}),
        *_steps(calendar, start, span, end.at),
    ]
    if end.estimated:
        lines.append(Words(N_("其中有的年份国务院还没公布放假安排，按法定节假日估算")))
    return [
        *lines,
        Words(N_("按日历第 %(version)s 版"), {"version": calendar.version}),
        Words(N_("%(at)s 到期"), {"at": _moment(end.at)}),
    ]


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
