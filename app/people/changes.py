"""The trail of the set-up: who changed what, from what to what. Written once, never changed (a trigger)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, db
from app.core.permissions import Actor
from app.core.rows import append
from app.core.scope import StreetScoped, same_street
from app.core.triggers import Rule, append_only
from app.core.types import Json, UtcDateTime, text_enum
from app.people.models import Street
from app.people.words import Setting

RULES: tuple[Rule, ...] = append_only("setup_change", "0013")


class SetupChange(StreetScoped, Base):
    """A line of the trail. subject: which one, as people call it; by_id None: a command or the program."""

    __tablename__ = "setup_change"
    __table_args__ = (same_street("by_id", "user_account"), Index("ix_setup_change_street", "street_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    what: Mapped[Setting] = mapped_column(text_enum(Setting))
    subject: Mapped[str] = mapped_column(String(120))
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)


def one_at_a_time(street_id: int) -> None:
    """Hold the street's row until the end: what two do at once to the same set-up comes one after the other.

    SQLite knows no FOR UPDATE and needs none, for its writers queue already.
    """
    db.session.execute(select(Street.id).where(Street.id == street_id).with_for_update())


def note(
    actor: Actor, what: Setting, subject: str, before: Mapping[str, Any], after: Mapping[str, Any], *, at: datetime
) -> None:
    """Keep what a change changed: only the names whose values differ; nothing when none does.

    before, after: plain JSON values by name, {} for what was not there. Never a password, a telephone or an address
    of a person: say that it changed ("phone": "changed"), not what it is.
    """
    names = [n for n in sorted({*before, *after}) if before.get(n) != after.get(n)]
    if not names:
        return
    sides = ({n: side[n] for n in names if n in side} for side in (before, after))
    was, now = sides
    row = {"street_id": actor.street_id, "at": at, "by_id": actor.id, "what": what, "subject": subject[:120]}
    append(SetupChange, **row, before=was, after=now)


def changes(
    street_id: int, what: Setting | None = None, below: int | None = None, limit: int = 50
) -> list[SetupChange]:
    """Lines of the trail, the newest first, of one kind when named, under the key `below`. One statement."""
    rows = select(SetupChange).where(SetupChange.street_id == street_id)
    if what is not None:
        rows = rows.where(SetupChange.what == what)
    if below is not None:
        rows = rows.where(SetupChange.id < below)
    return list(db.session.scalars(rows.order_by(SetupChange.id.desc()).limit(limit)))
