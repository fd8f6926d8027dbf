"""What pages ask about time. Each function is one statement, however long the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, text

from app.core.db import db
from app.sla import calendars
from app.sla.almanac import Source
from app.sla.clocks import ClockKind, End, Step
from app.sla.lamps import (
    CLOCK_WORDS,
    DROPPED,
    KEPT,
    NOT_BEGUN,
    PAUSED,
    Lamp,
    LampKind,
    Words,
    lamp_kind,
    late_words,
    span_words,
    time_words,
    used_percent,
    worst,
)
from app.sla.models import CalendarDay, CalendarVersion, Clock
from app.sla.workcal import is_open

RESIDENT_KINDS = (ClockKind.RESPOND, ClockKind.DISPOSE)


@dataclass(frozen=True)
class LedgerRow:
    """A line of the ledger of clocks on the case page.

    used: percent of the promise. kept: True or False once it stopped, None while it runs, was dropped
    or has not begun. lamp: None unless it runs. result: 还剩 1 个工作时, 做到了, 晚了 …, 核查通过后起算.
    """

    kind: ClockKind
    name: str
    promise: Words | None
    round: int
    started_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    used: int
    kept: bool | None
    lamp: Lamp | None
    result: Words
    step: Step
    estimated: bool


def clocks_of(case_id: int, at: datetime, *, ahead: Sequence[ClockKind] = ()) -> list[LedgerRow]:
    """Every clock of a case in the order it started, then the kinds `ahead` that have not begun."""
    found = db.session.scalars(
        select(Clock).where(Clock.case_id == case_id).order_by(Clock.round, Clock.started_at, Clock.id)
    )
    return [_row(clock, at) for clock in found] + [_not_begun(kind) for kind in ahead if kind in NOT_BEGUN]


def promises_of(case_id: int, at: datetime) -> dict[ClockKind, LedgerRow]:
    """What a resident may hold us to: the latest promise to contact and to dispose."""
    return {row.kind: row for row in clocks_of(case_id, at) if row.kind in RESIDENT_KINDS}


def lamps_for(case_ids: Iterable[int], at: datetime) -> dict[int, Lamp]:
    """The worst running clock of each case, as a lamp; a case without a running clock is left out."""
    ids = list(case_ids)
    if not ids:
        return {}
    lamps: dict[int, list[Lamp]] = {}
    columns = (Clock.case_id, Clock.kind, Clock.due_at, Clock.yellow_at, Clock.unit, Clock.paused_at)
    rows = select(*columns, Clock.calendar_id, Clock.estimated)
    for row in db.session.execute(rows.where(Clock.case_id.in_(ids), Clock.stopped_at.is_(None))):
        lamps.setdefault(row.case_id, []).append(_lamp(row, at))
    return {case_id: found for case_id, of_case in lamps.items() if (found := worst(of_case))}


def office_open(street_id: int, at: datetime) -> bool:
    """Whether the street's office is open at a moment, by its calendar."""
    return is_open(calendars.in_force(street_id, at).calendar, at)


def overdue_now(street_id: int, at: datetime) -> int:
    """How many running clocks of a street are past due."""
    late = select(func.count()).where(Clock.street_id == street_id, Clock.due_at <= at)
    return db.session.scalar(late.where(Clock.stopped_at.is_(None), Clock.paused_at.is_(None))) or 0


def streets_without_year(year: int) -> list[int]:
    """Streets whose latest calendar has no official day of `year`."""
    latest = select(func.max(CalendarVersion.id)).group_by(CalendarVersion.street_id)
    has_year = exists().where(
        CalendarDay.calendar_id == CalendarVersion.id,
        CalendarDay.source == Source.OFFICIAL,
        func.extract("year", CalendarDay.day) == year,
    )
    rows = select(CalendarVersion.street_id).where(CalendarVersion.id.in_(latest), ~has_year)
    return list(db.session.scalars(rows.order_by(CalendarVersion.street_id)))


def estimated_by_street() -> Mapping[int, int]:
    """Running clocks whose due time rests on a year without official data, counted by street."""
    return _count_by_street("estimated AND stopped_at IS NULL")


def parked_by_street() -> Mapping[int, int]:
    """Clocks that the sweep had to set aside, counted by street."""
    return _count_by_street("parked_at IS NOT NULL AND stopped_at IS NULL")


def _count_by_street(condition: str) -> Mapping[int, int]:
    # Spelt as in the model, so that both databases answer from the small index.
    rows = select(Clock.street_id, func.count()).where(text(condition)).group_by(Clock.street_id)
    return dict(db.session.execute(rows).all())


def _lamp(clock: object, at: datetime) -> Lamp:
    """A lamp from a Clock or from a row with the same columns."""
    c: Clock = clock  # type: ignore[assignment]
    days = calendars.calendar(c.calendar_id, at)
    kind = lamp_kind(c.yellow_at, c.due_at, at, paused=c.paused_at is not None)
    if kind is LampKind.OFF:
        return Lamp(kind, c.kind, c.due_at, PAUSED, PAUSED, c.estimated)
    words = time_words(days, at, c.due_at, c.unit)
    return Lamp(kind, c.kind, c.due_at, words, time_words(days, at, c.due_at, c.unit, short=True), c.estimated)


def _row(clock: Clock, at: datetime) -> LedgerRow:
    days = calendars.calendar(clock.calendar_id, at)
    lamp = _lamp(clock, at) if clock.stopped_at is None else None
    until = clock.stopped_at or clock.paused_at or at
    kept, result = _result(clock, lamp)
    return LedgerRow(
        kind=clock.kind,
        name=CLOCK_WORDS[clock.kind],
        promise=span_words(clock.span),
        round=clock.round,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        used=used_percent(days, clock.started_at, clock.due_at, until, clock.unit),
        kept=kept,
        lamp=lamp,
        result=result,
        step=clock.step,
        estimated=clock.estimated,
    )


def _result(clock: Clock, lamp: Lamp | None) -> tuple[bool | None, Words]:
    if lamp is not None:
        return None, lamp.words
    if clock.ended is End.DROPPED or clock.stopped_at is None:
        return None, DROPPED
    if clock.stopped_at <= clock.due_at:
        return True, KEPT
    days = calendars.calendar(clock.calendar_id, clock.stopped_at)
    return False, late_words(days, clock.due_at, clock.stopped_at, clock.unit)


def _not_begun(kind: ClockKind) -> LedgerRow:
    return LedgerRow(
        kind=kind,
        name=CLOCK_WORDS[kind],
        promise=None,
        round=0,
        started_at=None,
        due_at=None,
        stopped_at=None,
        used=0,
        kept=None,
        lamp=None,
        result=Words(NOT_BEGUN[kind]),
        step=Step.NONE,
        estimated=False,
    )
