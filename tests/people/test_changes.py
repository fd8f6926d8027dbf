"""The trail of the set-up: what it keeps, in which order, and that nobody rewrites it."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.core.permissions import Actor, Role
from app.people.changes import SetupChange, changes, note
from app.people.words import Setting
from tests.builders.people import NOON, a_street, a_user


@pytest.fixture
def admin(town: object) -> Actor:
    """Who sets a street up."""
    street = a_street()
    person = a_user(street, Role.ADMIN)
    return Actor(id=person.id, street_id=street.id, name=person.name, roles=frozenset({Role.ADMIN}))


def test_only_what_differs_is_kept(admin: Actor) -> None:
    note(admin, Setting.STREET, "真新", {"rate": 20, "cap": 4}, {"rate": 30, "cap": 4}, at=NOON)
    note(admin, Setting.STREET, "真新", {"rate": 30}, {"rate": 30}, at=NOON)
    note(admin, Setting.UNIT, "城管中队", {}, {"active": True}, at=NOON)
    found = changes(admin.street_id)
    assert [(c.what, c.subject, c.before, c.after, c.by_id) for c in found] == [
        (Setting.UNIT, "城管中队", {}, {"active": True}, admin.id),
        (Setting.STREET, "真新", {"rate": 20}, {"rate": 30}, admin.id),
    ]


def test_the_trail_is_read_by_kind_and_by_key(admin: Actor) -> None:
    for n in range(3):
        note(admin, Setting.UNIT if n else Setting.STREET, "某", {}, {"n": n}, at=NOON)
    newest, older, oldest = changes(admin.street_id)
    assert changes(admin.street_id, below=newest.id, limit=1) == [older]
    assert changes(admin.street_id, Setting.STREET) == [oldest]
    assert changes(a_street(demo=True).id) == []


@pytest.mark.parametrize("change", [delete(SetupChange), update(SetupChange).values(subject="别的")])
def test_the_database_lets_nobody_rewrite_the_trail(admin: Actor, change: object) -> None:
    note(admin, Setting.STREET, "真新", {}, {"rate": 30}, at=NOON)
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(change)  # type: ignore[call-overload]
