"""Joint work (联合办理): the part of an assisting unit in a case (domain.md section 2, rule 8; section 7, no. 7)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime

IS_OPEN = "done_at IS NULL AND cancelled_at IS NULL"


class CasePart(StreetScoped, Base):
    """What one assisting unit (协办) is asked to do. Open until its unit reports, or a person cancels with a reason.

    external: the unit has no accounts, so the case's owner signs and reports for it. The words stand in case_text.
    """

    __tablename__ = "case_part"
    __table_args__ = (
        same_street("case_id", "case"),
        same_street("unit_id", "unit"),
        CheckConstraint("done_at IS NULL OR cancelled_at IS NULL", name="one_end"),
        CheckConstraint("done_at IS NULL OR signed_in_at IS NOT NULL", name="signed_before_done"),
        CheckConstraint("(done_at IS NULL) = (feedback_text_id IS NULL)", name="done_has_feedback"),
        some("uq_case_part_open", "case_id", "unit_id", where=IS_OPEN, unique=True),
        Index("ix_case_part_case", "case_id"),
        Index("ix_case_part_unit", "unit_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    round: Mapped[int]
    unit_id: Mapped[int]
    external: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    task_text_id: Mapped[int] = mapped_column(ForeignKey("case_text.id"))
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    feedback_text_id: Mapped[int | None] = mapped_column(ForeignKey("case_text.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_open(self) -> bool:
        """Neither reported nor cancelled: the case is not handled before."""
        return self.done_at is None and self.cancelled_at is None
