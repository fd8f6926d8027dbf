"""Ends without work, and the ways back from them: nothing is deleted, nothing is forgotten, nothing goes on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.cases import ops, queries
from app.cases.lifecycle import ENDS, OPEN, State
from app.cases.models import Case
from app.cases.reports import Spot
from app.cases.words import DeskKind, PhotoKind
from app.core.db import db
from app.core.errors import IllegalMove, Invalid, NotAllowed
from app.review.models import Review
from app.review.words import Vote
from app.sla import book
from app.sla.clocks import End
from app.sla.models import Clock
from tests.builders.town import CLUTTER, IN_R1, MONDAY, PETITION, Town, a_picture, hours, minutes

LATER = MONDAY + hours(6)


def running(case: Case) -> dict[str, object]:
    return {str(c.kind): c.due_at for c in book.clocks(case.id) if c.stopped_at is None}


@pytest.mark.parametrize("state", OPEN)
def test_the_duty_chief_voids_a_case_from_every_open_state_with_a_reason(cast: Town, state: State) -> None:
    case = cast.case_in(state)
    with pytest.raises(Invalid):
        ops.void(cast.chief, case, " ", at=LATER)
    ops.void(cast.chief, case, "同一个人报了十遍", at=LATER)
    assert (case.state, case.is_open, case.desk_kind) == (State.VOID, False, None)
    assert running(case) == {}
    last = queries.timeline(case.id)[-1]
    assert (last.actor_id, last.from_state, len(last.commitments)) == (cast.chief.id, state, 1)


@pytest.mark.parametrize("state", ENDS)
def test_what_has_ended_is_not_voided(cast: Town, state: State) -> None:
    with pytest.raises(IllegalMove):
        ops.void(cast.chief, cast.case_in(state), "不要了", at=LATER)


def test_nobody_but_the_duty_chief_voids(cast: Town) -> None:
    case = cast.report()
    for who in (cast.dispatcher, cast.clerk, cast.worker, cast.leader):
        with pytest.raises(NotAllowed):
            ops.void(who, case, "不要了", at=LATER)


def test_a_voided_case_that_was_waiting_is_left_alone_by_the_worker(
    cast: Town, caplog: pytest.LogCaptureFixture
) -> None:
    case = cast.case_in(State.SUSPENDED)
    ops.void(cast.chief, case, "误报", at=LATER)
    db.session.commit()
    assert jobs.resume_suspended(jobs.Turn(LATER + timedelta(days=60))) == 0
    assert caplog.records == []


def test_a_voided_case_is_voted_on_no_more(cast: Town) -> None:
    review = cast.in_review()
    ops.void(cast.chief, cast.of(review.case_id), "误报", at=LATER)
    assert not db.session.get_one(Review, review.id, populate_existing=True).is_open
    cast.decide(review, Vote.SOLVED, LATER)
    assert cast.of(review.case_id).state is State.VOID


@pytest.mark.parametrize("state", [State.REPORTED, State.FILED, State.DISPATCHED, State.IN_PROGRESS])
def test_merged_and_apart_again_a_case_stands_where_it_stood_with_the_same_clocks(cast: Town, state: State) -> None:
    case, other = cast.case_in(state), cast.report()
    before, desk = running(case), case.desk_kind
    ops.merge(cast.dispatcher, case, other, "同一件事", at=LATER)
    assert (case.state, case.merged_into_id, running(case), case.is_open) == (State.MERGED, other.id, {}, False)
    ops.unmerge(cast.dispatcher, case, "不是同一家", at=LATER + hours(1))
    assert (case.state, case.merged_into_id, case.is_open) == (state, None, True)
    assert (running(case), case.desk_kind) == (before, desk)


def test_apart_again_a_clock_has_lost_the_time_it_was_merged(cast: Town) -> None:
    case, other = cast.report(), cast.report()
    ops.merge(cast.dispatcher, case, other, "同一件事", at=LATER)
    ops.unmerge(cast.dispatcher, case, "不是", at=LATER + timedelta(days=3))
    late = {c.kind for c in book.clocks(case.id) if c.stopped_at is None and c.due_at < LATER + timedelta(days=3)}
    assert late
    assert all(c.ended is not End.DROPPED for c in book.clocks(case.id))


def test_a_reported_case_apart_again_is_placed_and_goes_its_way(cast: Town) -> None:
    case, other = cast.case_in(State.REPORTED), cast.report()
    ops.merge(cast.dispatcher, case, other, "同一件事", at=LATER)
    ops.unmerge(cast.dispatcher, case, "不是", at=LATER)
    assert case.desk_kind is DeskKind.UNPLACED
    ops.place(cast.dispatcher, case, Spot(IN_R1, "wgs84"), at=LATER)
    assert case.state is State.DISPATCHED


def test_a_case_is_merged_into_another_open_case_of_the_street_only(cast: Town) -> None:
    case, over = cast.report(), cast.case_in(State.VOID)
    for other in (case, over):
        with pytest.raises(Invalid) as refused:
            ops.merge(cast.dispatcher, case, other, "同一件事", at=LATER)
        assert set(refused.value.errors) == {"other"}


def test_merging_and_parting_need_a_reason_and_a_dispatcher(cast: Town) -> None:
    case, other = cast.report(), cast.report()
    with pytest.raises(NotAllowed):
        ops.merge(cast.clerk, case, other, "同一件事", at=LATER)
    with pytest.raises(Invalid):
        ops.merge(cast.dispatcher, case, other, "", at=LATER)
    ops.merge(cast.dispatcher, case, other, "同一件事", at=LATER)
    with pytest.raises(Invalid):
        ops.unmerge(cast.dispatcher, case, "", at=LATER)


def test_what_is_handled_checked_or_disputed_is_not_merged(cast: Town) -> None:
    other = cast.report()
    for state in (State.HANDLED, State.REWORK, State.DISPUTED, State.IN_REVIEW, State.CLOSED):
        with pytest.raises(IllegalMove):
            ops.merge(cast.dispatcher, cast.case_in(state), other, "同一件事", at=LATER)


def test_a_note_needs_words_or_a_picture_and_moves_nothing(cast: Town) -> None:
    case = cast.report(CLUTTER)
    with pytest.raises(Invalid):
        ops.note(cast.worker, case, "  ", at=LATER)
    ops.note(cast.worker, case, "约了下午", at=LATER)
    ops.note(cast.worker, case, "", (a_picture(PhotoKind.BEFORE),), at=LATER)
    assert (case.state, case.entry_count) == (State.DISPATCHED, 5)


def test_an_urge_is_counted_and_told_to_whoever_has_it(cast: Town) -> None:
    case = cast.report(CLUTTER)
    with pytest.raises(NotAllowed):
        ops.urge(cast.worker, case, "", at=LATER)
    for who in (cast.clerk, cast.dispatcher, cast.chief):
        ops.urge(who, case, "居民又来电", at=LATER)
    assert case.urges == 3


def test_nothing_is_noted_or_urged_or_added_after_the_end(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    with pytest.raises(IllegalMove):
        ops.note(cast.worker, case, "补一句", at=LATER)
    with pytest.raises(IllegalMove):
        ops.urge(cast.clerk, case, "", at=LATER)


def test_a_petition_apart_again_waits_for_a_hand_once_more(cast: Town) -> None:
    case, other = cast.registered(PETITION), cast.registered(PETITION, MONDAY + minutes(1))
    ops.merge(cast.dispatcher, case, other, "同一封信", at=LATER)
    ops.unmerge(cast.dispatcher, case, "两件事", at=LATER)
    assert (case.state, case.desk_kind) == (State.FILED, DeskKind.BY_HAND)
    assert db.session.scalars(select(Clock.kind).where(Clock.case_id == case.id, Clock.stopped_at.is_(None))).all()
