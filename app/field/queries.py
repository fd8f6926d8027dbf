"""What a worker's day shows: what is theirs to do, what lies with others, what goes on in their grids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, exists, literal, or_, select, text, union, union_all
from sqlalchemy.orm import aliased, joinedload

from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_parts import IS_OPEN, CasePart
from app.cases.models_trail import CaseHandler
from app.cases.policy import GRID_ROLES, UNIT_ROLES, is_handling_side, visible_to
from app.casework import turns
from app.catalog.models import Category
from app.catalog.models_places import Estate, Unit
from app.core.clock import street_time
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.values import Tier
from app.grid.models import Duty, DutyKind, Grid
from app.grid.roster import shift_of
from app.people.models import User
from app.sla import queries as sla
from app.sla.lamps import SEVERITY, Lamp

EACH_MAX = {"mine": 100, "due": 100, "grid": 100}
Sorts = Mapping[str, Any]


class Tab(StrEnum):
    """TODO: waits for this person. OTHERS: theirs to follow, in other hands. RECHECK: closed, and to be looked at
    again. GRID: the rest of their grids."""

    TODO = "todo"
    OTHERS = "others"
    RECHECK = "recheck"
    GRID = "grid"


@dataclass(frozen=True)
class Todo:
    """A line of the day. do: its group (turns.DO); main, more: the moves to offer; no: its number in list and map."""

    no: int
    case: Case
    category: Category | None
    estate: str
    grid: str
    tier: Tier | None
    owner: str
    unit: str
    lamp: Lamp | None
    do: str
    main: Verb | None
    more: tuple[Verb, ...]

    @property
    def where(self) -> str:
        """The address, else the estate, else the grid."""
        return self.case.address or self.estate or self.grid


@dataclass(frozen=True)
class Day:
    """The lines of one tab, worst lamp first. groups: how many of each kind it holds; only: the one shown."""

    tab: Tab
    rows: Sequence[Todo]
    groups: Mapping[str, int]
    only: str
    todo: int
    others: int
    rechecks: int
    overdue: int


def day(actor: Actor, tab: Tab, only: str, at: datetime) -> Day:
    """A person's day, of each sort the newest hundred. Three statements."""
    found = newest(actor, sorts_of(actor, at, around=tab is Tab.GRID))
    mine, due, around = found["mine"], found["due"], found.get("grid", [])
    lines = {line.case.id: line for line in lines_of(actor, {*mine, *around, *(due if tab is Tab.RECHECK else ())}, at)}
    own = [lines[case_id] for case_id in mine if case_id in lines]
    todo = [line for line in own if waits_for(actor, line.case, line.main)]
    others = [line for line in own if line not in todo]
    rows = {Tab.TODO: todo, Tab.OTHERS: others}.get(tab)
    if rows is None:
        ids = due if tab is Tab.RECHECK else [case_id for case_id in around if case_id not in mine]
        rows = [lines[case_id] for case_id in ids if case_id in lines]
    overdue = sum(line.lamp is not None and line.lamp.kind.value == "red" for line in todo)
    groups = {key: n for key in turns.DO if (n := sum(line.do == key for line in rows))}
    only = only if only in groups else ""
    shown = [line for line in rows if not only or line.do == only]
    return Day(tab, _numbered(shown), groups, only, len(todo), len(others), len(due), overdue)


def shift_today(actor: Actor, at: datetime) -> tuple[str, str] | None:
    """The person's shift of today as (start, end), None without a duty or for the whole day. One statement."""
    rows = select(Duty).where(Duty.user_id == actor.id, Duty.kind == DutyKind.MEMBER, Duty.from_at <= at)
    rows = rows.where(or_(Duty.until_at.is_(None), Duty.until_at > at))
    today = str(street_time(at).isoweekday())
    for duty in db.session.scalars(rows.order_by(Duty.id)):
        shift = shift_of(duty)
        if shift.start and shift.end and today in (shift.weekdays or "1234567"):
            return shift.start, shift.end
    return None


def sorts_of(actor: Actor, at: datetime, *, around: bool) -> Sorts:
    """The sorts of cases of a person's day, as subselects of ids. around: also the rest of their grids."""
    sorts = {"mine": _theirs(actor), "due": _to_recheck(actor, at)}
    return sorts | ({"grid": _around(actor)} if around else {})


def newest(actor: Actor, sorts: Sorts, most: Mapping[str, int] = EACH_MAX) -> dict[str, list[int]]:
    """The newest of these sorts of cases that the person may see. One statement, by itself: among the ten tables of a
    line no planner begins with the small indexes on both databases, and the many closed cases would be looked at."""
    arms = []
    for name, ids in sorts.items():
        rows = select(Case.id).where(Case.id.in_(ids), visible_to(actor)).order_by(Case.id.desc())
        of_sort = rows.limit(most[name]).subquery()
        arms.append(select(literal(name), of_sort.c.id))
    found: dict[str, list[int]] = {name: [] for name in sorts}
    for name, case_id in db.session.execute(union_all(*arms)):
        found[name].append(case_id)
    return found


