"""What the desk's pages show: every case by filter, and what waits for a decision. By key, never by offset."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, text
from sqlalchemy.orm import aliased

from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseText
from app.cases.policy import visible_to
from app.cases.words import Approval, DeskKind, Source, TextKind, Urgency
from app.catalog.models import Category
from app.catalog.models_places import Estate, Unit
from app.core.clock import from_street
from app.core.db import db
from app.core.permissions import Actor
from app.core.values import Tier
from app.desk.filters import ALL, OPEN, TO_CALL, Filters
from app.grid.models import Grid
from app.grid.queries import GridRow
from app.people.models import User
from app.sla import queries as sla
from app.sla.lamps import Lamp, LampKind
from app.sla.models import Clock

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAID_MAX = 120


@dataclass(frozen=True)
class DeskRow:
    """A line of the list. grid: of the answering tier, else where it lies; said: how the report begins."""

    id: int
    receipt: str
    state: State
    source: Source
    urgency: Urgency
    reported_at: datetime
    address: str
    returns: int
    desk_kind: DeskKind | None
    desk_since: datetime | None
    restricted: bool
    name_zh: str | None
    name_en: str | None
    estate: str | None
    grid: str | None
    tier: Tier | None
    owner: str | None
    unit: str | None
    unreviewed: bool
    relapse_of_id: int | None = None
    lamp: Lamp | None = None
    said: str = ""

    @property
    def where(self) -> str:
        """The address, else the estate."""
        return self.address or self.estate or ""

    @property
    def holder(self) -> str:
        """In whose hands it is."""
        return self.unit or self.owner or ""


@dataclass(frozen=True)
class DeskPage:
    """Rows, and the key of the next page; None when this is the last."""

    rows: Sequence[DeskRow]
    more: str | None


def case_list(actor: Actor, filters: Filters, tree: Sequence[GridRow], before: int | None, at: datetime) -> DeskPage:
    """Fifty cases by filter, the newest first, from below the key `before`. Two statements."""
    rows = _rows(_said()).where(visible_to(actor), *_conditions(filters, tree, at))
    if before is not None:
        rows = rows.where(Case.id < before)
    found = db.session.execute(rows.order_by(Case.id.desc()).limit(PAGE + 1)).all()
    more = str(found[PAGE - 1].id) if len(found) > PAGE else None
    return DeskPage(_with_lamps(found[:PAGE], at), more)


def queue(actor: Actor, kind: DeskKind | None, after: tuple[datetime, int] | None, at: datetime) -> DeskPage:
    """Fifty cases that wait for a decision, the longest first, from behind the key `after`. Two statements."""
    rows = _rows(_said()).where(*_waiting(actor, kind))
    if after is not None:
        since, number = after
        rows = rows.where(or_(Case.desk_since > since, and_(Case.desk_since == since, Case.id > number)))
    found = db.session.execute(rows.order_by(Case.desk_since, Case.id).limit(PAGE + 1)).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = key_text(last.desk_since, last.id) if last else None
    return DeskPage(_with_lamps(found[:PAGE], at), more)


def key_text(since: datetime, number: int) -> str:
    """A key of the queue as an address carries it: microseconds since 1970, and the case."""
    return f"{(since - EPOCH) // timedelta(microseconds=1)}-{number}"


def key_of(typed: str) -> tuple[datetime, int] | None:
    """The key in an address; None for what is none."""
    since, _dash, number = typed.partition("-")
    if not (since.isascii() and since.isdigit() and number.isascii() and number.isdigit()) or len(since + number) > 30:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(since)), int(number)
    except OverflowError:
        return None


def counts(actor: Actor) -> dict[DeskKind, int]:
    """How many decisions of each kind wait. One statement, from the index of what waits."""
    rows = select(Case.desk_kind, func.count()).where(*_waiting(actor, None)).group_by(Case.desk_kind)
    return {kind: n for kind, n in db.session.execute(rows) if kind is not None}


def _rows(*more: Any) -> Any:
    owner_grid, place_grid = aliased(Grid), aliased(Grid)
    shown = (Case.id, Case.receipt, Case.state, Case.source, Case.urgency, Case.reported_at, Case.address)
    desk = (Case.returns, Case.desk_kind, Case.desk_since, Case.restricted, Case.relapse_of_id)
    name, tier = func.coalesce(owner_grid.name, place_grid.name), func.coalesce(owner_grid.tier, place_grid.tier)
    names = (Category.name_zh, Category.name_en, Estate.name.label("estate"), name.label("grid"), tier.label("tier"))
    people = (User.name.label("owner"), Unit.name.label("unit"))
    unreviewed = CaseApproval.id.is_not(None).label("unreviewed")
    rows = select(*shown, *desk, *names, *people, unreviewed, *more)
    rows = rows.select_from(Case).outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(Estate, Estate.id == Case.estate_id).outerjoin(User, User.id == Case.owner_id)
    rows = rows.outerjoin(Unit, Unit.id == Case.handling_unit_id)
    overruled = (CaseApproval.id == Case.approval_id) & (CaseApproval.kind == Approval.OVERRIDE)
    rows = rows.outerjoin(CaseApproval, overruled)
    rows = rows.outerjoin(owner_grid, owner_grid.id == Case.owner_grid_id)
    return rows.outerjoin(place_grid, place_grid.id == Case.place_grid_id)


def _said() -> Any:
    """How the report begins."""
    said = select(func.substr(CaseText.value, 1, SAID_MAX)).where(CaseText.case_id == Case.id)
    said = said.where(CaseText.kind == TextKind.REPORT).order_by(CaseText.id).limit(1)
    return said.correlate(Case).scalar_subquery().label("said")


def _with_lamps(found: Sequence[Any], at: datetime) -> list[DeskRow]:
    lamps = sla.lamps_for([row.id for row in found], at)
    return [DeskRow(**{**row._mapping, "said": row.said or ""}, lamp=lamps.get(row.id)) for row in found]


def _waiting(actor: Actor, kind: DeskKind | None) -> list[ColumnElement[bool]]:
    of_kind = Case.desk_kind.is_not(None) if kind is None else Case.desk_kind == kind
    return [Case.street_id == actor.street_id, of_kind, visible_to(actor)]


def _conditions(filters: Filters, tree: Sequence[GridRow], at: datetime) -> list[ColumnElement[bool]]:
    if filters.receipt is not None:
        return [Case.receipt == filters.receipt]
    found: list[ColumnElement[bool]] = [*_state(filters.state)]
    if filters.category is not None:
        found.append(Case.category_id == filters.category)
    if filters.source:
        found.append(Case.source == Source(filters.source))
    if filters.grid is not None:
        ids = below(tree, filters.grid)
        found.append(or_(Case.owner_grid_id.in_(ids), Case.place_grid_id.in_(ids)))
    if filters.who:
        found.append(or_(_holds(User.name, filters.who), _holds(Unit.name, filters.who)))
    if filters.q:
        found.append(
            or_(_holds(Case.address, filters.q), _holds(Estate.name, filters.q), _holds(Case.receipt, filters.q))
        )
    return [*found, *_days(filters.since, filters.until), *_lamp(filters.lamp, at)]


def _state(wanted: str) -> list[ColumnElement[bool]]:
    if wanted == OPEN:
        return [and_(Case.is_open)]
    if wanted == TO_CALL:
        # Spelt as the index has it, so that it is found among the few that wait and not among all that are closed.
        waiting = select(Clock.case_id).where(text("clock.kind = 'call_back' AND clock.stopped_at IS NULL"))
        return [Case.id.in_(waiting)]
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
        LampKind.RED: [red],
        LampKind.YELLOW: [yellow, ~red],
        LampKind.GREEN: [_any(ticking), ~yellow, ~red],
        LampKind.OFF: [_any(running, Clock.paused_at.is_not(None)), ~_any(ticking)],
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
