"""A version of a street's calendar as a plain value, and what may be changed of it. Pure.

The tables hold it as rows (`app.sla.calendars`), reckoning wants it as a `Calendar`: both are made from this, so
what a preview counts is what is in force afterwards.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import pairwise
from typing import Any

from app.core.errors import Invalid
from app.core.msgid import N_
from app.sla.almanac import AlmanacDay, Source
from app.sla.workcal import Calendar, Windows

FIRST_YEAR = 2004


@dataclass(frozen=True)
class Fault:
    """What is wrong; `message` is a Chinese msgid filled by `params`. line: of the file, 0 where there is none."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0

    def __str__(self) -> str:
        words = self.message % self.params if self.params else self.message
        return N_("第 %(line)s 行：%(words)s") % {"line": self.line, "words": words} if self.line else words


class CalendarRefused(Invalid):
    """The calendar cannot become what is asked; `faults` are whatever can be said line by line."""

    def __init__(self, message: str = "", faults: Iterable[Fault] = (), **params: Any) -> None:
        super().__init__(message, **params)
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Notice:
    """The arrangement of one year as the State Council publishes it: every day off and every weekend worked.

    It may reach back into the December before.
    """

    year: int
    days: tuple[AlmanacDay, ...]


@dataclass(frozen=True)
class DayTable:
    """The number of a version, its office windows, and its special days."""

    version: int
    windows: Windows
    days: Mapping[date, AlmanacDay]

    @property
    def first(self) -> int:
        """The first year it covers."""
        return min(self.days).year if self.days else FIRST_YEAR

    @property
    def last(self) -> int:
        """The last year it covers; every year of a table has special days."""
        return max(self.days).year if self.days else FIRST_YEAR - 1

    @property
    def years(self) -> range:
        """Every year it covers."""
        return range(self.first, self.last + 1)

    @property
    def official(self) -> frozenset[int]:
        """The years that the State Council has arranged."""
        return frozenset(day.year for day, said in self.days.items() if said.source is Source.OFFICIAL)

    def calendar(self) -> Calendar:
        """For reckoning."""
        kinds = {day: said.kind for day, said in self.days.items()}
        first, last, official, windows = self.first, self.last, self.official, self.windows
        return Calendar(kinds, first=first, last=last, official=official, windows=windows, version=self.version)

    def reaching(self, last: int, days_of: Callable[[int], Iterable[AlmanacDay]]) -> "DayTable":
        """The same with the days of the years after its last one, to `last`."""
        return self._with(day for year in range(self.last + 1, last + 1) for day in days_of(year))

    def arranged(self, notice: Notice) -> "DayTable":
        """The same with a year's days from its notice; closures of the street stay closures.

        Raises CalendarRefused for a year outside the table, and for a December of a year that has no notice of
        its own yet: a day or two would make that whole year look official.
        """
        self._covers(notice.year)
        if any(d.day.year < notice.year for d in notice.days) and notice.year - 1 not in self.official:
            asked = N_("%(year)s 年的通知说到了 %(before)s 年的日子，而那年还没有自己的通知：先导入那一年的")
            raise CalendarRefused(asked, year=notice.year, before=notice.year - 1)
        kept = {d: said for d, said in self.days.items() if d.year != notice.year or said.source is Source.MANUAL}
        closed = {d for d, said in kept.items() if said.source is Source.MANUAL}
        return replace(self, days=kept)._with(d for d in notice.days if d.day not in closed)

    def closed(self, days: Iterable[AlmanacDay]) -> "DayTable":
        """The same with days on which this street's office is shut. Raises CalendarRefused outside the table."""
        found = tuple(days)
        for day in found:
            self._covers(day.day.year)
        return self._with(found)

    def reopened(self, days: Iterable[date], said: Mapping[date, AlmanacDay]) -> "DayTable":
        """The same without these closures of the street; said: what was said of such a day before it was closed.

        A day of which nothing was said is its weekday again. Raises CalendarRefused for a day that is no closure.
        """
        back = tuple(days)
        for day in back:
            found = self.days.get(day)
            if found is None or found.source is not Source.MANUAL:
                raise CalendarRefused(N_("%(day)s 不是本街道自己停办的日子"), day=day.isoformat())
        kept = {day: found for day, found in self.days.items() if day not in back}
        return replace(self, days=kept)._with(said[day] for day in back if day in said)

    def otherwise(self, other: "DayTable") -> tuple[date, ...]:
        """The days of which two tables do not say the same, in order."""
        return tuple(d for d in sorted({*self.days, *other.days}) if self.days.get(d) != other.days.get(d))

    def same_as(self, other: "DayTable") -> bool:
        """Whether both say the same, whatever their numbers."""
        return self.days == other.days and _plain(self.windows) == _plain(other.windows)

    def _with(self, days: Iterable[AlmanacDay]) -> "DayTable":
        together = {**self.days, **{d.day: d for d in days}}
        return replace(self, days=dict(sorted(together.items())))

    def _covers(self, year: int) -> None:
        if year not in self.years:
            asked = N_("日历只有 %(first)s 到 %(last)s 年，没有 %(year)s 年")
            raise CalendarRefused(asked, first=self.first, last=self.last, year=year)


def read_windows(text: str) -> Windows:
    """Office windows written "08:30-12:00,13:30-18:00"; raises CalendarRefused with every fault."""
    windows = [tuple(part.strip() for part in window.split("-")) for window in text.split(",")]
    wrong = N_("“%(window)s”不是一段时间：写成 08:30-12:00 这样")
    if faults := [Fault(wrong, {"window": "-".join(w)}) for w in windows if not _is_window(w)]:
        raise CalendarRefused(N_("办公时间读不懂"), faults)
    early = N_("%(opens)s 开门，比 %(closes)s 关门还早")
    if late := [Fault(early, {"opens": b[0], "closes": a[1]}) for a, b in pairwise(windows) if b[0] < a[1]]:
        raise CalendarRefused(N_("办公时间要一段接一段"), late)
    return [(opens, closes) for opens, closes in windows]


def _is_window(window: tuple[str, ...]) -> bool:
    if len(window) != 2 or any(len(moment) != 5 for moment in window):
        return False
    try:
        opens, closes = (time.fromisoformat(moment) for moment in window)
    except ValueError:
        return False
    return opens < closes


def _plain(windows: Windows) -> list[tuple[str, str]]:
    return [(opens, closes) for opens, closes in windows]
