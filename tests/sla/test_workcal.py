"""When a promise falls due: golden rows, typed by hand from the calendar on the wall."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core.values import Span, Unit
from app.sla.workcal import (
    Calendar,
    DayKind,
    Left,
    OutsideCalendar,
    Remaining,
    due,
    elapsed,
    is_open,
    next_opening,
    remaining,
)
from tests.builders.calendars import street_calendar

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = street_calendar()


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# start, span, due. Two rows are on the reference page: a report on Monday 2026-11-16 at 19:38.
GOLDEN = [
    ("2026-11-16 19:38", "1 working_hour", "2026-11-17 09:30"),
    ("2026-11-16 19:38", "1 working_day", "2026-11-17 18:00"),
    ("2026-11-16 19:38", "5 working_day", "2026-11-23 18:00"),
    ("2026-11-20 16:10", "1 working_day", "2026-11-23 18:00"),
    # hours run from the moment, over lunch, the night and the weekend
    ("2026-11-18 09:00", "4 working_hour", "2026-11-18 14:30"),
    ("2026-11-18 09:00", "3 working_hour", "2026-11-18 12:00"),
    ("2026-11-18 12:40", "1 working_hour", "2026-11-18 14:30"),
    ("2026-11-18 17:30", "2 working_hour", "2026-11-19 10:00"),
    ("2026-11-20 17:00", "4 working_hour", "2026-11-23 11:30"),
    ("2026-11-21 10:00", "4 working_hour", "2026-11-23 14:00"),
    ("2026-11-18 10:00", "8 working_hour", "2026-11-19 10:00"),
    # the day of the start does not count, whatever it is
    ("2026-11-18 08:00", "1 working_day", "2026-11-19 18:00"),
    ("2026-11-20 23:59", "1 working_day", "2026-11-23 18:00"),
    ("2026-11-21 10:00", "1 working_day", "2026-11-23 18:00"),
    ("2026-11-22 10:00", "2 working_day", "2026-11-24 18:00"),
    # elapsed time knows no night and no holiday
    ("2026-02-16 23:50", "30 elapsed_minute", "2026-02-17 00:20"),
    ("2026-09-30 17:00", "24 elapsed_hour", "2026-10-01 17:00"),
    # calendar days: the last one on a day off moves on
    ("2026-11-18 10:00", "1 calendar_day", "2026-11-19 18:00"),
    ("2026-11-18 10:00", "3 calendar_day", "2026-11-23 18:00"),
    ("2026-09-18 10:00", "2 calendar_day", "2026-09-20 18:00"),
    ("2026-09-29 10:00", "2 calendar_day", "2026-10-08 18:00"),
    # Spring Festival 2026: off 15 to 23 February, worked on Saturdays 14 and 28
    ("2026-02-13 17:00", "2 working_hour", "2026-02-14 09:30"),
    ("2026-02-14 17:00", "2 working_hour", "2026-02-24 09:30"),
    ("2026-02-13 10:00", "5 working_day", "2026-02-27 18:00"),
    ("2026-02-13 10:00", "6 working_day", "2026-02-28 18:00"),
    # National Day 2026: off 1 to 7 October, worked on Sunday 20 September and Saturday 10 October
    ("2026-09-18 17:00", "2 working_hour", "2026-09-20 09:30"),
    ("2026-09-30 17:00", "2 working_hour", "2026-10-08 09:30"),
    ("2026-09-30 10:00", "3 working_day", "2026-10-10 18:00"),
    ("2026-09-30 10:00", "4 working_day", "2026-10-12 18:00"),
    # the other make-up days of 2026
    ("2026-01-03 10:00", "1 working_day", "2026-01-04 18:00"),
    ("2026-05-08 10:00", "1 working_day", "2026-05-09 18:00"),
    # years before
    ("2025-09-30 16:00", "2 working_day", "2025-10-10 18:00"),
    ("2025-09-30 16:00", "3 working_day", "2025-10-11 18:00"),
    ("2025-01-27 16:00", "1 working_day", "2025-02-05 18:00"),
    ("2024-02-09 10:00", "1 working_day", "2024-02-18 18:00"),
    ("2024-09-13 17:00", "2 working_hour", "2024-09-14 09:30"),
    ("2023-09-28 16:00", "2 working_day", "2023-10-08 18:00"),
    ("2022-09-30 16:00", "1 working_day", "2022-10-08 18:00"),
    ("2021-02-10 16:00", "3 working_day", "2021-02-20 18:00"),
    ("2020-01-23 16:00", "1 working_day", "2020-02-03 18:00"),
    ("2019-04-30 16:00", "1 working_day", "2019-05-05 18:00"),
]


@pytest.mark.parametrize(("start", "span", "end"), GOLDEN)
def test_a_promise_falls_due_as_the_calendar_on_the_wall_says(start: str, span: str, end: str) -> None:
    found = due(CALENDAR, wall(start), Span.parse(span))
    assert found.at == wall(end)
    assert not found.estimated
    assert found.at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("start", "span", "end", "estimated"),
    [
        ("2026-12-30 10:00", "1 working_day", "2026-12-31 18:00", False),
        ("2026-12-31 10:00", "1 working_day", "2027-01-04 18:00", True),
        ("2026-12-31 17:30", "1 working_hour", "2027-01-04 09:00", True),
        ("2026-12-31 23:50", "30 elapsed_minute", "2027-01-01 00:20", False),
        ("2027-09-30 10:00", "1 working_day", "2027-10-06 18:00", True),
    ],
)
def test_a_year_without_official_data_is_estimated(start: str, span: str, end: str, estimated: bool) -> None:
    found = due(CALENDAR, wall(start), Span.parse(span))
    assert (found.at, found.estimated) == (wall(end), estimated)


def test_a_local_closure_and_other_windows_are_the_streets_to_set() -> None:
    closed = {date(2026, 11, 18): DayKind.REST}
    hours = (("08:00", "12:00"), ("14:00", "18:00"))
    calendar = Calendar(closed, first=2026, last=2026, official=[2026], windows=hours, version=7)
    assert due(calendar, wall("2026-11-17 17:00"), Span(2, Unit.WORKING_HOUR)).at == wall("2026-11-19 09:00")
    assert calendar.version == 7


def test_working_minutes_leave_out_lunch_night_and_weekend() -> None:
    assert elapsed(CALENDAR, wall("2026-11-18 11:00"), wall("2026-11-18 14:00")) == 90
    assert elapsed(CALENDAR, wall("2026-11-20 17:00"), wall("2026-11-23 09:00")) == 90
    assert elapsed(CALENDAR, wall("2026-11-21 09:00"), wall("2026-11-22 20:00")) == 0


def test_the_office_opens_next_after_lunch_in_the_morning_or_after_the_holiday() -> None:
    expected = {
        "2026-11-18 07:00": "2026-11-18 08:30",
        "2026-11-18 10:00": "2026-11-18 10:00",
        "2026-11-18 12:30": "2026-11-18 13:30",
        "2026-11-18 18:00": "2026-11-19 08:30",
        "2026-09-30 19:00": "2026-10-08 08:30",
    }
    assert {a: next_opening(CALENDAR, wall(a)) for a in expected} == {a: wall(b) for a, b in expected.items()}
    assert is_open(CALENDAR, wall("2026-11-18 18:00"))
    assert not is_open(CALENDAR, wall("2026-10-01 10:00"))


@pytest.mark.parametrize(
    ("at", "end", "unit", "left"),
    [
        ("2026-11-23 16:10", "2026-11-23 18:00", Unit.WORKING_DAY, Remaining(1, Left.WORKING_HOUR, False)),
        ("2026-11-20 10:00", "2026-11-24 18:00", Unit.WORKING_DAY, Remaining(2, Left.WORKING_DAY, False)),
        ("2026-11-18 11:00", "2026-11-18 14:00", Unit.WORKING_HOUR, Remaining(1, Left.WORKING_HOUR, False)),
        ("2026-11-18 17:20", "2026-11-18 18:00", Unit.WORKING_HOUR, Remaining(40, Left.MINUTE, False)),
        ("2026-11-18 18:40", "2026-11-18 18:00", Unit.ELAPSED_HOUR, Remaining(40, Left.MINUTE, True)),
        ("2026-11-19 09:10", "2026-11-18 18:00", Unit.WORKING_HOUR, Remaining(40, Left.MINUTE, True)),
        ("2026-11-18 20:00", "2026-11-18 18:00", Unit.WORKING_HOUR, Remaining(0, Left.MINUTE, True)),
        ("2026-11-18 20:00", "2026-11-19 18:00", Unit.ELAPSED_HOUR, Remaining(22, Left.HOUR, False)),
        ("2026-11-18 18:00", "2026-12-18 18:00", Unit.CALENDAR_DAY, Remaining(30, Left.DAY, False)),
    ],
)
def test_time_left_is_said_in_the_unit_a_person_would_use(at: str, end: str, unit: Unit, left: Remaining) -> None:
    assert remaining(CALENDAR, wall(at), wall(end), unit) == left


def test_a_naive_moment_and_one_outside_the_calendar_are_refused() -> None:
    with pytest.raises(TypeError):
        due(CALENDAR, datetime(2026, 11, 18, 9), Span(1, Unit.WORKING_HOUR))  # noqa: DTZ001
    with pytest.raises(OutsideCalendar):
        due(CALENDAR, wall("2035-01-01 09:00"), Span(1, Unit.WORKING_DAY))
