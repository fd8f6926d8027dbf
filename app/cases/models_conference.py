"""The record of a conference (疑难会商)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.words import Decision
from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime, text_enum


class Conference(StreetScoped, Base):
    """When it was held, who came, its minutes and what it decided; append-only.

    after_review: called by panels that said 未解决; a case has one such conference, and never a second.
    """

    __tablename__ = "conference"
    __table_args__ = (
        same_street("case_id", "case"),
        some("uq_conference_after_review", "case_id", where="after_review", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    held_on: Mapped[date] = mapped_column(Date)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("case_text.id"))
    minutes_id: Mapped[int] = mapped_column(ForeignKey("case_text.id"))
    decision: Mapped[Decision] = mapped_column(text_enum(Decision))
    after_review: Mapped[bool]
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
