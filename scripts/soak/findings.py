"""What a soak left in the database, held against the pure ladder and against the notices told once more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select

from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.core.db import WRITING, db
from app.core.events import publish
from app.notices.models import Notice
from app.notices.words import Channel
from app.sla import book, calendars
from app.sla.changing import DECISIONS, facts_of, first_span
from app.sla.events import TOLD, ClockEvent
from app.sla.ladder import moments_of
from app.sla.models import Clock, ClockChange, ClockStep
from app.sla.reckoning import reckon
from app.sla.workcal import Calendar
from scripts.soak.judging import STEPS, Life, Stretch, Sweep, Taken, Verdict, judge

Told = tuple[str, int, str]
OF_CLOCKS = Notice.event_key.like("clock:%")


@dataclass(frozen=True)
class Messages:
    """Notices of the clocks. told: steps of which somebody had to hear. missing, needless: reader and channel."""

    told: int
    rows: int
    missing: Sequence[Told]
    needless: Sequence[Told]
    twice: int
    mails: int
    undelivered: int

    @property
    def good(self) -> bool:
        """Everybody heard of every highest step once, and nobody of anything else."""
        return not (self.missing or self.needless or self.twice or self.undelivered)


def steps(book_of_turns: Path, last: datetime, slack: timedelta) -> Verdict:
    """Every recorded step against those that had to be recorded; last: when the sweep after the end looked."""
    return judge(_lives(), [*_sweeps(book_of_turns), Sweep(last, last, alone=True)], slack)


def parked() -> int:
    """Clocks that a sweep could not read."""
    return db.session.scalar(select(func.count()).where(Clock.parked_at.is_not(None))) or 0


def messages() -> Messages:
    """What was told, and what telling every highest step again to an empty outbox would tell. Keeps nothing."""
    events, rows, called = _highest(), _rows(), _called()
    db.session.rollback()
    db.session.connection(execution_options=WRITING)
    db.session.execute(delete(Notice).where(OF_CLOCKS))
    for event in events:
        publish(event)
    again = _rows()
    db.session.rollback()
    # A case that went down the phone list has another owner by now: there it is asked only that somebody heard.
    moved = {event.key for event in events if event.case_id in called}
    heard = {key for key, *_ in rows}
    missing = [row for row in again if row not in rows and (row[0] not in moved or row[0] not in heard)]
    needless = [row for row in rows if row not in again and row[0] not in moved]
    return Messages(len(events), len(rows), missing, needless, _twice(), *_mails())


def _lives() -> Iterator[tuple[str, Life]]:
    clocks = db.session.scalars(select(Clock).order_by(Clock.id)).all()
    changes = book.changes(clock.id for clock in clocks)
    taken: dict[int, list[Taken]] = {}
    for row in db.session.scalars(select(ClockStep).order_by(ClockStep.id)):
        taken.setdefault(row.clock_id, []).append(Taken(row.lap, row.step, row.at))
    for clock in clocks:
        days = calendars.calendar(clock.calendar_id, clock.started_at)
        stretches = list(_stretches(clock, changes.get(clock.id, []), days))
        yield f"clock {clock.id} {clock.kind.value}", Life(days, clock.at_night, stretches, taken.get(clock.id, []))


def _stretches(clock: Clock, changes: list[ClockChange], days: Calendar) -> Iterator[Stretch]:
    """Between what moved the promise; none while it is paused."""
    lap, span = 1, first_span(clock, changes)
    for n in range(len(changes) + 1):
        begins = changes[n - 1].at if n else clock.started_at
        ends = changes[n].at if n < len(changes) else clock.stopped_at
        lap += n > 0 and changes[n - 1].what in DECISIONS
        made = reckon(days, span, clock.started_at, facts_of(changes[:n]))
        if made.left is None:
            yield Stretch(lap, begins, ends, moments_of(days, made))


def _sweeps(book_of_turns: Path) -> Iterator[Sweep]:
    for line in book_of_turns.read_text("ascii").splitlines():
        at, over = line.split()
        yield Sweep(datetime.fromisoformat(at), datetime.fromisoformat(over))


def _highest() -> list[ClockEvent]:
    """Of the steps that one turn took of a clock, the highest."""
    columns = (ClockStep.at, ClockStep.lap, ClockStep.step, Clock.id, Clock.street_id, Clock.case_id, Clock.kind)
    found = select(*columns, Clock.due_at).join(Clock, Clock.id == ClockStep.clock_id)
    highest = {}
    for row in sorted(db.session.execute(found), key=lambda row: STEPS.index(row.step)):
        highest[row.id, row.lap, row.at] = row
    return [TOLD[r.step](r.street_id, r.at, r.id, r.case_id, r.kind, r.due_at, r.lap) for r in highest.values()]


def _rows() -> set[Told]:
    found = db.session.execute(select(Notice.event_key, Notice.user_id, Notice.channel).where(OF_CLOCKS))
    return {(key, user_id or 0, Channel(channel).value) for key, user_id, channel in found}


def _called() -> set[int]:
    return set(db.session.scalars(select(CaseEntry.case_id).where(CaseEntry.verb == Verb.CALL_NEXT)))


def _twice() -> int:
    same = select(Notice.event_key).where(OF_CLOCKS).group_by(Notice.event_key, Notice.user_id, Notice.channel)
    return db.session.scalar(select(func.count()).select_from(same.having(func.count() > 1).subquery())) or 0


def _mails() -> tuple[int, int]:
    """Of every kind: how many, and how many of them still wait or were given up."""
    mails = select(func.count()).where(Notice.channel == Channel.MAIL)
    left = mails.where(Notice.delivered_at.is_(None))
    return db.session.scalar(mails) or 0, db.session.scalar(left) or 0


def cases() -> int:
    """How many were reported."""
    return db.session.scalar(select(func.count()).select_from(Case)) or 0
