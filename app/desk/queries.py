"""What the desk's pages show: every case by filter, and what waits for a decision. By key, never by offset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseText
from app.cases.policy import GRID_ROLES, visible_to
from app.cases.queries_words import CALLED, matching, weighed_of
from app.cases.words import Approval, DeskKind, Source, TextKind, Urgency
from app.catalog.models import Category
from app.catalog.models_places import Estate, Unit
from app.core.db import db
from app.core.permissions import Actor
from app.core.values import BIGGEST_ID, Tier
from app.desk.conditions import conditions
from app.desk.filters import Filters
from app.desk.models import CaseExport
from app.grid.models import Grid
from app.grid.queries import GridRow
from app.people.models import User, UserRole
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from app.sla.lamps import Lamp, worst

PAGE, RANKED, LOOKED_AT = 50, 200, 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAID_MAX = 120
OWN_CLOCK = {DeskKind.CONFERENCE: ClockKind.CONFERENCE}


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
    lon: float | None = None
    lat: float | None = None
    lamp: Lamp | None = None
    wait: Lamp | None = None  # until when it must be decided, where that has a limit of its own
    said: str = ""

    @property
    def where(self) -> str:
        """The address, else the estate."""
        return self.address or self.estate or ""

    @property
    def holder(self) -> str:
        """In whose hands it is."""
        return self.unit or self.owner or ""


SHOWN = frozenset(field.name for field in fields(DeskRow))


@dataclass(frozen=True)
class DeskPage:
    """Rows, and the key of the next page; None when this is the last."""

    rows: Sequence[DeskRow]
    more: str | None


class Hand(NamedTuple):
    """A unit or a member of the grids, as a filter offers it."""

    id: int
    name: str
    active: bool


class Hands(NamedTuple):
    """In whose hands a case can be."""

    units: Sequence[Hand]
    owners: Sequence[Hand]


class Taken(NamedTuple):
    """A list that somebody took with them, and their name."""

    made: CaseExport
    name: str


class SearchKey(NamedTuple):
    """Where a search goes on: among the hits below `top`, behind this rank and case."""

    top: int
    rank: int
    id: int


FROM_THE_TOP = SearchKey(BIGGEST_ID, CALLED, BIGGEST_ID)


def case_list(actor: Actor, filters: Filters, tree: Sequence[GridRow], before: str, at: datetime) -> DeskPage:
    """Fifty cases by filter from behind the key `before`: the newest first, of a search the best. Two statements."""
    if filters.is_search:
        return _search(actor, filters, tree, before, at)
    rows = _rows(_said()).where(visible_to(actor), *conditions(filters, tree, at))
    if filters.has_days:
        return _by_day(rows, before, at)
    if before.isascii() and before.isdigit():
        rows = rows.where(Case.id < min(int(before), BIGGEST_ID))
    found = db.session.execute(rows.order_by(Case.id.desc()).limit(PAGE + 1)).all()
    more = str(found[PAGE - 1].id) if len(found) > PAGE else None
    return DeskPage(_with_lamps(found[:PAGE], at), more)


def _by_day(rows: Any, before: str, at: datetime) -> DeskPage:
    """In the order of the index that finds the days: by id all cases since would be read for those of long ago."""
    if (key := key_of(before)) is not None:
        since, number = key
        rows = rows.where(Case.reported_at <= since, or_(Case.reported_at < since, Case.id < number))
    found = db.session.execute(rows.order_by(Case.reported_at.desc(), Case.id.desc()).limit(PAGE + 1)).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return DeskPage(_with_lamps(found[:PAGE], at), key_text(last.reported_at, last.id) if last else None)


def _search(actor: Actor, filters: Filters, tree: Sequence[GridRow], before: str, at: datetime) -> DeskPage:
    """The newest that hold what is asked are put in order, RANKED at a time: no search weighs all there ever were.

    Of what is common in the street and rare among one's own cases the newest LOOKED_AT are looked through for one
    page; the next goes on behind them, so that its cost follows neither.
    """
    key, found = _search_key(before), matching(filters.q, few=filters.leaves_few)
    wanted = (visible_to(actor), *conditions(filters, tree, at))
    held = found.rows.where(*wanted) if filters.leaves_few else found.words
    looked = held.where(found.id < key.top).order_by(found.id.desc()).limit(LOOKED_AT).cte("looked")
    hits = select(looked.c.id).join(Case, Case.id == looked.c.id).where(*wanted)
    window = hits.order_by(looked.c.id.desc()).limit(RANKED).cte("hits")
    weighed, ends = weighed_of(window, filters.q), func.coalesce(_end(window, RANKED), _end(looked, LOOKED_AT))
    rows = _rows(_said(), weighed.c.rank, ends.label("floor"), among=weighed)
    rows = rows.where(or_(weighed.c.rank < key.rank, and_(weighed.c.rank == key.rank, Case.id < key.id)))
    got = db.session.execute(rows.order_by(weighed.c.rank.desc(), Case.id.desc()).limit(PAGE + 1)).all()
    if len(got) > PAGE:
        return DeskPage(_with_lamps(got[:PAGE], at), f"{key.top}-{got[PAGE - 1].rank}-{got[PAGE - 1].id}")
    floor = got[0].floor if got else db.session.scalar(select(ends))
    return DeskPage(_with_lamps(got, at), None if floor is None else f"{floor}-{FROM_THE_TOP.rank}-{BIGGEST_ID}")


def _end(hits: CTE, most: int) -> Any:
    """The lowest id of so many hits; None where all were found."""
    return select(case((func.count() == most, func.min(hits.c.id)))).select_from(hits).scalar_subquery()


def _search_key(typed: str) -> SearchKey:
    parts = typed.split("-")
    if len(parts) != len(FROM_THE_TOP) or not all(p.isascii() and p.isdigit() and len(p) < 11 for p in parts):
        return FROM_THE_TOP
    return SearchKey(*(min(int(part), BIGGEST_ID) for part in parts))


def whole_list(actor: Actor, filters: Filters, tree: Sequence[GridRow], most: int, at: datetime) -> Sequence[DeskRow]:
    """The newest `most` cases by filter. Two statements."""
    found = selected(actor, filters, tree, most, at).cte("found")
    rows = _rows(_said(), among=found).order_by(Case.id.desc())
    return _with_lamps(db.session.execute(rows).all(), at)


def selected(actor: Actor, filters: Filters, tree: Sequence[GridRow], most: int, at: datetime) -> Select[Any]:
    """Ids of the newest `most` cases by filter that the actor may see."""
    rows: Select[Any]
    rows, key = select(Case.id), Case.id
    if filters.is_search:
        rows, _words, key = matching(filters.q, few=filters.leaves_few)
    return rows.where(visible_to(actor), *conditions(filters, tree, at)).order_by(key.desc()).limit(most)


def exports(actor: Actor, before: int) -> list[Taken]:
    """Fifty lists that were taken out of the street's house, the newest first. One statement."""
    rows = select(CaseExport, User.name).join(User, User.id == CaseExport.by_id)
    rows = rows.where(CaseExport.street_id == actor.street_id, CaseExport.id < before)
    found = db.session.execute(rows.order_by(CaseExport.id.desc()).limit(PAGE))
    return [Taken(made, name) for made, name in found]


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
    """A moment and a case as an address carries them: microseconds since 1970, and the id."""
    return f"{(since - EPOCH) // timedelta(microseconds=1)}-{number}"


