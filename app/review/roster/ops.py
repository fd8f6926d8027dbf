"""Everything that changes the roster. Commits nothing."""

from datetime import datetime

from app.core.db import db
from app.review.models import Reviewer
from app.review.roster.terms import last_day, today


def enroll(street_id: int, user_id: int, grid_id: int, reviewer: Reviewer, *, at: datetime) -> Reviewer:
    """Put somebody who agreed to the rules on the roster of their residential grid.

    reviewer: brings the kind, and whatever is known besides; without a term it is two years from today.
    """
    reviewer.street_id, reviewer.user_id, reviewer.grid_id = street_id, user_id, grid_id
    reviewer.serves_from = reviewer.serves_from or today(at)
    reviewer.serves_until = reviewer.serves_until or last_day(reviewer.serves_from)
    reviewer.consented_at = reviewer.consented_at or at
    db.session.add(reviewer)
    db.session.flush()
    return reviewer
