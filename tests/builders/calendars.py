"""Calendars for tests: one of pure rules, and what a street may want changed of its own."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core.db import db
from app.sla.almanac import AlmanacDay, Source, arranged_by_package, days_of, official_years
from app.sla.calendar_ops import Changes
from app.sla.daytable import Notice
from app.sla.models import CalendarVersion
from app.sla.workcal import Calendar, DayKind

NEW_YEAR = tuple(AlmanacDay(date(2027, 1, n), DayKind.REST, "元旦", Source.OFFICIAL) for n in (1, 2, 3, 4))
NOTICE, LONGER = Notice(2027, NEW_YEAR[:3]), Notice(2027, NEW_YEAR)  # the longer one takes Monday too


@cache
def street_calendar(first: int = 2018, last: int = 2029) -> Calendar:
    """The default windows, official holidays up to 2026, statutory days afterwards."""
    days = {d.day: d.kind for year in range(first, last + 1) for d in days_of(year)}
    return Calendar(days, first=first, last=last, official=official_years())


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def closing(*days: str) -> Changes:
    """The office is shut on these days."""
    return Changes(closures=tuple(AlmanacDay(date.fromisoformat(d), DayKind.REST, "停电", Source.MANUAL) for d in days))


def working(day: str) -> Changes:
    """The notice for 2026 again, with one more day worked."""
    more = AlmanacDay(date.fromisoformat(day), DayKind.WORK, "调休", Source.OFFICIAL)
    return Changes(notice=Notice(2026, (*arranged_by_package(2026), more)))


def latest(street_id: int) -> CalendarVersion:
    """The newest version of a street's calendar."""
    rows = select(CalendarVersion).where(CalendarVersion.street_id == street_id)
    return db.session.scalars(rows.order_by(CalendarVersion.version.desc()).limit(1)).one()
