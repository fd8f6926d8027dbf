"""A new version of a street's calendar: drafted, previewed, put in force. Commits nothing.

A draft is a value: nothing is written before it is put in force, and then the version and the promises that it
moves are written together (`app.sla.moving` has the rule of what moves).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.core.db import db
from app.core.events import publish
from app.core.msgid import N_
from app.people.models import Street
from app.sla import calendars
from app.sla.almanac import AlmanacDay, arranged_by_package, days_of, official_years
from app.sla.calendars import YEARS_AHEAD
from app.sla.daytable import CalendarRefused, DayTable, Notice
from app.sla.events import CalendarChanged
from app.sla.models import CalendarVersion
from app.sla.moving import moves, take_over
from app.sla.tally import Preview, Tally
from app.sla.workcal import Windows

CATCH_UP_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Changes:
    """What shall be otherwise: a year arranged by its notice, days on which this office is shut, office windows."""

    notice: Notice | None = None
    closures: tuple[AlmanacDay, ...] = ()
    windows: Windows | None = None


@dataclass(frozen=True)
class Draft:
    """The next version of a street's calendar; is_new: it says something else than the one before."""

    street_id: int
    table: DayTable
    is_new: bool


@dataclass(frozen=True)
class Activated:
    """What was put in force. version: its number, or that of the one before, which says the same already."""

    version: int
    is_new: bool
    moved: Preview


def draft(street_id: int, changes: Changes, at: datetime) -> Draft:
    """The version that these changes would make. Raises CalendarRefused. Three statements, writes nothing."""
    before = calendars.table(_latest_id(street_id)).reaching(at.year + YEARS_AHEAD, days_of)
    after = before if changes.notice is None else before.arranged(changes.notice)
    after = after.closed(changes.closures)
    after = after if changes.windows is None else replace(after, windows=changes.windows)
    if after.same_as(before):
        return Draft(street_id, before, is_new=False)
    return Draft(street_id, replace(after, version=before.version + 1), is_new=True)


def from_package(year: int) -> Notice:
    """The notice of a year as the package `chinesecalendar` has it. Raises CalendarRefused for a year it lacks."""
    days = arranged_by_package(year)
    if not days:
        last = official_years()[-1]
        raise CalendarRefused(N_("chinesecalendar 里没有 %(year)s 年，只到 %(last)s 年"), year=year, last=last)
    return Notice(year, days)


def preview(street_id: int, changes: Changes, at: datetime) -> Preview:
    """What these changes would do at `at` to the promises that run or are paused. Writes nothing."""
    made, tally = draft(street_id, changes, at), Tally(at)
    if made.is_new:
        days = made.table.calendar()
        for found in moves(street_id, days):
            tally.note(found)
    return tally.preview()


def activate(street_id: int, changes: Changes, at: datetime) -> Activated:
    """Put these changes in force from `at`, and take over what they move; a second time changes nothing more.

    Two at once do so one after the other: the second drafts upon what the first put in force.
    """
    db.session.execute(select(Street.id).where(Street.id == street_id).with_for_update())
    made, tally = draft(street_id, changes, at), Tally(at)
    if not made.is_new:
        return Activated(made.table.version, False, tally.preview())
    try:
        calendar_id = calendars.write(street_id, made.table, at)
        for found in moves(street_id, made.table.calendar(), lock=True):
            tally.note(found)
            take_over(found, calendar_id, at)
        publish(CalendarChanged(street_id, at))
    finally:  # what was read of a version that may yet be rolled back must not stay
        calendars.forget()
    return Activated(made.table.version, True, tally.preview())


def catch_up(at: datetime) -> int:
    """Take over what other processes reckoned by the version before, until they had heard of the new one.

    They ask every minute. Returns the promises taken over; on a day without a new version it is one statement.
    """
    latest = select(func.max(CalendarVersion.id)).group_by(CalendarVersion.street_id)
    recent = select(CalendarVersion.street_id, CalendarVersion.id).where(
        CalendarVersion.id.in_(latest), CalendarVersion.from_at.between(at - CATCH_UP_FOR, at)
    )
    taken = 0
    for street_id, calendar_id in db.session.execute(recent).all():
        for found in moves(street_id, calendars.calendar(calendar_id, at), lock=True):
            take_over(found, calendar_id, at)
            taken += len(found)
    return taken


def _latest_id(street_id: int) -> int:
    rows = select(CalendarVersion.id).where(CalendarVersion.street_id == street_id)
    found = db.session.scalar(rows.order_by(CalendarVersion.version.desc()).limit(1))
    if found is None:
        raise CalendarRefused(N_("本街道还没有工作日历"))
    return found
