"""What routing and the choice of a checker need to know, read in few statements."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from app.cases import policy, responsibility
from app.cases.checkers import Barred, CheckerFrom
from app.cases.checkers import Candidate as Checker
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseAbout, CaseEntry, CaseHandler
from app.cases.routing import Ask, LeadUnit, Member, is_for_the_night
from app.cases.spreading import Town
from app.cases.words import Urgency
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.core.clock import street_time
from app.core.db import db, fetch
from app.core.errors import NotFound
from app.core.permissions import Role
from app.core.values import Tier
from app.grid import queries as grid
from app.people.models import User, UserGrid, UserRole


def loaded(case_id: int) -> Case:
    """A case with its handlers and whom it is about, as policies need it. Raises NotFound. One statement."""
    rows = select(Case).where(Case.id == case_id).options(joinedload(Case.handlers), joinedload(Case.about))
    case = db.session.execute(rows).unique().scalar_one_or_none()
    if case is None:
        raise NotFound()
    return case


def ask_for(case: Case, at: datetime, *, office_open: bool) -> Ask:
    """Everything the routing rule asks of a filed case. Notes first whom a complaint about handlers means."""
    category = catalog.category(case.category_id)
    row = grid.row(answering_grid(case, category.tier, at))
    promised = promised_elapsed(case, at)
    at_night = is_for_the_night(office_open, case.urgency, promised)
    duty = grid.night_list(case.street_id, at) if at_night else grid.on_duty(row.id, at)
    lead = lead_unit(case, category, at) if case.about_handlers or case.urgency is not Urgency.NORMAL else None
    would = _members(duty, {}, frozenset())
    if case.about_handlers:
        _note_about(case, [m for m in would if not m.away], lead)
    about = case.about_ids
    members = _members(duty, {} if at_night else open_cases(m.user_id for m in would), about)
    return Ask(
        tier=category.tier,
        grid_id=row.id,
        grid_name=row.name,
        grid_tier=row.tier,
        root_id=grid.root(case.street_id),
        urgency=case.urgency,
        members=() if at_night else members,
        chiefs=_chiefs(row.id, members, about),
        night=members if at_night else (),
        office_open=office_open,
        promised_elapsed=promised,
        lead=_with_about(lead, case),
    )


def promised_elapsed(case: Case, at: datetime) -> bool:
    """Whether its first contact is promised in time that runs at night.

    A repair after making safe is ordinary work: whoever reported it was called long ago.
    """
    if case.category_id is None or case.follow_up_of_id is not None:
        return False
    return catalog.limits(case.category_id, at).respond.unit.elapsed


def answering_grid(case: Case, tier: Tier, at: datetime) -> int:
    """The grid of the tier at the place, else the next tier up; the root for a case without a place."""
    found = grid.locate(case.street_id, case.point, at) if case.point else None
    return found.grid_at(tier) if found else grid.root(case.street_id)


def lead_unit(case: Case, category: Category, at: datetime) -> LeadUnit | None:
    """Whose such a case is: as was ruled, else the lead department's body for this place; None when there is none."""
    found = responsibility.whose(case, category, at)
    if found is None:
        return None
    ruled_on = street_time(found.ruled_at).date().isoformat() if found.ruled_at else ""
    return replace(as_lead(found.unit), ruled_on=ruled_on)


def as_lead(unit: catalog.UnitRef) -> LeadUnit:
    """A unit as it can be dispatched to. One without accounts is like an external one: its owner signs and reports."""
    return LeadUnit(unit.id, unit.name, unit.external or not _has_people(unit.id))


def _has_people(unit_id: int) -> bool:
    return bool(fetch(_STAFF, {"unit": unit_id}))


def to_call(case: Case, at: datetime) -> tuple[list[Member], list[Member], set[int]]:
    """The phone list, the leaders, and who had it already: called, or dispatched to before."""
    about = case.about_ids
    night = _members(grid.night_list(case.street_id, at), {}, about)
    leaders = [Member(i, name, about=i in about) for i, name, _ in _holders(case.street_id, Role.LEADER)]
    rows = select(CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.to_state == State.DISPATCHED)
    facts = db.session.scalars(rows).all()
    had_it = {int(told[key]) for told in facts for key in ("owner", "called") if told.get(key)}
    return night, leaders, had_it | ({case.owner_id} if case.owner_id else set())


