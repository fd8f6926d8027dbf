"""What the page of one case shows, in a known number of statements however long its story is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, exists, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import aliased, joinedload

from app.cases import queries as cases
from app.cases.earlier import NEVER_WORKED_ON
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_conference import Conference
from app.cases.models_parts import CasePart
from app.cases.models_trail import CaseEntry, CasePhoto, CaseText, RoutingDecision
from app.cases.policy import may_audit, visible_to
from app.cases.words import ReviewRule
from app.catalog.models import Category, Department
from app.catalog.models_places import Estate, Place, Unit
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Role
from app.core.values import Tier
from app.grid.models import Grid
from app.intake.models import Contact
from app.people.models import User, UserGrid, UserRole
from app.review import queries as review
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from app.sla.lamps import Lamp, Words, worst
from app.sla.models import Clock

NOT_SENT = (State.REPORTED, State.VERIFYING, State.FILED)
AT_WORK = (State.DISPATCHED, State.DISPUTED, State.IN_PROGRESS, State.SUSPENDED, State.REWORK)
BEGINS_WHEN_SENT = (ClockKind.RESPOND, ClockKind.DISPOSE)


@dataclass(frozen=True)
class GridName:
    """A grid on the page."""

    id: int
    name: str
    tier: Tier


@dataclass(frozen=True)
class DepartmentName:
    """A department in both languages."""

    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Related:
    """Another case this one has to do with. how: into, from, follow_up, follows, first, other, came_back."""

    id: int
    receipt: str
    how: str


@dataclass
class Names:
    """Every name the page says, by id. chiefs: by grid. relapses: how often it had come back by then."""

    users: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    grids: dict[int, GridName] = field(default_factory=dict)
    chiefs: dict[int, str] = field(default_factory=dict)
    departments: list[DepartmentName] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    relapses: int = 0


@dataclass(frozen=True)
class Head:
    """What stands beside the case's own row. routed, checking: the newest decisions of the rules."""

    category: Category | None
    estate: str
    building: str
    has_contact: bool
    routed: RoutingDecision | None
    checking: RoutingDecision | None


@dataclass(frozen=True)
class CasePage:
    """The whole page; `case` comes with its handlers and whom it is about."""

    case: Case
    head: Head
    clocks: Sequence[sla.LedgerRow]
    entries: Sequence[CaseEntry]
    texts: Sequence[CaseText]
    photos: Sequence[CasePhoto]
    reviews: Sequence[review.Outcome]
    conferences: Sequence[Conference]
    names: Names
    parts: Sequence[CasePart] = ()
    refused: Sequence[cases.Refused] = ()

    @property
    def lamp(self) -> Lamp | None:
        """The worst running clock."""
        return worst(row.lamp for row in self.clocks if row.lamp)


def case_page(actor: Actor, case_id: int, at: datetime) -> CasePage:
    """What the page shows. Raises NotFound outside the actor's sight. Six statements, up to ten."""
    case, head = _head(actor, case_id)
    entries = cases.timeline(case.id)
    clocks = sla.clocks_of(case.id, at, ahead=_ahead(case), safe_at=case.made_safe_at)
    noted_by = [taken.noted_by_id for row in clocks for taken in row.steps]
    return CasePage(
        case=case,
        head=head,
        clocks=clocks,
        entries=entries,
        texts=cases.texts(case.id),
        photos=cases.photos(case.id),
        reviews=review.of_case(case.id) if _was_reviewed(entries) else (),
        conferences=cases.conferences(case.id) if any(e.verb is Verb.CONCLUDE for e in entries) else (),
        names=names_of(actor, case, head.category, entries, noted_by),
        parts=case.parts if _had_parts(entries) else (),
        refused=cases.refused(actor, case.id) if may_audit(actor) else (),
    )


def _head(actor: Actor, case_id: int) -> tuple[Case, Head]:
    """The visible case with its category, place, newest decisions, and whether a contact was left. One statement."""
    routed, checking = aliased(RoutingDecision), aliased(RoutingDecision)
    left = exists().where(Contact.case_id == Case.id)
    rows = select(Case, Category, Estate.name, Place.lane + Place.number, left, routed, checking)
    rows = rows.outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(Estate, Estate.id == Case.estate_id).outerjoin(Place, Place.id == Case.place_id)
    rows = rows.outerjoin(routed, routed.id == _newest(case_id, "route"))
    rows = rows.outerjoin(checking, checking.id == _newest(case_id, "checker"))
    rows = rows.where(Case.id == case_id, visible_to(actor))
    found = db.session.execute(rows.options(joinedload(Case.handlers), joinedload(Case.about))).unique().one_or_none()
    if found is None:
        raise NotFound()
    case, category, estate, place, has_contact, route, checker = found
    return case, Head(category, estate or "", place or "", bool(has_contact), route, checker)


def names_of(
    actor: Actor,
    case: Case,
    category: Category | None,
    entries: Sequence[CaseEntry],
    more: Iterable[int | None] = (),
) -> Names:
    """Every name on the page; `more`: people who stand in none of its lines. One statement."""
    grids = [g for g in (case.place_grid_id, case.residential_grid_id, case.owner_grid_id, case.handling_grid_id) if g]
    arms = [
        _arm("user", User.id, User.name).where(User.id.in_(_people(case, entries, more))),
        _arm("unit", Unit.id, Unit.name).where(Unit.id.in_(_units(case, entries))),
        _grids(case, [*grids, *_facts(entries, "grid")]),
        _chiefs(grids),
        _arm("department", Department.id, Department.name_zh, Department.name_en).where(
            Department.street_id == case.street_id,
            Department.code.in_(category.assist_departments if category else ()),
        ),
        *_related(actor, case),
        _relapses(case),
    ]
    names = Names()
    for row in db.session.execute(union_all(*arms)):
        _take(names, *row)
    return names


