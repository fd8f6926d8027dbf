"""A transaction that decides first and writes at the end: others wait only while its rows go in.

A report asks who is on duty, how much each has open, who must be told; on SQLite nobody else could write
meanwhile. Here all of that is a read, and what is given to `app.core.rows` is written when it is over.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from app.core import rows
from app.core.db import alone, aside, db, transaction

T = TypeVar("T")


def at_once(work: Callable[[], T]) -> T:
    """What `work` returns, in an ordinary transaction."""
    with transaction():
        return work()


def late(work: Callable[[], T]) -> T:
    """What `work` returns; the rows that it left waiting are then written in one short transaction.

    Opened only at an entry point. `work` must not read back what it put. When a unique key was taken meanwhile,
    it runs once more in an ordinary transaction, and finds whoever took it. Raises RuntimeError when it changes
    a row that it has read: that row may have changed before the writing.
    """
    with alone():
        with rows.collecting() as waiting:
            result = work()
            _nothing_else(db.session())
        try:
            with aside() as connection:
                rows.write(connection, waiting)
        except IntegrityError:
            pass  # at_once() below: no transaction inside this one
        else:
            return result
    return at_once(work)


def _nothing_else(session: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("late work changed a row of the session: app.core.rows.put, or at_once()")


@event.listens_for(Session, "do_orm_execute")
def _reads_only(asked: ORMExecuteState) -> None:
    if rows.is_collecting() and not asked.is_select:
        raise RuntimeError("late work writes through app.core.rows only")
