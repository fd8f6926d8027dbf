"""What the pages of the set-up show. By key, never by offset."""

from typing import Any

from sqlalchemy import func, select

from app.catalog.models import Category, Department
from app.catalog.models_replies import ReplyText
from app.core.db import db
from app.core.errors import NotFound
from app.people import queries as people
from app.people.models import User
from app.people.street_settings import StreetSettings, settings_of


def settings(street_id: int) -> StreetSettings:
    """What a street decides for itself. Raises NotFound. One statement."""
    street = people.street(street_id)
    if street is None:
        raise NotFound
    return settings_of(street.settings)


def counts(street_id: int) -> dict[str, int]:
    """How many of each part are in use. One statement."""
    names = {"people": User, "departments": Department, "categories": Category, "replies": ReplyText}
    numbers = [_in_use(model, street_id).label(name) for name, model in names.items()]
    return dict(db.session.execute(select(*numbers)).one()._mapping)


def _in_use(model: Any, street_id: int) -> Any:
    return select(func.count()).where(model.street_id == street_id, model.active).scalar_subquery()
