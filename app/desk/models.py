"""What the desk keeps for itself: which lists left the house, and filters that somebody wants again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.triggers import Rule, append_only
from app.core.types import Json, UtcDateTime, text_enum
from app.desk.words import SheetKind

NAME_MAX = 40
RULES: tuple[Rule, ...] = append_only("case_export", "0017")


class CaseExport(StreetScoped, Base):
    """A list that somebody took with them: which cases by which filters, and how many. Written once, never changed."""

    __tablename__ = "case_export"
    __table_args__ = (same_street("by_id", "user_account"), Index("ix_case_export_street", "street_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int]
    kind: Mapped[SheetKind] = mapped_column(text_enum(SheetKind))
    filters: Mapped[dict[str, Any]] = mapped_column(Json)
    rows: Mapped[int]


class SavedFilter(StreetScoped, Base):
    """Filters of the list under a name; `filters` as in an address. shared: the whole street's desk sees it."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("street_id", "owner_id", "name"),
        same_street("owner_id", "user_account"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    filters: Mapped[dict[str, Any]] = mapped_column(Json)
    shared: Mapped[bool] = mapped_column(default=False)
