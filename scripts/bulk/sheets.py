"""Which tables hang on a case, found by their foreign keys: a table that comes later comes along by itself."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, Column, Dialect, MetaData, Table, select

from app.core.types import UtcDateTime

CASE = "case"
Bind = Callable[[Any], Any]
# Ids that stand without a foreign key: two tables that point at each other, and a feature above another.
KEYLESS = {
    ("case", "approval_id"): "case_approval",
    ("case_approval", "review_ref"): "review",
    ("clock", "part_id"): "case_part",
}


@dataclass(frozen=True)
class Sheet:
    """A table of the copy. refs: by position, the table whose id stands there, the row's own id included."""

    table: Table
    columns: tuple[Column[Any], ...]
    refs: tuple[tuple[int, str], ...]
    moments: tuple[int, ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.table.name)

    @cached_property
    def at(self) -> dict[str, int]:
        """The position of each column."""
        return {column.name: n for n, column in enumerate(self.columns)}

    def binds(self, dialect: Dialect) -> list[Bind]:
        """By position, how a value goes to the driver."""
        return [_bind(column, dialect) for column in self.columns]


def sheets(metadata: MetaData) -> Sequence[Sheet]:
    """The case and every table that hangs on it, parents first."""
    names = {CASE}
    for table in metadata.sorted_tables:
        if any(fk.column.table.name in names for fk in table.foreign_keys):
            names.add(table.name)
    tables = [table for table in metadata.sorted_tables if table.name in names]
    return [sheet(table, names) for table in tables]


def sheet(table: Table, names: set[str] | None = None) -> Sheet:
    """One table; names: those whose ids are given anew."""
    shown = select(table).selected_columns  # without the sentinels, which are never read
    columns = tuple(column for column in table.columns if column.name in shown)
    return Sheet(table, columns, _refs(columns, names or set()), _moments(columns))


def _refs(columns: Sequence[Column[Any]], names: set[str]) -> tuple[tuple[int, str], ...]:
    found = [(n, _points_at(column, names)) for n, column in enumerate(columns)]
    return tuple((n, target) for n, target in found if target is not None)


def _points_at(column: Column[Any], names: set[str]) -> str | None:
    """The table of whose rows this column holds the id, however many keys lead there."""
    table = column.table.name
    if (table, column.name) in KEYLESS:
        return KEYLESS[table, column.name]
    if column.name == "id":
        return table if table in names else None
    further = [fk.column for fk in column.foreign_keys if fk.column is not column]
    return next((found for other in further if (found := _points_at(other, names))), None)


def _moments(columns: Sequence[Column[Any]]) -> tuple[int, ...]:
    return tuple(n for n, column in enumerate(columns) if isinstance(column.type, UtcDateTime))


def _bind(column: Column[Any], dialect: Dialect) -> Bind:
    if isinstance(column.type, JSON):
        return json.dumps
    return column.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
