"""Tables of the grid: cells, boundaries by version, duties and leave. Everything dated keeps its history."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime, text_enum
from app.core.values import Tier


class DutyKind(StrEnum):
    """MEMBER: answers for the grid in its shift. NIGHT: the 24-hour duty of the root grid (值班组)."""

    MEMBER = "member"
    NIGHT = "night"


class Grid(StreetScoped, Base):
    """A cell of the tree (网格). Its boundary lies in the versions."""

    __tablename__ = "grid"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        UniqueConstraint("street_id", "code"),
        same_street("parent_id", "grid"),
        CheckConstraint("(tier = 'street') = (parent_id IS NULL)", name="only_the_root_has_no_parent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    tier: Mapped[Tier] = mapped_column(text_enum(Tier))
    parent_id: Mapped[int | None] = mapped_column(index=True)
    active: Mapped[bool] = mapped_column(default=True)


class GridVersion(StreetScoped, Base):
    """A whole set of boundaries, in force from–until (until_at None: still in force)."""

    __tablename__ = "grid_version"
    __table_args__ = (
        UniqueConstraint("street_id", "number"),
        UniqueConstraint("street_id", "id"),
        CheckConstraint("until_at IS NULL OR until_at > from_at", name="from_before_until"),
        some(
            "one_open_version",
            "street_id",
            unique=True,
            where="until_at IS NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GridBoundary(Base):
    """The boundary of a grid in one version: a GeoJSON geometry, WGS-84 degrees, longitude first."""

    __tablename__ = "grid_boundary"

    version_id: Mapped[int] = mapped_column(ForeignKey("grid_version.id"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), primary_key=True)
    geometry: Mapped[dict[str, Any]] = mapped_column(Json)


class Duty(StreetScoped, Base):
    """Somebody answers for a grid from–until, in a shift of street wall time, with a stand-in (AB角).

    line: 综治, 联勤, 公安 or any other, empty for all. weekdays: digits 1 (Monday) to 7, "" for every
    day. shift_start, shift_end: "HH:MM", None for the whole day; an end before the start runs past
    midnight. phone_order: whom to call first, NIGHT only.
    """

    __tablename__ = "duty"
    __table_args__ = (
        same_street("grid_id", "grid"),
        same_street("user_id", "user_account"),
        same_street("stand_in_id", "user_account"),
        CheckConstraint("until_at IS NULL OR until_at > from_at", name="from_before_until"),
        CheckConstraint("(shift_start IS NULL) = (shift_end IS NULL)", name="whole_shift"),
        Index("ix_duty_grid", "grid_id", "kind"),
        Index("ix_duty_street", "street_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[DutyKind] = mapped_column(text_enum(DutyKind), default=DutyKind.MEMBER)
    line: Mapped[str] = mapped_column(String(20), default="")
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    weekdays: Mapped[str] = mapped_column(String(7), default="")
    shift_start: Mapped[str | None] = mapped_column(String(5))
    shift_end: Mapped[str | None] = mapped_column(String(5))
    phone_order: Mapped[int] = mapped_column(default=0)
    stand_in_id: Mapped[int | None]


class Leave(StreetScoped, Base):
    """Somebody is away from–until; their stand-in answers meanwhile."""

    __tablename__ = "leave"
    __table_args__ = (
        same_street("user_id", "user_account"),
        CheckConstraint("until_at > from_at", name="from_before_until"),
        Index("ix_leave_street", "street_id", "until_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
