"""What a reviewer's pages show; nobody else's vote is ever in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, union

from app.cases.models import Case
from app.catalog.models import Category
from app.core.db import db
from app.core.permissions import Actor
from app.review import queries_packet
from app.review.draw import short_id
from app.review.models import Ballot, PoolMember, Review, Reviewer, Seat
from app.review.sheet import Packet
from app.review.turns import Turn
from app.review.words import SeatEnd, Verdict, Vote, Widened

DONE_SHOWN = 50


@dataclass(frozen=True)
class Mine:
    """A review in a reviewer's list. vote: their own, None before they voted."""

    review_id: int
    case_id: int
    name_zh: str
    name_en: str
    seated_at: datetime
    decided_at: datetime | None
    verdict: Verdict
    vacated_at: datetime | None
    left: SeatEnd | None
    vote: Vote | None

    @property
    def is_open(self) -> bool:
        """Undecided, and the person still sits."""
        return self.decided_at is None and self.vacated_at is None

    @property
    def waits(self) -> bool:
        """Asks for a vote."""
        return self.is_open and self.vote is None


@dataclass(frozen=True)
class BallotPage:
    """The person's own ballot, and the packet: as it stands until the decision, then as it was at the decision.

    packet: None for whoever has left the seat.
    """

    mine: Mine
    round: int
    number: int
    seats: int
    widened: Widened
    second: bool
    turn: Turn
    opened_at: datetime
    opaque: str
    anchor: str
    attitude: int | None
    line: str
    cast_at: datetime | None
    packet: Packet | None

    @property
    def changed_since(self) -> bool:
        """The packet is not as it was when this person voted."""
        changed = self.packet.changed_at if self.packet else None
        return changed is not None and self.cast_at is not None and changed > self.cast_at


def my_reviews(actor: Actor) -> list[Mine]:
    """The reviews this person was ever seated on: waiting first, then the newest. One statement."""
    seats = select(Seat.review_id).join(Reviewer, Reviewer.id == Seat.reviewer_id).where(Reviewer.user_id == actor.id)
    newest = seats.order_by(Seat.review_id.desc()).limit(DONE_SHOWN).subquery()
    # From small indexes first, so that the years of decided reviews are never looked at.
    rows = _mine(actor).where(Review.id.in_(union(select(newest.c.review_id), _undecided())))
    rows = rows.order_by(_waits_first(), Seat.seated_at.desc(), Review.id.desc())
    return [Mine(*row) for row in db.session.execute(rows.limit(DONE_SHOWN))]


def waiting(actor: Actor) -> int:
    """How many reviews wait for this person's vote."""
    waits = _mine(actor).where(Review.id.in_(_undecided()), Seat.vacated_at.is_(None), Ballot.vote.is_(None))
    return db.session.scalar(select(func.count()).select_from(waits.subquery())) or 0


def ballot_page(actor: Actor, review_id: int) -> BallotPage | None:
    """The ballot of a review the person was seated on; None when it is not theirs. Four statements."""
    columns = (Review.round, Review.number, Review.seats, Review.widened, Review.second, Review.turn, Review.opened_at)
    own_id = (PoolMember.review_id == Seat.review_id) & (PoolMember.reviewer_id == Seat.reviewer_id)
    own = (PoolMember.opaque_id, Ballot.attitude, Ballot.line, Ballot.cast_at)
    rows = _mine(actor).add_columns(*columns, *own).join(PoolMember, own_id)
    row = db.session.execute(rows.where(Review.id == review_id)).one_or_none()
    return None if row is None else _page(row)


def packet_photo(actor: Actor, review_id: int, photo_id: int) -> str | None:
    """The file of a picture as the panel has it, for somebody who sits on the review; None otherwise."""
    row = db.session.execute(_mine(actor).add_columns(Review.round).where(Review.id == review_id)).one_or_none()
    if row is None or row.vacated_at is not None:
        return None
    photo = queries_packet.picture(row.case_id, row.round, photo_id, row.decided_at)
    return photo.sha256 if photo else None


def _page(row: Any) -> BallotPage:
    mine = Mine(*row[:10])
    round_, number, seats, widened, second, turn, opened_at, opaque, attitude, line, cast_at = row[10:]
    sits = mine.vacated_at is None
    return BallotPage(
        mine=mine,
        round=round_,
        number=number,
        seats=seats,
        widened=widened,
        second=second,
        turn=turn,
        opened_at=opened_at,
        opaque=short_id(opaque),
        anchor=f"s{opaque[:8]}",
        attitude=attitude,
        line=line or "",
        cast_at=cast_at,
        packet=queries_packet.packet(mine.case_id, round_, mine.decided_at) if sits else None,
    )


def _mine(actor: Actor) -> Any:
    shown = (
        Review.id,
        Review.case_id,
        Category.name_zh,
        Category.name_en,
        Seat.seated_at,
        Review.decided_at,
    )
    rows = select(*shown, Review.verdict, Seat.vacated_at, Seat.reason, Ballot.vote)
    rows = rows.join(Seat, Seat.review_id == Review.id).join(Reviewer, Reviewer.id == Seat.reviewer_id)
    rows = rows.join(Case, Case.id == Review.case_id).join(Category, Category.id == Case.category_id)
    voted = (Ballot.review_id == Seat.review_id) & (Ballot.reviewer_id == Seat.reviewer_id)
    rows = rows.outerjoin(Ballot, voted)
    return rows.where(Reviewer.user_id == actor.id, Review.street_id == actor.street_id)


def _undecided() -> Any:
    return select(Review.id).where(Review.decided_at.is_(None))


def _waits_first() -> ColumnElement[int]:
    waits = Review.decided_at.is_(None) & Seat.vacated_at.is_(None) & Ballot.vote.is_(None)
    return case((waits, 0), else_=1)
