"""Who should hear of a case: the members, the tier above, the desk. Never whom the case complains about."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, or_, select

from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.policy import UNIT_ROLES
from app.core.db import db
from app.core.permissions import Role
from app.grid import queries as grid
from app.people.models import User, UserGrid, UserRole
from app.review.models import Ballot, Review, Reviewer, Seat


@dataclass(frozen=True)
class Reader:
    """Somebody to tell; email only where mail may be sent."""

    user_id: int
    email: str | None


def people(case: Case, user_ids: Iterable[int | None] = (), unit_id: int | None = None) -> list[Reader]:
    """These people, and the staff of a unit. One statement."""
    ids = sorted({user_id for user_id in user_ids if user_id is not None})
    named = User.id.in_(ids) if ids else false()
    staff = _holds(UNIT_ROLES) & (User.unit_id == unit_id) if unit_id is not None else false()
    return _readers(case, or_(named, staff))


def holders(case: Case, *roles: Role) -> list[Reader]:
    """Everybody of the street with one of these roles."""
    return _readers(case, _holds(roles))


def handling(case: Case) -> list[Reader]:
    """The owner, and the people of the unit that handles."""
    return people(case, [case.owner_id], None if case.handling_external else case.handling_unit_id)


def tier_above(case: Case, members: Iterable[Reader]) -> list[Reader]:
    """The chiefs of the owner's grid or the nearest above it who are not members themselves.

    Without any, the duty chief. Three statements at most.
    """
    told = {reader.user_id for reader in members}
    chain = [case.owner_grid_id, *grid.ancestors(case.owner_grid_id)] if case.owner_grid_id else []
    chiefs: dict[int, list[int]] = {}
    rows = select(UserGrid.grid_id, UserGrid.user_id).join(User, User.id == UserGrid.user_id)
    rows = rows.where(UserGrid.grid_id.in_(chain), User.active, _holds([Role.GRID_CHIEF]))
    for grid_id, user_id in db.session.execute(rows) if chain else ():
        if user_id not in told:
            chiefs.setdefault(grid_id, []).append(user_id)
    nearest = next((chiefs[grid_id] for grid_id in chain if grid_id in chiefs), [])
    return (people(case, nearest) if nearest else []) or holders(case, Role.DUTY_CHIEF)


def voters(case: Case) -> list[Reader]:
    """The seated reviewers of the open review who have not voted."""
    voted = exists().where(Ballot.review_id == Seat.review_id, Ballot.reviewer_id == Seat.reviewer_id)
    rows = select(Reviewer.user_id).join(Seat, Seat.reviewer_id == Reviewer.id)
    rows = rows.join(Review, Review.id == Seat.review_id)
    rows = rows.where(Review.case_id == case.id, Review.decided_at.is_(None), Seat.vacated_at.is_(None), ~voted)
    return people(case, db.session.scalars(rows))


def _holds(roles: Iterable[Role]) -> ColumnElement[bool]:
    return exists().where(UserRole.user_id == User.id, UserRole.role.in_(list(roles)))


def _readers(case: Case, who: ColumnElement[bool]) -> list[Reader]:
    theirs = (CaseAbout.user_id == User.id) | (CaseAbout.unit_id == User.unit_id)
    about = exists().where(CaseAbout.case_id == case.id, theirs)
    rows = select(User.id, User.email).where(User.street_id == case.street_id, User.active, who, ~about)
    return [Reader(*row) for row in db.session.execute(rows.order_by(User.id))]
