"""Everything that changes streets and accounts. Commits nothing; no password is hashed or compared here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, delete, func, select, table, update

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Role
from app.people import policy, queries, tries
from app.people.models import PasswordUsed, Street, User, UserGrid, UserRole
from app.people.passwords import DECOY, NOT_AGAIN, Proof

NOBODY = "已离开的人"  # data like any name: the same in both languages
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,39}")
# The grid stands above people: its table is named here, not its model.
_GRID = table("grid", column("id"), column("street_id"))


@dataclass(frozen=True)
class Knock:
    """A counted try at the door, to be judged outside the transaction: by `passwords.prove(password_hash, …)`."""

    key: str
    user_id: int | None
    password_hash: str
    left: int


def create_street(
    code: str,
    slug: str,
    name_zh: str,
    name_en: str,
    at: datetime,
    *,
    demo: bool = False,
    settings: dict[str, Any] | None = None,
) -> Street:
    """A new street. demo: marked for good as invented. Raises Invalid for a slug no address can carry,
    Conflict for a code or slug that is taken."""
    if not SLUG.fullmatch(slug):
        raise Invalid(errors={"slug": N_("只用小写字母、数字和短横线")})
    if db.session.scalar(select(Street.id).where((Street.code == code) | (Street.slug == slug)).limit(1)):
        raise Conflict(N_("已经有这个街道了"))
    street = Street(code=code, slug=slug, name_zh=name_zh, name_en=name_en, demo=demo, created_at=at)
    street.settings = dict(settings or {})
    db.session.add(street)
    db.session.flush()
    return street


def create_user(
    street_id: int,
    login: str,
    name: str,
    password_hash: str,
    roles: Iterable[Role],
    *,
    grid_ids: Iterable[int] = (),
    unit_id: int | None = None,
    phone: str = "",
    email: str | None = None,
    must_change: bool = False,
    at: datetime,
) -> User:
    """A new account of one street.

    Raises Invalid at `login` (taken, or of strange letters), `name`, `roles` (two that nobody holds together), `grids`.
    """
    held = sorted(set(roles))
    if policy.too_much(held):
        raise Invalid(errors={"roles": N_("管理员和审计员不能是同一个人")})
    known = queries.login_of(login)
    if not LOGIN.fullmatch(known):
        raise Invalid(errors={"login": N_("用户名是 2 到 40 位小写字母、数字或 . _ - @")})
    if queries.by_login(known) is not None:
        raise Invalid(errors={"login": N_("这个用户名已经有人用了")})
    if not name.strip():
        raise Invalid(errors={"name": N_("请写姓名")})
    person = User(street_id=street_id, login=known, name=name.strip(), password_hash=password_hash)
    person.unit_id, person.phone, person.email = unit_id, phone, email
    person.must_change, person.password_at = must_change, at
    db.session.add(person)
    db.session.flush()
    db.session.add_all(UserRole(user_id=person.id, role=role) for role in held)
    _remember(person, at)
    set_grids(person, grid_ids)
    return person


def set_grids(person: User, grid_ids: Iterable[int]) -> None:
    """The grids in whose subtrees somebody acts, replacing the former. Raises Invalid for another street's."""
    wanted = sorted(set(grid_ids))
    rows = select(func.count()).select_from(_GRID).where(_GRID.c.id.in_(wanted))
    if wanted and db.session.scalar(rows.where(_GRID.c.street_id == person.street_id)) != len(wanted):
        raise Invalid(errors={"grids": N_("有网格不在本街道")})
    db.session.execute(delete(UserGrid).where(UserGrid.user_id == person.id))
    db.session.add_all(UserGrid(user_id=person.id, grid_id=grid_id) for grid_id in wanted)
    db.session.flush()


def set_password(user_id: int, password_hash: str, *, seen: str, at: datetime, must_change: bool = False) -> User:
    """Take a new password; every session that runs ends. seen: the hash that was there when it was checked.

    Raises Conflict when somebody changed it meanwhile, NotFound for nobody.
    """
    person = _person(user_id)
    if person.password_hash != seen:
        raise Conflict(N_("密码刚被改过，请用新密码再试"))
    person.password_hash, person.password_at, person.must_change = password_hash, at, must_change
    person.session_epoch += 1
    _remember(person, at)
    return person


def lock(user_id: int, at: datetime) -> None:
    """Somebody left: no sign-in, no session, chosen for nothing. Their duties keep their history."""
    person = _person(user_id)
    person.active, person.left_at = False, person.left_at or at
    person.session_epoch += 1
    db.session.flush()


def anonymise(user_id: int) -> str:
    """Somebody who left is named no more: name, login, telephone, mail address and passwords go for good.

    What they did stays, under a neutral word; the timelines hold a number only, so they stay sound. Returns the name
    they had, for those who keep it elsewhere. Raises Conflict for somebody who is still active.
    """
    person = _person(user_id)
    if person.active:
        raise Conflict(N_("还在岗的人不能抹去姓名，先停用账号"))
    before, person.name, person.login = person.name, NOBODY, f"left-{person.id}"
    person.phone, person.email, person.password_hash = "", None, DECOY
    person.session_epoch += 1
    db.session.execute(delete(PasswordUsed).where(PasswordUsed.user_id == person.id))
    db.session.flush()
    return before


def unlock(user_id: int) -> None:
    """Somebody came back."""
    person = _person(user_id)
    person.active, person.left_at = True, None
    db.session.flush()


def end_sessions(user_id: int) -> None:
    """End every session of an account, on every device."""
    db.session.execute(update(User).where(User.id == user_id).values(session_epoch=User.session_epoch + 1))


def knock(login: str, *, at: datetime) -> Knock:
    """Count a try to sign in, before anything is compared. Raises TooMany while the login is locked.

    An unknown or locked account gets a hash that nothing fits: the answer takes as long and reads the same.
    """
    known = queries.login_of(login)
    key = tries.key_of(known)
    left = tries.count(key, at)
    person = queries.by_login(known)
    if person is None or not person.active:
        return Knock(key, None, DECOY, left)
    return Knock(key, person.id, person.password_hash, left)


def enter(knock: Knock, proof: Proof, *, at: datetime) -> User:
    """Let somebody in whose password fits; the count of tries starts anew.

    Raises Invalid, the same for a wrong name and a wrong password, or TooMany when that was the last try.
    """
    person = db.session.get(User, knock.user_id) if knock.user_id is not None and proof.fits else None
    if person is None or not person.active or person.password_hash != knock.password_hash:
        if not knock.left:
            raise tries.locked(knock.key)
        raise Invalid(N_("用户名或密码不对，还能试 %(left)s 次。"), left=knock.left)
    tries.forgive(knock.key, at)
    if proof.fresh is not None:
        person.password_hash = proof.fresh
    return person


def _person(user_id: int) -> User:
    person = db.session.get(User, user_id)
    if person is None:
        raise NotFound
    return person


def _remember(person: User, at: datetime) -> None:
    """Keep the hash among the last NOT_AGAIN, and no older one."""
    db.session.add(PasswordUsed(user_id=person.id, password_hash=person.password_hash, at=at))
    db.session.flush()
    mine = select(PasswordUsed.id).where(PasswordUsed.user_id == person.id)
    kept = mine.order_by(PasswordUsed.id.desc()).limit(NOT_AGAIN)
    old = delete(PasswordUsed).where(PasswordUsed.user_id == person.id, PasswordUsed.id.not_in(kept))
    db.session.execute(old, execution_options={"synchronize_session": False})
