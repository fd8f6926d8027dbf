"""What each filter of the list asks of a case. Nothing here joins: a condition fits wherever there is a Case."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, text

from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import Source, Urgency
from app.catalog.models_places import Unit
from app.core.clock import from_street
from app.desk.filters import ALL, OPEN, TO_CALL, Filters
from app.grid.queries import GridRow
from app.people.models import User
from app.sla.lamps import LampKind
from app.sla.models import Clock
from app.sla.running import has_a_clock, waits_for_a_call


def conditions(filters: Filters, tree: Sequence[GridRow], at: datetime) -> list[ColumnElement[bool]]:
    """Everything but the search itself; a receipt number stands alone."""
    if filters.receipt is not None:
        return [Case.receipt == filters.receipt]
    found: list[ColumnElement[bool]] = [*_state(filters.state)]
    if filters.category is not None:
        found.append(Case.category_id == filters.category)
    if filters.source:
        found.append(Case.source == Source(filters.source))
    if filters.urgency:
        found.append(_urgency(Urgency(filters.urgency), few=filters.leaves_few))
    if filters.relapse:
        found.append(Case.relapse_of_id.is_not(None))
    if filters.grid is not None:
        ids = below(tree, filters.grid)
        found.append(or_(Case.owner_grid_id.in_(ids), Case.place_grid_id.in_(ids)))
    return [*found, *_hands(filters), *_days(filters.since, filters.until), *_lamp(filters.lamp, at)]


def _urgency(wanted: Urgency, *, few: bool) -> ColumnElement[bool]:
    """Spelt as the index of the urgent ones has it, where all there ever were are asked for: the others are nearly
    all there are, and of those that are open the index of the open ones finds them sooner."""
    if few or wanted is Urgency.NORMAL:
        return Case.urgency == wanted
    return and_(text("\"case\".urgency <> 'normal'"), Case.urgency == wanted)


def _hands(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.unit is not None:
        found.append(Case.handling_unit_id == filters.unit)
    if filters.owner is not None:
        found.append(Case.owner_id == filters.owner)
    if filters.who:
        people = select(User.id).where(_holds(User.name, filters.who))
        units = select(Unit.id).where(_holds(Unit.name, filters.who))
        found.append(or_(Case.owner_id.in_(people), Case.handling_unit_id.in_(units)))
    return found


def _state(wanted: str) -> list[ColumnElement[bool]]:
    if wanted == OPEN:
        return [and_(Case.is_open)]
    if wanted == TO_CALL:
        return [waits_for_a_call()]
    return [] if wanted == ALL else [Case.state == State(wanted)]


def _days(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    from_ = [Case.reported_at >= from_street(since, time.min)] if since else []
    to = [Case.reported_at < from_street(until + timedelta(days=1), time.min)] if until else []
    return [*from_, *to]


def _lamp(wanted: str, at: datetime) -> list[ColumnElement[bool]]:
    """The worst running clock, asked of the clocks themselves."""
    if not wanted:
        return []
    running = and_(Clock.case_id == Case.id, Clock.stopped_at.is_(None))
    ticking = and_(running, Clock.paused_at.is_(None))
    red, yellow = _any(ticking, Clock.due_at <= at), _any(ticking, Clock.yellow_at <= at)
    by_lamp = {
        LampKind.RED: [has_a_clock(), red],
        LampKind.YELLOW: [has_a_clock(), yellow, ~red],
        LampKind.GREEN: [has_a_clock(), _any(ticking), ~yellow, ~red],
        LampKind.OFF: [has_a_clock(), _any(running, Clock.paused_at.is_not(None)), ~_any(ticking)],
    }
    return by_lamp[LampKind(wanted)]


def _any(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(Clock.id).where(*conditions).correlate(Case))


def _holds(column: Any, text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True)  # type: ignore[no-any-return]


def below(tree: Iterable[GridRow], top: int) -> list[int]:
    """A grid and everything under it; the tree lists each before its children."""
    ids = {top}
    for row in tree:
        if row.parent_id in ids:
            ids.add(row.id)
    return sorted(ids)
