"""A new version of a street's calendar: drafted, previewed, put in force. Commits nothing.

A draft is a value: nothing is written before it is put in force, and then the version and the promises that it
moves are written together (`app.sla.moving` has the rule of what moves).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require, system_actor
from app.people import changes as setup
from app.people.changes import one_at_a_time
from app.people.policy import may_set_up
from app.people.words import Setting
from app.sla import calendars
from app.sla.almanac import AlmanacDay, Source, arranged_by_package, days_of, official_years
from app.sla.calendars import YEARS_AHEAD
from app.sla.daytable import CalendarRefused, DayTable, Notice
from app.sla.events import CalendarChanged
from app.sla.models import CalendarDay, CalendarVersion
from app.sla.moving import Move, moves, take_over
from app.sla.tally import Preview, Tally
from app.sla.workcal import DayKind, Windows

CATCH_UP_FOR = timedelta(hours=1)
REASON_MAX = 200


@dataclass(frozen=True)
class Changes:
    """What shall be otherwise: a year arranged by its notice, days on which this office is shut, office windows.

    reopened: closures of this street that are taken back.
    """

    notice: Notice | None = None
    closures: tuple[AlmanacDay, ...] = ()
    reopened: tuple[date, ...] = ()
    windows: Windows | None = None


@dataclass(frozen=True)
class Draft:
    """The next version of a street's calendar; is_new: it says something else than the one before."""

    street_id: int
    before: DayTable
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
    before = latest(street_id).reaching(at.year + YEARS_AHEAD, days_of)
    after = before if changes.notice is None else before.arranged(changes.notice)
    if changes.reopened:
        after = after.reopened(changes.reopened, said_before(street_id, changes.reopened))
    after = after.closed(changes.closures)
    after = after if changes.windows is None else replace(after, windows=changes.windows)
    if after.same_as(before):
        return Draft(street_id, before, before, is_new=False)
    return Draft(street_id, before, replace(after, version=before.version + 1), is_new=True)


def from_package(year: int) -> Notice:
    """The notice of a year as the package `chinesecalendar` has it. Raises CalendarRefused for a year it lacks."""
    days = arranged_by_package(year)
    if not days:
        last = official_years()[-1]
        raise CalendarRefused(N_("chinesecalendar 里没有 %(year)s 年，只到 %(last)s 年"), year=year, last=last)
    return Notice(year, days)


def preview(street_id: int, changes: Changes, at: datetime) -> Preview:
    """What these changes would do at `at` to the promises that run or are paused. Writes nothing."""
    return looked_at(draft(street_id, changes, at), at)[0]


def looked_at(made: Draft, at: datetime, keep: int = 0) -> tuple[Preview, list[Move]]:
    """The same of a draft, with the first `keep` promises that would fall due at another time. Writes nothing."""
    tally, kept = Tally(at), list[Move]()
    if made.is_new:
        for found in moves(made.street_id, made.table.calendar()):
            tally.note(found)
            kept += [move for move in found if move.is_other_time][: keep - len(kept)]
    return tally.preview(), kept


def change(actor: Actor, changes: Changes, reason: str, seen: int, *, at: datetime) -> Activated:
    """The administrator puts changes in force whose effect they saw upon the version `seen`, and says why.

    A second click changes nothing more. Raises Invalid at `reason`, Conflict when another version came in between.
    """
    require(may_set_up(actor))
    if not 0 < len(reason.strip()) <= REASON_MAX:
        raise Invalid(errors={"reason": N_("写一句为什么改，200 字以内")})
    one_at_a_time(actor.street_id)
    if latest(actor.street_id).version != seen and draft(actor.street_id, changes, at).is_new:
        raise Conflict(N_("你看过之后，日历又改过了。请再看一次会有什么变化。"))
    return activate(actor.street_id, changes, at, by=actor, reason=reason.strip())


def activate(street_id: int, changes: Changes, at: datetime, *, by: Actor | None = None, reason: str = "") -> Activated:
    """Put these changes in force from `at`, and take over what they move; a second time changes nothing more.

    Two at once do so one after the other: the second drafts upon what the first put in force. by None: a command.
    """
    one_at_a_time(street_id)
    made, tally = draft(street_id, changes, at), Tally(at)
    if not made.is_new:
        return Activated(made.table.version, False, tally.preview())
    try:
        calendar_id = calendars.write(street_id, made.table, at)
        for found in moves(street_id, made.table.calendar(), lock=True):
            tally.note(found)
            take_over(found, calendar_id, at)
        publish(CalendarChanged(street_id, at))
        _note(by or system_actor(street_id), made, reason, at)
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


def latest(street_id: int) -> DayTable:
    """The newest version of a street's calendar. Raises CalendarRefused for a street without. Three statements."""
    rows = select(CalendarVersion.id).where(CalendarVersion.street_id == street_id)
    found = db.session.scalar(rows.order_by(CalendarVersion.version.desc()).limit(1))
    if found is None:
        raise CalendarRefused(N_("本街道还没有工作日历"))
    return calendars.table(found)


def said_before(street_id: int, days: Sequence[date]) -> dict[date, AlmanacDay]:
    """What the newest version that did not close such a day says of it. One statement."""
    rows = select(CalendarDay.day, CalendarDay.is_workday, CalendarDay.name, CalendarDay.source)
    rows = rows.join(CalendarVersion, CalendarVersion.id == CalendarDay.calendar_id)
    rows = rows.where(CalendarVersion.street_id == street_id, CalendarDay.day.in_(days))
    rows = rows.where(CalendarDay.source != Source.MANUAL).order_by(CalendarVersion.version)
    return {
        day: AlmanacDay(day, DayKind.WORK if works else DayKind.REST, name, source)
        for day, works, name, source in db.session.execute(rows)
    }


def _note(actor: Actor, made: Draft, reason: str, at: datetime) -> None:
    """The days that are otherwise, each with what was said of it before and after."""
    days = made.before.otherwise(made.table)
    was, now = (
        {
            "version": table.version,
            "windows": [list(window) for window in table.windows],
            "days": {d.isoformat(): _plain(table.days[d]) for d in days if d in table.days},
        }
        for table in (made.before, made.table)
    )
    told = now | ({"reason": reason} if reason else {})
    setup.note(actor, Setting.CALENDAR, str(made.table.version), was, told, at=at)


def _plain(day: AlmanacDay) -> str:
    return f"{day.kind.value} {day.source.value} {day.name}"
