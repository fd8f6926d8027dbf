"""What a process keeps of tables that change seldom (the catalogue, the tree of grids), each database for itself.

Read again after a minute: a change reaches every process within that time, and the one that makes it at once,
for whoever changes such a table calls `forget`. The transaction that did so reads past the shelf until it
ends, so that nothing uncommitted is ever put there. What is kept is shared between threads: values, never
rows of a session.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import select

from app.core.db import Base, db
from app.core.errors import NotFound

FRESH_SECONDS = 60.0
BIND, CHANGED = "shelves.bind", "shelves.changed"
KEPT = 4_096
V = TypeVar("V")
R = TypeVar("R", bound=Base)


def copy_of(model: type[R], row_id: int | None) -> R:
    """A row as an object of no session, which threads may share. Raises NotFound. One statement."""
    table: Any = model.__table__
    row = db.session.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if row is None:
        raise NotFound()
    return model(**row._mapping)


def bind_of(session: Any) -> Any:
    """The database of a session, found once a session: a shelf is asked a dozen times a report."""
    if BIND not in session.info:
        session.info[BIND] = session.get_bind()
    return session.info[BIND]


class Shelf(Generic[V]):
    """One sort of answers, by key. Make one for each question, at module level."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Any, dict[Hashable, tuple[float, V]]] = WeakKeyDictionary()

    def get(self, key: Hashable, read: Callable[[], V]) -> V:
        """The answer for `key`, read by `read` when it is not at hand. What `read` raises is not kept."""
        session = db.session()
        own = self._own(session)
        if own is not None:
            if key not in own:
                own[key] = read()
            return own[key]
        kept = self._kept.setdefault(bind_of(session), {})
        known = kept.get(key)
        if known is None or known[0] < time.monotonic():
            if len(kept) >= KEPT:
                kept.clear()
            known = kept[key] = (time.monotonic() + FRESH_SECONDS, read())
        return known[1]

    def forget(self) -> None:
        """The table was changed in this transaction: read anew, and put nothing on the shelf before it ends."""
        session = db.session()
        session.info.setdefault(CHANGED, {})[self] = (session.get_transaction(), {})
        self._kept.clear()

    def _own(self, session: Any) -> dict[Hashable, V] | None:
        """What this transaction has read since it changed the table; None when it did not."""
        changed = session.info.get(CHANGED)
        if not changed or self not in changed:
            return None
        transaction, own = changed[self]
        return own if transaction is not None and transaction is session.get_transaction() else None
