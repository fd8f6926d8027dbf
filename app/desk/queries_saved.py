"""Filters that were kept under a name, and what has gone of what they name."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_, select, union_all
from sqlalchemy.sql.expression import literal

from app.catalog.models import Category
from app.catalog.models_places import Unit
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.desk.filters import Filters
from app.desk.models import SavedFilter
from app.grid.models import Grid
from app.people.models import User

# What a filter names by its id, and what it is called.
NAMED: Mapping[str, tuple[Any, Any]] = {
    "category": (Category, Category.name_zh),
    "grid": (Grid, Grid.name),
    "unit": (Unit, Unit.name),
    "owner": (User, User.name),
}


class Gone(NamedTuple):
    """What a filter names that is no longer there. name: what it was called, "" when nobody knows."""

    field: str
    name: str


def saved_filters(actor: Actor) -> Sequence[SavedFilter]:
    """One's own and the street's, by name. One statement."""
    rows = select(SavedFilter).where(SavedFilter.street_id == actor.street_id)
    rows = rows.where(or_(SavedFilter.owner_id == actor.id, SavedFilter.shared))
    return db.session.scalars(rows.order_by(SavedFilter.shared, SavedFilter.name, SavedFilter.id)).all()


def saved_filter(actor: Actor, saved_id: int) -> SavedFilter:
    """One's own, or the street's. Raises NotFound for any other."""
    found = db.session.get(SavedFilter, saved_id)
    if found is None or found.street_id != actor.street_id or not (found.shared or found.owner_id == actor.id):
        raise NotFound()
    return found


def gone(actor: Actor, filters: Filters) -> list[Gone]:
    """What these filters name that is closed, or of no longer this street. At most one statement."""
    asked = {name: value for name in NAMED if (value := getattr(filters, name)) is not None}
    if not asked:
        return []
    rows = []
    for field, value in asked.items():
        model, name = NAMED[field]
        one = select(literal(field).label("field"), name.label("name"), model.active.label("active"))
        rows.append(one.where(model.id == value, model.street_id == actor.street_id))
    known = {row.field: row for row in db.session.execute(union_all(*rows))}
    left = {field for field, row in known.items() if row.active}
    return [Gone(field, known[field].name if field in known else "") for field in asked if field not in left]
