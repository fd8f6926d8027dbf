"""What a clock promises, when it is looked at first, and what a rework gets."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.values import Span
from app.sla.clocks import ClockKind, promise, rework_span
from tests.builders.calendars import street_calendar

CALENDAR = street_calendar()


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_promise_knows_its_due_its_eighty_percent_and_its_next_check() -> None:
    made = promise(CALENDAR, ClockKind.DISPOSE, Span.parse("10 working_hour"), wall("2026-11-18 08:30"), at_night=False)
    assert made.due_at == wall("2026-11-19 10:30")
    assert made.yellow_at == made.next_check_at == wall("2026-11-18 18:00")


def test_a_yellow_in_the_night_waits_for_the_opening_unless_the_clock_runs_at_night() -> None:
    start, span = wall("2026-11-18 18:00"), Span.parse("10 elapsed_hour")
    asleep = promise(CALENDAR, ClockKind.RESPOND, span, start, at_night=False)
    awake = promise(CALENDAR, ClockKind.RESPOND, span, start, at_night=True)
    assert asleep.next_check_at == wall("2026-11-19 08:30")
    assert awake.next_check_at == wall("2026-11-19 02:00")


@pytest.mark.parametrize(
    ("original", "fresh"),
    [
        ("5 working_day", "20 working_hour"),
        ("1 working_day", "4 working_hour"),
        ("4 working_hour", "2 working_hour"),
        ("5 working_hour", "3 working_hour"),
        ("1 working_hour", "2 working_hour"),
        ("24 elapsed_hour", "12 elapsed_hour"),
        ("2 elapsed_hour", "2 elapsed_hour"),
        ("30 elapsed_minute", "120 elapsed_minute"),
        ("60 calendar_day", "30 calendar_day"),
        ("1 calendar_day", "4 working_hour"),
    ],
)
def test_a_rework_gets_half_the_original_and_at_least_two_hours(original: str, fresh: str) -> None:
    assert rework_span(Span.parse(original)) == Span.parse(fresh)
