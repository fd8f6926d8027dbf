"""Every top-level row belongs to one street; keys between rows include it."""

from typing import Any, TypeVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.errors import NotFound


class StreetScoped:
    """Mixin: the street a row belongs to.

    No index of its own: a street is most of its table, and a planner without statistics (SQLite's) takes such an
    index for one as good as the case's. What is asked by street has a key that begins with it.
    """

    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"))


def same_street(column: str, table: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key that cannot cross streets; `table` carries UNIQUE (street_id, id).

    A NULL in `column` leaves the key unchecked, as SQL says for composite keys.
    """
    return ForeignKeyConstraint(["street_id", column], [f"{table}.street_id", f"{table}.id"], **options)


R = TypeVar("R", bound=StreetScoped)


def in_street(kind: type[R], row_id: int, street_id: int, **how: Any) -> R:
    """The row of this id in this street; how: as `session.get` takes it. Raises NotFound, for another street's too."""
    row = db.session.get(kind, row_id, **how)
    if row is None or row.street_id != street_id:
        raise NotFound
    return row
