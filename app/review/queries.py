"""What is read of reviews: the roster and the parties for a draw, the seats and votes, the outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, cast, column, func, null, or_, select, table

from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout, CaseCheck, CaseEntry, CaseHandler, LedgerHead, LedgerRoot
from app.core.db import db
from app.people.models import User
from app.review.draw import ranked, shuffled
from app.review.models import Ballot, PoolMember, Review, Reviewer, Sampling, Seat
from app.review.packet import mask
from app.review.pool import Candidate, Parties
from app.review.words import DrawValue, Verdict, Vote, Why, Widened

# Intake lies beside review, so neither imports the other; this one column is read for recusal only.
CONTACT = table("contact", column("case_id"), column("phone_mac"))
# Spelt as the index has it: few wait for their draw, however many were ever drawn.
WAITING = (Review.seed.is_(None), Review.decided_at.is_(None))
_BY_ROOT = Review.draw_value == DrawValue.ROOT
_CANDIDATE = (Reviewer.id, Reviewer.user_id, User.unit_id, Reviewer.grid_id, Reviewer.phone_mac)


def roster(street_id: int) -> list[Candidate]:
    """Every reviewer of a street who may be drawn: active, with an active account. One statement."""
    rows = select(*_CANDIDATE).join(User, User.id == Reviewer.user_id)
    rows = rows.where(Reviewer.street_id == street_id, Reviewer.active, User.active)
    return [Candidate(*row) for row in db.session.execute(rows.order_by(Reviewer.id))]


def parties(case_id: int, *, besides: int | None = None) -> Parties:
    """Whom a case concerns, with the cases merged into it; `besides`: a review whose seats do not count."""
    people, units = _handlers_and_about(case_id)
    sat = select(Seat.reviewer_id).join(Review, Review.id == Seat.review_id).where(Review.case_id == case_id)
    if besides is not None:
        sat = sat.where(Review.id != besides)
    macs = select(CONTACT.c.phone_mac).join(Case, Case.id == CONTACT.c.case_id).where(_with_merged(case_id))
    return Parties(
        user_ids=people,
        unit_ids=units,
        phone_macs=frozenset(mac for mac in db.session.scalars(macs) if mac),
        sat=frozenset(db.session.scalars(sat)),
    )


def _handlers_and_about(case_id: int) -> tuple[frozenset[int], frozenset[int]]:
    handlers = select(CaseHandler.user_id, CaseHandler.unit_id).where(CaseHandler.case_id == case_id)
    about = select(CaseAbout.user_id, CaseAbout.unit_id).where(CaseAbout.case_id == case_id)
    reporter = select(CaseEntry.actor_id, cast(null(), Integer)).join(Case, Case.id == CaseEntry.case_id)
    reporter = reporter.where(_with_merged(case_id), CaseEntry.verb == Verb.REPORT)
    found = db.session.execute(handlers.union(about, reporter)).all()
    return frozenset(u for u, _ in found if u), frozenset(n for _, n in found if n)


def _with_merged(case_id: int) -> ColumnElement[bool]:
    return or_(Case.id == case_id, Case.merged_into_id == case_id)


def was_sent_back(case_id: int) -> bool:
    """True once a check or a panel has found the result wanting."""
    failed = select(CaseCheck.id).where(CaseCheck.case_id == case_id, CaseCheck.passed.is_(False))
    refused = select(Review.id).where(Review.case_id == case_id, Review.verdict == Verdict.REJECTED)
    return db.session.execute(failed.union_all(refused).limit(1)).first() is not None


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
    rows = select(*_CANDIDATE).join(User, User.id == Reviewer.user_id).join(Seat, Seat.reviewer_id == Reviewer.id)
    rows = rows.where(Seat.review_id == review_id, Seat.vacated_at.is_(None), Reviewer.user_id == user_id)
    row = db.session.execute(rows).one_or_none()
    return Candidate(*row) if row else None


def taken_seats(review_id: int) -> int:
    """How many chairs are taken now."""
    rows = select(func.count()).select_from(Seat).where(Seat.review_id == review_id, Seat.vacated_at.is_(None))
    return db.session.scalar(rows) or 0


@dataclass(frozen=True)
class Pooled:
    """Whom an opaque id of a pool stands for."""

    reviewer_id: int
    user_id: int


def pool(review_id: int) -> dict[str, Pooled]:
    """A frozen pool: opaque id → person. For drawing and for the auditor only."""
    rows = select(PoolMember.opaque_id, PoolMember.reviewer_id, Reviewer.user_id)
    rows = rows.join(Reviewer, Reviewer.id == PoolMember.reviewer_id).where(PoolMember.review_id == review_id)
    return {opaque: Pooled(reviewer_id, user_id) for opaque, reviewer_id, user_id in db.session.execute(rows)}


def next_reserve(review_id: int) -> Pooled | None:
    """The first of the drawn order who never sat on this review."""
    seed = db.session.scalar(select(Review.seed).where(Review.id == review_id))
    has_sat = set(db.session.scalars(select(Seat.reviewer_id).where(Seat.review_id == review_id)))
    found = pool(review_id)
    order = (found[r.opaque_id] for r in ranked(seed, list(found))) if seed else ()
    return next((who for who in order if who.reviewer_id not in has_sat), None)


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


def votes(review_id: int) -> list[Vote]:
    """The ballots cast so far; for the tally only, they are sealed to everybody."""
    return list(db.session.scalars(select(Ballot.vote).where(Ballot.review_id == review_id)))


def reasons(review: Review) -> list[str]:
    """The lines of a review, masked, unattributed and in an order that tells nothing."""
    rows = select(Ballot.line).where(Ballot.review_id == review.id, Ballot.line != "")
    return _unattributed(review, list(db.session.scalars(rows)))


@dataclass(frozen=True)
class Outcome:
    """A review as staff may see it. The tally and the reasons are there only once it is decided."""

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
    def count(vote: Vote) -> int | None:
        return None if review.is_open else sum(v is vote for v, _ in ballots)

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
        reasons=tuple(_unattributed(review, [line for _, line in ballots if line])),
    )


def _unattributed(review: Review, lines: list[str]) -> list[str]:
    return [mask(line) for line in shuffled(review.round_key, lines)]
