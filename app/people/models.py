"""Tables of streets and accounts. A person belongs to one street (architecture.md section 3)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.permissions import Role
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime, text_enum


class Street(Base):
    """A street (街道). settings: see app/people/street_settings.py."""

    __tablename__ = "street"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class User(StreetScoped, Base):
    """An account. session_epoch: raised to end every session; phone: the person's duty telephone.

    active: may sign in and be chosen. left_at: since when they are gone, so that old duties keep their answer.
    """

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("street_id", "id"), same_street("unit_id", "unit"))

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    must_change: Mapped[bool] = mapped_column(default=False)
    password_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_epoch: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[int | None] = mapped_column(index=True)
    email: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20), default="")
    locale: Mapped[str] = mapped_column(String(5), default="zh")


class UserRole(Base):
    """A role somebody holds."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(text_enum(Role), primary_key=True, index=True)


class UserGrid(Base):
    """A grid in whose whole subtree somebody acts."""

    __tablename__ = "user_grid"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), primary_key=True, index=True)


class PasswordUsed(Base):
    """A former password; the last five are not taken again (domain.md section 5)."""

    __tablename__ = "password_used"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInTry(Base):
    """The tries at one login, known or not, by a keyed hash, so that no typed name is kept.

    tries: since `since`, at most TRIES; locked_until: set by the last of them.
    """

    __tablename__ = "sign_in_try"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