def key_of(typed: str) -> tuple[datetime, int] | None:
    """The key in an address; None for what is none."""
    since, _dash, number = typed.partition("-")
    if not (since.isascii() and since.isdigit() and number.isascii() and number.isdigit()) or len(since + number) > 30:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(since)), min(int(number), BIGGEST_ID)
    except OverflowError:
        return None


def counts(actor: Actor) -> dict[DeskKind, int]:
    """How many decisions of each kind wait. One statement, from the index of what waits."""
    rows = select(Case.desk_kind, func.count()).where(*_waiting(actor, None)).group_by(Case.desk_kind)
    return {kind: n for kind, n in db.session.execute(rows) if kind is not None}


def hands(actor: Actor, chosen: Filters) -> Hands:
    """The units and the grid staff of the street, and who is chosen though they are no longer. One statement."""
    staff = exists().where(UserRole.user_id == User.id, UserRole.role.in_(GRID_ROLES))
    units = select(literal("unit").label("sort"), Unit.id, Unit.name, Unit.active)
    units = units.where(Unit.street_id == actor.street_id, or_(Unit.active, Unit.id == chosen.unit))
    owners = select(literal("owner"), User.id, User.name, User.active)
    owners = owners.where(User.street_id == actor.street_id, or_(and_(User.active, staff), User.id == chosen.owner))
    found: dict[str, list[Hand]] = {"unit": [], "owner": []}
    for sort, known, name, active in db.session.execute(units.union_all(owners).order_by("name", "id")):
        found[sort].append(Hand(known, name, active))
    return Hands(found["unit"], found["owner"])


def _rows(*more: Any, among: CTE | None = None) -> Any:
    """among: the cases (id) that are wanted; PostgreSQL reorders no more than eight tables, so they stand first."""
    owner_grid, place_grid = aliased(Grid), aliased(Grid)
    shown = (Case.id, Case.receipt, Case.state, Case.source, Case.urgency, Case.reported_at, Case.address)
    desk = (Case.returns, Case.desk_kind, Case.desk_since, Case.restricted, Case.relapse_of_id, Case.lon, Case.lat)
    name, tier = func.coalesce(owner_grid.name, place_grid.name), func.coalesce(owner_grid.tier, place_grid.tier)
    names = (Category.name_zh, Category.name_en, Estate.name.label("estate"), name.label("grid"), tier.label("tier"))
    people = (User.name.label("owner"), Unit.name.label("unit"))
    unreviewed = CaseApproval.id.is_not(None).label("unreviewed")
    rows = select(*shown, *desk, *names, *people, unreviewed, *more)
    first = rows.select_from(Case) if among is None else rows.select_from(among).join(Case, Case.id == among.c.id)
    rows = first.outerjoin(Category, Category.id == Case.category_id)
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
    lamps = sla.running_lamps([row.id for row in found], at)
    rows = [{name: value for name, value in row._mapping.items() if name in SHOWN} for row in found]
    return [_lit({**row, "said": row["said"] or ""}, lamps.get(row["id"], ())) for row in rows]


def _lit(row: Mapping[str, Any], running: Sequence[Lamp]) -> DeskRow:
    return DeskRow(**row, lamp=worst(running), wait=wait_of(row["desk_kind"], running))


def wait_of(kind: DeskKind | None, running: Sequence[Lamp]) -> Lamp | None:
    """The clock of what the desk is to decide, where it runs beside those of the case."""
    clock = OWN_CLOCK.get(kind) if kind else None
    return next((lamp for lamp in running if lamp.clock is clock), None)


def _waiting(actor: Actor, kind: DeskKind | None) -> list[ColumnElement[bool]]:
    of_kind = Case.desk_kind.is_not(None) if kind is None else Case.desk_kind == kind
    return [Case.street_id == actor.street_id, of_kind, visible_to(actor)]
