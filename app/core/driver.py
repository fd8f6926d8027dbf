"""Plain SQL to the driver: INSERT put together once for each table and set of columns.

What lies between a statement object and the driver is two thirds of the price of a report's rows: nothing is
asked back here, so none of it is needed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError

from app.core.counting import note_statement

Values = dict[str, Any]
STATEMENTS_KEPT = 256
# SQLite takes its write lock at once: two that took it later could not both go on.
_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


class Made(NamedTuple):
    """The statement for one row, and how each column's value becomes a parameter."""

    sql: str
    into: Sequence[tuple[str, Callable[[Any], Any] | None]]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Values], *, once: bool = False) -> None:
    """Insert rows that have the same keys; columns that are empty in all of them stay out.

    Defaults of columns are not filled in. once: a row that breaks a unique key is left out in silence.
    Raises SQLAlchemy's errors; within `as_one` they may come at its end.
    """
    names = tuple(name for name in rows[0] if any(row[name] is not None for row in rows))
    made = _made(connection.dialect, table, names, once)
    parameters = [_parameters(made, row) for row in rows]
    note_statement(made.sql)
    with _errors_of(connection), closing(connection.connection.cursor()) as cursor:
        if len(parameters) == 1:
            cursor.execute(made.sql, parameters[0])
        else:
            cursor.executemany(made.sql, parameters)


def ask_plainly(connection: Connection, sql: str, *values: Any) -> list[Any]:
    """The rows of a statement in the driver's own words and marks. Raises SQLAlchemy's errors."""
    note_statement(sql)
    with _errors_of(connection), closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def tell_plainly(connection: Connection, sql: str, *values: Any) -> None:
    """A statement in the driver's own words and marks, whose answer nobody reads. Raises SQLAlchemy's errors."""
    note_statement(sql)
    with _errors_of(connection), closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql, values)


@contextmanager
def as_one(connection: Connection) -> Iterator[None]:
    """The rows of the block in one transaction, on a connection whose statements stand alone.

    PostgreSQL takes all of it in one go, and is waited for once. Nothing of the block stays when it fails.
    """
    driver: Any = connection.connection.driver_connection
    name = connection.dialect.name
    try:
        with _errors_of(connection), driver.pipeline() if name == "postgresql" else nullcontext():
            driver.execute(_BEGIN[name])
            yield
            driver.execute("COMMIT")
    except BaseException:
        driver.rollback()
        raise


@contextmanager
def _errors_of(connection: Connection) -> Iterator[None]:
    """The driver's errors as SQLAlchemy's, without the values of the statement."""
    error = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except error as refused:
        raise DBAPIError.instance(None, None, refused, error, True, dialect=connection.dialect) from refused


def _parameters(made: Made, row: Values) -> tuple[Any, ...]:
    return tuple([row[name] if into is None or row[name] is None else into(row[name]) for name, into in made.into])


@lru_cache(STATEMENTS_KEPT)
def _made(dialect: Dialect, table: Table, names: tuple[str, ...], once: bool) -> Made:
    quote = dialect.identifier_preparer
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    columns = [table.columns[name] for name in names]
    heads = ", ".join(quote.format_column(column) for column in columns)
    marks = ", ".join([mark] * len(names))
    end = " ON CONFLICT DO NOTHING" if once else ""
    sql = f"INSERT INTO {quote.format_table(table)} ({heads}) VALUES ({marks}){end}"
    into = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    return Made(sql, list(zip(names, into, strict=True)))
