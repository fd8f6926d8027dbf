"""Tables around a draw that nobody outside reads: who was left out and why, and who looked at the names."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText, UtcDateTime, text_enum
from app.review.words import Exclusion


class ReviewExclusion(StreetScoped, Base):
    """Somebody of the roster who was not in a frozen pool, and the reason; append-only, for the auditor."""

    __tablename__ = "review_exclusion"
    __table_args__ = (same_street("review_id", "review"), same_street("reviewer_id", "reviewer"))

    review_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reviewer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[Exclusion] = mapped_column(text_enum(Exclusion))


class DrawLook(StreetScoped, Base):
    """An auditor read the names of a draw, and why; append-only."""

    __tablename__ = "draw_look"
    __table_args__ = (same_street("review_id", "review"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(HumanText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
