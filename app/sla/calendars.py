"""The calendars of the streets: filled from the almanac, kept ready in the process.

A version in force never changes, so a process may keep what it has read; it only grows, by years that nothing
was reckoned with. Which version is in force is asked again after a minute: a new one (`app.sla.calendar_ops`)
reaches every process within that time, and each due time keeps the version it was made with.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, insert, select

from app.core.db import db
from app.core.shelves import bind_of
from app.sla.almanac import AlmanacDay, days_of
from app.sla.daytable import DayTable
from app.sla.models import CalendarDay, CalendarVersion
from app.sla.workcal import DEFAULT_WINDOWS, Calendar, DayKind, Windows

BEGINNING = datetime(2004, 1, 1, tzinfo=UTC)
YEARS_AHEAD = 3
FRESH_SECONDS = 60.0


@dataclass
class _Shelf:
    """What one database's calendars look like from here."""

    calendars: dict[int, Calendar] = field(default_factory=dict)
    versions: dict[int, tuple[float, list[tuple[datetime, int]]]] = field(default_factory=dict)


_shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()


@dataclass(frozen=True)
class InForce:
    """A version of a street's calendar and its row."""

    id: int
    calendar: Calendar


def seed(street_id: int, at: datetime, windows: Windows = DEFAULT_WINDOWS) -> int:
    """Give a new street its first calendar, valid from the beginning; returns its id.

    Holds every year with official data and the statutory days of the years up to `at` plus three.
    """
    calendar_id = write(street_id, DayTable(1, windows, {}).reaching(at.year + YEARS_AHEAD, days_of), BEGINNING)
    forget()
    return calendar_id


def write(street_id: int, table: DayTable, from_at: datetime) -> int:
    """Store a version, in force from `from_at`; returns its id. The caller forgets."""
    windows = [list(window) for window in table.windows]
    row = CalendarVersion(street_id=street_id, version=table.version, from_at=from_at, windows=windows)
    db.session.add(row)
    db.session.flush()
    _add(row.id, table.days.values())
    return row.id


def extend(at: datetime) -> int:
    """Add the estimated days of years that the calendars do not reach yet; returns the years added.

    Never touches a year that is there, also when its notice has become known: due times were made with it.
    A notice comes in as a new version (`app.sla.calendar_ops`).
    """
    last = func.max(CalendarDay.day)
    found = db.session.execute(select(CalendarDay.calendar_id, last).group_by(CalendarDay.calendar_id)).all()
    added = 0
    for calendar_id, day in found:
        years = range(day.year + 1, at.year + YEARS_AHEAD + 1)
        _fill(calendar_id, years)
        added += len(years)
    if added:
        forget()
    return added


def in_force(street_id: int, at: datetime) -> InForce:
    """The version of the street's calendar that holds at `at`; raises LookupError for a street without."""
    shelf = _shelf()
    known = shelf.versions.get(street_id)
    if known is None or known[0] < time.monotonic():
        known = (time.monotonic() + FRESH_SECONDS, _versions(street_id))
        shelf.versions[street_id] = known
    started = [calendar_id for from_at, calendar_id in known[1] if from_at <= at]
    if not started:
        del shelf.versions[street_id]
        raise LookupError(f"street {street_id} has no working calendar")
    return InForce(started[-1], calendar(started[-1], at))


def calendar(calendar_id: int, at: datetime) -> Calendar:
    """A version by its id, reaching at least two years past `at`."""
    shelf = _shelf()
    known = shelf.calendars.get(calendar_id)
    if known is None or known.last < at.year + 2:
        known = shelf.calendars[calendar_id] = _load(calendar_id, at.year + YEARS_AHEAD)
    return known


def forget() -> None:
    """Read everything anew: a calendar changed, or a test took one back."""
    _shelves.clear()


def _shelf() -> _Shelf:
    return _shelves.setdefault(bind_of(db.session()), _Shelf())


def _versions(street_id: int) -> list[tuple[datetime, int]]:
    rows = select(CalendarVersion.from_at, CalendarVersion.id).where(CalendarVersion.street_id == street_id)
    ordered = rows.order_by(CalendarVersion.from_at, CalendarVersion.version)
    return [(from_at, calendar_id) for from_at, calendar_id in db.session.execute(ordered)]


def table(calendar_id: int) -> DayTable:
    """A version as it is stored. Two statements."""
    row = db.session.execute(
        select(CalendarVersion.version, CalendarVersion.windows).where(CalendarVersion.id == calendar_id)
    ).one()
    columns = (CalendarDay.day, CalendarDay.is_workday, CalendarDay.name, CalendarDay.source)
    found = select(*columns).where(CalendarDay.calendar_id == calendar_id).order_by(CalendarDay.day)
    days = {
        day: AlmanacDay(day, DayKind.WORK if works else DayKind.REST, name, source)
        for day, works, name, source in db.session.execute(found)
    }
    return DayTable(row.version, [(opens, closes) for opens, closes in row.windows], days)


def _load(calendar_id: int, last: int) -> Calendar:
    # Reaching further only when the yearly job has not run: loads a package.
    return table(calendar_id).reaching(last, days_of).calendar()


def _fill(calendar_id: int, years: range) -> None:
    _add(calendar_id, (day for year in years for day in days_of(year)))


def _add(calendar_id: int, days: Iterable[AlmanacDay]) -> None:
    rows = [
        {
            "calendar_id": calendar_id,
            "day": d.day,
            "is_workday": d.kind is DayKind.WORK,
            "name": d.name,
            "source": d.source,
        }
        for d in days
    ]
    if rows:
        db.session.execute(insert(CalendarDay), rows)
