"""The demo street is made through the ops alone, so everything that can be proved about it holds."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.cases import audit
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import DeskKind
from app.catalog import queries as catalog
from app.catalog.models_places import Estate
from app.core.db import db
from app.core.permissions import Role
from app.demo.accounts import PLAYERS, lines
from app.demo.seed import seed_demo
from app.people.models import User, UserRole
from app.review.models import Reviewer
from app.review.roster.models import ReviewerApplication
from app.review.roster.terms import today
from app.sla import book
from app.sla.changing import reckoned
from app.sla.models import Clock
from app.verdicts.models import ReporterVerdict

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CASES = 100


@pytest.fixture
def street(town: object) -> int:
    """The demo street; slow to make, so one test asks it everything."""
    return seed_demo(cases=CASES, at=AT)


def test_the_demo_has_cases_in_every_state_and_every_chain_verifies(street: int) -> None:
    states = set(db.session.scalars(select(Case.state).distinct()))
    assert states == set(State)
    found = audit.verify()
    assert (found.faults, found.cases >= CASES) == ([], True)
    _recompute_every_clock()
    _everybody_is_there(street)
    _nothing_lies_in_the_future()
    _reporters_have_spoken()
    _texts_stand_ready(street)


def _recompute_every_clock() -> None:
    """A due time is a function of what was promised, what happened to it, and the calendar."""
    clocks = db.session.scalars(select(Clock)).all()
    changes = book.changes(clock.id for clock in clocks)
    for clock in clocks:
        made = reckoned(clock, changes.get(clock.id, ()))
        assert (clock.due_at, clock.yellow_at, clock.paused_at) == (made.due_at, made.yellow_at, made.paused_at)
        assert (clock.strict_due_at or clock.due_at) == made.strict_due_at
    assert len(clocks) > 5 * CASES and len(changes) > 5


def _everybody_is_there(street: int) -> None:
    roles = set(db.session.scalars(select(UserRole.role).distinct()))
    assert roles == set(Role) and {role for p in PLAYERS for role in p.roles} == set(Role)
    assert len(lines()) >= len(PLAYERS)
    staff = select(func.count(User.id)).where(User.street_id == street)
    reviewers = db.session.scalar(select(func.count(Reviewer.id))) or 0
    assert reviewers >= 36 and (db.session.scalar(staff) or 0) - reviewers >= 55
    away = select(func.count()).where(Reviewer.away_until >= today(AT))
    assert db.session.scalar(away) == 2 and db.session.scalar(select(func.count(ReviewerApplication.id))) == 1
    estates = db.session.execute(select(Estate.grid_id, func.count()).group_by(Estate.grid_id)).all()
    assert all(n >= 3 for _, n in estates)
    assert db.session.scalar(select(func.count()).where(Estate.property_unit_id.is_(None))) == 1


def _texts_stand_ready(street: int) -> None:
    clutter = catalog.category_by_code(street, "0102")
    assert clutter is not None and len(catalog.replies(street, clutter.id)) == 4


def _reporters_have_spoken() -> None:
    """Content and not; one asking that waits for the duty chief, and one appeal for the leader."""
    opinions = [said.opinion.unhappy for said in db.session.scalars(select(ReporterVerdict))]
    assert True in opinions and False in opinions
    waits = set(db.session.scalars(select(Case.desk_kind).where(Case.state == State.CLOSED).distinct()))
    assert waits >= {DeskKind.REOPEN_ASKED, DeskKind.REOPEN_APPEAL}


def _nothing_lies_in_the_future() -> None:
    latest = db.session.scalar(select(func.max(Case.reported_at)))
    earliest = db.session.scalar(select(func.min(Case.reported_at)))
    assert latest is not None and earliest is not None
    assert latest <= AT and earliest >= AT - timedelta(days=92)
