"""Who should hear of a case: the members, the tier above, the desk. Never whom the case complains about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from app.cases.models import Case
from app.cases.models_parts import CasePart
from app.cases.models_trail import CaseAbout
from app.cases.policy import UNIT_ROLES
from app.cases.queries import about_nobody
from app.core import memo
from app.core.db import db, fetch
from app.core.permissions import Role
from app.grid import queries as grid
from app.people.models import User, UserGrid, UserRole

ANSWERS = "notices.readers"


@dataclass(frozen=True)
class Reader:
    """Somebody to tell; email only where mail may be sent."""

    user_id: int
    email: str | None


def people(case: Case, user_ids: Iterable[int | None] = (), unit_id: int | None = None) -> list[Reader]:
    """These people, and the staff of a unit. One statement."""
    ids = sorted({user_id for user_id in user_ids if user_id is not None})
    return _readers(_PEOPLE, case, ids=ids, unit=unit_id)


def staff(street_id: int, user_ids: Iterable[int]) -> list[Reader]:
    """These people of the street, where it is about no case. One statement."""
    rows = select(User.id, User.email).where(User.id.in_(sorted(set(user_ids))), User.street_id == street_id)
    return [Reader(*row) for row in db.session.execute(rows.where(User.active).order_by(User.id))]


def administrators(street_id: int) -> list[Reader]:
    """Whoever sets the street up. One statement."""
    rows = select(User.id, User.email).where(User.street_id == street_id, User.active, _holds([Role.ADMIN]))
    return [Reader(*row) for row in db.session.execute(rows.order_by(User.id))]


def holders(case: Case, *roles: Role) -> list[Reader]:
    """Everybody of the street with one of these roles."""
    return _readers(_HOLDERS, case, roles=list(roles))


def handling(case: Case) -> list[Reader]:
    """The owner, and the people of the unit that handles."""
    return people(case, [case.owner_id], None if case.handling_external else case.handling_unit_id)


def assisting(case: Case, part_id: int) -> list[Reader]:
    """The people of the unit that has this part; the owner, who speaks for a unit without accounts."""
    part = db.session.get_one(CasePart, part_id)
    return people(case, [case.owner_id]) if part.external else people(case, unit_id=part.unit_id)


def tier_above(case: Case, members: Iterable[Reader]) -> list[Reader]:
    """The chiefs of the owner's grid or the nearest above it who are not members themselves.

    Without any, the duty chief. Three statements at most.
    """
    told = {reader.user_id for reader in members}
    chain = [case.owner_grid_id, *grid.ancestors(case.owner_grid_id)] if case.owner_grid_id else []
    held = _held(case, chain)
    chiefs = ([user_id for grid_id, user_id in held if grid_id == asked and user_id not in told] for asked in chain)
    nearest = next((found for found in chiefs if found), [])
    return (people(case, nearest) if nearest else []) or holders(case, Role.DUTY_CHIEF)


def tiers_up(case: Case, above: int, *, from_desk: bool) -> list[Reader]:
    """One tier above the owner's grid (above = 0), or two: 居民区网格长, the street centre, the leaders.

    A tier without people passes it on. from_desk: the desk itself is late, so the leaders. Four statements at most.
    """
    higher = grid.ancestors(case.owner_grid_id) if case.owner_grid_id and not from_desk else []
    tiers: list[Callable[[], list[Reader]]] = [partial(_chiefs_of, case, grid_id) for grid_id in higher[:-1]]
    if higher:
        tiers.append(lambda: holders(case, Role.DUTY_CHIEF))
    tiers.append(lambda: holders(case, Role.LEADER))
    found = (tier() for tier in tiers[min(above, len(tiers) - 1) :])
    return next((told for told in found if told), [])


def _chiefs_of(case: Case, grid_id: int) -> list[Reader]:
    return people(case, [user_id for _, user_id in _held(case, [grid_id])])


def _holds(roles: Iterable[Role]) -> ColumnElement[bool]:
    return exists().where(UserRole.user_id == User.id, UserRole.role.in_(list(roles)))


def _asked(who: ColumnElement[bool]) -> Any:
    theirs = (CaseAbout.user_id == User.id) | (CaseAbout.unit_id == User.unit_id)
    about = exists().where(CaseAbout.case_id == bindparam("case"), theirs)
    rows = select(User.id, User.email).where(User.street_id == bindparam("street"), User.active, who, ~about)
    return rows.order_by(User.id)


# Put together once: every report asks, and half the price of a statement is its making.
_NAMED, _STAFF = (
    User.id.in_(bindparam("ids", expanding=True)),
    and_(User.unit_id == bindparam("unit"), _holds(UNIT_ROLES)),
)
_PEOPLE = _asked(or_(_NAMED, _STAFF))
_HOLDING = exists().where(UserRole.user_id == User.id, UserRole.role.in_(bindparam("roles", expanding=True)))
_HOLDERS = _asked(_HOLDING)


# The chiefs of grids, of the people of the street.
_HELD = select(UserGrid.grid_id, UserGrid.user_id).join(User, User.id == UserGrid.user_id)
_HELD = _HELD.where(UserGrid.grid_id.in_(bindparam("grids", expanding=True)), User.street_id == bindparam("street"))
_HELD = _HELD.where(User.active, _holds([Role.GRID_CHIEF])).order_by(UserGrid.user_id)


def _held(case: Case, grid_ids: list[int]) -> Sequence[Any]:
    """Who leads each of these grids, as (grid, person)."""
    return _answer(_HELD, case, grids=grid_ids) if grid_ids else ()


def _readers(rows: Any, case: Case, **values: Any) -> list[Reader]:
    return [Reader(*row) for row in _answer(rows, case, **values)]


def _answer(rows: Any, case: Case, **values: Any) -> Sequence[Any]:
    """Sent once a transaction for all cases brought to hand: a sweep tells of a hundred, of the same few people."""
    asked = {"case": case.id, "street": case.street_id, **values}
    if not about_nobody(case.id):
        return fetch(rows, asked)
    known = memo.page(ANSWERS)
    key = (rows, case.street_id, *(tuple(v) if isinstance(v, list) else v for v in values.values()))
    if key not in known:
        known[key] = fetch(rows, asked)
    found: Sequence[Any] = known[key]
    return found
