"""Tables of the panel: the roster, the reviews, their pools, seats and ballots, and the lots drawn."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import HumanText, Json, UtcDateTime, text_enum
from app.review.roster.terms import Standing
from app.review.turns import Turn
from app.review.words import DrawValue, ReviewerKind, SeatEnd, Verdict, Vote, Why, WhyVoid, Widened


class Reviewer(StreetScoped, Base):
    """A member of a community's roster. grid_id: their residential grid; phone_mac: for recusal only.

    active: on the roster; serves_from, serves_until: first and last day of the term. consented_at: when they agreed
    to the rules of the text consent_version (roster/consent.py), None once they left. monthly_cap: None as the street
    says. away_until: last day on which they cannot. place_id: a building head's own building.
    """

    __tablename__ = "reviewer"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        UniqueConstraint("street_id", "user_id"),
        same_street("user_id", "user_account"),
        same_street("grid_id", "grid"),
        same_street("place_id", "place"),
        some("uq_reviewer_phone", "street_id", "phone_mac", where="active AND phone_mac IS NOT NULL", unique=True),
        CheckConstraint("serves_until >= serves_from", name="term_ends_after_it_begins"),
        CheckConstraint("monthly_cap IS NULL OR monthly_cap >= 1", name="cap_lets_sit"),
        CheckConstraint("place_id IS NULL OR kind = 'building_head'", name="building_by_office"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    grid_id: Mapped[int]
    kind: Mapped[ReviewerKind] = mapped_column(text_enum(ReviewerKind))
    active: Mapped[bool] = mapped_column(default=True)
    phone_mac: Mapped[str | None] = mapped_column(String(64))
    serves_from: Mapped[date] = mapped_column(Date)
    serves_until: Mapped[date] = mapped_column(Date)
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_version: Mapped[int] = mapped_column(default=0)
    monthly_cap: Mapped[int | None]
    away_until: Mapped[date | None] = mapped_column(Date)
    place_id: Mapped[int | None]

    @property
    def standing(self) -> Standing:
        """What says whether they can be drawn on a day."""
        consented = self.consented_at is not None
        return Standing(self.active, consented, self.serves_from, self.serves_until, self.away_until)


class Sampling(StreetScoped, Base):
    """Whether a `sampled` case is reviewed in this round, and the lot that said so; never drawn again."""

    __tablename__ = "sampling"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "why"),
        same_street("case_id", "case"),
        CheckConstraint("(why = 'lot') = (seed IS NOT NULL)", name="lot_has_seed"),
        CheckConstraint("why = 'lot' OR drawn", name="again_is_reviewed"),
        CheckConstraint("rate BETWEEN 0 AND 100", name="rate_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    round: Mapped[int]
    why: Mapped[Why] = mapped_column(text_enum(Why))
    seed: Mapped[str | None] = mapped_column(String(64))
    rate: Mapped[int]
    drawn: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Review(StreetScoped, Base):
    """One panel for one result of a case. Its limit is the case's clock of kind `review`, from the freeze on.

    Frozen at `opened_at`: the pool with its hash and nonce, how many were left out and why (excluded), where the
    outside value comes from, and how long the case's timeline was then (frozen_seq). Drawn at `drawn_at`: the
    outside value and the seed, once; till then nobody sits. round_key makes the opaque ids and is never shown;
    casts counts ballots and serialises them.
    second: drawn because the one before, for the same result, ended void; there is no third. turn: what time
    has done so far; next_turn_at: when to look again (app/review/turning.py), at once for one just opened.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        UniqueConstraint("case_id", "round", "number"),
        same_street("case_id", "case"),
        CheckConstraint("(decided_at IS NULL) = (verdict = 'pending')", name="decided_has_verdict"),
        CheckConstraint("decided_at IS NULL OR next_turn_at IS NULL", name="decided_waits_for_nothing"),
        CheckConstraint("why_void IS NULL OR verdict = 'void'", name="why_of_a_void_one"),
        CheckConstraint("seats >= quorum AND quorum >= 3", name="quorum_in_seats"),
        CheckConstraint(
            "(seed IS NULL) = (drawn_at IS NULL) AND (seed IS NULL) = (outside IS NULL)", name="drawn_whole"
        ),
        some(
            "uq_review_open",
            "case_id",
            unique=True,
            where="decided_at IS NULL",
        ),
        some("ix_review_waiting", "draw_value", where="seed IS NULL AND decided_at IS NULL"),
        some("ix_review_turn", "next_turn_at", where="next_turn_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    round: Mapped[int]
    number: Mapped[int]
    seats: Mapped[int]
    quorum: Mapped[int]
    widened: Mapped[Widened] = mapped_column(text_enum(Widened))
    round_key: Mapped[str] = mapped_column(String(64))
    pool_hash: Mapped[str] = mapped_column(String(64))
    freeze_nonce: Mapped[str] = mapped_column(String(64))
    excluded: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    draw_value: Mapped[DrawValue] = mapped_column(text_enum(DrawValue))
    frozen_seq: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outside: Mapped[str | None] = mapped_column(String(200))
    seed: Mapped[str | None] = mapped_column(String(64))
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verdict: Mapped[Verdict] = mapped_column(text_enum(Verdict), default=Verdict.PENDING)
    why_void: Mapped[WhyVoid | None] = mapped_column(text_enum(WhyVoid))
    casts: Mapped[int] = mapped_column(default=0)
    second: Mapped[bool] = mapped_column(default=False, server_default=false())
    turn: Mapped[Turn] = mapped_column(text_enum(Turn), default=Turn.NONE, server_default=Turn.NONE.value)
    next_turn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_open(self) -> bool:
        """Undecided: votes are sealed and may still change."""
        return self.decided_at is None

    @property
    def is_drawn(self) -> bool:
        """The seed exists, and the panel with it."""
        return self.seed is not None


class PoolMember(StreetScoped, Base):
    """One id of a frozen pool; never changed. Its rank is not kept: it follows from the seed."""

    __tablename__ = "review_pool"
    __table_args__ = (
        UniqueConstraint("review_id", "opaque_id"),
        same_street("review_id", "review"),
        same_street("reviewer_id", "reviewer"),
    )

    review_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reviewer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opaque_id: Mapped[str] = mapped_column(String(64))


class Seat(StreetScoped, Base):
    """Somebody of the pool sits. ordinal: which chair, counted from 1; one person a chair at a time."""

    __tablename__ = "review_seat"
    __table_args__ = (
        ForeignKeyConstraint(["review_id", "reviewer_id"], ["review_pool.review_id", "review_pool.reviewer_id"]),
        same_street("review_id", "review"),
        CheckConstraint("(vacated_at IS NULL) = (reason IS NULL)", name="vacated_has_reason"),
        some(
            "uq_review_seat_taken",
            "review_id",
            "ordinal",
            unique=True,
            where="vacated_at IS NULL",
        ),
        Index("ix_review_seat_reviewer", "reviewer_id", "review_id"),
    )

    review_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reviewer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordinal: Mapped[int]
    seated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    vacated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[SeatEnd | None] = mapped_column(text_enum(SeatEnd))


class Ballot(Base):
    """The vote of one seat; one each, sealed and changeable until the review is decided."""

    __tablename__ = "ballot"
    __table_args__ = (
        ForeignKeyConstraint(["review_id", "reviewer_id"], ["review_seat.review_id", "review_seat.reviewer_id"]),
        CheckConstraint("attitude BETWEEN 1 AND 5", name="attitude_1_to_5"),
        CheckConstraint("vote <> 'recused'", name="recusal_is_no_vote"),
    )

    review_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reviewer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    vote: Mapped[Vote] = mapped_column(text_enum(Vote))
    attitude: Mapped[int]
    line: Mapped[str] = mapped_column(HumanText, default="")
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)
