"""What is read of reviews: the roster and the parties for a draw, the seats and votes, the outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, cast, column, func, null, or_, select, table

from app.cases import earlier
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout, CaseEntry, CaseHandler
from app.core.db import db
from app.people.models import User
from app.review.draw import shuffled
from app.review.models import Ballot, PoolMember, Review, Reviewer, Sampling, Seat
from app.review.packet import mask
from app.review.pool import Candidate, Parties
from app.review.words import Verdict, Vote, Why, Widened

# Intake lies beside review, so neither imports the other; this one column is read for recusal only.
CONTACT = table("contact", column("case_id"), column("phone_mac"))
_CANDIDATE = (Reviewer.id, Reviewer.user_id, User.unit_id, Reviewer.grid_id, Reviewer.phone_mac)


def roster(street_id: int) -> list[Candidate]:
    """Every reviewer of a street who may be drawn: active, with an active account. One statement."""
    rows = select(*_CANDIDATE).join(User, User.id == Reviewer.user_id)
    rows = rows.where(Reviewer.street_id == street_id, Reviewer.active, User.active)
    return [Candidate(*row) for row in db.session.execute(rows.order_by(Reviewer.id))]


def parties(case_id: int, *, besides: int | None = None) -> Parties:
    """Whom a case concerns, with the cases merged into it; `besides`: a review whose seats do not count.

    Of a relapse also whoever judged the earlier cases of its chain.
    """
    people, units = _handlers_and_about(case_id)
    judged = or_(Review.case_id == case_id, Review.case_id.in_(earlier.chain(case_id)))
    sat = select(Seat.reviewer_id).join(Review, Review.id == Seat.review_id).where(judged)
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


def next_reserve(review_id: int) -> PoolMember | None:
    """The first of the pool who never sat on this review."""
    has_sat = select(Seat.reviewer_id).where(Seat.review_id == review_id)
    rows = select(PoolMember).where(PoolMember.review_id == review_id, PoolMember.reviewer_id.not_in(has_sat))
    return db.session.scalars(rows.order_by(PoolMember.rank).limit(1)).first()


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
        decided_at=review.decided_at,
        verdict=review.verdict,
        solved=count(Vote.SOLVED),
        mostly=count(Vote.MOSTLY),
        unsolved=count(Vote.UNSOLVED),
        reasons=tuple(_unattributed(review, [line for _, line in ballots if line])),
    )


def _unattributed(review: Review, lines: list[str]) -> list[str]:
    return [mask(line) for line in shuffled(review.round_key, lines)]
