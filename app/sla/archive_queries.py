"""What goes into the archive of promises (`app.sla.archive`): the calendars that are used, and every clock."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from app.core.db import db
from app.sla import book, calendars
from app.sla.archive import Kept
from app.sla.changing import facts_of, first_span
from app.sla.models import Clock, ClockChange
from app.sla.workcal import Calendar

BATCH = 500


def calendars_used() -> dict[int, Calendar]:
    """The versions that clocks were reckoned with, by id, each reaching past the last due time it gave."""
    rows = select(Clock.calendar_id, func.max(Clock.due_at)).group_by(Clock.calendar_id).order_by(Clock.calendar_id)
    return {calendar_id: calendars.calendar(calendar_id, last) for calendar_id, last in db.session.execute(rows).all()}


def clocks() -> Iterator[Kept]:
    """Every clock in the order of its id, in batches of two statements: the clocks, and what happened to them."""
    last = 0
    while batch := _batch(last):
        last = batch[-1].id
        changes = book.changes(clock.id for clock in batch)
        yield from [_kept(clock, changes.get(clock.id, ())) for clock in batch]


def _batch(last: int) -> Sequence[Clock]:
    rows = select(Clock).where(Clock.id > last).order_by(Clock.id).limit(BATCH)
    return db.session.scalars(rows).all()


def _kept(clock: Clock, changes: Sequence[ClockChange]) -> Kept:
    return Kept(
        id=clock.id,
        case_id=clock.case_id,
        kind=clock.kind.value,
        span=first_span(clock, changes),
        started_at=clock.started_at,
        calendar_id=clock.calendar_id,
        facts=facts_of(changes),
        due_at=clock.due_at,
        strict_due_at=clock.strict_due_at or clock.due_at,
        yellow_at=clock.yellow_at,
        stopped_at=clock.stopped_at,
    )
