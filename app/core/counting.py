"""How many statements something sends to the database: the budgets of pages and reports are tested by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_counts: list["StatementCount"] = []


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
    if not _counts:
        event.listen(Engine, "before_cursor_execute", _note_execution)
    _counts.append(counted)
    try:
        yield counted
    finally:
        _counts.remove(counted)
        if not _counts:
            event.remove(Engine, "before_cursor_execute", _note_execution)


def note_statement(statement: str) -> None:
    """Count a statement that goes to the driver directly."""
    for counted in _counts:
        if not statement.lstrip().upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            counted.statements.append(statement)


def _note_execution(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    note_statement(statement)
