"""The table of days against what the State Council published.

Typed from the notices 国办发明电 〔2018〕15, 〔2019〕3, 〔2019〕16, 〔2020〕1, 〔2020〕27, 〔2021〕11, 〔2022〕16,
〔2023〕7, 〔2024〕12 and 〔2025〕7; the `holidays` package is the second witness.
"""

from datetime import date, timedelta

import holidays
import pytest

from app.sla import almanac
from app.sla.almanac import Source, arranged_by_package, days_of, official_years
from app.sla.workcal import DayKind
from tests.sla.golden_days import LAW

MAKE_UP = {
    2019: "02-02 02-03 04-28 05-05 09-29 10-12",
    2020: "01-19 04-26 05-09 06-28 09-27 10-10",
    2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
SPRING = {
    2019: ("02-04", "02-10"),
    2020: ("01-24", "02-02"),
    2021: ("02-11", "02-17"),
    2022: ("01-31", "02-06"),
    2023: ("01-21", "01-27"),
    2024: ("02-10", "02-17"),
    2025: ("01-28", "02-04"),
    2026: ("02-15", "02-23"),
}
NATIONAL = {
    2019: ("10-01", "10-07"),
    2020: ("10-01", "10-08"),
    2021: ("10-01", "10-07"),
    2022: ("10-01", "10-07"),
    2023: ("09-29", "10-06"),
    2024: ("10-01", "10-07"),
    2025: ("10-01", "10-08"),
    2026: ("10-01", "10-07"),
}
# Where the two packages differ, and who is right: nothing for now.
DISAGREEMENTS: dict[int, set[str]] = {}


def workdays(year: int) -> set[date]:
    """The days worked in a year by our table."""
    special = {d.day: d.kind for d in days_of(year)}
    every = [date(year, 1, 1) + timedelta(days=i) for i in range(365)]
    return {d for d in every if special.get(d, DayKind.WORK if d.weekday() < 5 else DayKind.REST) is DayKind.WORK}


@pytest.mark.parametrize("year", MAKE_UP)
def test_the_weekends_worked_are_those_of_the_notice(year: int) -> None:
    worked = {f"{d.day:%m-%d}" for d in days_of(year) if d.kind is DayKind.WORK}
    assert worked == set(MAKE_UP[year].split())


@pytest.mark.parametrize("year", SPRING)
@pytest.mark.parametrize("feast", [SPRING, NATIONAL])
def test_the_long_holidays_are_off_from_the_first_day_to_the_last(year: int, feast: dict[int, tuple[str, str]]) -> None:
    first, last = (date.fromisoformat(f"{year}-{day}") for day in feast[year])
    inside = {first + timedelta(days=i) for i in range((last - first).days + 1)}
    assert not inside & workdays(year)


@pytest.mark.parametrize("year", MAKE_UP)
def test_our_table_and_the_second_witness_agree(year: int) -> None:
    witness = holidays.country_holidays("CN", years=year)
    every = [date(year, 1, 1) + timedelta(days=i) for i in range(365)]
    theirs = {d for d in every if witness.is_working_day(d)}
    assert {f"{d:%m-%d}" for d in theirs ^ workdays(year)} == DISAGREEMENTS.get(year, set())


def test_a_year_without_a_notice_has_the_statutory_days_and_says_it_is_a_guess() -> None:
    later = max(official_years()) + 1
    days = days_of(later)
    assert {d.source for d in days} == {Source.ESTIMATED}
    assert {d.kind for d in days} == {DayKind.REST}
    assert {date(later, 1, 1), date(later, 5, 1), date(later, 10, 1)} <= {d.day for d in days}


@pytest.mark.parametrize("year", LAW)
def test_an_estimate_is_the_law_alone_also_where_the_second_witness_knows_a_notice(
    year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(almanac, "official_years", tuple)
    early = [d for d in days_of(year) if d.day.month <= 2]
    assert {(d.kind, d.source) for d in days_of(year)} == {(DayKind.REST, Source.ESTIMATED)}
    assert [f"{d.day:%m-%d}" for d in early if d.day.weekday() < 5] == LAW[year].replace(",", "").split()


def test_the_whole_of_2026_by_the_law_alone_has_none_of_the_exchanged_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(almanac, "official_years", tuple)
    found = " ".join(f"{d.day:%m-%d}" for d in days_of(2026) if d.day.weekday() < 5)
    spring = "02-16 02-17 02-18 02-19"
    assert found == f"01-01 {spring} 04-06 05-01 05-04 06-19 09-25 10-01 10-02 10-05"


def test_the_names_of_estimated_days_do_not_depend_on_the_tongue_of_the_process() -> None:
    assert days_of(max(official_years()) + 1)[0].name == days_of(max(official_years()))[0].name == "New Year's Day"


def test_a_year_of_the_package_brings_what_its_notice_said_of_the_december_before() -> None:
    assert [f"{d.day} {d.kind}" for d in arranged_by_package(2019) if d.day.year == 2018] == [
        "2018-12-29 work",
        "2018-12-30 rest",
        "2018-12-31 rest",
    ]
    assert arranged_by_package(max(official_years()) + 1) == ()
