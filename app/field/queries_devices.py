"""The tablets of a street, for whoever administers it. By key, never by offset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.errors import NotFound
from app.field.models import FieldDevice
from app.people.models import User

PAGE = 50


@dataclass(frozen=True)
class DeviceRow:
    """A tablet as one person uses it. unsent: what it said it kept when it was last refused, at unsent_at."""

    id: int
    uuid: str
    name: str
    user_id: int
    person: str
    active: bool
    made_at: datetime
    seen_at: datetime
    unsent: int
    unsent_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str | None


def devices(street_id: int, sought: str = "", below: int | None = None) -> tuple[Sequence[DeviceRow], int | None]:
    """A page of them, the newest first, of people whose name holds `sought`; and the key of the next. One statement."""
    rows = _rows(street_id)
    if sought:
        rows = rows.where(User.name.contains(sought, autoescape=True))
    if below is not None:
        rows = rows.where(FieldDevice.id < below)
    found = [DeviceRow(*row) for row in db.session.execute(rows.order_by(FieldDevice.id.desc()).limit(PAGE + 1))]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def tablet(street_id: int, device_id: int) -> Sequence[DeviceRow]:
    """Everybody on one tablet, the row that was asked for first. Raises NotFound outside the street. One statement."""
    uuid = select(FieldDevice.uuid).where(FieldDevice.id == device_id, FieldDevice.street_id == street_id)
    rows = _rows(street_id).where(FieldDevice.uuid == uuid.scalar_subquery())
    rows = rows.order_by((FieldDevice.id == device_id).desc(), FieldDevice.id)
    found = [DeviceRow(*row) for row in db.session.execute(rows)]
    if not found:
        raise NotFound
    return found


def _rows(street_id: int) -> Any:
    chief = aliased(User)
    columns = (FieldDevice.id, FieldDevice.uuid, FieldDevice.name, User.id, User.name, User.active)
    more = (FieldDevice.made_at, FieldDevice.seen_at, FieldDevice.unsent, FieldDevice.unsent_at)
    rows = select(*columns, *more, FieldDevice.revoked_at, chief.name)
    rows = rows.join(User, User.id == FieldDevice.user_id).outerjoin(chief, chief.id == FieldDevice.revoked_by_id)
    return rows.where(FieldDevice.street_id == street_id)
