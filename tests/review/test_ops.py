"""A panel from the check to the verdict."""

import pytest
from sqlalchemy import select, update

from app.cases.lifecycle import State
from app.cases.models_trail import CaseApproval
from app.cases.words import Approval, DeskKind, ReviewRule
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Role
from app.review import draw, ops, queries
from app.review.models import Ballot, PoolMember, Review, Reviewer, Sampling
from app.review.words import Verdict, Vote, Why, Widened
from tests.builders.reviews import LATER, MAC, NOON, Community, a_community

PARTIES = ["handler", "handler's unit", "about", "about's unit", "reporter", "phone", "merged"]
S, M, U, R = Vote.SOLVED, Vote.MOSTLY, Vote.UNSOLVED, Vote.RECUSED


def approval_of(case_id: int) -> Approval | None:
    return db.session.scalar(select(CaseApproval.kind).where(CaseApproval.case_id == case_id))


def test_a_majority_closes_the_case_with_the_approval_of_the_panel(community: Community) -> None:
    case = community.handled_case()
    review = community.checked(case)
    assert case.state is State.IN_REVIEW and len(community.panel(review)) == 3
    community.vote(review, S, U)
    assert review.is_open and case.state is State.IN_REVIEW
    ops.cast_ballot(community.panel(review)[2], review.id, M, 5, at=LATER)
    assert (review.verdict, case.state) == (Verdict.APPROVED, State.CLOSED)
    assert approval_of(case.id) is Approval.PANEL


def test_the_first_rejection_sends_it_back_with_the_reasons_the_second_to_the_conference(
    community: Community,
) -> None:
    community.roster(6)
    case = community.handled_case()
    community.vote(first := community.checked(case), U, U, U, line="打13812345678说还有油烟")
    assert (first.verdict, case.state) == (Verdict.REJECTED, State.REWORK)
    assert queries.reasons(first) == ["打***说还有油烟"] * 3
    community.handled_again(case)
    community.vote(second := community.checked(case), U, U, U)
    assert (second.round, second.number, case.state) == (1, 2, State.CONFERENCE)


def test_two_against_two_of_five_waits_for_the_last_vote(community: Community) -> None:
    review = community.checked(community.handled_case(kind="complex"))
    community.vote(review, S, S, U, U)
    assert review.is_open
    ops.cast_ballot(community.panel(review)[4], review.id, M, 4, at=LATER)
    assert review.verdict is Verdict.APPROVED


def test_two_against_two_rejects_when_nobody_is_left_for_the_fifth_chair(community: Community) -> None:
    review = community.checked(community.handled_case(kind="complex"))
    community.vote(review, S, S, U, U)
    for _ in range(3):
        community.recuse(review, chair=5)
    assert review.verdict is Verdict.REJECTED


def test_a_recusal_gives_the_seat_to_the_next_reserve_of_the_draw(community: Community) -> None:
    review = community.checked(community.handled_case())
    [reserve, *_] = queries.in_order(review)
    leaving = community.panel(review)[1]
    ops.cast_ballot(leaving, review.id, R, None, at=LATER)
    assert community.panel(review)[1] == community.people[reserve.reviewer_id]
    with pytest.raises(NotAllowed):
        ops.cast_ballot(leaving, review.id, S, 4, at=LATER)


def test_a_recusal_takes_back_a_vote_that_was_cast(community: Community) -> None:
    review = community.checked(community.handled_case())
    community.vote(review, U, U)
    ops.cast_ballot(community.panel(review)[0], review.id, R, None, at=LATER)
    assert queries.votes(review.id) == [U]
    assert review.is_open


def test_a_panel_that_cannot_reach_its_quorum_is_void_and_others_are_drawn(community: Community) -> None:
    for home in (1, 2):
        community.roster(4, home)
    case = community.handled_case()
    first = community.checked(case)
    for _ in range(5):
        community.recuse(first, chair=2)
    second = community.drawn(case)
    assert (first.verdict, second.number, case.state) == (Verdict.VOID, 2, State.IN_REVIEW)
    assert second.widened is Widened.STREET and len(community.panel(second)) == 3


def test_a_void_panel_without_successors_leaves_the_case_to_the_desk(community: Community) -> None:
    community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    review = community.checked(case)
    for _ in range(5):
        community.recuse(review, chair=1)
    assert (review.verdict, case.state, case.desk_kind) == (Verdict.VOID, State.IN_REVIEW, DeskKind.NO_PANEL)


def test_a_vote_may_change_until_it_is_decided_and_then_never(community: Community) -> None:
    review = community.checked(community.handled_case())
    first, second, third = community.panel(review)
    ops.cast_ballot(first, review.id, U, 2, "先前", at=NOON)
    ops.cast_ballot(first, review.id, S, 4, "改了", at=LATER)
    ops.cast_ballot(second, review.id, S, 4, at=LATER)
    ops.cast_ballot(third, review.id, U, 1, at=LATER)
    with pytest.raises(Conflict):
        ops.cast_ballot(first, review.id, U, 2, at=LATER)
    assert sorted(queries.votes(review.id)) == [S, S, U]


@pytest.mark.parametrize("outsider", ["reserve", "neighbour", "stranger"])
def test_nobody_votes_who_does_not_sit(community: Community, outsider: str) -> None:
    elsewhere = community.reviewer(home=2)
    review = community.checked(community.handled_case())
    sitting = community.panel(review)
    reserve = next(who for who in community.people.values() if who not in sitting and who != elsewhere)
    who = {"reserve": reserve, "neighbour": elsewhere, "stranger": community.person()}[outsider]
    with pytest.raises(NotAllowed):
        ops.cast_ballot(who, review.id, S, 5, at=LATER)
    assert db.session.scalars(select(Ballot)).all() == []


