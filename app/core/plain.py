"""A mapped object outside any session, and the plain values that its row is made of."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Table, inspect

from app.core.db import Base


def table(kind: type[Base]) -> Table:
    """The table of a mapped class."""
    found: Table = inspect(kind).local_table  # type: ignore[assignment]
    return found


def defaults(kind: type[Base]) -> dict[str, Any]:
    """A value for every column that has a default."""
    return {key: default() for key, default in _defaults(kind)}


def fill(row: Base) -> None:
    """Give every attribute that has none the default of its column, as the unit of work would when writing.

    Straight into the object, past the bookkeeping of changes: a new row is written whole.
    """
    kept = row.__dict__
    for key, default in _defaults(type(row)):
        if kept.get(key) is None:
            kept[key] = default()


def values_of(row: Base) -> dict[str, Any]:
    """Every column of the row by name. Raises RuntimeError for an object that brings other rows with it."""
    kind = type(row)
    if any(row.__dict__.get(name) for name in _children(kind)):
        raise RuntimeError(f"this {kind.__name__} brings other rows with it")
    return {column: row.__dict__.get(key) for key, column in _columns(kind)}


@cache
def _children(kind: type[Base]) -> tuple[str, ...]:
    return tuple(inspect(kind).relationships.keys())


@cache
def _columns(kind: type[Base]) -> tuple[tuple[str, str], ...]:
    """Attribute and column; what only orders rows on their way stays out."""
    mapper: Any = inspect(kind)
    given = [column for column in mapper.local_table.columns if not _is_sentinel(column)]
    return tuple((mapper.get_property_by_column(column).key, column.key) for column in given)


@cache
def _defaults(kind: type[Base]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    mapper: Any = inspect(kind)
    with_one = [column for column in mapper.local_table.columns if column.default and not _is_sentinel(column)]
    return tuple((mapper.get_property_by_column(column).key, _maker(column.default)) for column in with_one)


def _is_sentinel(column: Any) -> bool:
    return column.default is not None and column.default.is_sentinel


def _maker(default: Any) -> Callable[[], Any]:
    # SQLAlchemy hands a context to a callable default; ours need none.
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)
