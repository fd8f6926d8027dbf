"""What a reviewer's pages show; nobody else's vote is ever in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, union

from app.cases.models import Case
from app.cases.models_trail import CasePhoto, CaseText
from app.cases.words import PhotoKind, TextKind
from app.catalog.models import Category
from app.core.db import db
from app.core.permissions import Actor
from app.review.draw import short_id
from app.review.models import Ballot, PoolMember, Review, Reviewer, Seat
from app.review.packet import mask
from app.review.turns import Turn
from app.review.words import SeatEnd, Verdict, Vote, Widened

DONE_SHOWN = 50
BEFORE = (PhotoKind.REPORT, PhotoKind.BEFORE)
AFTER = (PhotoKind.AFTER, PhotoKind.CHECK)


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
class Photo:
    """A picture of the packet; shown under its side only."""

    id: int
    width: int | None
    height: int | None


@dataclass(frozen=True)
class BallotPage:
    """The packet and the person's own ballot. Texts are masked; no name, phone, address or receipt.

    said: what was reported; done: the latest answer to the citizen; empty where erased.
    """

    mine: Mine
    round: int
    number: int
    seats: int
    widened: Widened
    second: bool
    turn: Turn
    opaque: str
    anchor: str
    attitude: int | None
    line: str
    said: str
    done: str
    before: tuple[Photo, ...]
    after: tuple[Photo, ...]


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
    """The ballot of a review the person was seated on; None when it is not theirs. Three statements."""
    columns = (Review.round, Review.number, Review.seats, Review.widened, Review.second, Review.turn)
    own_id = (PoolMember.review_id == Seat.review_id) & (PoolMember.reviewer_id == Seat.reviewer_id)
    own = (PoolMember.opaque_id, Ballot.attitude, Ballot.line)
    rows = _mine(actor).add_columns(*columns, *own).join(PoolMember, own_id)
    row = db.session.execute(rows.where(Review.id == review_id)).one_or_none()
    return None if row is None else _page(row)


def packet_photo(actor: Actor, review_id: int, photo_id: int) -> CasePhoto | None:
    """A picture of the packet for somebody who sits on the review; None otherwise."""
    rows = select(CasePhoto).join(Review, Review.case_id == CasePhoto.case_id)
    rows = rows.join(Seat, Seat.review_id == Review.id).join(Reviewer, Reviewer.id == Seat.reviewer_id)
    sits = (Reviewer.user_id == actor.id) & Seat.vacated_at.is_(None)
    rows = rows.where(Review.id == review_id, CasePhoto.id == photo_id, sits, *_in_packet())
    return db.session.scalars(rows).one_or_none()


def _page(row: Any) -> BallotPage:
    mine = Mine(*row[:10])
    round_, number, seats, widened, second, turn, opaque, attitude, line = row[10:]
    texts = _texts(mine.case_id, round_) if mine.vacated_at is None else {}
    photos = _photos(mine.review_id) if mine.vacated_at is None else ()
    return BallotPage(
        mine=mine,
        round=round_,
        number=number,
        seats=seats,
        widened=widened,
        second=second,
        turn=turn,
        opaque=short_id(opaque),
        anchor=f"s{opaque[:8]}",
        attitude=attitude,
        line=line or "",
        said=mask(texts.get(TextKind.REPORT, "")),
        done=mask(texts.get(TextKind.REPLY, "")),
        before=_side(photos, BEFORE),
        after=_side(photos, AFTER),
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


def _texts(case_id: int, round_: int) -> dict[TextKind, str]:
    """The first report and the last reply of the round."""
    rows = select(CaseText.kind, CaseText.value).where(CaseText.case_id == case_id, CaseText.value.is_not(None))
    wanted = or_(CaseText.kind == TextKind.REPORT, (CaseText.kind == TextKind.REPLY) & (CaseText.round == round_))
    texts: dict[TextKind, str] = {}
    for kind, value in db.session.execute(rows.where(wanted).order_by(CaseText.id)):
        if kind is TextKind.REPLY or kind not in texts:
            texts[kind] = value or ""
    return texts


def _photos(review_id: int) -> Sequence[Any]:
    rows = select(CasePhoto.kind, CasePhoto.id, CasePhoto.width, CasePhoto.height)
    rows = rows.join(Review, Review.case_id == CasePhoto.case_id).where(Review.id == review_id, *_in_packet())
    return db.session.execute(rows.order_by(CasePhoto.id)).all()


def _in_packet() -> tuple[ColumnElement[bool], ...]:
    """Pictures of this round, and those of the report; documents may carry names and stay out."""
    shown = CasePhoto.kind.in_((*BEFORE, *AFTER)) & CasePhoto.erased_at.is_(None)
    of_round = (CasePhoto.round == Review.round) | (CasePhoto.kind == PhotoKind.REPORT)
    return shown, of_round, CasePhoto.mime.like("image/%")


def _side(photos: Sequence[Any], kinds: Sequence[PhotoKind]) -> tuple[Photo, ...]:
    return tuple(Photo(row.id, row.width, row.height) for row in photos if row.kind in kinds)
