"""How a notice is written: one statement for all its readers and channels; what was told before is not told again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.rows import append_all
from app.notices import channels
from app.notices.models import Notice
from app.notices.readers import Reader
from app.notices.words import Channel, NoticeKind


@dataclass(frozen=True)
class Told:
    """What is told. key: of what happened, so that it is told once; facts: what fills its sentence, as plain values."""

    street_id: int
    kind: NoticeKind
    key: str
    facts: Mapping[str, Any]
    case_id: int | None = None


def key_of(kind: NoticeKind, number: int, at: datetime) -> str:
    """The key of something that happened to a row at a moment."""
    return f"{kind.value}:{number}:{at.timestamp():.6f}"


def write(told: Told, whom: Iterable[Reader], at: datetime) -> None:
    """Put it into every inbox, and into the post of those who have an address."""
    by_mail = channels.mail() is not None
    rows: list[dict[str, Any]] = []
    for reader in whom:
        row: dict[str, Any] = {
            "street_id": told.street_id,
            "case_id": told.case_id,
            "event_key": told.key,
            "user_id": reader.user_id,
        }
        row |= {"kind": told.kind, "params": dict(told.facts), "created_at": at, "attempts": 0}
        rows.append(row | {"channel": Channel.INBOX, "delivered_at": at, "next_try_at": None})
        if by_mail and reader.email:
            rows.append(row | {"channel": Channel.MAIL, "delivered_at": None, "next_try_at": at})
    if rows:
        append_all(Notice, rows, once=True)
