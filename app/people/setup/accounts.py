"""Accounts as an administrator keeps them. Commits nothing; a password comes hashed.

The trail names a person by their number and says only that a name or a telephone changed: it is kept for good, and
whoever asks to be forgotten must be.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, delete, select, table

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require
from app.core.scope import in_street
from app.people import ops, policy, tries
from app.people.changes import note, one_at_a_time
from app.people.models import User, UserGrid, UserRole
from app.people.wording import fault_of_name, fault_of_phone
from app.people.words import Setting

# Grids and units stand above people: their tables are named here, not their models.
_GRID = table("grid", column("id"), column("code"))
_UNIT = table("unit", column("id"), column("street_id"), column("name"), column("active"))
CHANGED = "changed"


@dataclass(frozen=True)
class Entry:
    """What an administrator says of somebody. roles: without those that are kept elsewhere."""

    name: str
    roles: frozenset[Role]
    grid_ids: frozenset[int] = frozenset()
    unit_id: int | None = None
    phone: str = ""


def open_account(actor: Actor, login: str, entry: Entry, password_hash: str, *, at: datetime) -> User:
    """A new account, whose password must be changed at the first sign-in. Raises Invalid at its fields."""
    require(policy.may_set_up(actor))
    _check(actor.street_id, entry, entry.roles, kept_unit=None)
    person = ops.create_user(
        actor.street_id,
        login,
        entry.name,
        password_hash,
        entry.roles,
        grid_ids=entry.grid_ids,
        unit_id=entry.unit_id,
        phone=entry.phone,
        must_change=True,
        at=at,
    )
    note_opened(actor, person, at=at)
    return person


def note_opened(actor: Actor, person: User, *, at: datetime) -> None:
    """Keep that an account was made; a command makes them too, as the program itself."""
    note(actor, Setting.PERSON, str(person.id), {}, _facts(person), at=at)


def note_gone(actor: Actor, user_id: int, *, was_active: bool, at: datetime) -> None:
    """Keep that somebody was locked and is named no more."""
    note(actor, Setting.PERSON, str(user_id), {"active": was_active}, {"active": False, "name": CHANGED}, at=at)


def edit_account(actor: Actor, user_id: int, entry: Entry, *, at: datetime) -> None:
    """Change who somebody is and what they may do. Raises NotFound outside the street, Invalid at its fields:
    nobody changes their own roles, and one administrator at least remains."""
    require(policy.may_set_up(actor))
    person = _person(actor, user_id)
    before, held = _facts(person), _roles(person.id)
    wanted = frozenset(entry.roles - policy.KEPT_ELSEWHERE) | (held & policy.KEPT_ELSEWHERE)
    _check(actor.street_id, entry, wanted, kept_unit=person.unit_id)
    if wanted != held:
        _check_roles(actor, person, held, wanted)
        _set_roles(person.id, held, wanted)
    said = {name: CHANGED for name in ("name", "phone") if getattr(person, name) != getattr(entry, name).strip()}
    person.name, person.phone, person.unit_id = entry.name.strip(), entry.phone.strip(), entry.unit_id
    ops.set_grids(person, entry.grid_ids)
    note(actor, Setting.PERSON, str(person.id), before, _facts(person) | said, at=at)


def reset_password(actor: Actor, user_id: int, password_hash: str, *, at: datetime) -> User:
    """A new first password; every session ends, and the tries at the door are forgotten.

    Raises NotFound outside the street, Conflict for one's own: that one is changed by who knows the present one.
    """
    require(policy.may_set_up(actor))
    person = _person(actor, user_id)
    if person.id == actor.id:
        raise Conflict(N_("自己的密码在“换密码”里改"))
    ops.set_password(person.id, password_hash, seen=person.password_hash, at=at, must_change=True)
    tries.forgive(tries.key_of(person.login), at)
    note(actor, Setting.PERSON, str(person.id), {}, {"password": "reset"}, at=at)
    return person


def lock_account(actor: Actor, user_id: int, *, at: datetime) -> None:
    """Somebody left. Raises NotFound outside the street, Conflict for oneself and for the last administrator."""
    require(policy.may_set_up(actor))
    person = _person(actor, user_id)
    if person.id == actor.id:
        raise Conflict(N_("自己的账号要由别的管理员停用"))
    if Role.ADMIN in _roles(person.id) and not _others_administer(actor.street_id, person.id):
        raise Conflict(N_("这是最后一个管理员，先指定别的管理员"))
    before = person.active
    ops.lock(person.id, at)
    note(actor, Setting.PERSON, str(person.id), {"active": before}, {"active": False}, at=at)


def unlock_account(actor: Actor, user_id: int, *, at: datetime) -> None:
    """Somebody came back. Raises NotFound outside the street."""
    require(policy.may_set_up(actor))
    person = _person(actor, user_id)
    before = person.active
    ops.unlock(person.id)
    note(actor, Setting.PERSON, str(person.id), {"active": before}, {"active": True}, at=at)


def _person(actor: Actor, user_id: int) -> User:
    return in_street(User, user_id, actor.street_id)


def _check(street_id: int, entry: Entry, roles: Collection[Role], *, kept_unit: int | None) -> None:
    """Everything that can be said of an entry at once; kept_unit: where they are already, closed meanwhile or not."""
    wrong = {
        "name": fault_of_name(entry.name),
        "phone": fault_of_phone(entry.phone),
        "roles": "" if roles else N_("至少选一个角色"),
    }
    if policy.too_much(roles):
        wrong["roles"] = N_("管理员和审计员不能是同一个人")
    if entry.unit_id is not None and entry.unit_id != kept_unit:
        rows = select(_UNIT.c.id).where(_UNIT.c.id == entry.unit_id, _UNIT.c.street_id == street_id, _UNIT.c.active)
        wrong["unit"] = "" if db.session.scalar(rows) else N_("请从列表里选一个")
    if found := {name: words for name, words in wrong.items() if words}:
        raise Invalid(errors=found)


def _check_roles(actor: Actor, person: User, held: Collection[Role], wanted: Collection[Role]) -> None:
    if person.id == actor.id:
        raise Invalid(errors={"roles": N_("自己的角色要由别的管理员改")})
    if policy.loses_admin(held, wanted) and person.active and not _others_administer(actor.street_id, person.id):
        raise Invalid(errors={"roles": N_("这是最后一个管理员，先指定别的管理员")})


def _others_administer(street_id: int, user_id: int) -> bool:
    """Whether somebody else who may sign in administers the street.

    Two who take the role from each other at once come one by one.
    """
    one_at_a_time(street_id)
    rows = select(User.id).join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(User.street_id == street_id, User.active, UserRole.role == Role.ADMIN, User.id != user_id)
    return db.session.scalar(rows.limit(1)) is not None


def _roles(user_id: int) -> frozenset[Role]:
    return frozenset(db.session.scalars(select(UserRole.role).where(UserRole.user_id == user_id)))


def _set_roles(user_id: int, held: Iterable[Role], wanted: Iterable[Role]) -> None:
    gone = set(held) - set(wanted)
    db.session.execute(delete(UserRole).where(UserRole.user_id == user_id, UserRole.role.in_(gone)))
    db.session.add_all(UserRole(user_id=user_id, role=role) for role in sorted(set(wanted) - set(held)))
    db.session.flush()


def _facts(person: User) -> dict[str, Any]:
    """What the trail says of somebody: codes of grids and the name of the unit, as they are called today."""
    grids = select(_GRID.c.code).join(UserGrid, UserGrid.grid_id == _GRID.c.id).where(UserGrid.user_id == person.id)
    unit = select(_UNIT.c.name).where(_UNIT.c.id == person.unit_id)
    return {
        "active": person.active,
        "roles": sorted(role.value for role in _roles(person.id)),
        "grids": list(db.session.scalars(grids.order_by(_GRID.c.code))),
        "unit": db.session.scalar(unit) if person.unit_id is not None else None,
    }
