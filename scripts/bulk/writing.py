"""Rows into the database: as fast as each of the two takes them, in one transaction.

The triggers are away meanwhile: they guard moves (a case is not born closed, a decided review takes no
ballot), and a copy is written in its last state at once. They are dropped and made again by the statements
of the migration, inside the same transaction, so an interrupted load leaves them as they were; then the
closing rule is asked of every case in one statement. CHECKs, unique keys and foreign keys stand all the time,
on SQLite the foreign keys as one question at the end.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text

from app import schema
from app.cases.triggers import RULES
from app.core.db import WRITING
from scripts.bulk.sheets import Sheet

CLOSING = next(rule for rule in RULES if rule.name == "case_closes_on_approval")
SLOW_QUESTION = 20_000  # rows of cases: above, foreign_key_check takes longer than the load
CACHE_KB = 400_000


class Wrong(RuntimeError):
    """What was written breaks a rule; nothing is kept."""


class Rows:
    """An open load. `write` appends whole rows of a table, in the order of its sheet's columns."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.driver: Any = connection.connection.driver_connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    def write(self, sheet: Sheet, rows: Sequence[Sequence[Any]]) -> None:
        """Append."""
        quoted, names = f'"{sheet.name}"', ", ".join(sheet.at)
        if self.is_sqlite:
            marks = ", ".join("?" * len(sheet.columns))
            self.driver.executemany(f"INSERT INTO {quoted} ({names}) VALUES ({marks})", rows)
            return
        with self.driver.cursor() as cursor, cursor.copy(f"COPY {quoted} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def run(self, statements: Sequence[str]) -> None:
        """Statements of the schema."""
        for statement in statements:
            self.connection.exec_driver_sql(statement)


@contextmanager
def writing(engine: Engine) -> Iterator[Rows]:
    """One transaction around the load; raises Wrong, and keeps nothing, when a rule is broken."""
    dialect = engine.dialect.name
    with engine.connect() as connection:
        _before(connection)
        with connection.execution_options(**WRITING).begin():
            rows = Rows(connection)
            rows.run(schema.drop_triggers(dialect))
            yield rows
            rows.run(schema.create_triggers(dialect))
            _ask(connection)
        _after(connection)


def _before(connection: Connection) -> None:
    """SQLite: an old-fashioned journal keeps only the pages that were there before, so a load writes once."""
    if connection.dialect.name == "sqlite":
        for pragma in ("foreign_keys=OFF", "journal_mode=DELETE", "synchronous=OFF", f"cache_size=-{CACHE_KB}"):
            _raw(connection).execute(f"PRAGMA {pragma}").fetchall()


def _after(connection: Connection) -> None:
    """As every other connection has it; PostgreSQL's planner is told at once what autovacuum would tell it soon."""
    if connection.dialect.name == "sqlite":
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            _raw(connection).execute(f"PRAGMA {pragma}").fetchall()
        return
    with connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as outside:
        outside.exec_driver_sql("VACUUM (ANALYZE)")


def _ask(connection: Connection) -> None:
    """The rules that no row was checked against while it was written."""
    broken = f"SELECT count(*) FROM {CLOSING.table} AS new WHERE {CLOSING.condition}"
    if connection.scalar(text(broken)):
        raise Wrong(CLOSING.words)
    if connection.dialect.name == "sqlite":
        cases = connection.scalar(text('SELECT count(*) FROM "case"')) or 0
        if cases <= SLOW_QUESTION and (found := connection.execute(text("PRAGMA foreign_key_check")).first()):
            raise Wrong(f"a row of {found[0]} points nowhere")


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection
