"""The end of a case: four approvals and no fifth, and the ways back to work."""

import pytest
from sqlalchemy import func, select

from app.cases import ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseText
from app.cases.words import Approval, Decision, DeskKind
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.permissions import public_actor, system_actor
from app.people import ops as people
from app.review.models import Review
from app.review.words import Vote
from tests.builders.draws import draw_waiting
from tests.builders.town import CLUTTER, ENQUIRY, FUNDS, LICENCE, MONDAY, WASTE, Town, a_result, held, hours, minutes
from tests.builders.town_walks import closed_by_check

LATER = MONDAY + hours(2)
MUCH_LATER = MONDAY + hours(6)


def approval(case: Case) -> CaseApproval:
    return db.session.get_one(CaseApproval, case.approval_id)


def reviews(case: Case) -> int:
    return db.session.scalar(select(func.count()).where(Review.case_id == case.id)) or 0


@pytest.mark.parametrize("code", [ENQUIRY, LICENCE])
def test_a_category_without_review_closes_on_a_passed_check(cast: Town, code: str) -> None:
    case = cast.handled(code)
    ops.check_pass(cast.checker(case), case, at=LATER)
    assert (case.state, case.closed_at, case.is_open) == (State.CLOSED, LATER, False)
    assert (approval(case).kind, approval(case).check_id is not None) == (Approval.CHECK, True)
    assert reviews(case) == 0


def test_a_sampled_case_that_the_lot_spared_closes_on_its_check(cast: Town) -> None:
    case = cast.handled(WASTE)
    ops.check_pass(cast.checker(case), case, at=LATER)
    assert (case.drawn, case.state, approval(case).kind) == (False, State.CLOSED, Approval.CHECK)


def test_a_sampled_case_that_the_lot_drew_closes_on_its_panel_only(cast: Town) -> None:
    cast.sample(100)
    case = cast.handled(WASTE)
    ops.check_pass(cast.checker(case), case, at=LATER)
    assert (case.drawn, case.state) == (True, State.IN_REVIEW)
    draw_waiting(LATER + minutes(1))
    cast.decide(cast.review_of(case), at=MUCH_LATER)
    assert (case.state, approval(case).kind) == (State.CLOSED, Approval.PANEL_SAMPLED)


def test_a_case_that_must_be_reviewed_closes_on_the_majority_of_its_panel(cast: Town) -> None:
    review = cast.in_review()
    case = cast.of(review.case_id)
    assert (case.state, len(cast.panel(review.id))) == (State.IN_REVIEW, 3)
    cast.decide(review, Vote.MOSTLY, MUCH_LATER)
    assert (case.state, case.closed_at) == (State.CLOSED, MUCH_LATER)
    assert (approval(case).kind, approval(case).review_ref) == (Approval.PANEL, review.id)


def test_a_complex_case_has_a_panel_of_five(cast: Town) -> None:
    cast.sample(100)
    case = cast.handled(FUNDS)
    ops.check_pass(cast.checker(case), case, at=LATER)
    draw_waiting(LATER + minutes(1))
    assert len(cast.panel(cast.review_of(case).id)) == 5


def test_the_first_panel_that_says_no_sends_it_to_rework_the_second_to_a_conference(cast: Town) -> None:
    review = cast.in_review()
    case = cast.of(review.case_id)
    cast.decide(review, Vote.UNSOLVED)
    assert (case.state, case.rejections) == (State.REWORK, 1)
    cast.done_again(case, MUCH_LATER)
    cast.decide(cast.review_of(case), Vote.UNSOLVED, MUCH_LATER + hours(1))
    assert (case.state, case.desk_kind) == (State.CONFERENCE, DeskKind.CONFERENCE)


