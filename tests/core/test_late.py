"""Late work decides first and writes at the end."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.core.counters import Counter
from app.core.db import db, transaction
from app.core.late import at_once, late
from app.core.rows import append, append_all, put, stands
from app.people.models import Street
from tests.support.web import Web

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def a_street(slug: str) -> Street:
    return Street(code=slug, slug=slug, name_zh="一街", name_en="One", created_at=AT)


def slugs() -> set[str]:
    """What another transaction sees."""
    return set(db.session.scalars(select(Street.slug)))


def test_its_rows_are_written_when_it_is_over_and_not_before(web: Web) -> None:
    def work() -> str:
        row = put(a_street("one"))
        append(Counter, name="x", last=1)
        row.name_zh = "二街"  # it may change until the end
        assert stands(row)
        assert slugs() == set()
        return "done"

    with web.app.app_context():
        assert late(work) == "done"
        assert db.session.scalars(select(Street.name_zh)).all() == ["二街"]
        assert db.session.get_one(Counter, "x").last == 1


def test_a_row_that_is_put_has_its_defaults_at_once(web: Web) -> None:
    with web.app.app_context():
        assert late(lambda: put(a_street("one")).demo) is False
        assert at_once(lambda: put(a_street("two")).demo) is False


def test_when_a_key_was_taken_meanwhile_it_runs_again_and_finds_whoever_took_it(web: Web) -> None:
    found: list[set[str]] = []

    def work() -> None:
        found.append(slugs())
        if len(found) == 1:
            put(a_street("one"))

    with web.app.app_context():
        at_once(lambda: put(a_street("one")))
        with pytest.raises(IntegrityError):
            at_once(lambda: put(a_street("one")))
        late(work)
        assert found == [{"one"}, {"one"}]


def test_nothing_of_it_stays_when_it_fails(web: Web) -> None:
    def work() -> None:
        put(a_street("one"))
        raise LookupError

    with web.app.app_context():
        with pytest.raises(LookupError):
            late(work)
        assert slugs() == set()


def test_it_may_not_change_what_it_has_read(web: Web) -> None:
    def change() -> None:
        db.session.scalars(select(Street)).one().name_zh = "别的"

    def change_by_statement() -> None:
        db.session.execute(update(Street).values(name_zh="别的"))

    def add() -> None:
        db.session.add(a_street("two"))

    with web.app.app_context():
        at_once(lambda: put(a_street("one")))
        for wrong in (change, change_by_statement, add):
            with pytest.raises(RuntimeError):
                late(wrong)
        assert db.session.scalars(select(Street.name_zh)).all() == ["一街"]


def test_it_is_opened_at_an_entry_only(web: Web) -> None:
    with web.app.app_context(), transaction(), pytest.raises(RuntimeError):
        late(lambda: None)


def test_rows_for_one_table_go_together_whoever_gave_them(web: Web) -> None:
    def work() -> None:
        append_all(Counter, [{"name": "a", "last": 1}, {"name": "b", "last": 2}])
        append(Counter, name="c", last=3)

    with web.app.app_context():
        late(work)
        assert len(db.session.scalars(select(Counter)).all()) == 3


def test_what_breaks_a_key_is_left_out_where_that_is_wanted(web: Web) -> None:
    twice = [{"name": "a", "last": 1}, {"name": "a", "last": 2}]
    with web.app.app_context():
        for take in (late, at_once):
            take(lambda: append_all(Counter, twice, once=True))
        assert [(c.name, c.last) for c in db.session.scalars(select(Counter))] == [("a", 1)]


def test_a_refusal_by_the_database_is_the_same_error_in_both_ways(web: Web) -> None:
    wrong: list[Any] = [{"name": "a", "last": 1}, {"name": None, "last": 2}]
    with web.app.app_context():
        for take in (late, at_once):
            with pytest.raises(IntegrityError):
                take(lambda: append_all(Counter, wrong))
