"""Whom and what a form offers: members, units, categories. Each is one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from app.cases import responsibility
from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.policy import GRID_ROLES, RESTRICTED_ROLES
from app.casework.fields import Options, option
from app.catalog import queries as catalog
from app.catalog.models import Department
from app.catalog.models_places import Estate, Unit
from app.catalog.queries import Major, UnitRef
from app.catalog.queries_places import stands
from app.catalog.queries_reasons import reasons as offered_reasons
from app.catalog.words import DepartmentKind, ReasonAct
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.web.locale import named
from app.grid.models import Grid
from app.people.models import User, UserGrid, UserRole

MEMBERS_MAX = 200


@dataclass(frozen=True)
class MemberChoice:
    """Somebody who could own the case. near: of a grid the case lies in; load: their open cases."""

    id: int
    name: str
    grid: str
    near: bool
    load: int


def members(about: Case) -> list[MemberChoice]:
    """Grid staff of the street, those of the case's own grids first, least loaded first; nobody complained about."""
    near_ids = [g for g in (about.place_grid_id, about.residential_grid_id, about.owner_grid_id) if g]
    near = case((UserGrid.grid_id.in_(near_ids), 1), else_=0)
    load = select(func.count()).where(Case.owner_id == User.id, Case.is_open).correlate(User).scalar_subquery()
    rows = select(User.id, User.name, func.min(Grid.name), func.max(near).label("near"), load.label("load"))
    rows = rows.join(UserGrid, UserGrid.user_id == User.id).join(Grid, Grid.id == UserGrid.grid_id)
    holds = exists().where(UserRole.user_id == User.id, UserRole.role.in_(GRID_ROLES))
    complained = exists().where(CaseAbout.case_id == about.id, CaseAbout.user_id == User.id)
    rows = rows.where(User.street_id == about.street_id, User.active, holds, ~complained)
    rows = rows.group_by(User.id, User.name).order_by(func.max(near).desc(), load, User.id).limit(MEMBERS_MAX)
    return [MemberChoice(i, name, grid, bool(is_near), n) for i, name, grid, is_near, n in db.session.execute(rows)]


def leaders(about: Case) -> list[tuple[int, str]]:
    """Who could be its lead official: the street's leaders, by name; nobody complained about."""
    rows = select(User.id, User.name).join(UserRole, UserRole.user_id == User.id)
    complained = exists().where(CaseAbout.case_id == about.id, CaseAbout.user_id == User.id)
    rows = rows.where(User.street_id == about.street_id, User.active, UserRole.role == Role.LEADER, ~complained)
    return [(user_id, name) for user_id, name in db.session.execute(rows.order_by(User.name, User.id))]


def units(about: Case, at: datetime) -> list[UnitRef]:
    """The bodies that could handle the case: organisations, and those of its grid and of the estates that stand there
    at `at`."""
    rows = select(Unit.id, Unit.name, Unit.external).outerjoin(Department, Department.id == Unit.department_id)
    complained = exists().where(CaseAbout.case_id == about.id, CaseAbout.unit_id == Unit.id)
    rows = rows.where(Unit.street_id == about.street_id, Unit.active, ~complained, _fits(about, at))
    return [UnitRef(*row) for row in db.session.execute(rows.order_by(Unit.department_id, Unit.name, Unit.id))]


def lead_unit(about: Case, at: datetime) -> UnitRef | None:
    """The body that a ruling, else the category, names for this place."""
    if about.category_id is None:
        return None
    found = responsibility.whose(about, catalog.category(about.category_id), at)
    return found.unit if found else None


def reasons(about: Case, act: ReasonAct, also: str = "") -> Options:
    """The street's reasons for an act; also: the code of one that was chosen before."""
    return [option(one.code, named(one)) for one in offered_reasons(about.street_id, act, also)]


def categories(actor: Actor) -> Sequence[Major]:
    """What this person may register: petitions and threats only where the desk sits."""
    return catalog.choices(actor.street_id, public_only=not actor.has(*RESTRICTED_ROLES))


def _fits(about: Case, at: datetime) -> ColumnElement[bool]:
    organisation = or_(Department.id.is_(None), Department.kind == DepartmentKind.ORGANISATION)
    if about.residential_grid_id is None:
        return organisation
    serves = or_(Estate.property_unit_id == Unit.id, Estate.owners_unit_id == Unit.id)
    near = exists().where(Estate.grid_id == about.residential_grid_id, serves, stands(at))
    return or_(organisation, Unit.grid_id == about.residential_grid_id, near)


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """The names of these units."""
    return dict(db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(list(unit_ids)))).all())
