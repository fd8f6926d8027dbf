"""Contact data and the resident's ways back to a case: kept apart from everything, encrypted."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.types import HumanText, UtcDateTime


class Contact(Base):
    """Name, phone and mail address of whoever reported a case, encrypted with the key named by key_id.

    phone_mac: HMAC of the normalised phone, for recusal only. tracking_mac: HMAC of receipt and last
    four digits. commitment: salted hash of name, phone and mail address, for the chain. kept_at: since when we
    hold it. erased_at: ciphers, codes and salt gone for good, six months after closing or when they ask for it.
    email_cipher: where the closing is told; shown to nobody.
    """

    __tablename__ = "contact"
    # The nightly purge asks for these however many were purged before.
    __table_args__ = (some("ix_contact_kept", "case_id", where="erased_at IS NULL"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    name_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16), default="")
    phone_mac: Mapped[str | None] = mapped_column(String(64), index=True)
    tracking_mac: Mapped[str | None] = mapped_column(String(64), index=True)
    salt: Mapped[str | None] = mapped_column(String(64))
    commitment: Mapped[str | None] = mapped_column(String(64))
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ContactLook(Base):
    """Somebody unmasked a contact, and why; append-only."""

    __tablename__ = "contact_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(HumanText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecretLink(Base):
    """A resident's secret way to their case: only its SHA-256 is kept."""

    __tablename__ = "secret_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TrackingTry(Base):
    """Tries to track by number and digits since `since`, under a keyed hash of the number; right or wrong alike."""

    __tablename__ = "tracking_try"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
