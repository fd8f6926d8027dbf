"""How a promise stands after what happened to it: golden rows, typed by hand from the calendar on the wall."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core.values import Span
from app.sla.reckoning import Fact, Reckoned, What, at_percent, reckon
from tests.builders.calendars import street_calendar
from tests.sla.golden_days import GOLDEN

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = street_calendar()


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def fact(year: str, text: str) -> Fact:
    """ "extend 10-10 10:00 2 working_day" of a year."""
    what, day, hour, *span = text.split()
    return Fact(wall(f"{year}-{day} {hour}"), What(what), Span.parse(" ".join(span)) if span else None)


def made_of(span: str, start: str, happened: str) -> Reckoned:
    """A promise and what happened to it, in the year of its start."""
    facts = [fact(start[:4], text) for text in happened.split("; ")] if happened else []
    return reckon(CALENDAR, Span.parse(span), wall(start), facts)


# National Day 2025: off from Wednesday 1 to Wednesday 8 October, worked on Sunday 28 September and Saturday 11
# October. 2026: off from Thursday 1 to Wednesday 7 October, worked on Sunday 20 September and Saturday 10 October.
@pytest.mark.parametrize(("year", "worked"), [(2025, "09-28 10-11"), (2026, "09-20 10-10")])
def test_the_make_up_days_of_the_rows_are_those_of_the_notice(year: int, worked: str) -> None:
    assert GOLDEN[year].work.endswith(worked)
    assert set(GOLDEN[year].rest.split(", ")[-1].split()) >= {"10-01", "10-02"}


PAUSED_2025 = "pause 09-29 16:00; resume 10-09 09:00"
# span, start, what happened, due, strict due
ROWS = [
    # counted on the make-up days, whatever happened
    ("5 working_day", "2025-09-26 10:00", "", "10-10 18:00", "10-10 18:00"),
    ("10 working_day", "2025-09-26 10:00", "", "10-16 18:00", "10-16 18:00"),
    # paused: 26 hours are kept, and Saturday 11 October is one of the days they go on
    ("5 working_day", "2025-09-26 10:00", PAUSED_2025, "10-13 18:00", "10-13 18:00"),
    ("5 working_day", "2025-09-26 10:00", "pause 09-29 16:00", "10-10 18:00", "10-10 18:00"),
    ("8 working_hour", "2026-09-30 10:00", "", "10-08 10:00", "10-08 10:00"),
    ("8 working_hour", "2026-09-30 10:00", "pause 09-30 16:00; resume 10-10 09:00", "10-10 14:00", "10-10 14:00"),
    ("1 working_day", "2026-09-18 17:00", "pause 09-20 09:00; resume 09-21 09:00", "09-21 18:00", "09-21 18:00"),
    ("3 calendar_day", "2026-09-29 10:00", "pause 09-30 09:00; resume 10-09 09:00", "10-10 18:00", "10-10 18:00"),
    ("24 elapsed_hour", "2026-09-30 17:00", "pause 09-30 20:00; resume 10-08 09:00", "10-09 06:00", "10-09 06:00"),
    # twice in one holiday: between the two no office was open, so 3.5 hours are kept by both
    (
        "8 working_hour",
        "2026-09-30 10:00",
        "pause 09-30 16:00; resume 10-03 10:00; pause 10-05 10:00; resume 10-08 08:30",
        "10-08 12:00",
        "10-08 12:00",
    ),
    # extended: the strict due time stays
    ("2 working_day", "2025-09-29 10:00", "extend 09-30 10:00 2 working_day", "10-11 18:00", "10-09 18:00"),
    ("3 working_day", "2026-09-30 10:00", "extend 10-08 10:00 1 working_day", "10-12 18:00", "10-10 18:00"),
    ("4 working_hour", "2026-09-30 17:00", "extend 09-30 17:10 1 working_day", "10-09 18:00", "10-08 11:30"),
    ("3 calendar_day", "2026-09-29 10:00", "extend 09-30 10:00 2 working_day", "10-10 18:00", "10-08 18:00"),
    ("24 elapsed_hour", "2026-09-30 17:00", "extend 09-30 18:00 2 working_day", "10-03 17:00", "10-01 17:00"),
    # another category: a shorter limit counts from that moment, a longer one changes nothing
    ("10 working_day", "2025-09-26 10:00", "narrow 09-30 17:00 2 working_day", "10-10 18:00", "10-10 18:00"),
    ("10 working_day", "2025-09-26 10:00", "narrow 09-30 17:00 3 working_day", "10-11 18:00", "10-11 18:00"),
    ("10 working_day", "2025-09-26 10:00", "narrow 09-30 17:00 9 working_hour", "10-09 18:00", "10-09 18:00"),
    ("10 working_day", "2025-09-26 10:00", "narrow 09-30 17:00 24 elapsed_hour", "10-01 17:00", "10-01 17:00"),
    ("5 working_day", "2025-09-26 10:00", "narrow 09-30 17:00 3 working_day", "10-10 18:00", "10-10 18:00"),
    ("5 working_day", "2026-09-18 10:00", "narrow 09-18 15:00 1 working_day", "09-20 18:00", "09-20 18:00"),
    # paused, extended and narrowed, one after another
    (
        "5 working_day",
        "2025-09-26 10:00",
        f"{PAUSED_2025}; extend 10-10 10:00 3 working_day",
        "10-16 18:00",
        "10-13 18:00",
    ),
    (
        "5 working_day",
        "2025-09-26 10:00",
        f"{PAUSED_2025}; extend 10-10 10:00 3 working_day; narrow 10-10 11:00 3 working_day",
        "10-14 18:00",
        "10-13 18:00",
    ),
    (
        "5 working_day",
        "2025-09-26 10:00",
        f"{PAUSED_2025}; extend 10-10 10:00 3 working_day; narrow 10-11 10:00 4 working_hour",
        "10-11 15:30",
        "10-11 15:30",
    ),
]


@pytest.mark.parametrize(("span", "start", "happened", "end", "strict"), ROWS)
def test_a_promise_over_national_day_stands_as_the_calendar_on_the_wall_says(
    span: str, start: str, happened: str, end: str, strict: str
) -> None:
    made, year = made_of(span, start, happened), start[:4]
    assert (made.due_at, made.strict_due_at) == (wall(f"{year}-{end}"), wall(f"{year}-{strict}"))
    assert not made.estimated


def test_eighty_percent_of_an_office_promise_falls_in_office_hours() -> None:
    for span, yellow in (("8 working_hour", "2026-11-19 15:24"), ("24 elapsed_hour", "2026-11-19 12:12")):
        made = made_of(span, "2026-11-18 17:00", "")
        assert (made.due_at, made.yellow_at) == (wall("2026-11-19 17:00"), wall(yellow))


def test_a_pause_over_national_day_keeps_what_was_left() -> None:
    paused = made_of("8 working_hour", "2026-09-30 10:00", "pause 09-30 16:00")
    assert (paused.left, paused.paused_at) == (timedelta(hours=3.5), wall("2026-09-30 16:00"))
    again = made_of("8 working_hour", "2026-09-30 10:00", "pause 09-30 16:00; resume 10-10 09:00")
    assert (again.due_at, again.left) == (wall("2026-10-10 14:00"), None)
    assert again.yellow_at == wall("2026-10-10 10:54")  # 1.6 of 8 hours before the end


def test_the_eighty_percent_of_a_longer_promise_are_its_own() -> None:
    made = made_of("8 working_hour", "2026-11-16 10:00", "extend 11-16 11:00 2 working_day")
    # 30.5 hours in all, from Monday 10:00 to Thursday's close; 6.1 of them are the last fifth
    assert (made.whole, made.due_at) == (timedelta(hours=30.5), wall("2026-11-19 18:00"))
    assert made.yellow_at == wall("2026-11-19 10:24")


def test_one_and_two_tiers_up_are_told_after_national_day() -> None:
    made = made_of("8 working_hour", "2026-09-30 08:30", "")
    assert made.due_at == wall("2026-09-30 18:00")
    assert at_percent(CALENDAR, made, 120) == wall("2026-10-08 10:06")
    assert at_percent(CALENDAR, made, 150) == wall("2026-10-08 14:00")


def test_what_is_late_by_the_strict_time_is_late_after_a_pause_too() -> None:
    late = "extend 11-17 10:00 3 working_day; pause 11-19 09:00; resume 11-23 09:00"
    made = made_of("1 working_day", "2026-11-16 10:00", late)
    assert (made.strict_due_at, made.due_at) == (wall("2026-11-17 18:00"), wall("2026-11-24 18:00"))


def test_a_strict_time_in_the_night_is_not_made_late_by_a_pause_in_the_evening_before_it() -> None:
    # By the clock until Tuesday 23:00, extended, then another category with a limit in office hours.
    before = "extend 11-17 10:00 1 working_day; narrow 11-17 11:00 8 working_hour"
    made = made_of("24 elapsed_hour", "2026-11-16 23:00", before)
    assert (made.strict_due_at, made.due_at) == (wall("2026-11-17 23:00"), wall("2026-11-18 11:00"))
    again = made_of("24 elapsed_hour", "2026-11-16 23:00", f"{before}; pause 11-17 20:00; resume 11-19 10:00")
    assert (again.strict_due_at, again.due_at) == (wall("2026-11-19 10:00"), wall("2026-11-19 14:00"))


def test_a_pause_that_ends_in_its_own_moment_is_over_and_one_that_begins_at_a_resume_is_not() -> None:
    at_once = made_of("5 working_day", "2026-11-16 10:00", "pause 11-17 10:00; resume 11-17 10:00")
    assert (at_once.paused_at, at_once.due_at) == (None, wall("2026-11-23 18:00"))
    again = made_of("5 working_day", "2026-11-16 10:00", "pause 11-17 10:00; pause 11-18 10:00; resume 11-18 10:00")
    assert again.paused_at == wall("2026-11-18 10:00")


def test_two_extensions_of_one_moment_come_to_the_same_in_either_order() -> None:
    ways = (
        "extend 11-18 10:00 3 working_day; extend 11-18 10:00 2 working_day",
        "extend 11-18 10:00 2 working_day; extend 11-18 10:00 3 working_day",
    )
    one, other = (made_of("1 calendar_day", "2026-11-17 10:00", way) for way in ways)
    assert one == other


def test_a_pause_into_a_year_without_a_notice_makes_an_office_promise_estimated_and_no_other() -> None:
    story = "pause 12-31 11:00; resume 12-31 12:00"
    assert not made_of("30 elapsed_hour", "2026-12-31 10:00", story).estimated
    assert made_of("9 working_hour", "2026-12-31 10:00", story).estimated
