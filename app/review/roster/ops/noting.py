"""Every change of a roster leaves a line."""

from datetime import datetime

from app.core.db import db
from app.review.models import Reviewer
from app.review.roster.models import RosterChange
from app.review.words import RosterVerb


def note(row: Reviewer, what: RosterVerb, by_id: int | None, at: datetime) -> None:
    """Write down who changed what; by_id None: the program that set the street up."""
    db.session.add(RosterChange(street_id=row.street_id, reviewer_id=row.id, by_id=by_id, what=what, at=at))
    db.session.flush()
