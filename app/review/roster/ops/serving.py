"""What reviewers do about themselves: agree, be away, leave."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor
from app.review import ops as review
from app.review.models import Review, Reviewer, Seat
from app.review.roster.consent import VERSION
from app.review.roster.ops.noting import note
from app.review.roster.terms import today
from app.review.words import RosterVerb, Vote

LONGEST_AWAY = timedelta(days=366)


def agree(actor: Actor, *, at: datetime) -> None:
    """Agree to today's rules: again after they changed, or after leaving (the committee then renews the term)."""
    row = _mine(actor)
    row.consented_at, row.consent_version = at, VERSION
    note(row, RosterVerb.AGREED, actor.id, at)


def set_away(actor: Actor, until: date | None, *, at: datetime) -> None:
    """Not drawn up to and with this day; None: back now. What they sit on stays theirs. Raises Invalid at `until`."""
    row, day = _mine(actor), today(at)
    if until is not None and not day <= until <= day + LONGEST_AWAY:
        raise Invalid(errors={"until": N_("选今天到一年以内的一天")})
    row.away_until = until
    db.session.flush()


def leave(actor: Actor, *, at: datetime) -> int:
    """Off the roster by one's own will: no draw any more, and open seats go to the next reserve by 回避.

    Returns how many seats were given up. Raises NotFound for whoever is on no roster.
    """
    row = _mine(actor)
    row.active, row.consented_at = False, None
    note(row, RosterVerb.LEFT, actor.id, at)
    sits = select(Seat.review_id).join(Review, Review.id == Seat.review_id).order_by(Seat.review_id)
    sits = sits.where(Seat.reviewer_id == row.id, Seat.vacated_at.is_(None), Review.decided_at.is_(None))
    found = db.session.scalars(sits).all()
    for review_id in found:
        review.cast_ballot(actor, review_id, Vote.RECUSED, None, at=at)
    return len(found)


def _mine(actor: Actor) -> Reviewer:
    rows = select(Reviewer).where(Reviewer.user_id == actor.id, Reviewer.street_id == actor.street_id)
    found = db.session.scalar(rows.with_for_update(key_share=True))
    if found is None:
        raise NotFound
    return found
