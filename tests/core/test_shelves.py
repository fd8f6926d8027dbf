"""What a process keeps for a minute is never what a transaction took back."""

import pytest
from flask import Flask

from app.core.db import db, transaction
from app.core.shelves import Shelf


class Table:
    """A table that counts how often it is asked."""

    def __init__(self) -> None:
        self.value, self.asked = "old", 0

    def read(self) -> str:
        """Ask it."""
        self.asked += 1
        return self.value


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def shelf(town: Flask) -> Shelf[str]:
    """A shelf, in a session."""
    assert town
    return Shelf()


def test_a_table_is_asked_once_however_many_transactions_want_it(shelf: Shelf[str], table: Table) -> None:
    for _ in range(3):
        with transaction():
            assert shelf.get("key", table.read) == "old"
    assert table.asked == 1


def test_whoever_changes_the_table_reads_the_new_and_reads_it_once(shelf: Shelf[str], table: Table) -> None:
    shelf.get("key", table.read)
    with transaction():
        table.value = "new"
        shelf.forget()
        assert [shelf.get("key", table.read) for _ in range(3)] == ["new"] * 3
    assert shelf.get("key", table.read) == "new"
    assert table.asked == 3


def test_what_was_taken_back_is_on_no_shelf(shelf: Shelf[str], table: Table) -> None:
    db.session.connection()
    table.value = "never committed"
    shelf.forget()
    assert shelf.get("key", table.read) == "never committed"
    db.session.rollback()
    table.value = "old"
    assert shelf.get("key", table.read) == "old"


def test_after_a_minute_the_table_is_asked_again(
    shelf: Shelf[str], table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.shelves.FRESH_SECONDS", -1.0)
    shelf.get("key", table.read)
    table.value = "new"
    assert shelf.get("key", table.read) == "new"


def test_what_raises_is_asked_again(shelf: Shelf[str], table: Table) -> None:
    def fails() -> str:
        raise LookupError("not there yet")

    with pytest.raises(LookupError):
        shelf.get("key", fails)
    assert shelf.get("key", table.read) == "old"
