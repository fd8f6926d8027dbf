"""More time: asked for, granted, declined; looked into from above; and what each does to the promises."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.cases import ops
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.cases.opinions import Opinion
from app.cases.words import DeskKind, ReviewRule, Satisfaction, Solved, Urgency
from app.catalog import queries as catalog
from app.catalog.ops import set_limits
from app.core.db import db
from app.core.errors import Conflict, IllegalMove, Invalid, NotAllowed
from app.core.values import Span
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.sla import book
from app.sla.clocks import ClockKind as K
from app.sla.clocks import End
from app.sla.ladder import Step
from app.sla.models import Clock, ClockChange
from tests.builders.town import CLUTTER, ENQUIRY, FIRE_LANE, LEAK, MONDAY, WASTE, Town, hours, minutes
from tests.builders.town_walks import parts_until
from tests.cases.test_clock_ops import wall

LATER = MONDAY + hours(1)
A_DAY = Span.parse("1 working_day")


def disposal(case: Case) -> Clock:
    return [c for c in book.clocks(case.id) if c.kind is K.DISPOSE][-1]


def told(case: Case, kind: NoticeKind) -> set[int]:
    rows = select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == kind)
    return set(db.session.scalars(rows))


def asked(cast: Town, code: str = CLUTTER, days: int = 1, at: datetime = LATER) -> Case:
    case = cast.signed_in(code)
    ops.ask_extension(cast.worker, case, days, "楼里在装修", at=at)
    return case


def test_an_extension_asked_in_time_and_granted_moves_the_due_time_and_keeps_the_strict_one(cast: Town) -> None:
    case = asked(cast, days=2)
    before = disposal(case).due_at
    assert case.desk_kind is DeskKind.EXTENSION
    ops.extend(cast.chief, case, 1, at=LATER + hours(1))
    clock = disposal(case)
    assert (clock.due_at, clock.strict_due_at) == (before + timedelta(days=1), before)
    assert (cast.of(case.id).desk_kind, case.extensions, clock.lap) == (None, 1, 2)
    assert told(case, NoticeKind.GRANTED) == {cast.worker.id}


def test_what_was_granted_is_written_down_with_what_stood_before(cast: Town) -> None:
    case = asked(cast)
    before = disposal(case).due_at
    ops.extend(cast.chief, case, 1, at=LATER)
    db.session.flush()
    [change] = book.changes([disposal(case).id])[disposal(case).id]
    assert (change.was_due_at, change.amount, change.at) == (before, 1, LATER)


def test_nobody_grants_more_than_was_asked_for(cast: Town) -> None:
    case = asked(cast)
    for days in (0, 2):
        with pytest.raises(Invalid):
            ops.extend(cast.chief, case, days, at=LATER)


def test_only_whoever_handles_or_owns_it_asks_and_only_the_duty_chief_grants(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    with pytest.raises(NotAllowed):
        ops.ask_extension(cast.clerk, case, 1, "等", at=LATER)
    ops.ask_extension(cast.worker, case, 1, "等", at=LATER)
    for who in (cast.worker, cast.dispatcher):
        with pytest.raises(NotAllowed):
            ops.extend(who, case, 1, at=LATER)


def test_after_the_due_time_nobody_asks_for_more_or_for_a_pause(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    late = disposal(case).due_at
    with pytest.raises(Conflict):
        ops.ask_extension(cast.side(case), case, 1, "等", at=late)
    with pytest.raises(Conflict):
        ops.ask_suspension(cast.side(case), cast.of(case.id), parts_until(late + timedelta(days=9)), at=late)
    with pytest.raises(Conflict):
        ops.suspend(cast.chief, cast.of(case.id), parts_until(late + timedelta(days=9)), at=late)


def test_what_was_asked_in_time_may_be_granted_afterwards_and_is_counted_from_the_due_time(cast: Town) -> None:
    case = asked(cast)
    before = disposal(case).due_at
    ops.extend(cast.chief, case, 1, at=before + hours(1))
    assert disposal(case).due_at == before + timedelta(days=1)


def test_no_extension_goes_beyond_the_ceiling_or_the_number_that_the_category_allows(cast: Town) -> None:
    with pytest.raises(Invalid) as refused:
        asked(cast, days=4)  # two working days promised, five at most
    assert "days" in refused.value.errors
    case = asked(cast)
    ops.extend(cast.chief, case, 1, at=LATER)
    with pytest.raises(Conflict):
        ops.ask_extension(cast.worker, cast.of(case.id), 1, "再等", at=LATER + hours(1))


def test_a_second_extension_is_a_leaders_to_grant(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    limits = catalog.limits(cast.category(LEAK), MONDAY)
    two = {"respond": limits.respond, "dispose": limits.dispose, "dispose_ceiling": None, "extensions_max": 2}
    set_limits(cast.category(LEAK), two, MONDAY - timedelta(days=1))
    for who in (cast.chief, cast.leader):
        ops.ask_extension(cast.side(case), case, 1, "等", at=LATER)
        if who is cast.leader:
            with pytest.raises(NotAllowed):
                ops.extend(cast.chief, case, 1, at=LATER)
        ops.extend(who, case, 1, at=LATER)
    assert case.extensions == 2


def test_a_request_that_is_declined_changes_no_clock_and_whoever_asked_is_told(cast: Town) -> None:
    case = asked(cast)
    before = disposal(case).due_at
    ops.decline(cast.chief, case, "人手够", at=LATER)
    assert (disposal(case).due_at, case.desk_kind) == (before, None)
    assert told(case, NoticeKind.DECLINED) == {cast.worker.id}


def test_a_request_is_no_question_any_more_once_the_work_is_done(cast: Town) -> None:
    case = asked(cast)
    ops.hand_over(cast.worker, case, cast.units["派出所"], at=LATER + hours(1))
    assert case.desk_kind is not DeskKind.EXTENSION


def test_a_pause_that_was_asked_for_begins_only_when_it_is_granted(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    wait = parts_until(MONDAY + timedelta(days=9))
    ops.ask_suspension(cast.side(case), case, wait, at=LATER)
    assert (case.state, disposal(case).paused_at) == (State.IN_PROGRESS, None)
    ops.suspend(cast.chief, case, wait, at=LATER + hours(1))
    assert (case.state, disposal(case).paused_at, case.desk_kind) == (State.SUSPENDED, LATER + hours(1), None)


def test_the_citys_due_time_never_stops_and_goes_on_after_a_failed_check(cast: Town) -> None:
    case = cast.signed_in(LEAK, hotline_due_at=MONDAY + timedelta(days=20))
    ops.suspend(cast.chief, case, parts_until(MONDAY + timedelta(days=9)), at=LATER)
    [city] = [c for c in book.clocks(case.id) if c.kind is K.HOTLINE]
    assert (city.paused_at, city.due_at) == (None, MONDAY + timedelta(days=20))


def test_another_category_shortens_a_promise_and_never_lengthens_it(cast: Town) -> None:
    longer, shorter = cast.signed_in(CLUTTER), cast.signed_in(CLUTTER)
    before = disposal(longer).due_at
    ops.classify(cast.dispatcher, longer, cast.category(LEAK), at=LATER)
    assert disposal(longer).due_at == before
    ops.classify(cast.dispatcher, shorter, cast.category(WASTE), at=LATER)
    clock = disposal(shorter)
    assert (clock.due_at, str(clock.span)) == (wall("2026-11-16 16:00"), "4 working_hour")


def test_after_the_dispatch_another_category_raises_the_review_and_the_urgency_and_lowers_neither(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.classify(cast.dispatcher, case, cast.category(ENQUIRY), at=LATER)
    assert case.review_rule is ReviewRule.REQUIRED
    ops.classify(cast.dispatcher, case, cast.category(FIRE_LANE), at=LATER)
    assert (case.review_rule, case.urgency) == (ReviewRule.REQUIRED, Urgency.URGENT)


def test_a_supervision_wants_an_answer_within_its_time_and_one_at_a_time(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.supervise(cast.leader, case, "今天去看", A_DAY, at=LATER)
    assert case.answer_by == wall("2026-11-17 18:00")
    with pytest.raises((NotAllowed, IllegalMove)):
        ops.supervise(cast.chief, case, "还有", A_DAY, at=LATER)
    ops.answer(cast.worker, case, "去过了", at=LATER + hours(1))
    assert cast.of(case.id).answer_by is None
    assert told(case, NoticeKind.SUPERVISED) == {cast.worker.id} and told(case, NoticeKind.ANSWERED) == {cast.leader.id}
    assert [c.ended for c in book.clocks(case.id) if c.kind is K.ANSWER] == [End.DONE]


def test_somebody_above_takes_it_over_and_the_clocks_run_on(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    before = disposal(case).due_at
    with pytest.raises(NotAllowed):
        ops.take_over(cast.worker, case, at=LATER)
    ops.take_over(cast.grid_chief, case, at=LATER)
    assert (case.owner_id, disposal(case).due_at) == (cast.grid_chief.id, before)
    assert told(case, NoticeKind.TAKEN_OVER) == {cast.worker.id}


def test_passed_on_only_its_owner_changes_and_what_was_asked_still_waits(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    before, signed, until = disposal(case).due_at, case.signed_in_at, case.return_until
    ops.ask_extension(cast.worker, case, 2, "等料", at=LATER)
    with pytest.raises(NotAllowed):
        ops.pass_on(cast.dispatcher, case, cast.deputy.id or 0, "忙", at=LATER)
    for to, why, field in ((cast.deputy, " ", "reason"), (cast.handler, "忙", "member"), (cast.worker, "忙", "member")):
        with pytest.raises(Invalid) as wrong:
            ops.pass_on(cast.chief, case, to.id or 0, why, at=LATER)
        assert set(wrong.value.errors) == {field}
    ops.pass_on(cast.chief, case, cast.deputy.id or 0, "忙", at=LATER)
    assert (case.owner_id, case.state, case.desk_kind) == (cast.deputy.id, State.IN_PROGRESS, DeskKind.EXTENSION)
    assert (disposal(case).due_at, case.signed_in_at, case.return_until) == (before, signed, until)
    assert told(case, NoticeKind.TAKEN_OVER) == {cast.worker.id} and told(case, NoticeKind.PASSED_ON) == {
        cast.deputy.id
    }
    ops.extend(cast.chief, case, 2, at=LATER)
    assert case.extensions == 1


def test_what_is_reassigned_is_signed_anew_and_its_promise_runs_on(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    before = disposal(case).due_at
    ops.reassign(cast.chief, case, cast.far.id or 0, None, "人手不够", at=LATER)
    assert (case.state, case.owner_id, case.signed_in_at) == (State.DISPATCHED, cast.far.id, None)
    assert disposal(case).due_at == before
    assert told(case, NoticeKind.DISPATCHED) >= {cast.far.id}


def test_whoever_left_a_number_is_called_back_within_a_working_day_of_the_closing(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    kinds = {c.kind: c for c in book.clocks(case.id)}
    assert (K.CALL_BACK in kinds) is False  # this one left none
    ops.call_back(cast.clerk, case, Opinion(None, Satisfaction.NOT_REACHED), "没人接", at=LATER)
    assert case.called_back_at is None
    ops.call_back(cast.clerk, case, Opinion(Solved.YES, Satisfaction.SATISFIED), "", at=LATER)
    lines = db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case.id, CaseEntry.verb == Verb.CALL_BACK))
    assert [line.facts["satisfaction"] for line in lines] == ["not_reached", "satisfied"]


def test_towards_a_due_time_that_was_moved_every_step_is_taken_once_more(cast: Town) -> None:
    case = asked(cast)
    clock = disposal(case)
    clock.step = Step.RED
    ops.extend(cast.chief, case, 1, at=clock.due_at + minutes(5))
    assert (clock.step, clock.lap) == (Step.NONE, 2)
    assert db.session.scalars(select(ClockChange)).all()
