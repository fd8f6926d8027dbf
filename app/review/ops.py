"""Everything that changes a review: the lot, the panel, the ballots, the verdict. Commits nothing.

Handlers of events (app/wiring.py): `decide_sampling` on CaseHandled, `after_check` on CaseChecked,
`after_conference` on CaseConcluded, `stop_review` on CaseEnded.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.cases import ops as cases
from app.cases.again import why_again
from app.cases.events import CaseChecked, CaseConcluded, CaseEnded, CaseHandled, CaseReviewStarted
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.queries import at_hand, story
from app.cases.words import Approval, DeskKind, ReviewRule
from app.catalog import queries as catalog
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require, system_actor
from app.grid import queries as grid
from app.people.models import Street
from app.review import policy, queries
from app.review.draw import SAMPLED_RATE, Draw, draw, is_sampled, new_secret, opaque_id
from app.review.events import ReviewDecided, ReviewersSeated
from app.review.models import Ballot, PoolMember, Review, Reviewer, Sampling, Seat
from app.review.pool import Pool, pick_pool
from app.review.verdict import QUORUM, seats_for, tally
from app.review.words import SeatEnd, Verdict, Vote, Why

LINE_MAX = 60


def decide_sampling(event: CaseHandled) -> None:
    """Say at `handled` whether a `sampled` case goes to a panel; the answer is recorded, never redrawn.

    What relapsed, was done again, was reported by several or complains about its handlers is reviewed without a lot.
    """
    case = at_hand(event.case_id)
    if case.review_rule is ReviewRule.SAMPLED:
        _sample(case, event.at)


def after_check(event: CaseChecked) -> None:
    """A passed check opens a review, or closes the case where none is due; a failed one is let be."""
    if not event.passed:
        return
    case, rules = at_hand(event.case_id), system_actor(event.street_id)
    if case.review_rule is ReviewRule.SAMPLED and not case.drawn:
        _sample(case, event.at)  # others may have been merged into it while it waited for the check
    if not policy.needs_panel(case.review_rule, case.drawn):
        cases.close(rules, case, Approval.CHECK, at=event.at)
        return
    cases.start_review(rules, case, at=event.at)
    open_review(case, at=event.at)


def after_conference(event: CaseConcluded) -> None:
    """A conference may put the case before a panel again; nobody of the earlier ones sits."""
    case = at_hand(event.case_id)
    if case.state is State.IN_REVIEW:
        publish(CaseReviewStarted(case.street_id, event.at, case_id=case.id, actor_id=event.actor_id))
        open_review(case, at=event.at)


def stop_review(event: CaseEnded) -> None:
    """The case ended without a verdict (作废): its panel votes no more."""
    rows = select(Review).where(Review.case_id == event.case_id, Review.decided_at.is_(None)).with_for_update()
    with db.session.no_autoflush:  # a vote takes the review first and then the case: so must this, or both wait
        review = db.session.scalars(rows).one_or_none()
    if review is not None:
        _write_verdict(review, Verdict.VOID, event.at)


def open_review(case: Case, *, at: datetime) -> Review | None:
    """Freeze a pool, draw a panel and seat it. None: too few even in the street, the desk is told.

    Nobody whom the case concerns is in the pool (app/review/pool.py); a case never closes for want of one.
    """
    seats = seats_for(catalog.category(case.category_id).complex)
    near = grid.neighbours(case.residential_grid_id, at) if case.residential_grid_id else ()
    roster, parties = queries.roster(case.street_id), queries.parties(case.id)
    pool = pick_pool(roster, parties, own=case.residential_grid_id, near=list(near), seats=seats)
    if pool is None:
        cases.needs_desk(case, DeskKind.NO_PANEL, at=at)
        return None
    return _seat_panel(case, pool, seats, at)


def cast_ballot(
    actor: Actor, review_id: int, vote: Vote, attitude: int | None, line: str = "", *, at: datetime
) -> None:
    """Cast or change a vote; 回避 vacates the seat for the next reserve. The deciding vote acts at once.

    attitude: 1 to 5, not asked of a recusal. Raises NotFound, NotAllowed for whoever does not sit or is
    a party, Conflict once the review is decided, Invalid for a missing attitude or too long a line.
    """
    _check_ballot(vote, attitude, line)
    review = _claim(actor, review_id)
    seat = queries.seated(review.id, actor.id)
    if seat is None:
        raise NotAllowed(N_("这一票不归你投"))
    if vote is Vote.RECUSED:
        _vacate(review, seat.reviewer_id, at)
    else:
        concerned = queries.parties(review.case_id, besides=review.id)
        require(policy.may_vote(actor, seat, concerned), N_("你和这件事有关，请选“回避”"))
        _keep(review, seat.reviewer_id, Ballot(vote=vote, attitude=attitude, line=line, cast_at=at))
    _settle(review, at)


def enroll(street_id: int, user_id: int, grid_id: int, reviewer: Reviewer) -> Reviewer:
    """Put somebody on the roster of their residential grid; `reviewer` brings kind and phone_mac."""
    reviewer.street_id, reviewer.user_id, reviewer.grid_id = street_id, user_id, grid_id
    db.session.add(reviewer)
    db.session.flush()
    return reviewer


def _sample(case: Case, at: datetime) -> None:
    again = why_again(story(case))
    why = Why(again.value) if again else Why.LOT
    if (known := queries.lots(case.id, case.round).get(why)) is not None:
        cases.set_drawn(case, known)
        return
    street = db.session.get_one(Street, case.street_id)
    rate = int((street.settings or {}).get("sampled_rate", SAMPLED_RATE))
    seed = None if again else new_secret()
    drawn = seed is None or is_sampled(seed, f"{case.id}:{case.round}", rate)
    lot = Sampling(street_id=case.street_id, case_id=case.id, round=case.round, why=why, seed=seed, rate=rate)
    lot.drawn, lot.at = drawn, at
    db.session.add(lot)
    db.session.flush()
    cases.set_drawn(case, drawn)


def _seat_panel(case: Case, pool: Pool, seats: int, at: datetime) -> Review:
    key = new_secret()
    members = {opaque_id(key, c.reviewer_id): c for c in pool.members}
    drawn = draw(new_secret(), list(members), seats)
    review = Review(street_id=case.street_id, case_id=case.id, round=case.round, seats=seats, quorum=QUORUM)
    review.number = queries.last_number(case.id, case.round) + 1
    review.widened, review.round_key, review.opened_at = pool.widened, key, at
    review.pool_hash, review.seed = drawn.pool_hash, drawn.seed
    _add(review)
    ids = {opaque: c.reviewer_id for opaque, c in members.items()}
    _add(*_pool_rows(review, drawn, ids))
    _add(*(_chair(review, ids[r.opaque_id], n, at) for n, r in enumerate(drawn.sitting, start=1)))
    _tell(review, tuple(members[r.opaque_id].user_id for r in drawn.sitting), at)
    return review


def _pool_rows(review: Review, drawn: Draw, ids: dict[str, int]) -> list[PoolMember]:
    return [
        PoolMember(
            street_id=review.street_id,
            review_id=review.id,
            reviewer_id=ids[ranked.opaque_id],
            opaque_id=ranked.opaque_id,
            rank_hash=ranked.rank_hash,
            rank=rank,
        )
        for rank, ranked in enumerate(drawn.order, start=1)
    ]


def _chair(review: Review, reviewer_id: int, ordinal: int, at: datetime) -> Seat:
    seat = Seat(street_id=review.street_id, review_id=review.id, reviewer_id=reviewer_id, ordinal=ordinal)
    seat.seated_at = at
    return seat


def _add(*rows: object) -> None:
    # Rows without relationships between them: each kind is stored before the next refers to it.
    db.session.add_all(rows)
    db.session.flush()


def _tell(review: Review, user_ids: tuple[int, ...], at: datetime) -> None:
    publish(ReviewersSeated(review.street_id, at, review_id=review.id, case_id=review.case_id, user_ids=user_ids))


def _check_ballot(vote: Vote, attitude: int | None, line: str) -> None:
    errors = {}
    if vote is not Vote.RECUSED and attitude not in range(1, 6):
        errors["attitude"] = N_("请选 1 到 5 中的一个")
    if len(line) > LINE_MAX:
        errors["line"] = N_("太长了：一句话，60 个字以内")
    if errors:
        raise Invalid(errors=errors)


def _claim(actor: Actor, review_id: int) -> Review:
    """Take the review for this vote: a second voter waits here, a decided review refuses."""
    open_one = update(Review).where(Review.id == review_id, Review.street_id == actor.street_id)
    counted = open_one.where(Review.decided_at.is_(None)).values(casts=Review.casts + 1)
    claimed: Any = db.session.execute(counted, execution_options={"synchronize_session": False})
    review = db.session.get(Review, review_id, populate_existing=True)
    if review is None or review.street_id != actor.street_id:
        raise NotFound()
    if claimed.rowcount != 1:
        raise Conflict(N_("这件事已经评定，不能再投或改票"))
    return review


def _keep(review: Review, reviewer_id: int, ballot: Ballot) -> None:
    before = db.session.get(Ballot, (review.id, reviewer_id), populate_existing=True)
    if before is None:
        ballot.review_id, ballot.reviewer_id = review.id, reviewer_id
        _add(ballot)
        return
    before.vote, before.attitude, before.line, before.cast_at = (
        ballot.vote,
        ballot.attitude,
        ballot.line,
        ballot.cast_at,
    )
    db.session.flush()


def _vacate(review: Review, reviewer_id: int, at: datetime) -> None:
    seat = db.session.get_one(Seat, (review.id, reviewer_id), populate_existing=True)
    if ballot := db.session.get(Ballot, (review.id, reviewer_id)):
        db.session.delete(ballot)
    seat.vacated_at, seat.reason = at, SeatEnd.RECUSED
    db.session.flush()
    reserve = queries.next_reserve(review.id)
    if reserve is None:
        return
    _add(_chair(review, reserve.reviewer_id, seat.ordinal, at))
    _tell(review, (db.session.get_one(Reviewer, reserve.reviewer_id).user_id,), at)


def _settle(review: Review, at: datetime) -> None:
    empty = review.seats - queries.taken_seats(review.id)
    verdict = tally(queries.votes(review.id), seats=review.seats, quorum=review.quorum, empty=empty)
    if verdict is Verdict.PENDING:
        return
    _write_verdict(review, verdict, at)
    _act(review, db.session.get_one(Case, review.case_id), at)


def _write_verdict(review: Review, verdict: Verdict, at: datetime) -> None:
    review.verdict, review.decided_at = verdict, at
    db.session.flush()
    publish(ReviewDecided(review.street_id, at, review_id=review.id, case_id=review.case_id, verdict=verdict))


def _act(review: Review, case: Case, at: datetime) -> None:
    """What a verdict does to its case: close, once more, conference; a void panel is drawn afresh."""
    rules = system_actor(case.street_id)
    if review.verdict is Verdict.APPROVED:
        again = bool(queries.lots(case.id, case.round).keys() - {Why.LOT})
        cases.close(rules, case, policy.approval(case.review_rule, again), review_id=review.id, at=at)
    elif review.verdict is Verdict.VOID:
        open_review(case, at=at)
    elif queries.rejections(case.id) == 1:
        cases.send_to_rework(rules, case, queries.reasons(review), at=at)
    else:
        cases.to_conference(rules, case, queries.reasons(review), at=at)
