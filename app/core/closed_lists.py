"""How a migration changes the values that a column's closed list allows, without writing the table anew."""

import re
from collections.abc import Sequence

from sqlalchemy import Connection


def allow(connection: Connection, table: str, check: str, column: str, values: Sequence[str]) -> None:
    """Let the CHECK named `check` allow exactly these values. Raises LookupError where there is none.

    SQLite cannot alter a CHECK and would copy the whole table, with everything that refers to it; its own way for
    a change that touches no row is the text of the schema (sqlite.org/lang_altertable.html, section 7).
    """
    listed = ", ".join(f"'{value}'" for value in values)
    if connection.dialect.name == "sqlite":
        _rewrite(connection, table, check, column, listed)
        return
    connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT {check}')
    connection.exec_driver_sql(f'ALTER TABLE "{table}" ADD CONSTRAINT {check} CHECK ({column} IN ({listed}))')


def _rewrite(connection: Connection, table: str, check: str, column: str, listed: str) -> None:
    asked = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    before = connection.exec_driver_sql(asked, (table,)).scalar_one()
    begins = re.escape(f"CONSTRAINT {check} CHECK ({column} IN (")
    after, found = re.subn(rf"({begins})[^)]*(\)\))", lambda m: f"{m[1]}{listed}{m[2]}", before)
    if found != 1:
        raise LookupError(f"{table} has no {check}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    change = "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?"
    connection.exec_driver_sql(change, (after, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def allow_more(connection: Connection, table: str, check: str, column: str, *more: str) -> None:
    """Add values to what the CHECK named `check` allows, whatever that is by now."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        whole = connection.exec_driver_sql(asked, (table,)).scalar_one()
        _, _, listed = whole.partition(f"CONSTRAINT {check} CHECK ")
        listed = listed.partition("))")[0]
    else:
        asked = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
        listed = connection.exec_driver_sql(asked, (check,)).scalar_one()
    allow(connection, table, check, column, [*dict.fromkeys((*re.findall(r"'([^']*)'", listed), *more))])
