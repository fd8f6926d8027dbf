"""The outbox: one row per event, reader and channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime, text_enum
from app.notices.words import Channel, NoticeKind

# The condition of the small index. A query must hold these very words: with a parameter in the place of 'inbox'
# no planner takes it, and counting what is new would read everything that ever came.
UNREAD = text("channel = 'inbox' AND read_at IS NULL")


class Notice(StreetScoped, Base):
    """Something one person should know. An inbox row is delivered by being there; mail waits for the worker.

    user_id: None for the reporter of the case, whose address is unsealed when the mail is sent, and stands nowhere.
    next_try_at: when mail is due; empty once delivered or given up. read_at: inbox only.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("event_key", "user_id", "channel", name="uq_notice_once"),
        same_street("user_id", "user_account"),
        same_street("case_id", "case"),
        Index("ix_notice_inbox", "user_id", "channel", "id"),
        some(
            "ix_notice_unread",
            "user_id",
            "channel",  # one value only; with it SQLite prefers this index to that of the whole inbox
            where=UNREAD,
        ),
        some("ix_notice_failed", "street_id", where="error IS NOT NULL AND next_try_at IS NULL AND noted_at IS NULL"),
        some(
            "ix_notice_waiting",
            "next_try_at",
            where="next_try_at IS NOT NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_key: Mapped[str] = mapped_column(String(80))
    user_id: Mapped[int | None]
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    kind: Mapped[NoticeKind] = mapped_column(text_enum(NoticeKind))
    case_id: Mapped[int | None] = mapped_column(index=True)
    params: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # given up, and somebody knows
    noted_by_id: Mapped[int | None]  # no key: SQLite would copy the whole table to add one
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(80))
