"""What hangs on a case: its timeline, texts, photos, handlers, checks, approvals, decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, orm_insert_sentinel

from app.cases.lifecycle import State, Verb
from app.cases.words import Approval, HandlerHow, PhotoKind, TextKind
from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText, Json, UtcDateTime, text_enum


class CaseEntry(StreetScoped, Base):
    """One line of the timeline: append-only, chained by hash; triggers refuse change and removal."""

    __tablename__ = "case_entry"
    __table_args__ = (UniqueConstraint("case_id", "seq"), same_street("case_id", "case"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor_kind: Mapped[str] = mapped_column(String(12))
    verb: Mapped[Verb] = mapped_column(text_enum(Verb))
    from_state: Mapped[State | None] = mapped_column(text_enum(State, "from_state"))
    to_state: Mapped[State] = mapped_column(text_enum(State, "to_state"))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    commitments: Mapped[list[str]] = mapped_column(Json, default=list)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    # Lets SQLite insert the lines of a report in one statement: it cannot order ids it made itself.
    _sentinel: Mapped[int] = orm_insert_sentinel()


class CaseText(StreetScoped, Base):
    """A text somebody wrote; the chain holds only its salted commitment, so it can be erased."""

    __tablename__ = "case_text"
    __table_args__ = (same_street("case_id", "case"), Index("ix_case_text_kind", "case_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    kind: Mapped[TextKind] = mapped_column(text_enum(TextKind))
    round: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    value: Mapped[str | None] = mapped_column(HumanText)
    salt: Mapped[str | None] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CasePhoto(StreetScoped, Base):
    """A picture or document; bytes lie in the attachment store under `sha256`."""

    __tablename__ = "case_photo"
    __table_args__ = (
        same_street("case_id", "case"),
        UniqueConstraint("case_id", "sha256", "kind", "round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    kind: Mapped[PhotoKind] = mapped_column(text_enum(PhotoKind))
    round: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    mime: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120), default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lon: Mapped[float | None] = mapped_column(Float)
    lat: Mapped[float | None] = mapped_column(Float)
    # Of pictures of a result (app/cases/shots.py): how far from the case, and what speaks against each.
    metres_off: Mapped[int | None]
    doubts: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    salt: Mapped[str | None] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseHandler(StreetScoped, Base):
    """Somebody (or a unit) who signed in, handled or led a part: never again its judge."""

    __tablename__ = "case_handler"
    __table_args__ = (
        UniqueConstraint("case_id", "user_id"),
        same_street("case_id", "case"),
        same_street("user_id", "user_account"),
        same_street("unit_id", "unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(index=True)
    how: Mapped[HandlerHow] = mapped_column(text_enum(HandlerHow))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseAbout(StreetScoped, Base):
    """Whom the case complains about: out of routing, sight, check, review and ruling."""

    __tablename__ = "case_about"
    __table_args__ = (
        same_street("case_id", "case"),
        CheckConstraint("(user_id IS NULL) <> (unit_id IS NULL)", name="person_or_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


class CaseCheck(StreetScoped, Base):
    """A check of the result by somebody who did not handle it; a trigger refuses handlers."""

    __tablename__ = "case_check"
    __table_args__ = (same_street("case_id", "case"), same_street("checker_id", "user_account"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    round: Mapped[int]
    checker_id: Mapped[int]
    passed: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseApproval(StreetScoped, Base):
    """Why a case could close: one of four kinds, once a round. Without a row nothing closes."""

    __tablename__ = "case_approval"
    __table_args__ = (UniqueConstraint("case_id", "round"), same_street("case_id", "case"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    round: Mapped[int]
    kind: Mapped[Approval] = mapped_column(text_enum(Approval))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    check_id: Mapped[int | None] = mapped_column(ForeignKey("case_check.id"))
    review_ref: Mapped[int | None]
    reason_text_id: Mapped[int | None] = mapped_column(ForeignKey("case_text.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoutingDecision(StreetScoped, Base):
    """What the rules chose and why, as told on the case page (为什么是我)."""

    __tablename__ = "routing_decision"
    __table_args__ = (same_street("case_id", "case"), CheckConstraint("kind IN ('route','checker')", name="kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Json)


class LedgerRoot(StreetScoped, Base):
    """The hourly root over all heads that changed, chained to the root before; append-only."""

    __tablename__ = "ledger_root"
    __table_args__ = (UniqueConstraint("street_id", "number"), UniqueConstraint("street_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LedgerHead(StreetScoped, Base):
    """How long a case's chain was, and its head, when a root was made. No key to the case: it outlives it."""

    __tablename__ = "ledger_head"
    __table_args__ = (same_street("root_id", "ledger_root"), Index("ix_ledger_head_case", "case_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    root_id: Mapped[int] = mapped_column(index=True)
    case_id: Mapped[int]
    length: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
