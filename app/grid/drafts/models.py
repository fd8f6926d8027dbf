"""A boundary file between its upload and the day on which it holds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime

NAME_MAX = 120


class GridDraft(StreetScoped, Base):
    """A file without faults, as it was uploaded. base_id: the boundaries that it was compared with, and follows.

    version_id, activated_at, activated_by_id: what it became; None while it is a draft.
    """

    __tablename__ = "grid_draft"
    __table_args__ = (
        same_street("by_id", "user_account"),
        same_street("base_id", "grid_version"),
        same_street("version_id", "grid_version"),
        same_street("activated_by_id", "user_account"),
        CheckConstraint("(activated_at IS NULL) = (activated_by_id IS NULL)", name="activated_by_somebody"),
        CheckConstraint("version_id IS NULL OR activated_at IS NOT NULL", name="version_when_activated"),
        Index("ix_grid_draft_street", "street_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    grids: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int]
    base_id: Mapped[int | None]
    version_id: Mapped[int | None]
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    activated_by_id: Mapped[int | None]
