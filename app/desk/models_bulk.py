"""One move on many cases: what was asked, and what became of each of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.lifecycle import State
from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText, Json, UtcDateTime, text_enum
from app.desk.words import BulkEnd, BulkVerb


class BulkRun(StreetScoped, Base):
    """Asked for once, however often its form is sent (`token`).

    words: what goes with every move, until the last is made: then the cases hold it, where it can be erased.
    """

    __tablename__ = "bulk_run"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        UniqueConstraint("street_id", "by_id", "token"),
        same_street("by_id", "user_account"),
        same_street("member_id", "user_account"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int]
    filters: Mapped[dict[str, Any]] = mapped_column(Json)
    verb: Mapped[BulkVerb] = mapped_column(text_enum(BulkVerb))
    token: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(HumanText)


class BulkRow(StreetScoped, Base):
    """One case of a run. seen: how long its story was on the preview; outcome None: still to be made.

    state: where the case stood afterwards; said: a rule's words (a msgid) and what fills them.
    member_id, unit_id: where the preview said that it would go, where each goes somewhere else. No keys: SQLite
    would copy the whole table to add them, and the move itself asks whether they may have it.
    """

    __tablename__ = "bulk_row"
    __table_args__ = (
        UniqueConstraint("run_id", "case_id"),
        same_street("run_id", "bulk_run"),
        same_street("case_id", "case"),
        Index("ix_bulk_row_case", "case_id"),
        some("ix_bulk_row_waiting", "run_id", "id", where="outcome IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int]
    case_id: Mapped[int]
    seen: Mapped[int]
    outcome: Mapped[BulkEnd | None] = mapped_column(text_enum(BulkEnd))
    state: Mapped[State | None] = mapped_column(text_enum(State))
    said: Mapped[str] = mapped_column(String(200), default="")
    params: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    member_id: Mapped[int | None]
    unit_id: Mapped[int | None]
