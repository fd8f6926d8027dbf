"""Accounts as an administrator keeps them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.catalog.models_places import Unit
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor, Role
from app.grid import queries as grid
from app.people import tries
from app.people.changes import changes
from app.people.models import User, UserRole
from app.people.setup import ops
from app.people.setup.accounts import Entry
from app.people.words import Setting
from tests.builders.people import a_street, a_user
from tests.builders.town import CG, MONDAY, WY, Town

CHEN = Entry("陈一苇", frozenset({Role.GRID_WORKER}), phone="021 5550")


def opened(cast: Town, **more: object) -> User:
    entry = replace(CHEN, grid_ids=frozenset({cast.grid_ids["R1"]}), **more)  # type: ignore[arg-type]
    return ops.open_account(cast.admin, "chen.yw", entry, "hash", at=MONDAY)


def last_line(cast: Town) -> tuple[str, dict[str, object], dict[str, object]]:
    line = changes(cast.street_id, Setting.PERSON)[0]
    return line.subject, line.before, line.after


def roles_of(user_id: int | None) -> set[Role]:
    return set(db.session.scalars(select(UserRole.role).where(UserRole.user_id == user_id)))


def other_admin(cast: Town) -> Actor:
    return cast.person("第二管理员", Role.ADMIN)


def test_an_account_is_opened_and_its_password_must_be_changed(cast: Town) -> None:
    made = opened(cast)
    actor = grid.actor_of(made.id)
    assert actor is not None and actor.roles == {Role.GRID_WORKER} and cast.grid_ids["R1"] in actor.grid_ids
    assert made.must_change and (made.phone, made.name) == ("021 5550", "陈一苇")
    assert last_line(cast) == (str(made.id), {}, {"active": True, "roles": ["grid_worker"], "grids": ["R1"]})


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        ("name", replace(CHEN, name=" ")),
        ("name", replace(CHEN, name="x" * 61)),
        ("phone", replace(CHEN, phone="打我电话")),
        ("roles", replace(CHEN, roles=frozenset())),
        ("roles", replace(CHEN, roles=frozenset({Role.ADMIN, Role.AUDITOR}))),
        ("unit", replace(CHEN, unit_id=-1)),
        ("grids", replace(CHEN, grid_ids=frozenset({-1}))),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_at_its_field(cast: Town, field: str, entry: Entry) -> None:
    with pytest.raises(Invalid) as refused:
        ops.open_account(cast.admin, "chen.yw", entry, "hash", at=MONDAY)
    assert list(refused.value.errors) == [field]


def test_a_change_says_what_and_never_the_name_or_the_number(cast: Town) -> None:
    made = opened(cast)
    entry = Entry("陈二苇", frozenset({Role.HANDLER}), unit_id=cast.units[CG], phone="13812345678")
    ops.edit_account(cast.admin, made.id, entry, at=MONDAY)
    subject, before, after = last_line(cast)
    assert before == {"roles": ["grid_worker"], "grids": ["R1"], "unit": None}
    assert after == {"roles": ["handler"], "grids": [], "unit": CG, "name": "changed", "phone": "changed"}
    assert subject == str(made.id) and roles_of(made.id) == {Role.HANDLER}


def test_what_stays_as_it_is_leaves_no_line(cast: Town) -> None:
    made = opened(cast)
    before = len(changes(cast.street_id))
    ops.edit_account(cast.admin, made.id, replace(CHEN, grid_ids=frozenset({cast.grid_ids["R1"]})), at=MONDAY)
    assert len(changes(cast.street_id)) == before


def test_a_seat_on_the_roster_is_not_given_or_taken_here(cast: Town) -> None:
    judge = cast.reviewers[0].id or 0
    ops.edit_account(cast.admin, judge, replace(CHEN, roles=frozenset()), at=MONDAY)
    assert roles_of(judge) == {Role.REVIEWER}
    ops.edit_account(
        cast.admin, cast.worker.id or 0, replace(CHEN, roles=frozenset({Role.REVIEWER, Role.INSPECTOR})), at=MONDAY
    )
    assert roles_of(cast.worker.id) == {Role.INSPECTOR}


def test_nobody_changes_their_own_roles(cast: Town) -> None:
    me = cast.admin.id or 0
    other_admin(cast)
    for roles in ({Role.DUTY_CHIEF}, {Role.ADMIN, Role.DUTY_CHIEF}):
        with pytest.raises(Invalid) as refused:
            ops.edit_account(cast.admin, me, replace(CHEN, roles=frozenset(roles)), at=MONDAY)
        assert list(refused.value.errors) == ["roles"]
    ops.edit_account(cast.admin, me, replace(CHEN, roles=frozenset({Role.ADMIN})), at=MONDAY)
    with pytest.raises(Conflict):
        ops.lock_account(cast.admin, me, at=MONDAY)


def test_the_last_administrator_stays(cast: Town) -> None:
    second = other_admin(cast)
    ops.lock_account(second, cast.admin.id or 0, at=MONDAY)
    gone = cast.admin  # still in the hands of a request that began before
    with pytest.raises(Conflict):
        ops.lock_account(gone, second.id or 0, at=MONDAY)
    with pytest.raises(Invalid):
        ops.edit_account(gone, second.id or 0, CHEN, at=MONDAY)
    ops.unlock_account(second, cast.admin.id or 0, at=MONDAY)
    ops.edit_account(cast.admin, second.id or 0, CHEN, at=MONDAY)
    assert roles_of(second.id) == {Role.GRID_WORKER}


def test_a_reset_ends_sessions_and_the_rest_at_the_door(cast: Town) -> None:
    worker = db.session.get_one(User, cast.worker.id)
    for _ in range(tries.TRIES):
        tries.count(tries.key_of(worker.login), MONDAY)
    ops.reset_password(cast.admin, worker.id, "fresh", at=MONDAY)
    assert (worker.password_hash, worker.must_change, worker.session_epoch) == ("fresh", True, 1)
    assert tries.count(tries.key_of(worker.login), MONDAY) == tries.TRIES - 1
    assert last_line(cast)[2] == {"password": "reset"}
    with pytest.raises(Conflict):
        ops.reset_password(cast.admin, cast.admin.id or 0, "fresh", at=MONDAY)


def test_locking_is_kept_once(cast: Town) -> None:
    for _ in range(2):
        ops.lock_account(cast.admin, cast.worker.id or 0, at=MONDAY)
    assert [line.after for line in changes(cast.street_id, Setting.PERSON)] == [{"active": False}]
    assert grid.actor_of(cast.worker.id or 0) is None


def test_a_closed_unit_takes_nobody_new_and_keeps_whoever_is_there(cast: Town) -> None:
    db.session.get_one(Unit, cast.units[WY]).active = False
    db.session.flush()
    here = Entry("甲", frozenset({Role.PROPERTY}), unit_id=cast.units[WY])
    ops.edit_account(cast.admin, cast.handler.id or 0, here, at=MONDAY)
    with pytest.raises(Invalid):
        ops.edit_account(cast.admin, cast.worker.id or 0, here, at=MONDAY)


def test_another_street_s_people_are_not_there(cast: Town) -> None:
    far = a_user(a_street(), Role.GRID_WORKER).id
    for attempt in (
        lambda: ops.edit_account(cast.admin, far, CHEN, at=MONDAY),
        lambda: ops.reset_password(cast.admin, far, "x", at=MONDAY),
        lambda: ops.lock_account(cast.admin, far, at=MONDAY),
        lambda: ops.unlock_account(cast.admin, far, at=MONDAY),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize("who", ["chief", "leader", "auditor", "worker"])
def test_nobody_else_keeps_accounts(cast: Town, who: str) -> None:
    actor, worker = cast.cast[who], cast.worker.id or 0
    for attempt in (
        lambda: ops.open_account(actor, "x.y", CHEN, "h", at=MONDAY),
        lambda: ops.edit_account(actor, worker, CHEN, at=MONDAY),
        lambda: ops.reset_password(actor, worker, "x", at=MONDAY),
        lambda: ops.lock_account(actor, worker, at=MONDAY),
        lambda: ops.unlock_account(actor, worker, at=MONDAY),
    ):
        with pytest.raises(NotAllowed):
            attempt()
