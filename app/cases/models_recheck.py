"""Return visits (复查) after a closing: planned with it, made by somebody who did not handle the case."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.words import Visit
from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime, text_enum


class Recheck(StreetScoped, Base):
    """One visit, so many calendar days after the closing of a round. new_case_id: what was found back there.

    Dropped, by nobody: the closing was reopened, or the trouble is back and another case follows it.
    """

    __tablename__ = "recheck"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "days"),
        same_street("case_id", "case"),
        same_street("new_case_id", "case"),
        same_street("by_id", "user_account"),
        CheckConstraint("days > 0", name="later"),
        CheckConstraint("(done_at IS NULL) = (result IS NULL)", name="done_has_result"),
        CheckConstraint("(by_id IS NULL) = (result IS NULL OR result = 'dropped')", name="made_by_somebody"),
        CheckConstraint("(new_case_id IS NOT NULL) = (result IS NOT NULL AND result = 'returned')", name="leads_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    round: Mapped[int]
    days: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    result: Mapped[Visit | None] = mapped_column(text_enum(Visit, "result"))
    new_case_id: Mapped[int | None]
