"""What is read of reviews: pools, seats, votes and outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from app.cases.models_trail import LedgerHead, LedgerRoot
from app.core.db import db
from app.people.models import User
from app.review.draw import ranked, shuffled
from app.review.models import Ballot, PoolMember, Review, Reviewer, Sampling, Seat
from app.review.models_draw import ReviewExclusion
from app.review.packet import mask
from app.review.pool import Candidate
from app.review.roster.terms import today
from app.review.words import DrawValue, SeatEnd, Verdict, Vote, Why, WhyVoid, Widened

_CANDIDATE = select(Reviewer, User.unit_id).join(User, User.id == Reviewer.user_id)
# Spelt as the index has it: few wait for their draw, however many were ever drawn.
WAITING = (Review.seed.is_(None), Review.decided_at.is_(None))
_BY_ROOT = Review.draw_value == DrawValue.ROOT


def rejections(case_id: int) -> int:
    """How often panels have said 未解决, over all rounds of the case."""
    refused = select(func.count()).where(Review.case_id == case_id, Review.verdict == Verdict.REJECTED)
    return db.session.scalar(refused) or 0


def lots(case_id: int, round_: int) -> dict[Why, bool]:
    """What was decided about reviewing this round of a `sampled` case, by reason."""
    rows = select(Sampling.why, Sampling.drawn).where(Sampling.case_id == case_id, Sampling.round == round_)
    return dict(db.session.execute(rows).all())


def last_number(case_id: int, round_: int) -> int:
    """The number of the last review of a round, 0 when there was none."""
    rows = select(func.max(Review.number)).where(Review.case_id == case_id, Review.round == round_)
    return db.session.scalar(rows) or 0


def seated(review_id: int, user_id: int | None) -> Candidate | None:
    """The person's taken seat on a review, as the policy judges it; None when they do not sit."""
    rows = _CANDIDATE.join(Seat, Seat.reviewer_id == Reviewer.id)
    rows = rows.where(Seat.review_id == review_id, Seat.vacated_at.is_(None), Reviewer.user_id == user_id)
    row = db.session.execute(rows).one_or_none()
    return _candidate(*row) if row else None


def seated_candidates(review_id: int) -> list[Candidate]:
    """Everybody who sits now, as the policy judges them. One statement."""
    rows = _CANDIDATE.join(Seat, Seat.reviewer_id == Reviewer.id).order_by(Reviewer.id)
    rows = rows.where(Seat.review_id == review_id, Seat.vacated_at.is_(None))
    return [_candidate(*row) for row in db.session.execute(rows)]


def was_drawn(case_id: int) -> bool:
    """Whether the last review of a case ever had a panel."""
    rows = select(Review.seed).where(Review.case_id == case_id).order_by(Review.id.desc()).limit(1)
    return db.session.scalar(rows) is not None


def taken_seats(review_id: int) -> int:
    """How many chairs are taken now."""
    rows = select(func.count()).select_from(Seat).where(Seat.review_id == review_id, Seat.vacated_at.is_(None))
    return db.session.scalar(rows) or 0


def not_here(review_id: int, at: datetime) -> set[int]:
    """Who of a frozen pool cannot sit now: left the panel, is away, or has no account any more.

    Somebody whose term was ended by others can: nobody but chance and themselves decides who sits.
    """
    here = Reviewer.away_until.is_(None) | (Reviewer.away_until < today(at))
    rows = select(Reviewer.id).join(PoolMember, PoolMember.reviewer_id == Reviewer.id)
    rows = rows.join(User, User.id == Reviewer.user_id).where(PoolMember.review_id == review_id)
    return set(db.session.scalars(rows.where(~here | Reviewer.consented_at.is_(None) | ~User.active)))


def _candidate(who: Reviewer, unit_id: int | None) -> Candidate:
    return Candidate(who.id, who.user_id, unit_id, who.grid_id, who.phone_mac, who.place_id)


def pool(review_id: int) -> dict[str, Candidate]:
    """A frozen pool: opaque id → person as the policy judges them now. For drawing and for the auditor only."""
    rows = select(PoolMember.opaque_id, Reviewer, User.unit_id).join(Reviewer, Reviewer.id == PoolMember.reviewer_id)
    rows = rows.join(User, User.id == Reviewer.user_id).where(PoolMember.review_id == review_id)
    return {opaque: _candidate(who, unit_id) for opaque, who, unit_id in db.session.execute(rows)}


def in_order(review: Review) -> list[Candidate]:
    """Whoever may still be seated on a drawn review, in the drawn order: without those who sat or were passed over."""
    found, gone = pool(review.id), select(Seat.reviewer_id).where(Seat.review_id == review.id)
    passed = select(ReviewExclusion.reviewer_id).where(ReviewExclusion.review_id == review.id)
    out = set(db.session.scalars(gone.union(passed)))
    order = (found[r.opaque_id] for r in ranked(review.seed or "", list(found)))
    return [who for who in order if who.reviewer_id not in out]


def waiting_of(case_id: int) -> Review | None:
    """The review of a case whose panel is not drawn yet."""
    return db.session.scalars(select(Review).where(Review.case_id == case_id, *WAITING)).one_or_none()


def root_of(review: Review) -> LedgerRoot | None:
    """The root that gives a review its outside value: the first after the freeze that seals it; None so far.

    "Seals": it, or one before it, was made over a timeline that has the line of the freeze. Time alone would not do:
    a root may be on its way while a pool is being frozen.
    """
    sealing = select(func.min(LedgerRoot.number)).join(LedgerHead, LedgerHead.root_id == LedgerRoot.id)
    sealing = sealing.where(LedgerHead.case_id == review.case_id, LedgerHead.length >= review.frozen_seq)
    rows = select(LedgerRoot).where(LedgerRoot.street_id == review.street_id, LedgerRoot.at > review.opened_at)
    rows = rows.where(LedgerRoot.number >= sealing.scalar_subquery())
    return db.session.scalars(rows.order_by(LedgerRoot.number).limit(1)).first()


