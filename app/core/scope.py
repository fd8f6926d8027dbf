"""Every top-level row belongs to one street; keys between rows include it."""

from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column


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
