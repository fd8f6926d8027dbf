"""What a clock promises, which steps it takes, and what a rework gets."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.values import Span, Unit
from app.sla.clocks import ClockKind, Step, may_tell, next_told, promise, resumed, rework_span, steps_due
from app.sla.workcal import passed
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
    ("step", "at", "found"),
    [
        (Step.NONE, "2026-11-18 11:59", []),
        (Step.NONE, "2026-11-18 12:00", [Step.YELLOW]),
        (Step.YELLOW, "2026-11-18 15:59", []),
        (Step.YELLOW, "2026-11-18 16:00", [Step.RED]),
        (Step.NONE, "2026-11-18 16:00", [Step.YELLOW, Step.RED]),
        (Step.RED, "2026-11-20 16:00", []),
    ],
)
def test_yellow_comes_at_eighty_percent_red_when_due_and_both_after_a_silence(
    step: Step, at: str, found: list[Step]
) -> None:
    assert steps_due(step, wall("2026-11-18 12:00"), wall("2026-11-18 16:00"), wall(at)) == found


def test_after_yellow_the_due_moment_is_next_and_after_red_nothing() -> None:
    yellow, end = wall("2026-11-18 12:00"), wall("2026-11-18 16:00")
    told = [next_told(CALENDAR, step, yellow, end, False) for step in Step]
    assert told == [yellow, end, None]


def test_outside_office_hours_only_night_clocks_speak() -> None:
    assert not may_tell(CALENDAR, wall("2026-11-18 22:00"), at_night=False)
    assert may_tell(CALENDAR, wall("2026-11-18 22:00"), at_night=True)
    assert may_tell(CALENDAR, wall("2026-11-18 18:00:15"), at_night=False)
    assert not may_tell(CALENDAR, wall("2026-10-03 10:00"), at_night=False)


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


def test_a_pause_over_national_day_keeps_what_was_left() -> None:
    made = promise(CALENDAR, ClockKind.DISPOSE, Span(8, Unit.WORKING_HOUR), wall("2026-09-30 10:00"), at_night=False)
    whole = passed(CALENDAR, made.started_at, made.due_at, Unit.WORKING_HOUR)
    kept = passed(CALENDAR, wall("2026-09-30 16:00"), made.due_at, Unit.WORKING_HOUR)
    due_at, yellow_at = resumed(CALENDAR, wall("2026-10-10 09:00"), kept, whole, Unit.WORKING_HOUR)
    assert due_at == wall("2026-10-10 14:00") + (
        kept - passed(CALENDAR, wall("2026-10-10 09:00"), wall("2026-10-10 14:00"), Unit.WORKING_HOUR)
    )
    assert yellow_at < due_at
