"""Streets and accounts: what is taken, what is refused, what ends a session."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.permissions import Role
from app.grid import ops as grids
from app.grid import queries as grid
from app.people import ops, policy, queries
from app.people.models import PasswordUsed, Street, User
from tests.builders.grids import small
from tests.builders.people import HASH, NOON, a_street, a_user


@pytest.fixture
def street(town: object) -> Street:
    """A street without grids."""
    return a_street()


def test_a_street_is_found_by_its_slug_and_alone(street: Street) -> None:
    assert queries.street_by_slug(street.slug) is street is queries.only_street()
    other = a_street(demo=True, settings={"sampled_rate": 30})
    assert queries.only_street() is None and set(queries.streets()) == {street, other}
    assert (other.demo, other.settings, street.demo) == (True, {"sampled_rate": 30}, False)


def test_a_street_s_code_and_slug_are_taken_once(street: Street) -> None:
    for code, slug in ((street.code, "other"), ("1", street.slug)):
        with pytest.raises(Conflict):
            ops.create_street(code, slug, "街道", "Street", NOON)
    with pytest.raises(Invalid):
        ops.create_street("1", "真新", "街道", "Street", NOON)


def test_an_account_has_its_roles_and_grids(street: Street) -> None:
    grids.import_grid(street.id, small(), NOON)
    root = grid.root(street.id)
    made = a_user(street, Role.GRID_CHIEF, Role.GRID_CHIEF, grid_ids=[root, root], phone="021", must_change=True)
    actor = grid.actor_of(made.id)
    assert actor is not None and actor.roles == {Role.GRID_CHIEF} and root in actor.grid_ids
    assert (made.must_change, made.phone, made.password_at, made.active) == (True, "021", NOON, True)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("login", {"login": "x"}),
        ("login", {"login": "陈一苇"}),
        ("login", {"login": "a b"}),
        ("login", {"login": "a" * 41}),
        ("login", {"login": "TAKEN"}),
        ("name", {"name": "  "}),
        ("grids", {"grid_ids": [-1]}),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_at_its_field(
    street: Street, field: str, told: dict[str, Any]
) -> None:
    a_user(street, login="taken")
    with pytest.raises(Invalid) as refused:
        a_user(street, Role.GRID_WORKER, **told)
    assert list(refused.value.errors) == [field]


def test_nobody_acts_in_a_grid_of_another_street(street: Street) -> None:
    other = a_street()
    grids.import_grid(other.id, small(), NOON)
    with pytest.raises(Invalid) as refused:
        a_user(street, Role.GRID_WORKER, grid_ids=[grid.root(other.id)])
    assert list(refused.value.errors) == ["grids"]


def test_nobody_belongs_to_a_unit_of_another_street(street: Street) -> None:
    with pytest.raises(IntegrityError):
        a_user(street, Role.HANDLER, unit_id=999_999)


def test_a_new_password_ends_every_session_and_the_forced_change(street: Street) -> None:
    chen = a_user(street, must_change=True)
    ops.set_password(chen.id, "second", seen=HASH, at=NOON + timedelta(days=1))
    assert (chen.password_hash, chen.session_epoch, chen.must_change) == ("second", 1, False)
    assert chen.password_at == NOON + timedelta(days=1)


def test_two_who_change_one_password_do_not_overwrite_each_other(street: Street) -> None:
    chen = a_user(street)
    ops.set_password(chen.id, "second", seen=HASH, at=NOON)
    with pytest.raises(Conflict):
        ops.set_password(chen.id, "third", seen=HASH, at=NOON)
    with pytest.raises(NotFound):
        ops.set_password(-1, "third", seen=HASH, at=NOON)


def test_the_last_five_passwords_are_kept_and_no_older_one(street: Street) -> None:
    chen = a_user(street)
    for n in range(6):
        ops.set_password(chen.id, f"hash{n}", seen=chen.password_hash, at=NOON)
    former = queries.former_passwords(chen.id)
    assert former.used == ["hash5", "hash4", "hash3", "hash2", "hash1"]
    assert db.session.scalar(select(func.count()).select_from(PasswordUsed).where(PasswordUsed.user_id == chen.id)) == 5


def test_locking_and_unlocking_an_account(street: Street) -> None:
    chen = a_user(street, Role.DISPATCHER)
    ops.lock(chen.id, NOON)
    ops.lock(chen.id, NOON + timedelta(days=1))
    assert (chen.active, chen.left_at, grid.actor_of(chen.id)) == (False, NOON, None)
    ops.unlock(chen.id)
    assert (chen.active, chen.left_at) == (True, None) and chen.session_epoch == 2


def test_sessions_end_on_every_device_at_once(street: Street) -> None:
    chen = a_user(street)
    ops.end_sessions(chen.id)
    assert chen.session_epoch == 1


def test_names_are_read_in_one_statement(street: Street) -> None:
    chen, lin = a_user(street, name="陈一苇"), a_user(street, name=" 林小河 ")
    with count_statements() as counted:
        names = queries.names_of([chen.id, lin.id, None, chen.id, -1])
    assert counted.n == 1 and names == {chen.id: "陈一苇", lin.id: "林小河"} and queries.names_of([None]) == {}


@pytest.mark.parametrize(
    ("demo", "active", "allowed"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_only_an_invented_account_in_use_is_stepped_into(demo: bool, active: bool, allowed: bool) -> None:
    invented = Street(id=1, demo=demo)
    assert policy.may_step_in(User(street_id=1, active=active), invented) is allowed
    assert not policy.may_step_in(User(street_id=2, active=active), invented)
    assert not policy.may_step_in(User(street_id=1, active=active), None)
