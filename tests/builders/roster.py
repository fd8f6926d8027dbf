"""Who asks to sit on panels, for tests of the roster."""

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.review.models import Reviewer
from app.review.roster import ops
from app.review.roster.models import ReviewerApplication, RosterChange
from app.review.roster.ops.applying import Wish
from app.review.roster.ops.deciding import Grant
from app.review.words import ReviewerKind, RosterVerb
from tests.builders.reviews import NOON, Community

TODAY, PHONE, NAME = date(2026, 11, 16), "13812345678", "丁阿婆"
TWO_YEARS = Grant(TODAY, date(2028, 11, 15))
_forms = count(1)


def a_wish(home: int, **more: Any) -> Wish:
    """What somebody of a community filled in."""
    form_key = f"a-form-of-the-roster-{next(_forms)}"
    wish = Wish(form_key, home, ReviewerKind.RESIDENT, NAME, PHONE, "theirs", agreed=True)
    return replace(wish, **more)


def asked(community: Community, at: datetime = NOON, **more: Any) -> ReviewerApplication:
    """Somebody of the first community asks to sit on panels."""
    number = ops.apply(community.street_id, a_wish(community.homes[0], **more), at=at)
    rows = select(ReviewerApplication).where(ReviewerApplication.number == number)
    return db.session.scalars(rows).one()


def noted(community: Community) -> list[tuple[RosterVerb, int | None]]:
    """What was changed on the rosters of the street, and by whom."""
    rows = select(RosterChange.what, RosterChange.by_id).where(RosterChange.street_id == community.street_id)
    return [(what, by) for what, by in db.session.execute(rows.order_by(RosterChange.id))]


def row_of(reviewer_id: int) -> Reviewer:
    """A line of the roster as the database has it."""
    return db.session.get_one(Reviewer, reviewer_id, populate_existing=True)
