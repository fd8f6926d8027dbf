"""Attempts to close a case without an approval, as they were refused. Append-only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.words import Approval
from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime, text_enum


class RefusedClosing(StreetScoped, Base):
    """Who tried, through which door (endpoint, command or job), with which verb; no words of theirs.

    approval: which of the four it would have needed; None for an end that needs none (并案 of a judged case).
    """

    __tablename__ = "refused_closing"
    __table_args__ = (
        same_street("case_id", "case"),
        Index("ix_refused_closing_case", "case_id"),
        Index("ix_refused_closing_street", "street_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    door: Mapped[str] = mapped_column(String(60))
    verb: Mapped[str] = mapped_column(String(24))
    approval: Mapped[Approval | None] = mapped_column(text_enum(Approval))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
