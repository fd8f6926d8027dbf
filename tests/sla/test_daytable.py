"""What may be changed of a calendar: a year by its notice, closures, office windows."""

from datetime import date

import pytest

from app.sla.almanac import AlmanacDay, Source, days_of
from app.sla.daytable import CalendarRefused, DayTable, Notice, read_windows
from app.sla.workcal import DEFAULT_WINDOWS, DayKind

TABLE = DayTable(1, DEFAULT_WINDOWS, {d.day: d for year in range(2025, 2030) for d in days_of(year)})


def a_day(text: str, kind: DayKind = DayKind.REST, source: Source = Source.OFFICIAL) -> AlmanacDay:
    return AlmanacDay(date.fromisoformat(text), kind, "x", source)


def closed(text: str) -> AlmanacDay:
    return a_day(text, source=Source.MANUAL)


def test_a_notice_takes_the_place_of_every_estimated_day_of_its_year_and_of_no_other() -> None:
    after = TABLE.arranged(Notice(2027, (a_day("2027-01-01"), a_day("2027-01-02", DayKind.WORK))))
    assert [d.isoformat() for d in after.days if d.year == 2027] == ["2027-01-01", "2027-01-02"]
    assert {d: s for d, s in after.days.items() if d.year != 2027} == {
        d: s for d, s in TABLE.days.items() if d.year != 2027
    }
    assert after.official - TABLE.official == {2027}


def test_a_second_notice_takes_the_place_of_the_first() -> None:
    first = TABLE.arranged(Notice(2027, (a_day("2027-01-01"), a_day("2027-05-03"))))
    second = first.arranged(Notice(2027, (a_day("2027-01-01"),)))
    assert [d.isoformat() for d in second.days if d.year == 2027] == ["2027-01-01"]


def test_a_closure_stays_whatever_the_notice_says_of_its_day() -> None:
    shut = TABLE.closed([closed("2027-01-02")])
    after = shut.arranged(Notice(2027, (a_day("2027-01-01"), a_day("2027-01-02", DayKind.WORK))))
    assert after.days[date(2027, 1, 2)] == closed("2027-01-02")
    assert 2027 not in shut.official


def test_a_notice_reaches_back_into_december() -> None:
    after = TABLE.arranged(Notice(2027, (a_day("2026-12-31"), a_day("2027-01-01"))))
    assert after.days[date(2026, 12, 31)].kind is DayKind.REST
    assert not after.calendar().works[(date(2026, 12, 31) - date(2025, 1, 1)).days]


def test_it_may_not_reach_back_into_a_year_without_a_notice_of_its_own() -> None:
    with pytest.raises(CalendarRefused) as refused:
        TABLE.arranged(Notice(2028, (a_day("2027-12-31"), a_day("2028-01-01"))))
    assert refused.value.params == {"year": 2028, "before": 2027}


@pytest.mark.parametrize("year", [2024, 2030])
def test_a_year_outside_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(CalendarRefused):
        TABLE.arranged(Notice(year, (a_day(f"{year}-01-01"),)))
    with pytest.raises(CalendarRefused):
        TABLE.closed([closed(f"{year}-01-02")])


def test_two_tables_are_the_same_by_what_they_say() -> None:
    again = DayTable(7, [list(w) for w in DEFAULT_WINDOWS], dict(TABLE.days))  # type: ignore[misc]
    assert TABLE.same_as(again)
    assert not TABLE.same_as(again.closed([closed("2026-12-24")]))


def test_an_empty_table_reaches_from_the_first_year_on() -> None:
    table = DayTable(1, DEFAULT_WINDOWS, {}).reaching(2029, days_of)
    assert (table.first, table.last) == (2004, 2029)
    assert table.reaching(2020, days_of).same_as(table)


def test_office_windows_are_read_and_every_fault_is_named() -> None:
    assert read_windows("08:30-12:00, 13:30-18:00") == [("08:30", "12:00"), ("13:30", "18:00")]
    with pytest.raises(CalendarRefused) as refused:
        read_windows("8-12,18:00-13:30,09:00-25:00,10:00-11:00")
    assert len(refused.value.faults) == 3
    with pytest.raises(CalendarRefused, match="一段接一段"):
        read_windows("08:30-12:00,11:30-18:00")


def test_a_closure_taken_back_leaves_what_was_said_before_or_the_weekday() -> None:
    shut = TABLE.closed([closed("2026-10-10"), closed("2026-11-17")])
    worked = TABLE.days[date(2026, 10, 10)]
    assert shut.reopened([date(2026, 10, 10), date(2026, 11, 17)], {worked.day: worked}).same_as(TABLE)
    assert shut.otherwise(TABLE) == (date(2026, 10, 10), date(2026, 11, 17))


@pytest.mark.parametrize("day", ["2026-10-01", "2026-11-18"])
def test_only_a_closure_is_taken_back(day: str) -> None:
    with pytest.raises(CalendarRefused, match="不是本街道自己停办的日子"):
        TABLE.reopened([date.fromisoformat(day)], {})
