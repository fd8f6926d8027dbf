"""A sheet of estates and buildings between its upload and the day on which it is taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime

NAME_MAX = 120


class EstateSheet(StreetScoped, Base):
    """rows: [line, cells by column], as text. counts: what came of it by outcome, once it was taken in."""

    __tablename__ = "estate_sheet"
    __table_args__ = (
        same_street("by_id", "user_account"),
        same_street("taken_by_id", "user_account"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
        Index("ix_estate_sheet_street", "street_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    rows: Mapped[list[Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None]
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
