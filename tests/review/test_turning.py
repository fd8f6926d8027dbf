"""Time at work on reviews: who is reminded, who sits in whose place, and what follows when nobody decides."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from app.cases import ops as cases
from app.cases import queries as stories
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import DeskKind
from app.core.db import db
from app.core.errors import Conflict, NotAllowed
from app.core.permissions import Actor, Role
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.review import ops, queries, turning
from app.review.models import PoolMember, Review, Seat
from app.review.turns import Turn
from app.review.words import SeatEnd, Verdict, Vote, WhyVoid
from app.sla import calendar_ops
from app.sla import queries as sla
from app.sla.almanac import AlmanacDay, Source
from app.sla.clocks import ClockKind
from app.sla.workcal import DayKind
from tests.builders.reviews import NOON, Community, take_turn
from tests.cases.test_clock_ops import wall

S, U = Vote.SOLVED, Vote.UNSOLVED
DAY_1, DAY_2, DAY_3 = (wall(f"2026-11-{day} 18:00") for day in (17, 18, 19))
SECOND_1, SECOND_2 = (wall(f"2026-11-{day} 18:00") for day in (20, 23))


@pytest.fixture
def chief(community: Community) -> Actor:
    """Somebody who may rule in the end."""
    return community.person(Role.DUTY_CHIEF)


def told(kind: NoticeKind) -> list[int]:
    return list(db.session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


def ids(people: list[Actor]) -> list[int]:
    return [who.id or 0 for who in people]


def clocks(case: Case, kind: ClockKind, at: datetime) -> list[sla.LedgerRow]:
    return [row for row in sla.clocks_of(case.id, at) if row.kind is kind]


def in_review(community: Community, *votes: Vote) -> tuple[Case, Review]:
    case = community.handled_case()
    review = community.checked(case)
    community.vote(review, *votes)
    return case, review


def test_whoever_has_not_voted_after_a_day_is_reminded_once_and_keeps_the_seat(community: Community) -> None:
    case, review = in_review(community, S)
    assert [take_turn(case, at) for at in (NOON, DAY_1, DAY_1, DAY_2)] == [None, Turn.REMIND, None, Turn.RESERVES]
    panel = community.panel(review)
    assert len(told(NoticeKind.VOTE_SOON)) == 2 and panel[0].id not in told(NoticeKind.VOTE_SOON)


def test_at_the_second_day_reserves_take_the_seats_of_those_who_have_not_voted_and_cast_votes_stand(
    community: Community,
) -> None:
    case, review = in_review(community, S)
    before = community.panel(review)
    assert take_turn(case, DAY_2) is Turn.RESERVES
    after = community.panel(review)
    assert after[0] == before[0] and set(after[1:]).isdisjoint(before)
    assert (queries.votes(review.id), sorted(told(NoticeKind.SEAT_LOST))) == ([S], sorted(ids(before[1:])))
    assert set(ids(after)) <= set(told(NoticeKind.TO_VOTE)) and told(NoticeKind.VOTE_SOON) == []
    gone = db.session.scalars(select(Seat.reason).where(Seat.vacated_at.is_not(None))).all()
    assert gone == [SeatEnd.NO_VOTE] * 2


def test_whose_seat_was_taken_is_told_so_and_the_reserve_decides(community: Community) -> None:
    case, review = in_review(community, S, S)
    late = community.panel(review)[2]
    take_turn(case, DAY_2)
    with pytest.raises(NotAllowed, match="这个座位已由候补接替"):
        ops.cast_ballot(late, review.id, S, 5, at=DAY_2)
    ops.cast_ballot(community.panel(review)[2], review.id, U, 2, at=DAY_2)
    assert (review.verdict, case.state) == (Verdict.APPROVED, State.CLOSED)


def test_where_no_reserve_is_left_the_holder_keeps_the_seat_and_is_reminded(community: Community) -> None:
    case, review = in_review(community)
    for _ in range(3):
        community.recuse(review, chair=1)
    take_turn(case, DAY_2)
    assert len(community.panel(review)) == 3
    assert (len(told(NoticeKind.SEAT_LOST)), len(told(NoticeKind.VOTE_LATE))) == (1, 2)


@pytest.mark.parametrize("votes", [(), (S,), (S, S), (S, U)])
def test_undecided_at_the_limit_it_is_void_whatever_was_cast_and_others_begin_anew(
    community: Community, votes: tuple[Vote, ...]
) -> None:
    community.roster(8)
    case, first = in_review(community, *votes)
    take_turn(case, DAY_2)
    assert take_turn(case, DAY_3) is Turn.LAPSE
    second = community.last_review(case)
    assert (first.verdict, first.why_void, second.second) == (Verdict.VOID, WhyVoid.LAPSED, True)
    sat = set(db.session.scalars(select(Seat.reviewer_id).where(Seat.review_id == first.id)))
    pool = set(db.session.scalars(select(PoolMember.reviewer_id).where(PoolMember.review_id == second.id)))
    assert sat.isdisjoint(pool) and case.state is State.IN_REVIEW
    [line] = [line for line in stories.timeline(case.id) if line.verb is Verb.LAPSE]
    assert line.facts == {"void": "lapsed", "voted": len(votes), "seats": 3, "second": False}


def test_a_lapse_breaks_its_promise_and_the_second_round_has_two_days_of_its_own(community: Community) -> None:
    community.roster(8)
    case, _ = in_review(community)
    take_turn(case, DAY_3)
    first, second = clocks(case, ClockKind.REVIEW, DAY_3)
    assert (first.kept, first.due_at, first.stopped_at) == (False, DAY_3, DAY_3)
    assert (str(second.span), second.due_at, second.kept) == ("2 working_day", SECOND_2, None)


def test_what_was_cast_in_a_void_round_counts_in_no_other_and_stays_sealed(community: Community) -> None:
    community.roster(8)
    case, first = in_review(community, S, S)
    take_turn(case, DAY_3)
    community.vote(second := community.last_review(case), U, U)
    assert second.is_open
    ops.cast_ballot(community.panel(second)[2], second.id, S, 4, at=DAY_3)
    assert (second.verdict, case.rejections) == (Verdict.REJECTED, 1)
    sealed = queries.of_case(case.id)[0]
    assert (sealed.solved, sealed.reasons, sealed.voted) == (None, (), 2)
    with pytest.raises(Conflict, match="作废"):
        ops.cast_ballot(community.panel(first)[0], first.id, S, 4, at=DAY_3)


def test_lapsed_again_it_waits_for_the_duty_chief_with_a_limit(community: Community, chief: Actor) -> None:
    community.roster(8)
    case, _ = in_review(community)
    assert [take_turn(case, at) for at in (DAY_3, SECOND_1, SECOND_2)] == [Turn.LAPSE, Turn.RESERVES, Turn.LAPSE]
    assert (case.state, case.desk_kind) == (State.IN_REVIEW, DeskKind.OVERRIDE)
    [ruling] = clocks(case, ClockKind.OVERRIDE, SECOND_2)
    assert (str(ruling.span), ruling.due_at) == ("2 working_day", wall("2026-11-25 18:00"))
    assert told(NoticeKind.DESK) == [chief.id] and community.last_review(case).next_turn_at is None


def test_without_a_pool_for_the_second_round_it_waits_for_the_duty_chief_at_once(
    community: Community, chief: Actor
) -> None:
    case, first = in_review(community)
    take_turn(case, DAY_2)
    take_turn(case, DAY_3)
    assert (community.last_review(case), case.desk_kind) == (first, DeskKind.NO_PANEL)
    assert clocks(case, ClockKind.OVERRIDE, DAY_3) and take_turn(case, SECOND_2) is None


def test_a_panel_that_empties_before_its_limit_breaks_no_promise(community: Community, chief: Actor) -> None:
    case, _ = in_review(community)
    for _ in range(5):
        community.recuse(community.last_review(case), chair=1)
    [clock] = clocks(case, ClockKind.REVIEW, DAY_1)
    assert (clock.kept, clock.stopped_at is not None, case.desk_kind) == (None, True, DeskKind.NO_PANEL)


def test_a_review_that_nobody_was_seated_on_lapses_like_any_other(community: Community, chief: Actor) -> None:
    community.roster(8)
    case = community.handled_case()
    community.check(case)  # frozen, and no root is ever made
    review_id = community.last_review(case).id
    assert community.panel(community.last_review(case)) == []
    assert [take_turn(case, at) for at in (DAY_1, DAY_2, DAY_3)] == [Turn.REMIND, Turn.RESERVES, Turn.LAPSE]
    assert db.session.get_one(Review, review_id).why_void is WhyVoid.LAPSED
    assert len(community.panel(community.last_review(case))) == 3


def test_after_a_long_silence_nobody_is_shouted_at(community: Community) -> None:
    community.roster(8)
    case, _ = in_review(community)
    assert take_turn(case, DAY_3) is Turn.LAPSE
    assert told(NoticeKind.VOTE_SOON) + told(NoticeKind.VOTE_LATE) + told(NoticeKind.SEAT_LOST) == []


def test_a_decided_review_has_no_turns_left(community: Community) -> None:
    case, review = in_review(community, S, S, S)
    assert (review.next_turn_at, take_turn(case, DAY_3)) == (None, None)


def test_another_calendar_is_asked_at_once(community: Community) -> None:
    case, review = in_review(community)
    next_turn = select(Review.next_turn_at).where(Review.id == review.id)
    take_turn(case, NOON)
    seen = [db.session.scalar(next_turn)]
    turning.look_again(community.street_id, NOON)
    seen.append(db.session.scalar(next_turn))
    assert (seen, take_turn(case, NOON), db.session.scalar(next_turn)) == ([DAY_1, NOON], None, DAY_1)


def test_a_day_on_which_the_office_is_shut_moves_the_turns_of_open_reviews(community: Community) -> None:
    case, _ = in_review(community)
    take_turn(case, NOON)
    shut = AlmanacDay(date(2026, 11, 17), DayKind.REST, "停电", Source.MANUAL)
    calendar_ops.activate(community.street_id, calendar_ops.Changes(closures=(shut,)), NOON)
    assert [take_turn(case, at) for at in (DAY_1, DAY_2)] == [None, Turn.REMIND]


def test_a_review_of_an_ended_case_says_why_it_is_void(community: Community) -> None:
    case, review = in_review(community)
    cases.void(community.person(Role.DUTY_CHIEF), stories.visible_case(_auditor(community), case.id), "误报", at=NOON)
    assert (review.verdict, review.why_void, review.next_turn_at) == (Verdict.VOID, WhyVoid.CASE_ENDED, None)


def _auditor(community: Community) -> Actor:
    return community.person(Role.AUDITOR)
