"""A unit is closed, today or on a day to come, and opened again. Commits nothing; nothing is deleted.

What it has in hand is let go by those above when it ends (UnitClosed): to the unit that follows it, if one is named.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.catalog import queries
from app.catalog.events import UnitClosed
from app.catalog.models_places import Unit
from app.core.clock import from_street, street_time
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require, system_actor
from app.core.scope import in_street
from app.people.changes import note
from app.people.policy import may_set_up
from app.people.words import Setting

FAR = timedelta(days=366)


def close_unit(actor: Actor, unit_id: int, last_day: date, successor_id: int | None = None, *, at: datetime) -> None:
    """The unit is offered nowhere after `last_day`; a day to come is kept, and the worker closes it then.

    successor_id: the unit that gets the cases it has in hand; None: they come before the duty chief. Raises NotFound
    outside the street, Conflict when it is closed already, Invalid at `last_day` or `successor`.
    """
    require(may_set_up(actor))
    row = in_street(Unit, unit_id, actor.street_id, with_for_update=True, populate_existing=True)
    if not row.active:
        raise Conflict(N_("这个单位已经停用了"))
    if last_day > street_time(at).date() + FAR:
        raise Invalid(errors={"last_day": N_("太远了：选一年之内的一天")})
    if successor_id is not None and (successor_id == unit_id or queries.unit(row.street_id, successor_id) is None):
        raise Invalid(errors={"successor": N_("请选一个在用的单位")})
    before, ends = facts_of(row), from_street(last_day + timedelta(days=1), time.min)
    today = last_day <= street_time(at).date()
    row.until_at, row.successor_id = min(at, ends) if today else ends, successor_id
    row.active = not today
    db.session.flush()
    note(actor, Setting.UNIT, row.name, before, facts_of(row), at=at)
    if today:
        publish(UnitClosed(row.street_id, at, unit_id=row.id))


def close_due_unit(unit_id: int, *, at: datetime) -> bool:
    """Its day has come. False when somebody opened it again meanwhile, or another worker closed it."""
    row = db.session.get_one(Unit, unit_id, with_for_update=True, populate_existing=True)
    if not row.active or row.until_at is None or row.until_at > at:
        return False
    before, row.active = facts_of(row), False
    db.session.flush()
    note(system_actor(row.street_id), Setting.UNIT, row.name, before, facts_of(row), at=at)
    publish(UnitClosed(row.street_id, at, unit_id=row.id))
    return True


def due_units(at: datetime, limit: int) -> Sequence[int]:
    """Units whose last day is over and that are not closed yet. One statement."""
    rows = select(Unit.id).where(Unit.active, Unit.until_at <= at)
    return db.session.scalars(rows.order_by(Unit.id).limit(limit)).all()


def reopen_unit(actor: Actor, unit_id: int, *, at: datetime) -> None:
    """The unit is there again, or stays; what it let go of stays where it is. Raises NotFound outside the street."""
    require(may_set_up(actor))
    row = in_street(Unit, unit_id, actor.street_id, with_for_update=True, populate_existing=True)
    before = facts_of(row)
    row.active, row.until_at, row.successor_id = True, None, None
    db.session.flush()
    note(actor, Setting.UNIT, row.name, before, facts_of(row), at=at)


def facts_of(row: Unit) -> dict[str, Any]:
    """A unit as the trail keeps it."""
    until = row.until_at.isoformat() if row.until_at else None
    plain = {"name": row.name, "phone": row.phone, "external": row.external}
    successor = db.session.get(Unit, row.successor_id) if row.successor_id is not None else None
    return {**plain, "active": row.active, "until_at": until, "successor": successor.name if successor else None}