def test_the_duty_chief_overrides_only_after_the_minutes_of_a_conference(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    with pytest.raises(NotAllowed):
        ops.override(cast.chief, case, solved=True, reason="够了", at=MUCH_LATER)
    _heard_again(cast, case)
    with pytest.raises(NotAllowed):
        ops.conclude(cast.chief, case, Decision.REWORK, held(MUCH_LATER), at=MUCH_LATER)
    ops.override(cast.chief, case, solved=True, reason="现场已满足要求", at=MUCH_LATER)
    assert (case.state, approval(case).kind, approval(case).user_id) == (State.CLOSED, Approval.OVERRIDE, cast.chief.id)


def test_an_override_has_a_reason_that_can_be_published(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    _heard_again(cast, case)
    with pytest.raises(Invalid):
        ops.override(cast.chief, case, solved=True, reason=" ", at=MUCH_LATER)
    ops.override(cast.chief, case, solved=True, reason="现场已满足要求", at=MUCH_LATER)
    text = db.session.get_one(CaseText, approval(case).reason_text_id)
    assert text.value == "现场已满足要求"
    assert text.commitment in queries.timeline(case.id)[-1].commitments


def test_an_override_may_also_send_it_to_rework(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    _heard_again(cast, case)
    ops.override(cast.chief, case, solved=False, reason="还在漏", at=MUCH_LATER)
    assert (case.state, case.approval_id) == (State.REWORK, None)


def test_while_a_panel_sits_nobody_overrides_it(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    with pytest.raises(NotAllowed):
        ops.override(cast.chief, case, solved=True, reason="等不及", at=MUCH_LATER)


def test_where_no_panel_can_be_seated_the_duty_chief_decides_and_never_the_waiting(cast: Town) -> None:
    for who in cast.reviewers[2:]:
        people.lock(who.id or 0, MONDAY)
    case = cast.handled(CLUTTER)
    ops.check_pass(cast.checker(case), case, at=LATER)
    assert (case.state, case.desk_kind) == (State.IN_REVIEW, DeskKind.NO_PANEL)
    ops.override(cast.chief, case, solved=True, reason="评议人不够，现场看过", at=MUCH_LATER)
    assert approval(case).kind is Approval.OVERRIDE


@pytest.mark.parametrize("name", ["dispatcher", "leader", "inspector", "worker", "auditor", "admin"])
def test_nobody_but_the_duty_chief_overrides(cast: Town, name: str) -> None:
    case = cast.case_in(State.CONFERENCE)
    _heard_again(cast, case)
    with pytest.raises(NotAllowed):
        ops.override(getattr(cast, name), case, solved=True, reason="我说行", at=MUCH_LATER)


def test_a_duty_chief_who_handled_it_overrides_nothing(cast: Town) -> None:
    chief = cast.person("both", *cast.chief.roles, *cast.worker.roles, grids_of=["R1"])
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, Decision.REWORK, held(MUCH_LATER), at=MUCH_LATER)
    ops.handle(chief, case, a_result(), at=MUCH_LATER)
    ops.check_pass(cast.checker(case), case, at=MUCH_LATER)
    cast.decide(cast.review_of(case), Vote.UNSOLVED, MUCH_LATER)
    with pytest.raises(NotAllowed):
        ops.override(chief, case, solved=True, reason="我办的我知道", at=MUCH_LATER)


@pytest.mark.parametrize("kind", list(Approval))
def test_nobody_closes_a_case_past_its_approvals(cast: Town, kind: Approval) -> None:
    case = cast.case_in(State.IN_REVIEW)
    for who in (cast.chief, cast.worker, public_actor(cast.street_id), system_actor(cast.street_id)):
        with pytest.raises((NotAllowed, Conflict)):
            ops.close(who, case, kind, reason="结了吧", at=MUCH_LATER)
    assert case.state is State.IN_REVIEW


def test_a_passed_check_does_not_close_what_a_panel_must_see(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    with pytest.raises(Conflict):
        ops.close(system_actor(cast.street_id), case, Approval.CHECK, at=MUCH_LATER)


def test_the_rules_themselves_close_nothing_that_nobody_has_checked(cast: Town) -> None:
    case = cast.handled(ENQUIRY)
    with pytest.raises(Conflict):
        ops.close(system_actor(cast.street_id), case, Approval.CHECK, at=MUCH_LATER)


def test_reopening_begins_a_new_round_that_needs_everything_again(cast: Town) -> None:
    case = closed_by_check(cast, MONDAY)
    ops.reopen(cast.chief, case, "居民说又来了", at=MUCH_LATER)
    assert (case.state, case.round, case.approval_id, case.closed_at) == (State.IN_PROGRESS, 2, None, None)
    assert (case.checker_id, case.outcome, case.is_open) == (None, None, True)
    ops.handle(cast.side(case), case, a_result(), at=MUCH_LATER)
    ops.check_pass(cast.checker(case), case, at=MUCH_LATER + minutes(5))
    ops.check_pass(cast.checker(case), case, at=MUCH_LATER + minutes(9))
    assert (case.state, approval(case).round) == (State.CLOSED, 2)


def test_a_reopened_sampled_case_is_reviewed_without_a_lot(cast: Town) -> None:
    case = cast.handled(WASTE)
    ops.check_pass(cast.checker(case), case, at=LATER)
    ops.reopen(cast.chief, case, "居民说又来了", at=MUCH_LATER)
    cast.done_again(case, MUCH_LATER + minutes(5))
    assert (case.drawn, case.state) == (True, State.IN_REVIEW)


def test_only_the_duty_chief_reopens_and_says_why(cast: Town) -> None:
    case = closed_by_check(cast, MONDAY)
    for who in (cast.dispatcher, cast.worker, cast.inspector, cast.leader):
        with pytest.raises(NotAllowed):
            ops.reopen(who, case, "再来", at=MUCH_LATER)
    with pytest.raises(Invalid):
        ops.reopen(cast.chief, case, "", at=MUCH_LATER)


def test_who_handled_the_first_round_judges_neither_round(cast: Town) -> None:
    case = closed_by_check(cast, MONDAY)
    first = case.handler_ids
    ops.reopen(cast.chief, case, "居民说又来了", at=MUCH_LATER)
    assert case.handler_ids == first and first
    assert [line.verb for line in queries.timeline(case.id)][-1] is Verb.REOPEN


def _heard_again(cast: Town, case: Case) -> None:
    """The conference concludes, the work is done once more, and a third panel says no."""
    ops.conclude(cast.chief, case, Decision.REWORK, held(MUCH_LATER), at=MUCH_LATER)
    cast.done_again(case, MUCH_LATER)
    cast.decide(cast.review_of(case), Vote.UNSOLVED, MUCH_LATER)
    assert case.state is State.CONFERENCE
