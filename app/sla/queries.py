"""What pages ask about time. Each function is one statement, however long the list, but for the ledger's two."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, text

from app.core.db import db
from app.core.values import Span, Unit
from app.sla import calendars
from app.sla.almanac import Source
from app.sla.clocks import ClockKind
from app.sla.lamps import Lamp, worst
from app.sla.ledger import LedgerRow as LedgerRow
from app.sla.ledger import clocks_of as clocks_of
from app.sla.ledger import lamp_of
from app.sla.ledger import why as why
from app.sla.models import CalendarDay, CalendarVersion, Clock
from app.sla.workcal import due, is_open


@dataclass(frozen=True)
class Running:
    """A clock that runs: since when, yellow and red from when, and how its time is counted."""

    kind: ClockKind
    started_at: datetime
    yellow_at: datetime
    due_at: datetime
    paused: bool
    unit: Unit


def lamps_for(case_ids: Iterable[int], at: datetime) -> dict[int, Lamp]:
    """The worst running clock of each case, as a lamp; a case without a running clock is left out."""
    running = running_lamps(case_ids, at).items()
    return {case_id: found for case_id, of_case in running if (found := worst(of_case))}


def running_lamps(case_ids: Iterable[int], at: datetime) -> dict[int, list[Lamp]]:
    """Every running clock of these cases, as lamps. One statement."""
    ids = list(case_ids)
    if not ids:
        return {}
    lamps: dict[int, list[Lamp]] = {}
    columns = (Clock.case_id, Clock.kind, Clock.due_at, Clock.yellow_at, Clock.unit, Clock.paused_at)
    rows = select(*columns, Clock.calendar_id, Clock.estimated)
    for row in db.session.execute(rows.where(Clock.case_id.in_(ids), Clock.stopped_at.is_(None))):
        lamps.setdefault(row.case_id, []).append(lamp_of(row, at))
    return lamps


def running(case_ids: Iterable[int]) -> dict[int, list[Running]]:
    """Every running clock of these cases, for whoever reckons its lamp themselves. One statement."""
    columns = (Clock.case_id, Clock.kind, Clock.started_at, Clock.yellow_at, Clock.due_at, Clock.paused_at, Clock.unit)
    rows = select(*columns).where(Clock.case_id.in_(list(case_ids)), Clock.stopped_at.is_(None)).order_by(Clock.id)
    found: dict[int, list[Running]] = {}
    for case_id, kind, started_at, yellow_at, due_at, paused_at, unit in db.session.execute(rows):
        clock = Running(kind, started_at, yellow_at, due_at, paused_at is not None, unit)
        found.setdefault(case_id, []).append(clock)
    return found


def office_open(street_id: int, at: datetime) -> bool:
    """Whether the street's office is open at a moment, by its calendar."""
    return is_open(calendars.in_force(street_id, at).calendar, at)


def due_in(street_id: int, at: datetime) -> Callable[[datetime, Span], datetime]:
    """When a promise made in a street falls due, by the calendar in force at `at`."""
    calendar = calendars.in_force(street_id, at).calendar
    return lambda start, span: due(calendar, start, span).at


def overdue_now(street_id: int, at: datetime) -> int:
    """How many running clocks of a street are past due."""
    late = select(func.count()).where(Clock.street_id == street_id, Clock.due_at <= at)
    return db.session.scalar(late.where(Clock.stopped_at.is_(None), Clock.paused_at.is_(None))) or 0


def streets_without_year(year: int) -> list[int]:
    """Streets whose latest calendar has no official day of `year`."""
    latest = select(func.max(CalendarVersion.id)).group_by(CalendarVersion.street_id)
    has_year = exists().where(
        CalendarDay.calendar_id == CalendarVersion.id,
        CalendarDay.source == Source.OFFICIAL,
        func.extract("year", CalendarDay.day) == year,
    )
    rows = select(CalendarVersion.street_id).where(CalendarVersion.id.in_(latest), ~has_year)
    return list(db.session.scalars(rows.order_by(CalendarVersion.street_id)))


def estimated_by_street() -> Mapping[int, int]:
    """Running clocks whose due time rests on a year without official data, counted by street."""
    return _count_by_street("estimated AND stopped_at IS NULL")


def parked_by_street() -> Mapping[int, int]:
    """Clocks that the sweep had to set aside, counted by street."""
    return _count_by_street("parked_at IS NOT NULL AND stopped_at IS NULL")


def _count_by_street(condition: str) -> Mapping[int, int]:
    # Spelt as in the model, so that both databases answer from the small index.
    rows = select(Clock.street_id, func.count()).where(text(condition)).group_by(Clock.street_id)
    return dict(db.session.execute(rows).all())
