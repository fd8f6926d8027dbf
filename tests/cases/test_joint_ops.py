"""Joint work: every unit has its part, nothing ends the case while one is open, and no part is due after its case."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from app.cases import ops, policy
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_parts import CasePart
from app.cases.words import DeskKind
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.values import Span, Unit
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.sla import archive_queries, book, sweeping
from app.sla.archive import differences_of
from app.sla.clocks import ClockKind as K
from app.sla.clocks import End
from app.sla.models import Clock
from tests.builders.town import CG, CLUTTER, FACADE, LEAK, MONDAY, PA, WASTE, Town, a_result, hours, minutes
from tests.builders.town_walks import parts_until

LATER = MONDAY + minutes(30)
A_DAY, LONG = Span(1, Unit.WORKING_DAY), Span(40, Unit.WORKING_DAY)


def asked(cast: Town, code: str = LEAK, unit: str = CG, within: Span | None = None, at: datetime = LATER) -> Case:
    """Signed in by its lead, and another unit asked to help."""
    case = cast.signed_in(code)
    ops.ask_part(cast.owner(case), case, cast.units[unit], "请你们来封路", within, at=at)
    return case


def part_of(case: Case) -> CasePart:
    return case.parts[-1]


def clock_of(case: Case, kind: K = K.PART) -> Clock:
    return [c for c in book.clocks(case.id) if c.kind is kind][-1]


def told(case: Case, kind: NoticeKind) -> set[int]:
    rows = select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == kind)
    return set(db.session.scalars(rows))


def test_a_part_goes_from_the_asking_to_its_feedback_and_then_the_case_can_be_handled(cast: Town) -> None:
    case = asked(cast)
    assert case.open_parts == 1 and told(case, NoticeKind.PART_ASKED) == {cast.enforcer.id, cast.enforcer2.id}
    with pytest.raises(Conflict):
        ops.handle(cast.side(case), case, a_result(), at=LATER + minutes(5))
    ops.sign_in_part(cast.enforcer, case, part_of(case).id, at=LATER + minutes(10))
    assert clock_of(case, K.PART_SIGN_IN).ended is End.DONE and clock_of(case).stopped_at is None
    ops.report_part(cast.enforcer, case, part_of(case).id, "路封好了", at=LATER + hours(1))
    assert case.open_parts == 0 and clock_of(case).ended is End.DONE
    assert cast.owner(case).id in told(case, NoticeKind.PART_DONE)
    ops.handle(cast.side(case), case, a_result(), at=LATER + hours(2))


def test_whoever_led_a_part_and_their_unit_judge_the_case_no_more(cast: Town) -> None:
    case = asked(cast)
    ops.sign_in_part(cast.enforcer, case, part_of(case).id, at=LATER)
    assert policy.has_handled(cast.enforcer, case) and policy.has_handled(cast.enforcer2, case)


def test_only_the_assisting_unit_signs_and_reports_its_part(cast: Town) -> None:
    case = asked(cast)
    for who in (cast.handler, cast.safety, cast.worker, cast.chief):
        with pytest.raises(NotAllowed):
            ops.sign_in_part(who, case, part_of(case).id, at=LATER)
    with pytest.raises(NotAllowed):  # unsigned
        ops.report_part(cast.enforcer, case, part_of(case).id, "好了", at=LATER)


def test_the_owner_signs_and_reports_for_a_unit_without_accounts(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    unit_id = cast.units["燃气企业"]
    ops.ask_part(cast.owner(case), case, unit_id, "请来关总阀", at=LATER)
    owner = cast.owner(case)
    assert part_of(case).external and told(case, NoticeKind.PART_ASKED) == {owner.id}
    ops.sign_in_part(owner, case, part_of(case).id, at=LATER + minutes(5))
    ops.report_part(owner, case, part_of(case).id, "阀关了", at=LATER + minutes(50))
    assert unit_id in case.handler_unit_ids


@pytest.mark.parametrize("unit", ["the lead", "twice"])
def test_the_lead_is_not_its_own_helper_and_nobody_helps_twice_at_once(cast: Town, unit: str) -> None:
    case = asked(cast)
    if unit == "the lead":
        ops.hand_over(cast.owner(case), case, cast.units[PA], at=LATER)
    unit_id = cast.units[PA if unit == "the lead" else CG]
    with pytest.raises(Invalid):
        ops.ask_part(cast.owner(case), case, unit_id, "再来", at=LATER)
    with pytest.raises(Invalid):  # and a helper does not become the lead while its part is open
        ops.hand_over(cast.owner(case), case, cast.units[CG], at=LATER)


def test_a_part_is_cancelled_by_a_person_with_a_reason_and_never_by_an_end(cast: Town) -> None:
    case = asked(cast)
    with pytest.raises(Conflict):
        ops.void(cast.chief, case, "误报", at=LATER)
    with pytest.raises(Conflict):
        ops.merge(cast.dispatcher, case, cast.report(CLUTTER), "同一件", at=LATER)
    with pytest.raises(Invalid):
        ops.cancel_part(cast.owner(case), case, part_of(case).id, " ", at=LATER)
    ops.cancel_part(cast.owner(case), case, part_of(case).id, "自己办得了", at=LATER)
    assert case.open_parts == 0 and clock_of(case).ended is End.DROPPED
    assert cast.enforcer.id in told(case, NoticeKind.PART_CANCELLED)
    ops.void(cast.chief, case, "误报", at=LATER)


@pytest.mark.parametrize("state", ["handled", "closed", "void"])
def test_the_database_itself_ends_no_case_with_an_open_part(cast: Town, state: str) -> None:
    case = asked(cast)
    db.session.flush()
    with pytest.raises(DatabaseError, match=r"still open|recorded approval"), db.session.begin_nested():
        db.session.execute(text(f"UPDATE \"case\" SET state = '{state}' WHERE id = {case.id}"))


def test_a_case_in_conference_with_an_open_part_is_not_decided_over_it(cast: Town) -> None:
    case = cast.refused()
    ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    ops.ask_part(cast.worker, case, cast.units[CG], "来看", at=LATER)
    cast.refuse(case, LATER + minutes(5))
    ops.confer(cast.chief, case, "难", at=LATER + minutes(10))
    assert case.desk_kind is DeskKind.CONFERENCE
    ops.sign_in_part(cast.enforcer, case, part_of(case).id, at=LATER + minutes(20))
    ops.report_part(cast.enforcer, case, part_of(case).id, "看过", at=LATER + minutes(30))


def test_a_part_without_a_limit_of_its_own_is_due_with_its_case(cast: Town) -> None:
    case = asked(cast)
    assert clock_of(case).due_at == clock_of(case, K.DISPOSE).due_at
    assert clock_of(case).yellow_at == clock_of(case, K.DISPOSE).yellow_at


def test_a_limit_of_its_own_counts_from_the_asking_and_may_not_end_after_the_case(cast: Town) -> None:
    case = asked(cast, within=A_DAY)
    assert LATER < clock_of(case).due_at < clock_of(case, K.DISPOSE).due_at
    other = cast.signed_in(LEAK)
    with pytest.raises(Invalid) as refused:
        ops.ask_part(cast.owner(other), other, cast.units[CG], "来", LONG, at=LATER)
    assert "within" in refused.value.errors


def test_more_time_for_the_case_is_more_time_for_the_parts_that_are_due_with_it(cast: Town) -> None:
    case = asked(cast)
    before = clock_of(case).due_at
    ops.ask_extension(cast.side(case), case, 1, "等配件", at=LATER)
    ops.extend(cast.chief, case, 1, at=LATER)
    assert before < clock_of(case).due_at == clock_of(case, K.DISPOSE).due_at
    assert clock_of(case).strict_due_at == before


def test_a_wait_stops_the_parts_too_and_they_go_on_together(cast: Town) -> None:
    case = asked(cast)
    ops.suspend(cast.chief, case, parts_until(LATER + timedelta(days=6)), at=LATER + hours(1))
    assert clock_of(case).paused_at is not None and clock_of(case, K.PART_SIGN_IN).paused_at is not None
    ops.resume(cast.chief, case, at=LATER + timedelta(days=6))
    assert clock_of(case).due_at == clock_of(case, K.DISPOSE).due_at


def test_a_shorter_category_holds_the_parts_to_the_new_due_time(cast: Town) -> None:
    case = asked(cast, code=FACADE, unit=PA)
    ops.classify(cast.chief, case, cast.category(WASTE), at=LATER + hours(1))
    assert clock_of(case).due_at == clock_of(case, K.DISPOSE).due_at


def test_a_late_part_is_told_to_its_unit_and_the_tier_above_once(cast: Town) -> None:
    case = asked(cast, within=A_DAY)
    db.session.commit()
    while sweeping.sweep(clock_of(case).due_at + minutes(1)).looked_at:
        pass
    rows = select(Notice.user_id, Notice.params).where(Notice.case_id == case.id, Notice.kind == NoticeKind.RED)
    late = [who for who, params in db.session.execute(rows) if params["clock"] == "part"]
    assert sorted(late) == sorted(i for i in (cast.enforcer.id, cast.enforcer2.id, cast.grid_chief.id) if i)


def test_a_part_asked_for_when_the_case_is_late_does_not_tell_again_what_was_told(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    due = clock_of(case, K.DISPOSE).due_at
    db.session.commit()
    while sweeping.sweep(due + minutes(1)).looked_at:
        pass
    case = cast.of(case.id)
    ops.ask_part(cast.owner(case), case, cast.units[CG], "来帮忙", at=due + minutes(5))
    assert clock_of(case).due_at == due and clock_of(case).step is clock_of(case, K.DISPOSE).step
    db.session.commit()
    sweeping.sweep(due + minutes(6))
    assert cast.enforcer.id not in told(case, NoticeKind.RED)


def test_the_clocks_of_parts_are_reckoned_anew_from_the_archive_without_a_difference(cast: Town) -> None:
    case = asked(cast)
    ops.ask_extension(cast.side(case), case, 1, "等配件", at=LATER)
    ops.extend(cast.chief, case, 1, at=LATER)
    db.session.flush()
    calendars, kept = archive_queries.calendars_used(), list(archive_queries.clocks())
    mine = [k for k in kept if k.case_id == case.id]
    assert {k.kind for k in mine} >= {"part", "part_sign_in"}
    assert [d for k in mine for d in differences_of(calendars[k.calendar_id], k)] == []


MOVES = st.lists(st.sampled_from(["extend", "suspend", "resume", "narrow", "wait", "ask", "short"]), max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=MOVES)
def test_whatever_moves_a_case_no_running_part_is_due_after_it(cast: Town, moves: list[str]) -> None:
    nested, at = db.session.begin_nested(), LATER
    case = cast.signed_in(LEAK)
    for move in ["ask", *moves]:
        at += hours(1)
        _make(cast, case, move, at)
        disposal = clock_of(case, K.DISPOSE)
        running = [c for c in book.clocks(case.id) if c.kind is K.PART and c.is_running]
        assert disposal.paused_at is not None or all(c.due_at <= disposal.due_at for c in running)
    db.session.flush()
    nested.rollback()
    db.session.expire_all()


def _make(cast: Town, case: Case, move: str, at: datetime) -> None:
    span = {"short": Span(4, Unit.WORKING_HOUR)}.get(move)
    unit: Any = {"ask": cast.units[CG], "short": cast.units[PA]}.get(move)
    inner = db.session.begin_nested()
    try:
        match move:
            case "extend":
                ops.ask_extension(cast.side(case), case, 1, "等", at=at)
                ops.extend(cast.chief, case, 1, at=at)
            case "suspend":
                ops.suspend(cast.chief, case, parts_until(at + timedelta(days=3)), at=at)
            case "resume":
                ops.resume(cast.chief, case, at=at)
            case "narrow":
                ops.classify(cast.chief, case, cast.category(WASTE), at=at)
            case "ask" | "short":
                ops.ask_part(cast.owner(case), case, unit, "来帮忙", span, at=at)
        db.session.flush()
        inner.commit()
    except (Conflict, Invalid, NotAllowed):
        inner.rollback()


def test_a_counter_below_nothing_is_refused_by_the_database(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    db.session.flush()
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(update(Case).where(Case.id == case.id).values(open_parts=-1))


def test_the_assisting_unit_sees_the_case_from_the_asking_on(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    visible = select(Case.id).where(Case.id == case.id, policy.visible_to(cast.enforcer))
    assert db.session.scalar(visible) is None
    ops.ask_part(cast.owner(case), case, cast.units[CG], "来看", at=LATER)
    db.session.flush()
    assert db.session.scalar(visible) == case.id
    assert Verb.SIGN_IN_PART in policy.allowed_moves(cast.enforcer, case)
    ops.cancel_part(cast.owner(case), case, part_of(case).id, "不用了", at=LATER)
    db.session.flush()
    assert db.session.scalar(visible) is None
