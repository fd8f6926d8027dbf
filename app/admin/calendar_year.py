"""A year of a calendar as twelve small tables: pure."""

from calendar import Calendar as Weeks
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.sla.almanac import AlmanacDay, Source
from app.sla.daytable import DayTable
from app.sla.workcal import DayKind

MONTHS = range(1, 13)
SATURDAY = 5


class Look(StrEnum):
    """How a day is drawn: an ordinary working day, a weekend, a holiday, a weekend worked, a closure of the street."""

    PLAIN = "plain"
    WEEKEND = "weekend"
    REST = "rest"
    WORK = "work"
    CLOSED = "closed"


@dataclass(frozen=True)
class Square:
    """A day of a month's table; name: of a special day."""

    day: date
    look: Look
    name: str = ""


Week = tuple[Square | None, ...]


@dataclass(frozen=True)
class Month:
    """Its weeks from Monday; None where the day is another month's."""

    first: date
    weeks: tuple[Week, ...]


def months(table: DayTable, year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(Month(date(year, number, 1), tuple(_weeks(table, year, number))) for number in MONTHS)


def special(table: DayTable, year: int) -> list[AlmanacDay]:
    """The days of a year that are not simply their weekday, in order."""
    return [said for day, said in sorted(table.days.items()) if day.year == year]


def _weeks(table: DayTable, year: int, number: int) -> Iterator[Week]:
    for week in Weeks().monthdatescalendar(year, number):
        yield tuple(_square(table, day) if day.month == number else None for day in week)


def _square(table: DayTable, day: date) -> Square:
    said = table.days.get(day)
    if said is None:
        return Square(day, Look.WEEKEND if day.weekday() >= SATURDAY else Look.PLAIN)
    if said.source is Source.MANUAL:
        return Square(day, Look.CLOSED, said.name)
    return Square(day, Look.WORK if said.kind is DayKind.WORK else Look.REST, said.name)
