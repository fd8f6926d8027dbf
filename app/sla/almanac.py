"""Where the days of a calendar come from: the State Council's notices, or the statutory days alone.

Both packages are loaded only when a calendar is filled (a command, a job), never to answer a page.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.sla.workcal import DayKind

DECEMBER = 12


class Source(StrEnum):
    """How sure a day of the calendar is."""

    OFFICIAL = "official"
    ESTIMATED = "estimated"
    MANUAL = "manual"


@dataclass(frozen=True)
class AlmanacDay:
    """A day that is not simply its weekday: a holiday, or a weekend worked (调休)."""

    day: date
    kind: DayKind
    name: str
    source: Source


def official_years() -> tuple[int, ...]:
    """The years whose holidays and make-up days have been published, as `chinesecalendar` has them."""
    from chinese_calendar import constants

    return tuple(sorted({day.year for day in constants.holidays}))


def days_of(year: int) -> list[AlmanacDay]:
    """Every special day of a year: official where there is data, else estimated; in order of the day."""
    return _official(year) if year in official_years() else _statutory(year)


def _official(year: int) -> list[AlmanacDay]:
    from chinese_calendar import constants

    rest = [_day(d, DayKind.REST, name) for d, name in constants.holidays.items() if d.year == year]
    work = [_day(d, DayKind.WORK, name) for d, name in constants.workdays.items() if d.year == year]
    return sorted([*rest, *work], key=lambda found: found.day)


def _day(day: date, kind: DayKind, name: str) -> AlmanacDay:
    return AlmanacDay(day, kind, str(name), Source.OFFICIAL)


def arranged_by_package(year: int) -> tuple[AlmanacDay, ...]:
    """A year's official days as `chinesecalendar` has them, with what its notice said of the December before.

    Empty for a year that it does not know.
    """
    if year not in official_years():
        return ()
    before = [found for found in _official(year - 1) if found.day.month == DECEMBER]
    return (*before, *_official(year))


def _statutory(year: int) -> list[AlmanacDay]:
    """The days the law itself gives, and the weekdays that replace those on a weekend.

    Which weekends will be worked instead is the notice's to say, so an estimate has no make-up days. Where
    `holidays` knows a notice already, its exchanged days are left out: days off without the weekends that pay
    for them would be a promise that the office is shut more than it is.
    """
    import holidays

    # It fills itself when it is first asked for a day. In the tongue of `chinesecalendar`, not that of the process.
    law = holidays.country_holidays("CN", language="en_US")
    law.special_public_holidays = law.special_public_holidays_observed = {}
    law.get(date(year, 1, 1))
    return [
        AlmanacDay(day, DayKind.REST, str(name), Source.ESTIMATED)
        for day, name in sorted(law.items())
        if day.year == year
    ]
