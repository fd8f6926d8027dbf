"""What a resident may hold us to: the first contact, the work done, and the result confirmed by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.cases.models import Case
from app.cases.words import ReviewRule
from app.catalog import queries as catalog
from app.core.values import Span
from app.sla import calendars
from app.sla.clocks import ClockKind
from app.sla.lamps import LampKind
from app.sla.queries import LedgerRow, clocks_of
from app.sla.workcal import Calendar, due

LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Promised:
    """respond: first contact; done: the work, by the earlier of our date and the city's; confirmed_by: by when
    somebody else has checked it and, where that may come, the neighbours have judged it; None once that is over.

    A panel that comes to no verdict moves confirmed_by: to the limit of the second, then to that of the duty chief.
    """

    respond: LedgerRow | None
    done: LedgerRow | None
    confirmed_by: datetime | None


def promised(case: Case, at: datetime) -> Promised:
    """The dates of a case as they stand. One statement."""
    rows = clocks_of(case.id, at)
    latest = {row.kind: row for row in rows}
    return Promised(latest.get(ClockKind.RESPOND), _done(latest), _confirmed_by(case, rows, at))


def confirmed_by(calendar: Calendar, done_by: datetime, stages: Sequence[Span]) -> datetime:
    """When the stages after the work (check, review) are over if each takes the whole of its limit. Pure."""
    for span in stages:
        done_by = due(calendar, done_by, span).at
    return done_by


def _done(latest: dict[ClockKind, LedgerRow]) -> LedgerRow | None:
    """effective_due = min(category due, hotline due) (domain.md section 3)."""
    ours, city = latest.get(ClockKind.DISPOSE), latest.get(ClockKind.HOTLINE)
    both = [row for row in (ours, city) if row and row.due_at and row.stopped_at is None]
    return min(both, key=lambda row: row.due_at or LAST, default=ours)


def _confirmed_by(case: Case, rows: Sequence[LedgerRow], at: datetime) -> datetime | None:
    running = {row.kind: row for row in rows if row.lamp is not None and row.lamp.kind is not LampKind.OFF}
    calendar = calendars.in_force(case.street_id, at).calendar
    if judged := running.get(ClockKind.REVIEW) or running.get(ClockKind.OVERRIDE):
        return judged.due_at
    if (check := running.get(ClockKind.CHECK)) is not None and check.due_at:
        return confirmed_by(calendar, check.due_at, _stages(case, at)[1:])
    done = _done(running)
    return None if done is None or done.due_at is None else confirmed_by(calendar, done.due_at, _stages(case, at))


def _stages(case: Case, at: datetime) -> list[Span]:
    """The check, and the review where the lot has not said that there is none."""
    kinds = [ClockKind.CHECK]
    sampled = case.review_rule is ReviewRule.SAMPLED and case.drawn is not False
    if case.review_rule is ReviewRule.REQUIRED or sampled:
        kinds.append(ClockKind.REVIEW)
    return [catalog.stage_limit(case.street_id, kind.value, case.urgency, at) for kind in kinds]