def lines_of(actor: Actor, ids: Collection[int], at: datetime) -> list[Todo]:
    """These cases, as far as the person may see them, as lines without numbers. Two statements."""
    lines = unlit_lines(actor, ids, at)
    lamps = sla.lamps_for([line.case.id for line in lines], at)
    return [replace(line, lamp=lamps.get(line.case.id)) for line in lines]


def unlit_lines(actor: Actor, ids: Collection[int], at: datetime) -> list[Todo]:
    """The same without lamps. One statement."""
    place, owner_grid = aliased(Grid), aliased(Grid)
    rows = select(Case, Category, Estate.name, place.name, place.tier, owner_grid.name, User.name, Unit.name)
    rows = rows.outerjoin(Category, Category.id == Case.category_id).outerjoin(Estate, Estate.id == Case.estate_id)
    rows = rows.outerjoin(place, place.id == Case.place_grid_id)
    rows = rows.outerjoin(owner_grid, owner_grid.id == Case.owner_grid_id)
    rows = rows.outerjoin(User, User.id == Case.owner_id).outerjoin(Unit, Unit.id == Case.handling_unit_id)
    rows = rows.where(Case.id.in_(ids), visible_to(actor))
    rows = rows.options(joinedload(Case.handlers), joinedload(Case.about), joinedload(Case.parts))
    rows = rows.order_by(Case.id.desc())
    return [_line(actor, row, at) for row in db.session.execute(rows).unique()]


def _line(actor: Actor, row: tuple[Any, ...], at: datetime) -> Todo:
    case, category, estate, place, tier, owner_grid, owner, unit = row
    turn = turns.turn(case, turns.open_moves(actor, case, category, at))
    return Todo(
        no=0,
        case=case,
        category=category,
        estate=estate or "",
        grid=place or owner_grid or "",
        tier=tier,
        owner=owner or "",
        unit=unit or "",
        lamp=None,
        do=turns.to_do(actor, case, turn.main),
        main=turn.main,
        more=turn.more,
    )


def _numbered(rows: Sequence[Todo]) -> list[Todo]:
    return [replace(line, no=n) for n, line in enumerate(sorted(rows, key=_worst_first), start=1)]


def _worst_first(line: Todo) -> tuple[int, float, int]:
    if line.lamp is None:
        return len(SEVERITY), 0.0, line.case.id
    shape, due = line.lamp.rank
    return shape, due.timestamp(), line.case.id


def waits_for(actor: Actor, case: Case, main: Verb | None) -> bool:
    """Does this move wait for this person? First contact is the handling side's before the owner's."""
    if main is Verb.CONTACT:
        return is_handling_side(actor, case)
    return main is not None and main is not Verb.SELF_DISPOSE


def _theirs(actor: Actor) -> Any:
    """Cases that this person, or their unit, owns, handles, has a part in, checks or is to verify."""
    arms = [_open(Case.owner_id == actor.id), _open(Case.checker_id == actor.id, Case.state == State.HANDLED)]
    if actor.unit_id is not None and actor.has(*UNIT_ROLES):
        arms.append(_open(Case.handling_unit_id == actor.unit_id))
        arms.append(select(CasePart.case_id).where(CasePart.unit_id == actor.unit_id, text(IS_OPEN)))
    if actor.has(Role.INSPECTOR):
        arms.append(_open(Case.street_id == actor.street_id, Case.state == State.VERIFYING))
    if actor.has(*GRID_ROLES) and actor.grid_ids:
        near = or_(Case.place_grid_id.in_(actor.grid_ids), Case.residential_grid_id.in_(actor.grid_ids))
        arms.append(_open(Case.street_id == actor.street_id, Case.state == State.VERIFYING, near))
    return union(*arms)


def _to_recheck(actor: Actor, at: datetime) -> Any:
    """Closed cases whose 复查 has come, of which this person may make it: of their grids, or any for an inspector."""
    rows = select(Case.id).where(Case.street_id == actor.street_id, Case.recheck_on <= street_time(at).date())
    handled = CaseHandler.user_id == actor.id
    if actor.unit_id is not None:
        handled |= CaseHandler.unit_id == actor.unit_id
    rows = rows.where(~exists().where(CaseHandler.case_id == Case.id, handled))
    if actor.has(Role.INSPECTOR):
        return rows
    columns = (Case.owner_grid_id, Case.residential_grid_id, Case.place_grid_id)
    grids = sorted(actor.grid_ids) if actor.has(*GRID_ROLES) else []
    return rows.where(or_(Case.owner_id == actor.id, *(column.in_(grids) for column in columns)))


def _around(actor: Actor) -> Any:
    """Open cases that lie in, or are owned or handled by, the person's grids: from the index of what is open."""
    ids = sorted(actor.grid_ids)
    columns = (Case.owner_grid_id, Case.handling_grid_id, Case.residential_grid_id, Case.place_grid_id)
    return _open(Case.street_id == actor.street_id, or_(*(column.in_(ids) for column in columns)))


def _open(*conditions: Any) -> Select[Any]:
    return select(Case.id).where(and_(Case.is_open), *conditions)
