"""The ledger of a case's clocks: what was promised, what became of it, and why it was due then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.core.values import Span
from app.sla import book, calendars
from app.sla.changing import first_span
from app.sla.clocks import ClockKind, End
from app.sla.explain import Moved, explain
from app.sla.ladder import LATE, Step
from app.sla.lamps import (
    CLOCK_WORDS,
    DROPPED,
    KEPT,
    KEPT_LATER,
    NOT_BEGUN,
    PAUSED,
    RAN_OUT,
    UNDONE,
    Lamp,
    LampKind,
    Words,
    lamp_kind,
    late_words,
    span_words,
    time_words,
    used_percent,
)
from app.sla.models import Clock, ClockStep


@dataclass(frozen=True)
class Taken:
    """A step that a clock took, and who of the street noted it."""

    step: Step
    at: datetime
    noted_by_id: int | None
    noted_at: datetime | None


@dataclass(frozen=True)
class LedgerRow:
    """A line of the ledger of clocks on the case page.

    used: percent of the promise. kept: True or False once it stopped, None while it runs, was dropped
    or has not begun. lamp: None unless it runs. result: 还剩 1 个工作时, 做到了, 晚了 …, 核查通过后起算.
    strict_due_at: where it was extended, the due time without that. strict: kept by it, and the work was
    accepted (domain.md section 4). steps: the late ones towards the present due time. part_id: of an assisting unit.
    """

    kind: ClockKind
    name: str
    result: Words
    id: int = 0
    promise: Words | None = None
    span: Span | None = None
    round: int = 0
    started_at: datetime | None = None
    due_at: datetime | None = None
    strict_due_at: datetime | None = None
    stopped_at: datetime | None = None
    used: int = 0
    kept: bool | None = None
    strict: bool | None = None
    lamp: Lamp | None = None
    step: Step = Step.NONE
    estimated: bool = False
    steps: Sequence[Taken] = field(default=())
    part_id: int | None = None

    @property
    def unnoted(self) -> bool:
        """It runs late, and nobody has said that they know."""
        return self.lamp is not None and any(taken.noted_at is None for taken in self.steps)


def clocks_of(
    case_id: int, at: datetime, *, ahead: Sequence[ClockKind] = (), safe_at: datetime | None = None
) -> list[LedgerRow]:
    """Every clock of a case in the order it started, then the kinds `ahead` that have not begun.

    safe_at: when the danger was over; that disposal was done, whatever came after. Two statements at most.
    """
    rows = select(Clock).where(Clock.case_id == case_id).order_by(Clock.round, Clock.started_at, Clock.id)
    found = list(db.session.scalars(rows))
    steps, undone = _late_steps(found), _undone(found, safe_at)
    shown = [_row(clock, at, steps.get(clock.id, ()), undone=clock.id in undone) for clock in found]
    return shown + [_not_begun(kind) for kind in ahead if kind in NOT_BEGUN]


def why(clock: Clock) -> list[Words]:
    """Why a clock is due when it is, line by line. One statement."""
    changes = book.changes([clock.id]).get(clock.id, [])
    calendar = calendars.calendar(clock.calendar_id, clock.started_at)
    moves = [Moved(change.at, change.fact, change.was_due_at) for change in changes]
    return explain(calendar, clock.started_at, first_span(clock, changes), moves)


def lamp_of(clock: object, at: datetime) -> Lamp:
    """A lamp from a Clock or from a row with the same columns."""
    c: Clock = clock  # type: ignore[assignment]
    days = calendars.calendar(c.calendar_id, at)
    kind = lamp_kind(c.yellow_at, c.due_at, at, paused=c.paused_at is not None)
    if kind is LampKind.OFF:
        return Lamp(kind, c.kind, c.due_at, PAUSED, PAUSED, c.estimated)
    words = time_words(days, at, c.due_at, c.unit)
    return Lamp(kind, c.kind, c.due_at, words, time_words(days, at, c.due_at, c.unit, short=True), c.estimated)


def _late_steps(clocks: Iterable[Clock]) -> dict[int, list[Taken]]:
    """By clock. One statement, none where nothing is late."""
    late = {clock.id: clock.lap for clock in clocks if clock.step in LATE}
    rows = select(ClockStep).where(ClockStep.clock_id.in_(late), ClockStep.step.in_(LATE)).order_by(ClockStep.id)
    found: dict[int, list[Taken]] = {}
    for row in db.session.scalars(rows) if late else ():
        if row.lap == late[row.clock_id]:
            taken = Taken(row.step, row.at, row.noted_by_id, row.noted_at)
            found.setdefault(row.clock_id, []).append(taken)
    return found


def _undone(clocks: Iterable[Clock], safe_at: datetime | None) -> set[int]:
    """Disposals that were reported done and had to be done again: a check or a panel said no."""
    disposals = [c for c in clocks if c.kind is ClockKind.DISPOSE]
    return {c.id for c in disposals[:-1] if c.ended is End.DONE and c.stopped_at != safe_at}


def _row(clock: Clock, at: datetime, steps: Sequence[Taken], *, undone: bool) -> LedgerRow:
    days = calendars.calendar(clock.calendar_id, at)
    lamp = lamp_of(clock, at) if clock.stopped_at is None else None
    until = clock.stopped_at or clock.paused_at or at
    kept, strict, result = _result(clock, lamp, undone=undone)
    return LedgerRow(
        kind=clock.kind,
        name=CLOCK_WORDS[clock.kind],
        result=result,
        id=clock.id,
        promise=span_words(clock.span),
        span=clock.span,
        round=clock.round,
        started_at=clock.started_at,
        due_at=clock.due_at,
        strict_due_at=clock.strict_due_at,
        stopped_at=clock.stopped_at,
        used=used_percent(days, clock.started_at, clock.due_at, until, clock.unit),
        kept=kept,
        strict=strict,
        lamp=lamp,
        step=clock.step,
        estimated=clock.estimated,
        steps=steps,
        part_id=clock.part_id,
    )


def _result(clock: Clock, lamp: Lamp | None, *, undone: bool) -> tuple[bool | None, bool | None, Words]:
    """Kept, strictly kept, and the words for it."""
    if lamp is not None:
        return None, None, lamp.words
    if clock.ended is End.DROPPED or clock.stopped_at is None:
        return None, None, DROPPED
    if clock.ended is End.LAPSED:
        return False, False, RAN_OUT
    if clock.stopped_at > clock.due_at:
        days = calendars.calendar(clock.calendar_id, clock.stopped_at)
        return False, False, late_words(days, clock.due_at, clock.stopped_at, clock.unit)
    if undone:
        return True, False, UNDONE
    strict = clock.stopped_at <= (clock.strict_due_at or clock.due_at)
    return True, strict, KEPT if strict else KEPT_LATER


def _not_begun(kind: ClockKind) -> LedgerRow:
    return LedgerRow(kind=kind, name=CLOCK_WORDS[kind], result=Words(NOT_BEGUN[kind]))
