"""Somebody else looks at the result: who that is, who never is, and what a failed check costs."""

import pytest
from sqlalchemy import select

from app.cases import ops, policy, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseCheck
from app.cases.words import DeskKind
from app.core.db import db
from app.core.errors import IllegalMove, Invalid, NotAllowed
from app.people import ops as people
from app.sla import book
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from tests.builders.town import (
    CG,
    CLUTTER,
    FIRE_LANE,
    FUMES,
    JW,
    LEAK,
    MANHOLE,
    MONDAY,
    NOISE,
    WASTE,
    Town,
    a_result,
    hours,
    minutes,
)

LATER = MONDAY + hours(2)


def test_what_a_department_handled_is_checked_by_the_owner(cast: Town) -> None:
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[JW], at=MONDAY)
    ops.sign_in(cast.committee, case, at=MONDAY)
    ops.handle(cast.committee, case, a_result(), at=LATER)
    assert case.checker_id == cast.worker.id
    assert queries.decisions(case.id)[-1].kind == "checker"


def test_an_owner_who_had_signed_it_first_is_a_handler_and_does_not_check(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[JW], at=MONDAY)
    ops.sign_in(cast.committee, case, at=MONDAY)
    ops.handle(cast.committee, case, a_result(), at=LATER)
    assert case.checker_id == cast.inspector.id


def test_what_the_grid_handled_is_checked_by_an_inspector(cast: Town) -> None:
    assert cast.handled(CLUTTER).checker_id == cast.inspector.id


def test_an_inspector_on_leave_is_passed_over(cast: Town) -> None:
    cast.away(cast.inspector)
    assert cast.handled(NOISE).checker_id not in (None, cast.inspector.id)


def test_without_an_inspector_a_worker_of_a_grid_that_touches_this_one_checks(cast: Town) -> None:
    people.lock(cast.inspector.id or 0, MONDAY)
    assert cast.handled(CLUTTER).checker_id == cast.neighbour.id


def test_then_the_chief_one_tier_up_and_then_the_duty_chief(cast: Town) -> None:
    gone = [cast.inspector, cast.neighbour]
    for who in gone:
        people.lock(who.id or 0, MONDAY)
    assert cast.handled(CLUTTER).checker_id == cast.root_chief.id
    people.lock(cast.root_chief.id or 0, MONDAY)
    assert cast.handled(CLUTTER).checker_id == cast.chief.id


def test_with_nobody_entitled_the_desk_is_told_and_a_leader_may_check(cast: Town) -> None:
    for who in (cast.inspector, cast.neighbour, cast.root_chief, cast.chief, cast.other_chief):
        people.lock(who.id or 0, MONDAY)
    case = cast.handled(CLUTTER)
    assert (case.checker_id, case.desk_kind) == (None, DeskKind.NO_CHECKER)
    ops.check_pass(cast.leader, case, at=LATER)
    assert (case.state, case.desk_kind) == (State.IN_REVIEW, None)


def test_nobody_but_the_chosen_checker_checks(cast: Town) -> None:
    case = cast.handled(CLUTTER)
    for who in (cast.worker, cast.deputy, cast.neighbour, cast.chief, cast.leader, cast.clerk):
        for check in (ops.check_pass, ops.check_fail):
            with pytest.raises(NotAllowed):
                check(who, case, "看过", at=LATER)
    assert db.session.scalars(select(CaseCheck)).all() == []


@pytest.mark.parametrize("name", ["enforcer", "enforcer2"])
def test_neither_a_handler_nor_a_colleague_of_theirs_checks_even_when_named(cast: Town, name: str) -> None:
    case, who = _handled_by_enforcer(cast), getattr(cast, name)
    case.checker_id = who.id
    db.session.flush()
    assert not policy.may(who, Verb.CHECK_PASS, case)
    with pytest.raises(NotAllowed):
        ops.check_pass(who, case, at=LATER)


