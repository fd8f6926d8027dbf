"""The app's calendar against the golden rows, and promises that cross into a year without a notice."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
import pytest

from app.core.values import Span
from app.sla.almanac import Source, days_of, official_years
from app.sla.workcal import Calendar, DayKind, due, is_open
from tests.builders.calendars import street_calendar
from tests.sla.golden_days import CROSSING, DISAGREEMENTS, GOLDEN, LAW, REST_2018, WORK_2018

ZONE = ZoneInfo("Asia/Shanghai")


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def days(year: int, row: str) -> set[date]:
    """The days of a typed row."""
    return {date.fromisoformat(f"{year}-{day}") for day in row.replace(",", " ").split()}


def every_day(year: int) -> list[date]:
    """From 1 January to 31 December, which a leap year has too."""
    start = date(year, 1, 1)
    return [start + timedelta(days=i) for i in range((date(year + 1, 1, 1) - start).days)]


def worked(year: int) -> set[date]:
    """The days worked in a year by the golden rows."""
    plain = {day for day in every_day(year) if day.weekday() < 5}
    return plain - days(year, GOLDEN[year].rest) | days(year, GOLDEN[year].work)


def opens(day: date) -> bool:
    """Whether a street's office is open on that day."""
    return is_open(street_calendar(), datetime.combine(day, time(10), ZONE))


@cache
def ending(year: int) -> Calendar:
    """A calendar as it stands before the notice for the next year: official to `year`, then the law alone."""
    known = {d.day: d.kind for past in range(2019, year + 1) for d in days_of(past)}
    guessed = dict.fromkeys(days(year + 1, LAW[year + 1]), DayKind.REST)
    return Calendar(known | guessed, first=2019, last=year + 1, official=range(2019, year + 1))


@pytest.mark.parametrize("year", GOLDEN)
def test_a_golden_row_is_typed_without_a_slip(year: int) -> None:
    row = GOLDEN[year]
    assert all(number.startswith("国办发明电〔20") for number in row.notices)
    assert all(day.weekday() < 5 for day in days(year, row.rest))
    assert all(day.weekday() >= 5 for day in days(year, row.work))


@pytest.mark.parametrize("year", GOLDEN)
def test_the_almanac_says_of_every_golden_day_what_the_row_says(year: int) -> None:
    said = {d.day: (d.kind, d.source) for d in days_of(year)}
    assert {said.get(day) for day in days(year, GOLDEN[year].rest)} == {(DayKind.REST, Source.OFFICIAL)}
    assert {said.get(day) for day in days(year, GOLDEN[year].work)} == {(DayKind.WORK, Source.OFFICIAL)}


@pytest.mark.parametrize("year", GOLDEN)
def test_a_golden_year_has_no_other_weekday_off_and_no_other_weekend_worked(year: int) -> None:
    assert {day for day in every_day(year) if opens(day)} == worked(year)


def test_a_notice_that_reaches_back_into_december_is_followed() -> None:
    assert opens(date.fromisoformat(WORK_2018))
    assert not opens(date.fromisoformat(REST_2018))


@pytest.mark.parametrize("year", GOLDEN)
def test_the_holidays_package_has_the_days_that_were_typed_from_it(year: int) -> None:
    witness = holidays.country_holidays("CN", years=year)
    assert {day for day in every_day(year) if witness.is_working_day(day)} == worked(year)


def test_the_disagreements_with_chinesecalendar_are_exactly_those_listed() -> None:
    found = {
        (day.isoformat(), "rest" if day in worked(year) else "work")
        for year in GOLDEN
        for day in every_day(year)
        if chinese_calendar.is_workday(day) != (day in worked(year))
    }
    assert found == {(day, says) for day, says, _ in DISAGREEMENTS}


@pytest.mark.parametrize("year", sorted(LAW.keys() - set(official_years())))
def test_a_year_without_a_notice_begins_with_the_days_of_the_law_and_no_others(year: int) -> None:
    early = [d for d in days_of(year) if d.day.month <= 2]
    assert {(d.kind, d.source) for d in early} == {(DayKind.REST, Source.ESTIMATED)}
    assert {d.day for d in early if d.day.weekday() < 5} == days(year, LAW[year])


YEARS = sorted({int(start[:4]) for start, _, _ in CROSSING})


@pytest.mark.parametrize(("start", "span", "end"), CROSSING)
def test_a_promise_is_estimated_exactly_when_it_ends_in_the_year_without_a_notice(
    start: str, span: str, end: str
) -> None:
    found = due(ending(int(start[:4])), wall(start), Span.parse(span))
    assert (found.at, found.estimated) == (wall(end), end[:4] > start[:4])


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("start", ["12-27 10:00", "12-30 23:59", "12-31 23:50"])
def test_elapsed_time_crosses_new_year_and_is_never_estimated(year: int, start: str) -> None:
    begun = wall(f"{year}-{start}")
    for span, length in (("30 elapsed_minute", timedelta(minutes=30)), ("168 elapsed_hour", timedelta(days=7))):
        found = due(ending(year), begun, Span.parse(span))
        assert (found.at, found.estimated) == (begun + length, False)


@pytest.mark.parametrize("year", YEARS)
def test_a_promise_made_in_the_year_without_a_notice_is_estimated_and_one_by_the_clock_is_not(year: int) -> None:
    calendar, start = ending(year), wall(f"{year + 1}-01-01 00:10")
    assert {due(calendar, start, Span.parse(f"1 {u}")).estimated for u in ("working_hour", "calendar_day")} == {True}
    assert not due(calendar, start, Span.parse("1 elapsed_hour")).estimated


@pytest.mark.parametrize(
    ("start", "span", "guess", "end"),
    [
        ("2019-12-31 10:00", "19 calendar_day", "2020-01-20 18:00", "2020-01-19 18:00"),
        ("2019-12-31 10:00", "24 calendar_day", "2020-01-24 18:00", "2020-02-03 18:00"),
        ("2025-12-31 10:00", "1 working_day", "2026-01-02 18:00", "2026-01-04 18:00"),
        ("2025-12-31 10:00", "46 calendar_day", "2026-02-20 18:00", "2026-02-24 18:00"),
    ],
)
def test_the_notice_moves_an_estimated_promise_and_makes_it_sure(start: str, span: str, guess: str, end: str) -> None:
    before = due(ending(int(start[:4])), wall(start), Span.parse(span))
    after = due(street_calendar(), wall(start), Span.parse(span))
    assert (before.at, before.estimated) == (wall(guess), True)
    assert (after.at, after.estimated) == (wall(end), False)
