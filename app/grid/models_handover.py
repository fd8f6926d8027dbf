"""The hand-over of a shift (交接班): written by who goes, signed by who comes, and never changed after that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.triggers import Rule
from app.core.types import HumanText, Json, UtcDateTime

_CHANGED = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in ("street_id", "written_by_id"))
RULES: Sequence[Rule] = (
    Rule("handover_kept", "DELETE", "handover", "1 = 1", "a hand-over is never removed", "0016"),
    Rule("handover_signed", "UPDATE", "handover", "OLD.signed_at IS NOT NULL", "the hand-over is signed", "0016"),
    Rule("handover_writer", "UPDATE", "handover", _CHANGED, "a hand-over keeps its writer", "0016"),
)


class Handover(StreetScoped, Base):
    """since_at: from when on the shift is told. A street has one at a time that nobody has signed.

    left: what was open, {"critical": [{"id", "receipt"}], "waiting": {kind: [case id]}}, all there was
    (the first ones kept of what waits how many of each kind).
    """

    __tablename__ = "handover"
    __table_args__ = (
        same_street("written_by_id", "user_account"),
        same_street("signed_by_id", "user_account"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="whole_signature"),
        CheckConstraint("signed_by_id <> written_by_id", name="signed_by_another"),
        Index("ix_handover_street", "street_id", "id"),
        some("uq_handover_unsigned", "street_id", where="signed_at IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    written_by_id: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(HumanText)
    left: Mapped[dict[str, Any]] = mapped_column(Json)
    signed_by_id: Mapped[int | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
