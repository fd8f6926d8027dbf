"""What preparers hid from the panel: words of a text, parts of a picture, a whole picture. Rows end, none goes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime, text_enum
from app.review.words import PacketField


class Hidden(StreetScoped):
    """Somebody hid something from the panel at a moment; until another moment, if it was taken back."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    by_user_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def stood(self, until: datetime | None) -> bool:
        """Whether it is hidden now; with a moment: whether it was then."""
        if until is None:
            return self.undone_at is None
        return self.at <= until and (self.undone_at is None or self.undone_at > until)


class PacketWords(Hidden, Base):
    """Words of a text; they themselves are the committed case_text `text_id`, which can be erased."""

    __tablename__ = "packet_words"
    __table_args__ = (
        same_street("case_id", "case"),
        same_street("by_user_id", "user_account"),
        same_street("undone_by_id", "user_account"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        UniqueConstraint("text_id"),
    )

    field: Mapped[PacketField] = mapped_column(text_enum(PacketField))
    text_id: Mapped[int] = mapped_column(ForeignKey("case_text.id"))


class PacketPhoto(Hidden, Base):
    """A picture with black boxes, a file of its own under `sha256`; without one it is left out whole.

    boxes: in thousandths (app/core/pictures.py). At most one row of a picture stands.
    """

    __tablename__ = "packet_photo"
    __table_args__ = (
        same_street("case_id", "case"),
        same_street("by_user_id", "user_account"),
        same_street("undone_by_id", "user_account"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        some("uq_packet_photo_stands", "photo_id", where="undone_at IS NULL", unique=True),
        Index("ix_packet_photo_photo", "photo_id"),
    )

    photo_id: Mapped[int] = mapped_column(ForeignKey("case_photo.id"))
    sha256: Mapped[str | None] = mapped_column(String(64))
    boxes: Mapped[list[list[int]]] = mapped_column(Json, default=list)
