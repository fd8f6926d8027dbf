"""The database: one declarative base, one session, one way to open a transaction."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

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
WRITING = {"sqlite_begin": "IMMEDIATE"}  # how a transaction that means to write is opened
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
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("BEGIN " + conn.get_execution_options().get("sqlite_begin", "DEFERRED"))


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
def aside() -> Iterator[Connection]:
    """A short transaction beside the running one, for what is given out once whatever becomes of that: numbers.

    On PostgreSQL only, where others would wait for a row until the whole intention is committed; SQLite has one
    writer anyway, and stays with the running transaction.
    """
    bind = db.session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
        with bind.connect().execution_options(**WRITING) as connection, connection.begin():
            yield connection
    else:
        yield db.session.connection()


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


class StatementCount:
    """How many statements reached the database, and which."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def n(self) -> int:
        """Number of statements, without BEGIN, SAVEPOINT and the like."""
        return len(self.statements)


@contextmanager
def count_statements() -> Iterator[StatementCount]:
    """Count what is sent to any database while the block runs (tests and benches)."""
    counted = StatementCount()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            counted.statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", note)
