"""The table of those who ask to be on the roster."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText, UtcDateTime, text_enum
from app.review.words import ApplicationState, ReviewerKind


class ReviewerApplication(StreetScoped, Base):
    """Somebody of a residential grid asks to sit on panels. number: what they are told, and their later login.

    Name and phone are encrypted with the key named by key_id and gone once it is decided; phone_mac: HMAC of the
    normalised phone. password_hash: theirs, kept for the account to come or to read a refusal with. reason: why not.
    """

    __tablename__ = "reviewer_application"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("form_key"),
        same_street("grid_id", "grid"),
        same_street("decided_by_id", "user_account"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_moment"),
        CheckConstraint("state = 'waiting' OR (name_cipher IS NULL AND phone_cipher IS NULL)", name="decided_forgets"),
        Index("ix_reviewer_application_recent", "street_id", "at"),
        some("ix_reviewer_application_waiting", "grid_id", where="state = 'waiting'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    form_key: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[ReviewerKind] = mapped_column(text_enum(ReviewerKind))
    name_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16), default="")
    phone_mac: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consent_version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ApplicationState] = mapped_column(text_enum(ApplicationState), default=ApplicationState.WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(HumanText, default="")
