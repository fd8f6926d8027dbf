"""What the tablets leave on the server: which they are, what they sent, what each operation was answered."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime, text_enum


class Answered(StrEnum):
    """What became of an operation for good. CONFLICT: it was right when it was made, and something else came first."""

    DONE = "done"
    REFUSED = "refused"
    CONFLICT = "conflict"


class FieldDevice(StreetScoped, Base):
    """A tablet as one person uses it. key: wraps what the tablet keeps unsent, sealed; uuid: made by the tablet.

    unsent: how many operations it said were waiting when it was last refused, at `unsent_at`.
    """

    __tablename__ = "field_device"
    __table_args__ = (
        UniqueConstraint("user_id", "uuid"),
        UniqueConstraint("street_id", "id"),
        same_street("user_id", "user_account"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    uuid: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    key_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    unsent: Mapped[int] = mapped_column(default=0)
    unsent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FieldReceipt(StreetScoped, Base):
    """The one answer that an operation ever gets, by the UUID its tablet gave it.

    happened_at: as the tablet's clock said; acted_at: the same, corrected and held within what can be (moments.py);
    received_at: by our clock. from_seq, to_seq: how long the case's story was before and after it.
    """

    __tablename__ = "field_receipt"
    __table_args__ = (
        UniqueConstraint("street_id", "uuid"),
        same_street("user_id", "user_account"),
        same_street("case_id", "case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    uuid: Mapped[str] = mapped_column(String(36))
    device_uuid: Mapped[str] = mapped_column(String(36))
    verb: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int | None] = mapped_column(index=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[Answered] = mapped_column(text_enum(Answered))
    from_seq: Mapped[int | None]
    to_seq: Mapped[int | None]
    answer: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class FieldUpload(StreetScoped, Base):
    """A picture or file that came whole from a tablet, by the hash it had there; stored_sha256: as it is kept here."""

    __tablename__ = "field_upload"
    __table_args__ = (UniqueConstraint("user_id", "sha256"), same_street("user_id", "user_account"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    stored_sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(40))
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lon: Mapped[float | None] = mapped_column(Float)
    lat: Mapped[float | None] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