def to_draw(limit: int) -> Sequence[int]:
    """Reviews whose panel the worker can draw now."""
    rows = select(Review.id).where(*WAITING, _BY_ROOT, _sealed(), _root_since())
    return db.session.scalars(rows.order_by(Review.id).limit(limit)).all()


def streets_waiting() -> Sequence[int]:
    """Streets in which a draw waits for the next root."""
    rows = select(Review.street_id).where(*WAITING, _BY_ROOT, ~(_sealed() & _root_since()))
    return db.session.scalars(rows.distinct()).all()


def _sealed() -> ColumnElement[bool]:
    heads = select(LedgerHead.id).where(LedgerHead.case_id == Review.case_id, LedgerHead.length >= Review.frozen_seq)
    return heads.correlate(Review).exists()


def _root_since() -> ColumnElement[bool]:
    roots = select(LedgerRoot.id).where(LedgerRoot.street_id == Review.street_id, LedgerRoot.at > Review.opened_at)
    return roots.correlate(Review).exists()


def seat_end(review_id: int, user_id: int | None) -> SeatEnd | None:
    """Why somebody's seat on a review was left; None while they sit, or never did."""
    rows = select(Seat.reason).join(Reviewer, Reviewer.id == Seat.reviewer_id)
    return db.session.scalar(rows.where(Seat.review_id == review_id, Reviewer.user_id == user_id))


def unvoted(review_id: int) -> list[tuple[int, int]]:
    """Who sits and has not voted, by chair, as (reviewer, user). One statement."""
    voted = exists().where(Ballot.review_id == Seat.review_id, Ballot.reviewer_id == Seat.reviewer_id)
    rows = select(Seat.reviewer_id, Reviewer.user_id).join(Reviewer, Reviewer.id == Seat.reviewer_id)
    rows = rows.where(Seat.review_id == review_id, Seat.vacated_at.is_(None), ~voted).order_by(Seat.ordinal)
    return [(reviewer_id, user_id) for reviewer_id, user_id in db.session.execute(rows)]


def to_turn(at: datetime, limit: int) -> Sequence[int]:
    """Cases whose open review must be looked at, the longest due first. One statement, from a small index."""
    rows = select(Review.case_id).where(Review.next_turn_at <= at, Review.next_turn_at.is_not(None))
    return db.session.scalars(rows.order_by(Review.next_turn_at, Review.id).limit(limit)).all()


def votes(review_id: int) -> list[Vote]:
    """The ballots cast so far; for the tally only, they are sealed to everybody."""
    return list(db.session.scalars(select(Ballot.vote).where(Ballot.review_id == review_id)))


def reasons(review: Review) -> list[str]:
    """The lines of a review, masked, unattributed and in an order that tells nothing."""
    rows = select(Ballot.line).where(Ballot.review_id == review.id, Ballot.line != "")
    return _unattributed(review, list(db.session.scalars(rows)))


@dataclass(frozen=True)
class Outcome:
    """A review as staff may see it. The tally and the reasons are there only once it is decided; of one that ended
    without a verdict they stay sealed, and only how many voted is said."""

    review_id: int
    round: int
    number: int
    seats: int
    widened: Widened
    opened_at: datetime
    draw_value: DrawValue
    drawn_at: datetime | None
    decided_at: datetime | None
    verdict: Verdict
    solved: int | None
    mostly: int | None
    unsolved: int | None
    reasons: tuple[str, ...]
    second: bool = False
    why_void: WhyVoid | None = None
    voted: int = 0


def of_case(case_id: int) -> list[Outcome]:
    """The reviews of a case in order, for its page: never who sat, never a vote before the decision."""
    found = db.session.scalars(select(Review).where(Review.case_id == case_id).order_by(Review.id)).all()
    decided = [review.id for review in found if not review.is_open]
    ballots = select(Ballot.review_id, Ballot.vote, Ballot.line).where(Ballot.review_id.in_(decided))
    by_review: dict[int, list[tuple[Vote, str]]] = {}
    for review_id, vote, line in db.session.execute(ballots) if decided else ():
        by_review.setdefault(review_id, []).append((vote, line))
    return [_outcome(review, by_review.get(review.id, [])) for review in found]


def _outcome(review: Review, ballots: Sequence[tuple[Vote, str]]) -> Outcome:
    sealed = review.is_open or review.verdict is Verdict.VOID

    def count(vote: Vote) -> int | None:
        return None if sealed else sum(v is vote for v, _ in ballots)

    return Outcome(
        review_id=review.id,
        round=review.round,
        number=review.number,
        seats=review.seats,
        widened=review.widened,
        opened_at=review.opened_at,
        draw_value=review.draw_value,
        drawn_at=review.drawn_at,
        decided_at=review.decided_at,
        verdict=review.verdict,
        solved=count(Vote.SOLVED),
        mostly=count(Vote.MOSTLY),
        unsolved=count(Vote.UNSOLVED),
        reasons=() if sealed else tuple(_unattributed(review, [line for _, line in ballots if line])),
        second=review.second,
        why_void=review.why_void,
        voted=len(ballots),
    )


def _unattributed(review: Review, lines: list[str]) -> list[str]:
    return [mask(line) for line in shuffled(review.round_key, lines)]
