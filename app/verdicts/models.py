"""The reporter's verdict: one row a report and closing, kept apart from the case and its timeline."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.opinions import Opinion
from app.cases.words import Satisfaction, Solved
from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime, text_enum


class ReporterVerdict(StreetScoped, Base):
    """What one reporter said of one closing; final.

    case_id: their report. closed_case_id, round: what was closed, the report itself or the case it was merged into.
    why_cipher: what they are not content with, sealed; read by themselves only, forgotten six months later.
    asked_at, appealed_at: since when their 请求重开 and their one appeal stand in the timeline.
    """

    __tablename__ = "reporter_verdict"
    __table_args__ = (
        UniqueConstraint("case_id", "closed_case_id", "round", name="uq_verdict_once"),
        same_street("case_id", "case"),
        same_street("closed_case_id", "case"),
        CheckConstraint("satisfaction <> 'not_reached'", name="somebody_answered"),
        CheckConstraint("appealed_at IS NULL OR asked_at IS NOT NULL", name="asked_before_appealed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    closed_case_id: Mapped[int]
    round: Mapped[int]
    solved: Mapped[Solved] = mapped_column(text_enum(Solved))
    satisfaction: Mapped[Satisfaction] = mapped_column(text_enum(Satisfaction))
    why_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16), default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def opinion(self) -> Opinion:
        """What they said."""
        return Opinion(self.solved, self.satisfaction)
