"""Rows that nobody looks at again in their transaction: straight into the table, past the unit of work.

A quarter of the price of `db.session.add`, and the same checks by the database. Not for a row that two people
might write at once: there the order of the unit of work decides who is told "somebody was faster".
While `collecting` (app.core.late) they wait.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Insert, Table, event, insert
from sqlalchemy.orm import Session

from app.core import memo, plain
from app.core.db import Base, db
from app.core.driver import Values, as_one, insert_rows

R = TypeVar("R", bound=Base)
LAST = "rows.last"


class Write(NamedTuple):
    """Rows with the same keys for one table; once: what breaks a unique key is left out."""

    table: Table
    rows: Sequence[Values]
    once: bool = False


class Last(NamedTuple):
    """What is done when all rows are in, once a name."""

    name: str
    do: Callable[[Connection], None]


Waiting = Base | Write | Last
_waiting: ContextVar[list[Waiting] | None] = ContextVar("rows_waiting", default=None)


def append(model: type[Base], **values: Any) -> None:
    """Insert one row; columns without a value get their default."""
    append_all(model, [plain.defaults(model) | values])


def append_all(model: type[Base], rows: Sequence[Values], *, once: bool = False) -> None:
    """Insert rows that have the same keys; once: a row that breaks a unique key is left out in silence."""
    made, waiting = Write(plain.table(model), rows, once), _waiting.get()
    if waiting is None:
        insert_rows(db.session.connection(), made.table, made.rows, once=once)
    else:
        waiting.append(made)


def append_known(model: type[Base], **values: Any) -> int:
    """Insert one row at once; returns its id."""
    made: Any = db.session.execute(_insert(model), values)
    return int(made.inserted_primary_key[0])


def at_last(name: str, do: Callable[[Connection], None]) -> None:
    """Let this be done as the very last of the transaction, once a name: whatever it locks, it locks for a moment."""
    waiting = _waiting.get()
    if waiting is None:
        memo.page(LAST)[name] = do
    else:
        waiting.append(Last(name, do))


@event.listens_for(Session, "before_commit")
def _do_last(session: Session) -> None:
    wanted = {} if session.in_nested_transaction() else memo.page(LAST)  # a savepoint's end is not the last
    if wanted:
        session.flush()
        for name in sorted(wanted):  # in one order, or two transactions might wait for each other
            wanted[name](session.connection())


def put(row: R) -> R:
    """A new row, its defaults filled in, which may still change before the transaction ends."""
    plain.fill(row)
    waiting = _waiting.get()
    if waiting is None:
        db.session.add(row)
    else:
        waiting.append(row)
    return row


def stands(row: Base) -> bool:
    """False for a row that was put in a savepoint which was then undone."""
    return _waiting.get() is not None or row in db.session()


def is_collecting() -> bool:
    """True while rows wait instead of being written."""
    return _waiting.get() is not None


@contextmanager
def collecting() -> Iterator[list[Waiting]]:
    """Let rows wait in the list that it gives."""
    waiting: list[Waiting] = []
    token = _waiting.set(waiting)
    try:
        yield waiting
    finally:
        _waiting.reset(token)


@contextmanager
def gathered() -> Iterator[None]:
    """Insert the rows of the block together at its end, in this transaction. The block itself only reads."""
    with collecting() as waiting:
        yield
    _insert_all(db.session.connection(), waiting)


def write(connection: Connection, waiting: Iterable[Waiting]) -> None:
    """Insert what waited, all or nothing.

    connection: one whose statements stand alone (`app.core.db.aside`).
    """
    with as_one(connection):
        _insert_all(connection, waiting)


def _insert_all(connection: Connection, waiting: Iterable[Waiting]) -> None:
    """Table after table, in the order in which they first came."""
    groups: dict[tuple[Table, bool], list[Values]] = {}
    last = {left.name: left.do for left in waiting if isinstance(left, Last)}
    for left in waiting:
        if isinstance(left, Last):
            continue
        made = left if isinstance(left, Write) else Write(plain.table(type(left)), [plain.values_of(left)])
        groups.setdefault((made.table, made.once), []).extend(made.rows)
    for (table, once), rows in groups.items():
        insert_rows(connection, table, rows, once=once)
    for name in sorted(last):
        last[name](connection)


@cache
def _insert(model: type[Base]) -> Insert:
    return insert(plain.table(model))
