"""The database: one declarative base, one session, one way to open a transaction."""

import fcntl
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

from app.core.questions import answers

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(metadata=Base.metadata)

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=15000", "synchronous=NORMAL")
# How a transaction that means to write is opened; `writes` is for whoever watches (tests refuse a write elsewhere).
WRITING = {"writes": True, "sqlite_begin": "IMMEDIATE"}
# Each statement a transaction of its own: nothing is sent to begin or end one.
_ALONE: Mapping[str, dict[str, Any]] = {
    "sqlite": {"writes": True, "sqlite_begin": ""},
    "postgresql": {"writes": True, "isolation_level": "AUTOCOMMIT"},
}
# Everything read inside is as it was at one moment; SQLite's ordinary transaction is that already.
_STILL: Mapping[str, dict[str, Any]] = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ"}}
_depth: ContextVar[int] = ContextVar("transaction_depth", default=0)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(raw: Any, _record: Any) -> None:
    if isinstance(raw, sqlite3.Connection):
        raw.isolation_level = None  # the driver would send BEGIN too late: see _begin_sqlite
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(conn: Connection) -> None:
    # A transaction that means to write takes the lock at once: it waits instead of losing updates.
    how = conn.get_execution_options().get("sqlite_begin", "DEFERRED")
    if conn.dialect.name == "sqlite" and how:
        conn.exec_driver_sql(f"BEGIN {how}")


@contextmanager
def transaction() -> Iterator[None]:
    """One intention, one commit; opened only at an entry point (a view, a job, a command, a test).

    Ends the read that came before, takes SQLite's write lock up front, commits at the end and rolls
    back on any error. Objects must be loaded inside the block. Raises RuntimeError when nested.
    """
    if _depth.get():
        raise RuntimeError("transaction() inside transaction(): ops must not open one")
    token = _depth.set(1)
    try:
        db.session.rollback()
        with _turn():
            db.session.connection(execution_options=WRITING)
            yield
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _depth.reset(token)


@contextmanager
def alone() -> Iterator[None]:
    """Every statement is a transaction of its own, and sees the database as it is then.

    For reading before a transaction, and for a number that stands whatever becomes of that (`aside`). Begins and
    ends where a transaction would. Raises RuntimeError inside one.
    """
    with _outside("alone()", _ALONE):
        yield


@contextmanager
def snapshot() -> Iterator[None]:
    """Many statements that read, all of them the database as it is now, whatever is written meanwhile.

    Begins and ends where a transaction would. Raises RuntimeError inside one.
    """
    with _outside("snapshot()", _STILL):
        yield


@contextmanager
def aside() -> Iterator[Connection]:
    """A connection for one statement that stands whatever becomes of the rest: others would wait for a number
    until the whole intention is committed.

    Within `alone` it is the session's own. Inside a transaction it is another, except on SQLite, which has one
    writer: there it is part of the transaction.
    """
    bind = db.session.get_bind()
    if _depth.get() and isinstance(bind, Engine) and bind.dialect.name == "postgresql":
        with bind.connect().execution_options(**_ALONE["postgresql"]) as connection:
            yield connection
    elif _depth.get():
        yield db.session.connection()
    else:
        with _turn():
            yield db.session.connection()


def fetch(statement: Any, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """The rows of columns, never of objects, of a statement that is kept: see `app.core.questions`.

    What the session holds unwritten is written first, unless that is switched off.
    """
    session = db.session()
    if session.autoflush:
        session.flush()
    return answers(session.connection(), statement, values or {})


@contextmanager
def _outside(name: str, how: Mapping[str, dict[str, Any]]) -> Iterator[None]:
    """The session's connection as `how` says for its database, given back afterwards; no transaction around it."""
    if _depth.get():
        raise RuntimeError(f"{name} inside transaction()")
    db.session.rollback()
    bind = db.session.get_bind()
    try:
        if isinstance(bind, Engine):
            db.session.connection(execution_options=how[bind.dialect.name])
        yield
    finally:
        db.session.rollback()


@contextmanager
def _turn() -> Iterator[None]:
    """Writers of one SQLite file queue here: the kernel wakes the next at once.

    SQLite itself lets each sleep and try again, up to 100 ms too long, and whoever tries at the right moment
    wins. This lock only orders; SQLite's own still decides. PostgreSQL needs none.
    """
    url = db.session.get_bind().engine.url
    if url.drivername != "sqlite" or not url.database:
        yield
        return
    with open(f"{url.database}.turn", "ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)  # let go when the file closes, also by a process that dies
        yield