def test_a_review_of_another_street_does_not_exist(community: Community) -> None:
    review = community.checked(community.handled_case())
    with pytest.raises(NotFound):
        ops.cast_ballot(a_community().reviewer(), review.id, S, 5, at=LATER)


def test_a_ballot_without_attitude_or_with_too_many_words_is_refused(community: Community) -> None:
    review = community.checked(community.handled_case())
    with pytest.raises(Invalid) as refused:
        ops.cast_ballot(community.panel(review)[0], review.id, S, None, "长" * 61, at=LATER)
    assert set(refused.value.errors) == {"attitude", "line"}


def test_the_line_comes_back_as_typed(community: Community) -> None:
    review = community.checked(community.handled_case())
    typed = "\x00<b>好\u202e👍"
    ops.cast_ballot(community.panel(review)[0], review.id, U, 3, typed, at=LATER)
    assert db.session.scalars(select(Ballot.line)).all() == [typed]


@pytest.mark.parametrize("party", PARTIES)
def test_nobody_whom_the_case_concerns_is_in_the_pool(community: Community, party: str) -> None:
    who = community.reviewer(unit_id=community.unit(), phone_mac=MAC)
    case = community.handled_case()
    community.concern(case, who, party)
    review = community.checked(case)
    pool = db.session.scalars(select(PoolMember.reviewer_id).where(PoolMember.review_id == review.id)).all()
    assert who not in [community.people[r] for r in pool] and len(pool) == 7


@pytest.mark.parametrize("party", ["about", "reporter", "phone"])
def test_a_party_that_was_found_late_may_not_vote_but_may_leave(community: Community, party: str) -> None:
    for who in community.people.values():
        db.session.execute(update(Reviewer).where(Reviewer.user_id == who.id).values(phone_mac=f"{MAC}{who.id}"))
    case = community.handled_case()
    review = community.checked(case)
    who = community.panel(review)[0]
    db.session.execute(update(Reviewer).where(Reviewer.user_id == who.id).values(phone_mac=MAC))
    community.concern(case, who, party)
    with pytest.raises(NotAllowed):
        ops.cast_ballot(who, review.id, S, 5, at=LATER)
    community.recuse(review, chair=1)
    assert who not in community.panel(review)


def test_nobody_judges_the_same_case_twice(community: Community) -> None:
    community.roster(6)
    case = community.handled_case()
    first = community.checked(case)
    before = set(community.panel(first))
    community.vote(first, U, U, U)
    community.handled_again(case)
    assert before.isdisjoint(community.panel(community.checked(case)))


def test_a_small_community_is_widened_and_it_is_said(community: Community) -> None:
    small = a_community()
    small.roster(2)
    small.roster(6, home=2)
    review = small.checked(small.handled_case())
    assert review.widened is Widened.STREET
    assert community.checked(community.handled_case()).widened is Widened.OWN


def test_a_case_that_no_panel_can_judge_goes_to_the_desk_and_stays_open(community: Community) -> None:
    empty = a_community()
    empty.person(Role.DUTY_CHIEF)
    empty.roster(2)
    case = empty.handled_case()
    empty.check(case)
    assert (case.state, case.desk_kind) == (State.IN_REVIEW, DeskKind.NO_PANEL)
    assert approval_of(case.id) is None


def test_a_case_without_review_closes_on_its_check(community: Community) -> None:
    case = community.handled_case(ReviewRule.NONE)
    community.check(case)
    assert (case.state, approval_of(case.id)) == (State.CLOSED, Approval.CHECK)


@pytest.mark.parametrize(("rate", "state", "drawn"), [(0, State.CLOSED, False), (100, State.IN_REVIEW, True)])
def test_the_lot_says_whether_a_sampled_case_is_reviewed(town: object, rate: int, state: State, drawn: bool) -> None:
    street = a_community(rate=rate)
    street.roster(7)
    case = street.handled_case(ReviewRule.SAMPLED)
    street.handled_again(case)
    street.check(case)
    lot = db.session.scalars(select(Sampling)).one()
    assert (case.state, case.drawn, lot.drawn, lot.rate, lot.why) == (state, drawn, drawn, rate, Why.LOT)
    assert draw.is_sampled(lot.seed or "", f"{case.id}:1", rate) is drawn


def test_a_drawn_case_closes_as_sampled(town: object) -> None:
    street = a_community(rate=100)
    street.roster(7)
    case = street.handled_case(ReviewRule.SAMPLED)
    street.handled_again(case)
    street.vote(street.checked(case), S, S, S)
    assert approval_of(case.id) is Approval.PANEL_SAMPLED


def test_a_sampled_case_done_again_is_always_reviewed(town: object) -> None:
    street = a_community(rate=0)
    street.roster(7)
    case = street.handled_case(ReviewRule.SAMPLED)
    street.handled_again(case)
    street.failed_check(case)
    street.handled_again(case)
    street.vote(street.checked(case), S, S, S)
    assert (case.drawn, approval_of(case.id)) == (True, Approval.PANEL)


def test_votes_are_sealed_until_decided(community: Community) -> None:
    case = community.handled_case()
    review = community.checked(case)
    community.vote(review, S, U, line="封着")
    [sealed] = queries.of_case(case.id)
    assert (sealed.solved, sealed.unsolved, sealed.reasons) == (None, None, ())
    ops.cast_ballot(community.panel(review)[2], review.id, M, 5, at=LATER)
    [opened] = queries.of_case(case.id)
    assert (opened.solved, opened.mostly, opened.unsolved, opened.reasons) == (1, 1, 1, ("封着", "封着"))


def test_a_failed_check_is_let_be(community: Community) -> None:
    case = community.handled_case()
    community.check(case, passed=False)
    assert case.state is State.HANDLED and db.session.scalars(select(Review)).all() == []
