"""The job of time on open reviews: each turn exactly once, however many workers run. Commits nothing.

A turn is won by a conditional update on when it was due; a vote at the same moment takes the same row first, so
one of the two waits and sees what the other did. A review that nobody was seated on lapses like any other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.cases.models import Case
from app.cases.words import Urgency
from app.catalog import queries as catalog
from app.core.db import db
from app.core.events import publish
from app.review import drawing, ops, queries
from app.review.events import SeatsLost, VotesAwaited
from app.review.models import Review
from app.review.turns import Due, Reached, Turn, plan, reach, stage
from app.review.words import SeatEnd, WhyVoid

Calendars = Callable[[int], Due]


@dataclass(frozen=True)
class Waiting:
    """An open review as it was read, before its turn is won."""

    id: int
    street_id: int
    urgency: Urgency
    opened_at: datetime
    second: bool
    turn: Turn
    next_turn_at: datetime

    def plan(self, due: Due) -> Mapping[Turn, datetime]:
        """When each of its turns falls."""
        limit = catalog.stage_limit(self.street_id, stage(self.second), self.urgency, self.opened_at)
        return plan(self.opened_at, limit, due)


def take_turn(case_id: int, calendars: Calendars, at: datetime) -> Turn | None:
    """What has come due for the open review of a case: done, and returned; None when nothing had, or it was taken.

    calendars: of a street, by when a span that begins at a moment is over.
    """
    waiting = _waiting(case_id, at)
    if waiting is None:
        return None
    moments = waiting.plan(calendars(waiting.street_id))
    reached = reach(waiting.turn, moments, at)
    if not _win(waiting, reached) or reached.turn is waiting.turn:
        return None
    review = db.session.get_one(Review, waiting.id, populate_existing=True)
    _DO[reached.turn](review, moments, at)
    return reached.turn


def look_again(street_id: int, at: datetime) -> None:
    """Another calendar: every open review of a street is planned anew at the next run of the job."""
    rows = update(Review).where(Review.street_id == street_id, Review.next_turn_at.is_not(None))
    db.session.execute(rows.values(next_turn_at=at), execution_options={"synchronize_session": False})


def _waiting(case_id: int, at: datetime) -> Waiting | None:
    columns = (Review.id, Review.street_id, Case.urgency, Review.opened_at, Review.second, Review.turn)
    rows: Any = select(*columns, Review.next_turn_at).join(Case, Case.id == Review.case_id)
    row = db.session.execute(rows.where(Review.case_id == case_id, Review.next_turn_at <= at)).one_or_none()
    return Waiting(*row) if row else None


def _win(waiting: Waiting, reached: Reached) -> bool:
    seen = update(Review).where(Review.id == waiting.id, Review.next_turn_at == waiting.next_turn_at)
    won: Any = db.session.execute(
        seen.values(turn=reached.turn, next_turn_at=reached.next_at),
        execution_options={"synchronize_session": False},
    )
    return bool(won.rowcount == 1)


def _remind(review: Review, moments: Mapping[Turn, datetime], at: datetime) -> None:
    _ask(review, [user_id for _, user_id in queries.unvoted(review.id)], moments[Turn.RESERVES], at)


def _seat_reserves(review: Review, moments: Mapping[Turn, datetime], at: datetime) -> None:
    """Cast votes stand. A seat for which no reserve is left keeps its holder: an empty one would help nobody."""
    lost, kept = [], []
    for reviewer_id, user_id in queries.unvoted(review.id):
        if not drawing.has_reserve(review, at):
            kept.append(user_id)
        else:
            ops.vacate(review, reviewer_id, SeatEnd.NO_VOTE, at)
            lost.append(user_id)
    if lost:
        publish(SeatsLost(review.street_id, at, review.id, review.case_id, tuple(lost)))
    _ask(review, kept, moments[Turn.LAPSE], at)


def _lapse(review: Review, _moments: Mapping[Turn, datetime], at: datetime) -> None:
    ops.void_round(review, WhyVoid.LAPSED, at)


def _ask(review: Review, user_ids: list[int], by: datetime, at: datetime) -> None:
    if user_ids:
        publish(VotesAwaited(review.street_id, at, review.id, review.case_id, tuple(user_ids), review.turn, by))


_DO: Mapping[Turn, Callable[[Review, Mapping[Turn, datetime], datetime], None]] = {
    Turn.REMIND: _remind,
    Turn.RESERVES: _seat_reserves,
    Turn.LAPSE: _lapse,
}
