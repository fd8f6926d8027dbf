"""Counters in the database, by name: numbers given out once, and versions that say whether to look again."""

from functools import partial

from sqlalchemy import Connection, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, db
from app.core.driver import tell_plainly
from app.core.rows import at_last

_MARK = {"sqlite": "?", "postgresql": "%s"}
_RAISE = "INSERT INTO counter (name, last) VALUES ({}, 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1"


class Counter(Base):
    """The last number of a sort: "case" (ids, on SQLite), "receipt/STREET/DAY", "desk/STREET" (a version)."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]


def desk_of(street_id: int) -> str:
    """The name of the version of what waits for a decision in a street."""
    return f"desk/{street_id}"


def tick(name: str) -> None:
    """Raise a version when this transaction commits."""
    at_last(name, partial(_raise, name))


def version(name: str) -> int:
    """How often it has been raised. One statement."""
    return db.session.scalar(select(Counter.last).where(Counter.name == name)) or 0


def _raise(name: str, connection: Connection) -> None:
    tell_plainly(connection, _RAISE.format(_MARK[connection.dialect.name]), name)