def may_own(case: Case, user_id: int) -> bool:
    """An active person of the street with a role in the grid or at the desk, not complained about."""
    roles = (*policy.GRID_ROLES, Role.DUTY_CHIEF, Role.LEADER, Role.DISPATCHER, Role.INSPECTOR)
    holds = exists().where(UserRole.user_id == User.id, UserRole.role.in_(roles))
    theirs = (CaseAbout.user_id == User.id) | (CaseAbout.unit_id == User.unit_id)
    about = exists().where(CaseAbout.case_id == case.id, theirs)
    rows = select(User.id).where(User.id == user_id, User.street_id == case.street_id, User.active, holds, ~about)
    return db.session.scalar(rows) is not None


def holds(street_id: int, user_id: int, role: Role) -> bool:
    """Whether an active person of the street holds a role. One statement."""
    rows = select(User.id).join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(User.id == user_id, User.street_id == street_id, User.active, UserRole.role == role)
    return db.session.scalar(rows) is not None


def may_judge(case: Case, role: Role) -> bool:
    """Whether anybody of this role is there whom the case does not rule out. One statement."""
    rows = select(User.id).join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(User.street_id == case.street_id, User.active, UserRole.role == role)
    for part in (CaseHandler, CaseAbout):
        theirs = (part.user_id == User.id) | (part.unit_id == User.unit_id)
        rows = rows.where(~exists().where(part.case_id == case.id, theirs))
    return db.session.scalar(rows.limit(1)) is not None


def checkers(case: Case, at: datetime) -> tuple[list[Checker], Barred]:
    """Everybody who might check, by origin, and whom the case rules out."""
    found = [_checker(row, CheckerFrom.OWNER) for row in _people([case.owner_id])] if case.handling_unit_id else []
    found += [_checker(row, CheckerFrom.INSPECTOR) for row in _holders(case.street_id, Role.INSPECTOR)]
    near = grid.neighbours(case.residential_grid_id, at) if case.residential_grid_id else []
    found += [_checker(row, CheckerFrom.ADJACENT) for row in _in_grids(near, Role.GRID_WORKER)]
    above = grid.ancestors(case.owner_grid_id)[:1] if case.owner_grid_id else []
    found += [_checker(row, CheckerFrom.CHIEF_ABOVE) for row in _in_grids(above, Role.GRID_CHIEF)]
    found += [_checker(row, CheckerFrom.DUTY_CHIEF) for row in _holders(case.street_id, Role.DUTY_CHIEF)]
    return _weighed(found, at), _barred(case)


def second_checkers(case: Case, first_id: int, at: datetime) -> tuple[list[Checker], Barred]:
    """Everybody above whoever checked first, the nearest tier first, and whom the case rules out: they as well."""
    above = grid.ancestors(case.owner_grid_id) if case.owner_grid_id else []
    tiers = [(CheckerFrom.CHIEF_ABOVE, _in_grids([one], Role.GRID_CHIEF)) for one in above]
    tiers.append((CheckerFrom.DUTY_CHIEF, _holders(case.street_id, Role.DUTY_CHIEF)))
    tiers.append((CheckerFrom.LEADER, _holders(case.street_id, Role.LEADER)))
    stands = max((n for n, (_, rows) in enumerate(tiers) if first_id in {row[0] for row in rows}), default=-1)
    higher = list(enumerate(tiers))[stands + 1 :]
    found = [replace(_checker(row, origin), tier=n) for n, (origin, rows) in higher for row in rows]
    return _weighed(found, at), _barred(case, first_id)


def _weighed(found: Sequence[Checker], at: datetime) -> list[Checker]:
    loads, away = waiting_checks(c.user_id for c in found), grid.on_leave((c.user_id for c in found), at)
    return [replace(c, load=loads.get(c.user_id, 0), away=c.user_id in away) for c in found]


def _barred(case: Case, *more: int) -> Barred:
    return Barred(case.handler_ids | case.about_ids | set(more), case.handler_unit_ids | case.about_unit_ids)


def _open_by(who: Any) -> Any:
    """How many open cases name each of some people in this column."""
    rows = select(who, func.count()).where(who.in_(bindparam("ids", expanding=True)), Case.is_open)
    return rows.group_by(who)


def _staff() -> Any:
    rows = select(User.id).join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(User.unit_id == bindparam("unit"), User.active, UserRole.role.in_(policy.UNIT_ROLES))
    return rows.limit(1)


# Put together once: every report asks, and half the price of a statement is its making.
_STAFF, _OWNED, _TO_CHECK = _staff(), _open_by(Case.owner_id), _open_by(Case.checker_id)


