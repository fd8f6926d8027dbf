"""(h) How many due times one core computes in a second."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.core.values import Span, Unit
from app.sla.reckoning import begin
from app.sla.workcal import Calendar, due
from scripts.bench.figures import Figure, line, title
from tests.builders.calendars import street_calendar

AIM = 100_000
SINCE, DAYS = datetime(2024, 1, 1, tzinfo=UTC), 1_000
SPANS = (Span(4, Unit.WORKING_HOUR), Span(5, Unit.WORKING_DAY), Span(15, Unit.CALENDAR_DAY), Span(2, Unit.ELAPSED_HOUR))
Reckon = Callable[[Calendar, datetime, Span], object]


def measure(*, repeats: int, calls: int) -> None:
    """Print the rates; moments of three years, at any hour."""
    title(f"(h) due times a second on one core, {calls:,} calls a repeat")
    days, rng = street_calendar(), random.Random(310114002)
    starts = [SINCE + timedelta(seconds=rng.randrange(DAYS * 86_400)) for _ in range(calls)]
    for span in SPANS:
        rate = _rate(due, days, starts, span, repeats)
        line(f"due of {span}, a second", rate, f"aim >= {AIM:,}", good=rate.median >= AIM)
    for span in SPANS:
        line(f"whole promise of {span}, a second", _rate(_begin, days, starts, span, repeats), "due, 80 %, length")


def _rate(reckon: Reckon, days: Calendar, starts: list[datetime], span: Span, repeats: int) -> Figure:
    rates = []
    for repeat in range(repeats + 1):
        began = time.thread_time()  # nothing waits here: the time of this thread, whoever else is busy
        for start in starts:
            reckon(days, start, span)
        if repeat:  # the first one warms up
            rates.append(len(starts) / (time.thread_time() - began))
    return Figure(rates)


def _begin(days: Calendar, start: datetime, span: Span) -> object:
    return begin(days, span, start)