def test_everybody_who_signed_handled_or_made_safe_is_a_handler(cast: Town) -> None:
    case = cast.signed_in(MANHOLE)
    ops.hand_over(cast.owner(case), case, cast.units[CG], at=MONDAY)
    ops.sign_in(cast.enforcer2, case, at=MONDAY)
    ops.handle(cast.enforcer, case, a_result(), at=LATER)
    assert case.handler_ids == {cast.roads.id, cast.enforcer.id, cast.enforcer2.id}
    assert case.handler_unit_ids >= {cast.units[CG], cast.roads.unit_id}


def test_a_failed_check_needs_a_reason_and_goes_back_to_whoever_handled_it(cast: Town) -> None:
    case = cast.handled(CLUTTER)
    with pytest.raises(Invalid):
        ops.check_fail(cast.inspector, case, "", at=LATER)
    ops.check_fail(cast.inspector, case, "四楼还有两个", at=LATER)
    assert (case.state, case.handling_grid_id) == (State.REWORK, cast.grid_ids["R1"])
    assert policy.may(cast.worker, Verb.HANDLE, case) and not policy.may(cast.neighbour, Verb.HANDLE, case)


@pytest.mark.parametrize(
    ("code", "amount", "unit"),
    [
        (CLUTTER, 8, "working_hour"),
        (WASTE, 2, "working_hour"),
        (LEAK, 20, "working_hour"),
        (FIRE_LANE, 12, "elapsed_hour"),
        (MANHOLE, 2, "elapsed_hour"),
    ],
)
def test_a_rework_has_half_the_original_limit_and_at_least_two_hours(
    cast: Town, code: str, amount: int, unit: str
) -> None:
    case = cast.handled(code)
    ops.check_fail(cast.checker(case), case, "没办好", at=LATER)
    again = [row for row in sla.clocks_of(case.id, LATER) if row.kind is ClockKind.DISPOSE][-1]
    assert again.promise is not None and again.stopped_at is None
    assert (_span(case), again.started_at) == ((amount, unit), LATER)


def test_each_further_rework_has_half_of_the_original_not_of_the_last(cast: Town) -> None:
    case = cast.case_in(State.REWORK)
    ops.handle(cast.worker, case, a_result(), at=LATER + minutes(30))
    ops.check_fail(cast.checker(case), case, "还是没办好", at=LATER + minutes(40))
    assert _span(case) == (8, "working_hour")


def test_after_a_rework_somebody_checks_once_more(cast: Town) -> None:
    case = cast.case_in(State.REWORK)
    with pytest.raises(IllegalMove):
        ops.check_pass(cast.inspector, case, at=LATER)
    cast.done_again(case, LATER + hours(1))
    assert case.state is State.IN_REVIEW


def test_the_lot_is_not_drawn_for_what_was_sent_back_once(cast: Town) -> None:
    case = cast.handled(WASTE)
    ops.check_fail(cast.checker(case), case, "还剩一堆", at=LATER)
    cast.done_again(case, LATER + minutes(30))
    assert (case.drawn, case.state) == (True, State.IN_REVIEW)


def test_the_checker_with_the_fewest_waiting_checks_is_chosen(cast: Town) -> None:
    second = cast.person("second", *cast.inspector.roles)
    chosen = [cast.handled(FUMES).checker_id for _ in range(3)]
    assert chosen == [cast.inspector.id, second.id, cast.inspector.id]


def test_a_confidential_case_is_checked_like_any_other(cast: Town) -> None:
    assert cast.handled(NOISE).checker_id == cast.inspector.id


def _handled_by_enforcer(cast: Town) -> Case:
    case = cast.report(FUMES)
    ops.hand_over(cast.worker, case, cast.units[CG], at=MONDAY)
    ops.sign_in(cast.enforcer, case, at=MONDAY)
    ops.handle(cast.enforcer, case, a_result(), at=LATER)
    return case


def _span(case: Case) -> tuple[int, str]:
    last = [clock for clock in book.clocks(case.id) if clock.kind is ClockKind.DISPOSE][-1]
    return last.amount, last.unit.value
