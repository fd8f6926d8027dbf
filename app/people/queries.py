"""Reads of streets and accounts."""

from collections.abc import Iterable

from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.people.models import PasswordUsed, Street, User
from app.people.passwords import NOT_AGAIN, Former


def streets() -> list[Street]:
    """Every street of the database, by slug. One statement."""
    return list(db.session.scalars(select(Street).order_by(Street.slug)))


def street(street_id: int) -> Street | None:
    """A street by its id; one statement, or none when this transaction has read it."""
    return db.session.get(Street, street_id)


def street_by_slug(slug: str) -> Street | None:
    """The street at /s/<slug>/. One statement."""
    return db.session.scalar(select(Street).where(Street.slug == slug))


def only_street() -> Street | None:
    """The street, when there is exactly one. One statement."""
    found = list(db.session.scalars(select(Street).limit(2)))
    return found[0] if len(found) == 1 else None


def user(user_id: int) -> User | None:
    """An account by its id; one statement, or none when this transaction has read it."""
    return db.session.get(User, user_id)


def by_login(login: str) -> User | None:
    """An account by what somebody typed as its name. One statement; none for what no database would take."""
    known = login_of(login)
    return db.session.scalar(select(User).where(User.login == known)) if known.isprintable() else None


def login_of(typed: str) -> str:
    """The login that is meant: without blanks around it, in small letters."""
    return typed.strip().lower()


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, those who left included. One statement, none for no ids."""
    wanted = sorted({user_id for user_id in ids if user_id is not None})
    rows = select(User.id, User.name).where(User.id.in_(wanted))
    return dict(db.session.execute(rows).all()) if wanted else {}


def former_passwords(user_id: int) -> Former:
    """The hashes that a new password is compared with. Raises NotFound. Two statements."""
    account = db.session.get(User, user_id)
    if account is None:
        raise NotFound
    rows = select(PasswordUsed.password_hash).where(PasswordUsed.user_id == user_id)
    used = db.session.scalars(rows.order_by(PasswordUsed.id.desc()).limit(NOT_AGAIN)).all()
    return Former(account.login, account.password_hash, used)
