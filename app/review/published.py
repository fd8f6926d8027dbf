"""The public record of draws: everything that is needed to draw once more, and nobody's name, case or vote.

scripts/verify_draw.py reads what `as_json` gives; docs/review.md explains each field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from app.cases.models import Case
from app.catalog.models import Category
from app.core.db import db
from app.people.models import Street
from app.review import queries
from app.review.draw import FORMAT, Ranked, Sheet, moment, ranked
from app.review.drawing import sheet_of
from app.review.models import Ballot, PoolMember, Review, Seat
from app.review.models_draw import ReviewExclusion
from app.review.words import DrawValue, SeatEnd, Verdict, Vote

PAGE = 50
COUNTED = (Vote.SOLVED, Vote.MOSTLY, Vote.UNSOLVED)
# What somebody asked to keep quiet is on the page without its kind; reviews of before the nonce are on no page.
_QUIET = Case.restricted | Case.confidential
_KIND = (case((_QUIET, ""), else_=Category.major_zh), case((_QUIET, ""), else_=Category.major_en))
_OURS = Review.freeze_nonce != ""

JUDGED = (Verdict.APPROVED, Verdict.REJECTED)


@dataclass(frozen=True)
class Line:
    """A draw in the list. name_zh, name_en: the major class, "" where it is kept quiet."""

    id: int
    opened_at: datetime
    drawn_at: datetime | None
    draw_value: DrawValue
    seats: int
    verdict: Verdict
    decided_at: datetime | None
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Listed:
    """Some draws, the newest first, and the key of the next page; None when this is the last."""

    rows: Sequence[Line]
    more: int | None


@dataclass(frozen=True)
class Sat:
    """Whoever took a chair, by opaque id; left: why they left it, None while they sit."""

    chair: int
    opaque_id: str
    left: SeatEnd | None


@dataclass(frozen=True)
class Published:
    """One draw as everybody may see it.

    order: empty before the draw. passed: ids that were passed over, because the case came to concern them after the
    freeze. tally: None before the decision, and for a void round: its votes stay sealed.
    """

    line: Line
    sheet: Sheet
    pool_hash: str
    nonce: str
    outside: str | None
    seed: str | None
    order: Sequence[Ranked]
    sat: Sequence[Sat]
    passed: Sequence[str]
    tally: dict[Vote, int] | None

    def as_json(self) -> dict[str, Any]:
        """The record as data."""
        sheet, line = self.sheet, self.line
        frozen = {"street": sheet.street, "at": moment(sheet.frozen_at), "seats": sheet.seats, "widened": sheet.widened}
        frozen |= {"value": sheet.value, "excluded": dict(sheet.excluded), "ids": sorted(sheet.ids)}
        return {
            "format": FORMAT,
            "number": line.id,
            "category": {"zh": line.name_zh, "en": line.name_en} if line.name_zh else None,
            "frozen": frozen,
            "pool_hash": self.pool_hash,
            "nonce": self.nonce,
            "outside": self.outside,
            "seed": self.seed,
            "drawn_at": moment(line.drawn_at) if line.drawn_at else None,
            "order": [{"id": r.opaque_id, "rank_hash": r.rank_hash} for r in self.order],
            "seats": [{"chair": s.chair, "id": s.opaque_id, "left": s.left} for s in self.sat],
            "passed": list(self.passed),
            "verdict": line.verdict,
            "tally": self.tally,
        }


def recent(street_id: int, before: int | None) -> Listed:
    """Fifty draws of a street, the newest first, from below the key `before`. One statement."""
    rows = _lines(street_id) if before is None else _lines(street_id).where(Review.id < before)
    found = [Line(*row) for row in db.session.execute(rows.order_by(Review.id.desc()).limit(PAGE + 1))]
    return Listed(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def record(street_id: int, review_id: int) -> Published | None:
    """One draw of a street; None for an id that is none of it. Eight statements at most."""
    row = db.session.execute(_lines(street_id).where(Review.id == review_id)).one_or_none()
    if row is None:
        return None
    review, street = db.session.get_one(Review, review_id), db.session.get_one(Street, street_id)
    ids = list(queries.pool(review_id))
    order = ranked(review.seed, ids) if review.seed else []
    return Published(
        line=Line(*row),
        sheet=sheet_of(review, street, ids),
        pool_hash=review.pool_hash,
        nonce=review.freeze_nonce,
        outside=review.outside,
        seed=review.seed,
        order=order,
        sat=_sat(review_id, order),
        passed=_passed(review_id),
        tally=_tally(review_id) if review.verdict in JUDGED else None,
    )


def _lines(street_id: int) -> Any:
    shown = (Review.id, Review.opened_at, Review.drawn_at, Review.draw_value, Review.seats, Review.verdict)
    rows = select(*shown, Review.decided_at, *_KIND).join(Case, Case.id == Review.case_id)
    rows = rows.join(Category, Category.id == Case.category_id)
    return rows.where(Review.street_id == street_id, _OURS)


def _sat(review_id: int, order: Sequence[Ranked]) -> list[Sat]:
    """By chair; on one chair in the order in which they were called, which is the order drawn."""
    rank = {ranked.opaque_id: n for n, ranked in enumerate(order)}
    own = (PoolMember.review_id == Seat.review_id) & (PoolMember.reviewer_id == Seat.reviewer_id)
    rows = select(Seat.ordinal, PoolMember.opaque_id, Seat.reason).join(PoolMember, own)
    found = [Sat(*row) for row in db.session.execute(rows.where(Seat.review_id == review_id))]
    return sorted(found, key=lambda sat: (sat.chair, rank[sat.opaque_id]))


def _passed(review_id: int) -> Sequence[str]:
    late = select(ReviewExclusion.reviewer_id).where(ReviewExclusion.review_id == review_id)
    rows = select(PoolMember.opaque_id).where(PoolMember.review_id == review_id, PoolMember.reviewer_id.in_(late))
    return db.session.scalars(rows.order_by(PoolMember.opaque_id)).all()


def _tally(review_id: int) -> dict[Vote, int]:
    rows = select(Ballot.vote, func.count()).where(Ballot.review_id == review_id).group_by(Ballot.vote)
    counted = dict(db.session.execute(rows).all())
    return {vote: counted.get(vote, 0) for vote in COUNTED}
