"""What is shown of a street's calendar: its versions, which years are sure, the special days of a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.sla import calendars
from app.sla.daytable import DayTable
from app.sla.models import CalendarVersion

SHOWN = 20


@dataclass(frozen=True)
class Version:
    """A version of a street's calendar: its number, from when it holds, its table."""

    version: int
    from_at: datetime
    table: DayTable


@dataclass(frozen=True)
class VersionRow:
    """A version without its days."""

    version: int
    from_at: datetime
    windows: list[list[str]]


def version_rows(street_id: int) -> list[VersionRow]:
    """The newest versions of a street's calendar, the latest first. One statement."""
    rows = select(CalendarVersion.version, CalendarVersion.from_at, CalendarVersion.windows)
    rows = rows.where(CalendarVersion.street_id == street_id).order_by(CalendarVersion.version.desc()).limit(SHOWN)
    return [VersionRow(*row) for row in db.session.execute(rows)]


def versions(street_id: int) -> list[Version]:
    """Every version of a street's calendar, the latest last."""
    rows = select(CalendarVersion).where(CalendarVersion.street_id == street_id).order_by(CalendarVersion.version)
    return [Version(row.version, row.from_at, calendars.table(row.id)) for row in db.session.scalars(rows)]


def runs(years: Iterable[int]) -> str:
    """Years as people write them: 2004-2026, 2028."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)
