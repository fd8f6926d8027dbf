"""Who is behind the numbers of a draw: for an auditor with a reason, and every look is written down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cases import queries as cases
from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.people.models import User
from app.review import policy
from app.review.draw import short_id
from app.review.models import PoolMember, Review, Reviewer, Seat
from app.review.models_draw import DrawLook, ReviewExclusion
from app.review.words import Exclusion, SeatEnd

REASON_MAX = 200


@dataclass(frozen=True)
class Named:
    """Somebody of the roster in a draw. opaque: their short id, "" outside the pool; chair: 0 for no seat."""

    name: str
    opaque: str
    chair: int
    left: SeatEnd | None
    excluded: Exclusion | None


def draw_to_look_at(actor: Actor, review_id: int) -> Review:
    """A draw whose names this person may ask for. Raises NotAllowed, NotFound outside their sight."""
    require(policy.may_look(actor), N_("名单只有审计员能看"))
    review = in_street(Review, review_id, actor.street_id)
    cases.visible_case(actor, review.case_id)
    return review


def look(actor: Actor, review_id: int, reason: str, at: datetime) -> list[Named]:
    """Everybody in a pool or left out of it, by name, logged with the reason. Raises Invalid without one."""
    review = draw_to_look_at(actor, review_id)
    if not reason.strip() or len(reason) > REASON_MAX:
        raise Invalid(errors={"reason": N_("写一句为什么要看，200 字以内")})
    db.session.add(DrawLook(street_id=review.street_id, review_id=review.id, user_id=actor.id, reason=reason, at=at))
    db.session.flush()
    return _names(review.id)


def _names(review_id: int) -> list[Named]:
    in_pool = (PoolMember.reviewer_id == Reviewer.id) & (PoolMember.review_id == review_id)
    sat = (Seat.reviewer_id == Reviewer.id) & (Seat.review_id == review_id)
    out = (ReviewExclusion.reviewer_id == Reviewer.id) & (ReviewExclusion.review_id == review_id)
    rows = select(User.name, PoolMember.opaque_id, Seat.ordinal, Seat.reason, ReviewExclusion.reason)
    rows = rows.select_from(Reviewer).join(User, User.id == Reviewer.user_id)
    rows = rows.outerjoin(PoolMember, in_pool).outerjoin(Seat, sat).outerjoin(ReviewExclusion, out)
    rows = rows.where(PoolMember.opaque_id.is_not(None) | ReviewExclusion.reason.is_not(None))
    found = db.session.execute(rows.order_by(Seat.ordinal.is_(None), Seat.ordinal, Reviewer.id)).all()
    return [Named(name, short_id(o) if o else "", chair or 0, left, why) for name, o, chair, left, why in found]
