"""Tables of time: the street's calendar, the clocks of its cases, and the steps they took."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, orm_insert_sentinel

from app.core import heard
from app.core.db import Base
from app.core.indexes import some
from app.core.scope import StreetScoped, same_street
from app.core.types import Json, UtcDateTime, text_enum
from app.core.values import Span, Unit
from app.sla.almanac import Source
from app.sla.clocks import ClockKind, End
from app.sla.ladder import Step
from app.sla.reckoning import Fact, What


class CalendarVersion(StreetScoped, Base):
    """A version of a street's calendar, in force from `from_at`; clocks keep the one they were made with."""

    __tablename__ = "calendar"
    __table_args__ = (UniqueConstraint("street_id", "version"), UniqueConstraint("street_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    windows: Mapped[Any] = mapped_column(Json)  # [["08:30", "12:00"], …] in street time


class CalendarDay(Base):
    """A day that is not simply its weekday."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("calendar_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"))
    day: Mapped[date] = mapped_column(Date)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(80))
    source: Mapped[Source] = mapped_column(text_enum(Source))


class Clock(StreetScoped, Base):
    """A promise running on a case. Not begun is no row; paused has paused_at and what was left.

    due_at is reckoned from amount and unit, started_at, the changes of the clock and its calendar
    (`app.sla.reckoning`). strict_due_at: without extensions, where there are any. lap: goes up when the due time
    is moved by a decision, so that the steps towards the new one are taken anew.
    """

    __tablename__ = "clock"
    __table_args__ = (
        same_street("case_id", "case"),
        same_street("calendar_id", "calendar"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(stopped_at IS NULL) = (ended IS NULL)", name="ended_with_stop"),
        CheckConstraint("stopped_at IS NULL OR next_check_at IS NULL", name="stopped_is_not_checked"),
        CheckConstraint("(paused_at IS NULL) = (left_us IS NULL)", name="pause_keeps_what_is_left"),
        # A case, and each part of it, has at most one running clock of a kind: two would promise two dates.
        some("uq_clock_running", "case_id", "kind", where="stopped_at IS NULL AND part_id IS NULL", unique=True),
        some("uq_clock_part", "part_id", "kind", where="stopped_at IS NULL AND part_id IS NOT NULL", unique=True),
        Index("ix_clock_case_id", "case_id"),
        # Asked every few seconds, so each must stay as small as what it finds.
        some("ix_clock_unsigned", "due_at", where="kind = 'sign_in' AND stopped_at IS NULL"),
        some("ix_clock_to_call", "case_id", where="kind = 'call_back' AND stopped_at IS NULL"),
        some("ix_clock_estimated", "street_id", where="estimated AND stopped_at IS NULL"),
        some("ix_clock_parked", "street_id", where="parked_at IS NOT NULL AND stopped_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    round: Mapped[int]
    kind: Mapped[ClockKind] = mapped_column(text_enum(ClockKind))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(text_enum(Unit))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    yellow_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended: Mapped[End | None] = mapped_column(text_enum(End))
    step: Mapped[Step] = mapped_column(text_enum(Step), default=Step.NONE)
    lap: Mapped[int] = mapped_column(default=1, server_default="1")
    strict_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at_night: Mapped[bool] = mapped_column(default=False)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_us: Mapped[int | None] = mapped_column(BigInteger)
    calendar_id: Mapped[int]
    limit_id: Mapped[int | None] = mapped_column(ForeignKey("category_limit.id"))
    # Of an assisting unit's part. No key: SQLite would copy the whole table to add one.
    part_id: Mapped[int | None]
    estimated: Mapped[bool] = mapped_column(default=False)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Lets SQLite insert the clocks of a report in one statement: it cannot order ids it made itself.
    _sentinel: Mapped[int] = orm_insert_sentinel()

    @property
    def span(self) -> Span:
        """What was promised."""
        return Span(self.amount, self.unit)

    @property
    def is_running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stopped_at is None and self.paused_at is None

    def stop(self, at: datetime, ended: End) -> None:
        """The clock stands still for good; its steps stay. What is done is done when it was made, though we hear of
        it later (core/heard.py); never before it was promised."""
        self.stopped_at = max(heard.done_at(at), self.started_at) if ended is End.DONE else at
        self.ended, self.next_check_at = ended, None
        self.paused_at = self.left_us = None


class ClockStep(Base):
    """A step of a clock, recorded exactly once a lap; from 红牌 on somebody of the street takes note of it."""

    __tablename__ = "clock_step"
    __table_args__ = (
        UniqueConstraint("clock_id", "lap", "step"),
        some("ix_clock_step_unnoted", "clock_id", where="noted_at IS NULL AND step IN ('red', 'up_one', 'up_two')"),
        CheckConstraint("(noted_at IS NULL) = (noted_by_id IS NULL)", name="noted_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    lap: Mapped[int] = mapped_column(default=1, server_default="1")
    step: Mapped[Step] = mapped_column(text_enum(Step))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClockChange(Base):
    """Something that moved a promise; append-only. What is None: reckoned anew by another calendar.

    amount, unit: the days of an extension, or the limit of another category. was_…: how the clock stood before.
    """

    __tablename__ = "clock_change"
    __table_args__ = (CheckConstraint("(amount IS NULL) = (unit IS NULL)", name="whole_span"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[What | None] = mapped_column(text_enum(What))
    amount: Mapped[int | None]
    unit: Mapped[Unit | None] = mapped_column(text_enum(Unit))
    was_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    was_amount: Mapped[int]
    was_unit: Mapped[Unit] = mapped_column(text_enum(Unit, "was_unit"))
    was_calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"))

    @property
    def fact(self) -> Fact | None:
        """As reckoning takes it; None for a change of the calendar, which reckons everything anew."""
        span = Span(self.amount, self.unit) if self.amount and self.unit else None
        return None if self.what is None else Fact(self.at, self.what, span)
