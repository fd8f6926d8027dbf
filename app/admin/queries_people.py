"""The people of a street as its administrators see them. By key, never by offset."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from app.cases.models import Case
from app.catalog.models_places import Unit
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Role
from app.grid.models import Duty, Grid
from app.people.models import User, UserGrid, UserRole

PAGE = 50
ACTIVE, LOCKED = "active", "locked"


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed to. q: part of a name or a login; state: ACTIVE, LOCKED or "" for both."""

    q: str = ""
    role: Role | None = None
    state: str = ""


@dataclass(frozen=True)
class PersonRow:
    """A line of the list."""

    id: int
    login: str
    name: str
    active: bool
    unit: str | None
    roles: tuple[Role, ...] = ()
    grids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody, as their page shows them."""

    id: int
    login: str
    name: str
    phone: str
    active: bool
    must_change: bool
    left_at: datetime | None
    unit_id: int | None
    unit: str | None
    roles: frozenset[Role]
    grid_ids: frozenset[int]


@dataclass(frozen=True)
class Held:
    """What is still in somebody's hands: open cases, their own and to check; duties, and others' they stand in for."""

    cases: int
    checks: int
    duties: int
    stand_ins: int

    @property
    def anything(self) -> bool:
        """Whether somebody should take over first."""
        return bool(self.cases or self.checks or self.duties or self.stand_ins)


def people(street_id: int, sought: Sought, after: str = "") -> tuple[list[PersonRow], str | None]:
    """Fifty people by login from behind the key `after`, and the key of the next page. Three statements."""
    rows = select(User.id, User.login, User.name, User.active, Unit.name.label("unit"))
    rows = rows.outerjoin(Unit, Unit.id == User.unit_id).where(User.street_id == street_id, *_conditions(sought))
    if after:
        rows = rows.where(User.login > after)
    found = db.session.execute(rows.order_by(User.login).limit(PAGE + 1)).all()
    shown, more = found[:PAGE], found[PAGE - 1].login if len(found) > PAGE else None
    roles, grids = _roles_of(row.id for row in shown), _grids_of(row.id for row in shown)
    return [PersonRow(*row, tuple(roles[row.id]), tuple(grids[row.id])) for row in shown], more


def person(street_id: int, user_id: int) -> Person:
    """Somebody of the street. Raises NotFound. Three statements."""
    rows = select(User, Unit.name).outerjoin(Unit, Unit.id == User.unit_id)
    found = db.session.execute(rows.where(User.street_id == street_id, User.id == user_id)).one_or_none()
    if found is None:
        raise NotFound
    who, unit = found
    grids = frozenset(db.session.scalars(select(UserGrid.grid_id).where(UserGrid.user_id == who.id)))
    plain = (who.id, who.login, who.name, who.phone, who.active, who.must_change, who.left_at, who.unit_id)
    return Person(*plain, unit, frozenset(_roles_of([who.id])[who.id]), grids)


def held(user_id: int, at: datetime) -> Held:
    """What somebody would leave behind at `at`. One statement."""
    in_force = or_(Duty.until_at.is_(None), Duty.until_at > at)
    counts = (
        _count(Case, Case.owner_id == user_id, Case.is_open),
        _count(Case, Case.checker_id == user_id, Case.is_open),
        _count(Duty, Duty.user_id == user_id, in_force),
        _count(Duty, Duty.stand_in_id == user_id, in_force),
    )
    return Held(*db.session.execute(select(*counts)).one())


def taken(logins: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Which of these logins exist, in any street: (street, name). One statement, none for no logins."""
    wanted = sorted(set(logins))
    rows = select(User.login, User.street_id, User.name).where(User.login.in_(wanted))
    return {login: (street_id, name) for login, street_id, name in db.session.execute(rows)} if wanted else {}


def _conditions(sought: Sought) -> Iterable[Any]:
    if sought.q:
        yield or_(User.name.contains(sought.q, autoescape=True), User.login.contains(sought.q.lower(), autoescape=True))
    if sought.role is not None:
        yield exists(select(UserRole.user_id).where(UserRole.user_id == User.id, UserRole.role == sought.role))
    if sought.state:
        yield User.active if sought.state == ACTIVE else ~User.active


def _roles_of(ids: Iterable[int]) -> dict[int, list[Role]]:
    rows = select(UserRole.user_id, UserRole.role).where(UserRole.user_id.in_(list(ids)))
    return _grouped(db.session.execute(rows.order_by(UserRole.role)).all())


def _grids_of(ids: Iterable[int]) -> dict[int, list[str]]:
    rows = select(UserGrid.user_id, Grid.name).join(Grid, Grid.id == UserGrid.grid_id)
    return _grouped(db.session.execute(rows.where(UserGrid.user_id.in_(list(ids))).order_by(Grid.code)).all())


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _count(model: type[Case] | type[Duty], *conditions: Any) -> Any:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()
