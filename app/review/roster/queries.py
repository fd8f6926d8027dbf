"""What is read of the roster: who can be drawn, who stands on it, who asks to."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.core.db import db
from app.people.models import Street, User
from app.review.models import Reviewer, Seat
from app.review.pool import Candidate
from app.review.roster.terms import cap_of, month_start, today
from app.review.words import SeatEnd


def candidates(street_id: int, at: datetime) -> list[Candidate]:
    """Every reviewer of a street as the draw sees them at `at`, those too who cannot be drawn. One statement."""
    who = (Reviewer, User.unit_id, User.active, Street.settings, seats_since(month_start(at)))
    rows = select(*who).join(User, User.id == Reviewer.user_id).join(Street, Street.id == Reviewer.street_id)
    rows = rows.where(Reviewer.street_id == street_id).order_by(Reviewer.id)
    return [_candidate(row, at) for row in db.session.execute(rows)]


def seats_since(start: datetime) -> ColumnElement[int]:
    """How many seats a reviewer took since a moment; one that was left by 回避 does not count."""
    kept = Seat.reason.is_(None) | (Seat.reason != SeatEnd.RECUSED)
    taken = select(func.count()).where(Seat.reviewer_id == Reviewer.id, Seat.seated_at >= start, kept)
    return taken.correlate(Reviewer).scalar_subquery()


def _candidate(row: Any, at: datetime) -> Candidate:
    who, unit_id, account, settings, seats = row
    return Candidate(
        who.id,
        who.user_id,
        unit_id,
        who.grid_id,
        who.phone_mac,
        who.place_id,
        available=account and who.standing.on(today(at)),
        seats=seats,
        cap=cap_of(who.monthly_cap, settings),
    )
