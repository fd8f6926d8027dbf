"""The inbox of one person, and its count for the bar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.core.permissions import Actor
from app.notices.models import UNREAD, Notice
from app.notices.words import Channel, NoticeKind

PAGE = 50


@dataclass(frozen=True)
class InboxRow:
    """A line of the inbox."""

    id: int
    kind: NoticeKind
    case_id: int | None
    params: dict[str, Any]
    created_at: datetime
    read_at: datetime | None


def unread(user_id: int) -> int:
    """How many notices the person has not seen; counts to 100 at most. One statement, from a small index."""
    new = select(Notice.id).where(Notice.user_id == user_id, UNREAD).limit(100)
    return db.session.scalar(select(func.count()).select_from(new.subquery())) or 0


def inbox(actor: Actor, before: int | None = None, limit: int = PAGE) -> list[InboxRow]:
    """The newest notices of a person, or those older than the row `before`. One statement."""
    columns = (Notice.id, Notice.kind, Notice.case_id, Notice.params, Notice.created_at, Notice.read_at)
    rows = select(*columns).where(Notice.user_id == actor.id, Notice.channel == Channel.INBOX)
    if before is not None:
        rows = rows.where(Notice.id < before)
    return [InboxRow(*row) for row in db.session.execute(rows.order_by(Notice.id.desc()).limit(limit))]