def open_cases(user_ids: Iterable[int]) -> dict[int, int]:
    """How many open cases each of these people owns."""
    return _counted(_OWNED, user_ids)


def waiting_checks(user_ids: Iterable[int]) -> dict[int, int]:
    """How many open cases wait for a check by each of these people."""
    return _counted(_TO_CHECK, user_ids)


def who_could_take(street_id: int, grid_ids: Iterable[int], at: datetime, *, at_night: bool) -> Town:
    """By grid its members in shift with their loads and its chiefs; at_night: and the 24-hour duty.

    Two statements and one a grid; at night one more.
    """
    ids = sorted(set(grid_ids))
    duty = grid.members_of(ids, at)
    loads = open_cases(m.user_id for m in _members(duty, {}, frozenset()))
    members = {i: _members([row for row in duty if row.grid_id == i], loads, frozenset()) for i in ids}
    chiefs = {i: [Member(who, name) for who, name in grid.chiefs(i)] for i in ids}
    return Town(members, chiefs, _members(grid.night_list(street_id, at), {}, frozenset()) if at_night else ())


def _counted(rows: Any, user_ids: Iterable[int]) -> dict[int, int]:
    ids = sorted(set(user_ids))
    return dict(fetch(rows, {"ids": ids})) if ids else {}


def _chiefs(grid_id: int, members: Sequence[Member], about: Set[int]) -> list[Member]:
    """The chiefs of the grid; asked for only when no member can take it."""
    if any(not m.away and not m.about for m in members):
        return []
    return [Member(user_id, name, about=user_id in about) for user_id, name in grid.chiefs(grid_id)]


def _members(duty: Sequence[grid.DutyRow], loads: dict[int, int], about: Set[int]) -> list[Member]:
    """Members, and for each who is away the stand-in; somebody with two lines of duty stands once."""
    found: dict[int, Member] = {}
    for row in duty:
        who = Member(row.user_id, row.name, loads.get(row.user_id, 0), row.on_leave, row.user_id in about)
        found.setdefault(who.user_id, who)
        if row.on_leave and row.stand_in_id is not None:
            load, away = loads.get(row.stand_in_id, 0), row.stand_in_on_leave
            b = Member(row.stand_in_id, row.stand_in_name or "", load, away, row.stand_in_id in about, row.name)
            found.setdefault(b.user_id, b)
    return list(found.values())


def _note_about(case: Case, would: Sequence[Member], lead: LeadUnit | None) -> None:
    known = {(a.user_id, a.unit_id) for a in case.about}
    people = [CaseAbout(street_id=case.street_id, case_id=case.id, user_id=m.user_id) for m in would]
    units = [CaseAbout(street_id=case.street_id, case_id=case.id, unit_id=lead.id)] if lead else []
    case.about.extend(a for a in (*people, *units) if (a.user_id, a.unit_id) not in known)
    db.session.flush()


def _with_about(lead: LeadUnit | None, case: Case) -> LeadUnit | None:
    if lead is None:
        return None
    return replace(lead, about=lead.id in case.about_unit_ids)


def _people(user_ids: Iterable[int | None]) -> list[tuple[int, str, int | None]]:
    ids = [i for i in user_ids if i is not None]
    rows = select(User.id, User.name, User.unit_id).where(User.id.in_(ids), User.active)
    return _plain(rows.order_by(User.id)) if ids else []


def _holders(street_id: int, role: Role) -> list[tuple[int, str, int | None]]:
    rows = select(User.id, User.name, User.unit_id).join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(User.street_id == street_id, User.active, UserRole.role == role).order_by(User.id)
    return _plain(rows)


def _in_grids(grid_ids: Sequence[int], role: Role) -> list[tuple[int, str, int | None]]:
    if not grid_ids:
        return []
    rows = select(User.id, User.name, User.unit_id).join(UserRole, UserRole.user_id == User.id)
    rows = rows.join(UserGrid, UserGrid.user_id == User.id)
    rows = rows.where(UserGrid.grid_id.in_(grid_ids), User.active, UserRole.role == role)
    return _plain(rows.distinct().order_by(User.id))


def _plain(rows: Any) -> list[tuple[int, str, int | None]]:
    return [(user_id, name, unit_id) for user_id, name, unit_id in db.session.execute(rows)]


def _checker(row: tuple[int, str, int | None], origin: CheckerFrom) -> Checker:
    return Checker(row[0], row[1], row[2], origin)