def why_due(case_id: int, clock_id: int) -> tuple[Clock, list[Words]]:
    """A clock, and the sum that leads to its due time, line by line. Raises NotFound. Two statements."""
    clock = db.session.scalars(select(Clock).where(Clock.case_id == case_id, Clock.id == clock_id)).one_or_none()
    if clock is None:
        raise NotFound()
    return clock, sla.why(clock)


def _ahead(case: Case) -> tuple[ClockKind, ...]:
    review_too = (ClockKind.REVIEW,) if case.review_rule is ReviewRule.REQUIRED or case.drawn else ()
    if case.state in NOT_SENT:
        return (*BEGINS_WHEN_SENT, ClockKind.CHECK, *review_too)
    if case.state in AT_WORK:
        return (ClockKind.CHECK, *review_too)
    return review_too if case.state is State.HANDLED else ()


def _had_parts(entries: Sequence[CaseEntry]) -> bool:
    return any(entry.verb is Verb.ASK_PART for entry in entries)


def _was_reviewed(entries: Sequence[CaseEntry]) -> bool:
    return any(e.to_state is State.IN_REVIEW or e.verb is Verb.DECIDE for e in entries)


def _newest(case_id: int, kind: str) -> ColumnElement[int]:
    rows = select(RoutingDecision.id).where(RoutingDecision.case_id == case_id, RoutingDecision.kind == kind)
    return rows.order_by(RoutingDecision.id.desc()).limit(1).scalar_subquery()


def _arm(what: str, *columns: object) -> Select[Any]:
    """One kind of names: (what, id, name, more)."""
    shown = [*columns, *[literal("")] * (3 - len(columns))]
    return select(literal(what), *shown)


def _grids(case: Case, ids: Iterable[int]) -> Select[Any]:
    root = (Grid.street_id == case.street_id) & Grid.parent_id.is_(None)
    return _arm("grid", Grid.id, Grid.name, _plain(Grid.tier)).where(root | Grid.id.in_(list(ids)))


def _chiefs(grid_ids: Sequence[int]) -> Select[Any]:
    rows = _arm("chief", UserGrid.grid_id, User.name).join(User, User.id == UserGrid.user_id)
    rows = rows.join(UserRole, (UserRole.user_id == User.id) & (UserRole.role == Role.GRID_CHIEF))
    return rows.where(UserGrid.grid_id.in_(grid_ids), User.active)


def _related(actor: Actor, case: Case) -> list[Select[Any]]:
    how: dict[str, ColumnElement[bool]] = {
        "from": Case.merged_into_id == case.id,
        "follow_up": Case.follow_up_of_id == case.id,
        "came_back": Case.relapse_of_id == case.id,
    }
    if case.relapse_of_id is not None:
        how["first"] = Case.id == case.relapse_of_id
        how["other"] = (Case.relapse_of_id == case.relapse_of_id) & (Case.id != case.id)
    if case.merged_into_id is not None:
        how["into"] = Case.id == case.merged_into_id
    if case.follow_up_of_id is not None:
        how["follows"] = Case.id == case.follow_up_of_id
    seen = visible_to(actor)
    return [_arm("related", Case.id, Case.receipt, literal(word)).where(link, seen) for word, link in how.items()]


def _relapses(case: Case) -> Select[Any]:
    """Of the first of the chain every relapse; of a relapse those up to itself."""
    rows = _arm("relapses", func.count(), literal("")).where(Case.state.not_in(NEVER_WORKED_ON))
    if case.relapse_of_id is None:
        return rows.where(Case.relapse_of_id == case.id)
    return rows.where(Case.relapse_of_id == case.relapse_of_id, Case.id <= case.id)


def _plain(column: object) -> ColumnElement[str]:
    return type_coerce(column, String)


def _take(names: Names, what: str, id_: int, name: str, more: str) -> None:
    match what:
        case "user":
            names.users[id_] = name
        case "unit":
            names.units[id_] = name
        case "grid":
            names.grids[id_] = GridName(id_, name, Tier(more))
        case "chief":
            names.chiefs.setdefault(id_, name)
        case "department":
            names.departments.append(DepartmentName(name, more))
        case "relapses":
            names.relapses = id_
        case "related":
            names.related.append(Related(id_, name, more))


def _people(case: Case, entries: Sequence[CaseEntry], more: Iterable[int | None]) -> list[int]:
    found = {e.actor_id for e in entries} | set(more) | case.handler_ids | case.about_ids
    found |= {
        case.owner_id,
        case.checker_id,
        case.first_checker_id,
        *_facts(entries, "owner", "called", "before", "official"),
    }
    return sorted(i for i in found if i)


def _units(case: Case, entries: Sequence[CaseEntry]) -> list[int]:
    found = {case.handling_unit_id, *case.handler_unit_ids, *case.about_unit_ids}
    together = {int(unit_id) for entry in entries for unit_id in entry.facts.get("units", ())}
    return sorted(
        i for i in found | together | set(_facts(entries, "unit", "suggested_unit", "part_unit", "closed_unit")) if i
    )


def _facts(entries: Sequence[CaseEntry], *keys: str) -> list[int]:
    return [int(e.facts[k]) for e in entries for k in keys if e.facts.get(k)]
