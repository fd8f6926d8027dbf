"""A question to the database that is put together once and then goes to the driver as plain SQL.

For the few statements that every report sends: what lies between a statement object and the driver costs more
than the answer. Whoever asks one seldom uses the session.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Float

from app.core.driver import ask_plainly

KEPT = 256
Into = Callable[[Any], Any] | None


class Mark(NamedTuple):
    """What stands at one mark of the SQL: a value by name, the n-th of a list by name, or what is always the same."""

    name: str
    nth: int | None
    always: Any
    into: Into


class Question(NamedTuple):
    """The SQL, its marks, and how the driver's columns become a row with names."""

    sql: str
    marks: Sequence[Mark]
    outs: Sequence[Into]
    row: Any


def answers(connection: Connection, statement: Any, values: Mapping[str, Any]) -> list[Any]:
    """The rows of a SELECT of columns, by name and in order. Lists in `values` fill its expanding parameters."""
    sizes = tuple((name, len(value) if isinstance(value, list) else None) for name, value in values.items())
    asked = _question(connection.dialect, statement, sizes)
    rows = ask_plainly(connection, asked.sql, *[_value(mark, values) for mark in asked.marks])
    make, outs = asked.row._make, asked.outs
    if not any(outs):
        return [make(row) for row in rows]
    return [make([out(x) if out else x for out, x in zip(outs, row, strict=True)]) for row in rows]


def _value(mark: Mark, values: Mapping[str, Any]) -> Any:
    if mark.name not in values:
        return mark.always
    found = values[mark.name] if mark.nth is None else values[mark.name][mark.nth]
    return found if mark.into is None or found is None else mark.into(found)


@lru_cache(KEPT)
def _question(dialect: Any, statement: Any, sizes: Sequence[tuple[str, int | None]]) -> Question:
    """SQLAlchemy writes the SQL, with a mark for each element of a list; a value that is no list has no size."""
    by_position = dialect if dialect.positional else type(dialect)(paramstyle="format")
    blank = {name: None if size is None else [None] * size for name, size in sizes}
    made: Any = statement.params(**blank).compile(dialect=by_position, compile_kwargs={"render_postcompile": True})
    always = {name: bind.effective_value for name, bind in made.binds.items()} | blank
    lists = {name: value for name, value in always.items() if isinstance(value, list | tuple)}
    spread = {f"{name}_{n + 1}": (name, n) for name, value in lists.items() for n in range(len(value))}
    marks = [_mark(dialect, made.binds, always, *spread.get(name, (name, None))) for name in made.positiontup]
    columns = statement.selected_columns
    outs = [_out(dialect, column.type) for column in columns]
    return Question(made.string, marks, outs, namedtuple("Answer", columns.keys(), rename=True))


def _out(dialect: Any, kind: Any) -> Into:
    """How a column becomes a value. Both drivers give a float as one; SQLAlchemy would first ask for its code."""
    return None if isinstance(kind, Float) else kind.dialect_impl(dialect).result_processor(dialect, None)


def _mark(dialect: Any, binds: Mapping[str, Any], always: Mapping[str, Any], name: str, nth: int | None) -> Mark:
    into = binds[name].type.dialect_impl(dialect).bind_processor(dialect)
    value = always[name] if nth is None else always[name][nth]
    return Mark(name, nth, into(value) if into is not None and value is not None else value, into)
