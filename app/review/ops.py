"""Everything that changes a review: the lot, the panel, the ballots, the verdict. Commits nothing.

Handlers of events (app/wiring.py): `decide_sampling` on CaseHandled, `after_check` on CaseChecked,
`after_conference` on CaseConcluded, `stop_review` on CaseEnded.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
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
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require, system_actor
from app.core.scope import in_street
from app.grid import queries as grid
from app.people.models import Street
from app.people.street_settings import settings_of
from app.review import drawing, policy, queries
from app.review.concerned import parties
from app.review.draw import is_sampled
from app.review.drawing import add
from app.review.looking import look
from app.review.models import Ballot, Review, Sampling, Seat
from app.review.pool import Parties, pick_pool
from app.review.roster import queries as rosters
from app.review.verdict import seats_for, tally
from app.review.words import SeatEnd, Verdict, Vote, Why, WhyVoid

__all__ = [
    "after_check",
    "after_conference",
    "cast_ballot",
    "decide_sampling",
    "draw_by_dice",
    "draw_by_root",
    "look",
    "open_review",
    "stop_review",
    "vacate",
    "void_round",
]
LINE_MAX = 60
log = logging.getLogger(__name__)
_OVER = {Verdict.VOID: N_("这一轮已经作废，不能再投或改票")}


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
        review.why_void = WhyVoid.CASE_ENDED
        _write_verdict(review, Verdict.VOID, event.at)


def open_review(case: Case, *, at: datetime, second: bool = False) -> Review | None:
    """Freeze a pool; the panel is drawn from it later (app/review/drawing.py), its limit runs from now.

    None: too few even in the street, it is left to the duty chief. second: the one before, for the same result,
    ended void. Nobody whom the case concerns is in the pool (app/review/pool.py); a case never closes for want of one.
    """
    seats = seats_for(catalog.category(case.category_id).complex)
    near = grid.neighbours(case.residential_grid_id, at) if case.residential_grid_id else ()
    roster, found = rosters.candidates(case.street_id, at), parties(case.id)
    pool = pick_pool(roster, found, own=case.residential_grid_id, near=list(near), seats=seats)
    if pool is None:
        cases.leave_to_chief(case, DeskKind.NO_PANEL, at=at)
        return None
    return drawing.freeze(case, pool, seats, at, second=second)


def draw_by_root(review_id: int, at: datetime) -> bool:
    """See app/review/drawing.py; a panel that could not be seated ends at once."""
    drawn = drawing.draw_by_root(review_id, at)
    if drawn:
        settle(db.session.get_one(Review, review_id), at)
    return drawn


def draw_by_dice(actor: Actor, case: Case, typed: str, witnesses: str, at: datetime) -> None:
    """See app/review/drawing.py; a panel that could not be seated ends at once."""
    with _written_down("draw", case.id, actor):
        review = drawing.draw_by_dice(actor, case, typed, witnesses, at)
    settle(review, at)


def cast_ballot(
    actor: Actor, review_id: int, vote: Vote, attitude: int | None, line: str = "", *, at: datetime
) -> None:
    """Cast or change a vote; 回避 vacates the seat for the next reserve. The deciding vote acts at once.

    attitude: 1 to 5, not asked of a recusal. Raises NotFound, NotAllowed for whoever does not sit or is
    a party, Conflict once the review is decided, Invalid for a missing attitude or too long a line.
    """
    _check_ballot(vote, attitude, line)
    with _written_down("vote", review_id, actor):
        _cast(actor, review_id, Ballot(vote=vote, attitude=attitude, line=line, cast_at=at), at)


def _cast(actor: Actor, review_id: int, ballot: Ballot, at: datetime) -> None:
    review = _claim(actor, review_id)
    seat = queries.seated(review.id, actor.id)
    if seat is None:
        raise NotAllowed(_why_not_seated(review.id, actor.id))
    found = parties(review.case_id, besides=review.id)
    if ballot.vote is Vote.RECUSED:
        vacate(review, seat.reviewer_id, SeatEnd.RECUSED, at)
    else:
        require(policy.may_vote(actor, seat, found), N_("你和这件事有关，请选“回避”"))
        _keep(review, seat.reviewer_id, ballot)
    settle(review, at, found)


@contextmanager
def _written_down(what: str, number: int, actor: Actor) -> Iterator[None]:
    """A vote or a draw that is not somebody's to make, or comes too late, is a line of the program's log: numbers only,
    for a list that leaders read would tell them who sits on a panel."""
    try:
        yield
    except (NotAllowed, Conflict) as refused:
        log.warning("refused: %s %s by account %s (%s)", what, number, actor.id, type(refused).__name__)
        raise


def _sample(case: Case, at: datetime) -> None:
    again = why_again(story(case))
    why = Why(again.value) if again else Why.LOT
    if (known := queries.lots(case.id, case.round).get(why)) is not None:
        cases.set_drawn(case, known)
        return
    street = db.session.get_one(Street, case.street_id)
    rate = settings_of(street.settings).sampled_rate
    # The hash of the line just written holds fresh salts: nobody could foresee it, and the chain holds it for good.
    seed = None if again else case.head_hash
    drawn = seed is None or is_sampled(seed, f"{case.id}:{case.round}", rate)
    lot = Sampling(street_id=case.street_id, case_id=case.id, round=case.round, why=why, seed=seed, rate=rate)
    lot.drawn, lot.at = drawn, at
    db.session.add(lot)
    db.session.flush()
    cases.set_drawn(case, drawn)


def _why_not_seated(review_id: int, user_id: int | None) -> str:
    took_turns = queries.seat_end(review_id, user_id) is SeatEnd.NO_VOTE
    return N_("这个座位已由候补接替") if took_turns else N_("这一票不归你投")


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
    review = in_street(Review, review_id, actor.street_id, populate_existing=True)
    if claimed.rowcount != 1:
        raise Conflict(_OVER.get(review.verdict, N_("这件事已经评定，不能再投或改票")))
    return review


def _keep(review: Review, reviewer_id: int, ballot: Ballot) -> None:
    before = db.session.get(Ballot, (review.id, reviewer_id), populate_existing=True)
    if before is None:
        ballot.review_id, ballot.reviewer_id = review.id, reviewer_id
        add(ballot)
        return
    before.vote, before.attitude, before.line, before.cast_at = (
        ballot.vote,
        ballot.attitude,
        ballot.line,
        ballot.cast_at,
    )
    db.session.flush()


def vacate(review: Review, reviewer_id: int, why: SeatEnd, at: datetime) -> None:
    """The holder leaves the seat, and their vote with them; the next reserve of the draw sits, where one is left."""
    seat = db.session.get_one(Seat, (review.id, reviewer_id), populate_existing=True)
    if ballot := db.session.get(Ballot, (review.id, reviewer_id)):
        db.session.delete(ballot)
    seat.vacated_at, seat.reason = at, why
    db.session.flush()
    drawing.seat_next(review, [seat.ordinal], at)


def settle(review: Review, at: datetime, found: Parties | None = None) -> None:
    """Decide as soon as no outstanding vote can change it; a panel that can no longer decide ends at once.

    Whoever has come to be concerned by the case since they sat down leaves first, and their vote with them.
    found: whom the case concerns, where that was asked already.
    """
    found = found or parties(review.case_id, besides=review.id)
    for who in queries.seated_candidates(review.id):
        if found.concern(who) is not None:
            vacate(review, who.reviewer_id, SeatEnd.CONCERNED, at)
    empty = review.seats - queries.taken_seats(review.id)
    verdict = tally(queries.votes(review.id), seats=review.seats, quorum=review.quorum, empty=empty)
    if verdict is Verdict.VOID:
        void_round(review, WhyVoid.TOO_FEW, at)
    elif verdict is not Verdict.PENDING:
        _write_verdict(review, verdict, at)
        _act(review, db.session.get_one(Case, review.case_id), at)


def void_round(review: Review, why: WhyVoid, at: datetime) -> None:
    """A round ends without a verdict: others are drawn for a second one; after that the duty chief decides."""
    review.why_void = why
    _write_verdict(review, Verdict.VOID, at)
    case = db.session.get_one(Case, review.case_id)
    facts = {"void": why, "voted": len(queries.votes(review.id)), "seats": review.seats, "second": review.second}
    cases.lapse(case, facts, in_time=why is WhyVoid.TOO_FEW, at=at)
    if review.second:
        # Where nobody was ever seated, whoever might have thrown the dice is not the one to rule.
        cases.leave_to_chief(case, DeskKind.OVERRIDE if review.is_drawn else DeskKind.OVERRIDE_UP, at=at)
    elif open_review(case, at=at, second=True) is not None:
        cases.review_again(case, at=at)


def _write_verdict(review: Review, verdict: Verdict, at: datetime) -> None:
    review.verdict, review.decided_at, review.next_turn_at = verdict, at, None
    db.session.flush()


def _act(review: Review, case: Case, at: datetime) -> None:
    """What a verdict does to its case: close, once more, conference."""
    rules = system_actor(case.street_id)
    if review.verdict is Verdict.APPROVED:
        again = bool(queries.lots(case.id, case.round).keys() - {Why.LOT})
        cases.close(rules, case, policy.approval(case.review_rule, again), review_id=review.id, at=at)
    elif queries.rejections(case.id) == 1:
        cases.send_to_rework(rules, case, queries.reasons(review), at=at)
    else:
        cases.to_conference(rules, case, queries.reasons(review), at=at)
