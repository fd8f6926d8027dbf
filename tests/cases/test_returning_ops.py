"""Handing over and sending back: whose turn it is, how often, and how it ends."""

import pytest

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import Decision, DeskKind, RefusalReason
from app.catalog.setup import ops as catalog
from app.core.clock import street_time
from app.core.errors import Conflict, Invalid, NotAllowed
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from tests.builders.town import CG, CLUTTER, ENQUIRY, JW, MANHOLE, MONDAY, PA, Town, a_result, held, hours, minutes

LATER = MONDAY + minutes(30)
POLICE = "派出所"


def due(case: Case, kind: ClockKind) -> object:
    return [row.due_at for row in sla.clocks_of(case.id, LATER) if row.kind is kind and row.stopped_at is None]


def test_the_owner_hands_over_to_the_lead_unit_and_its_people_sign_in(cast: Town) -> None:
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[JW], "归你们主办", at=LATER)
    assert (case.state, case.handling_unit_id, case.handling_grid_id) == (State.DISPATCHED, cast.units[JW], None)
    assert case.owner_id == cast.worker.id
    with pytest.raises(NotAllowed):
        ops.sign_in(cast.worker, case, at=LATER)
    ops.sign_in(cast.committee, case, at=LATER)
    assert case.state is State.IN_PROGRESS and cast.units[JW] in case.handler_unit_ids


def test_a_hand_over_gives_time_to_sign_in_and_none_to_the_promises(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    promised = [due(case, kind) for kind in (ClockKind.RESPOND, ClockKind.DISPOSE)]
    ops.hand_over(cast.worker, case, cast.units[JW], at=LATER)
    assert [due(case, kind) for kind in (ClockKind.RESPOND, ClockKind.DISPOSE)] == promised
    assert due(case, ClockKind.SIGN_IN) == [LATER + hours(2)]


def test_the_owner_takes_it_back_into_the_grid(cast: Town) -> None:
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[JW], at=LATER)
    ops.hand_over(cast.worker, case, None, at=LATER)
    assert (case.handling_unit_id, case.handling_grid_id) == (None, cast.grid_ids["R1"])
    with pytest.raises(Invalid):
        ops.hand_over(cast.worker, case, None, at=LATER)


def test_nobody_hands_over_what_is_not_theirs_to_follow(cast: Town) -> None:
    case = cast.report(CLUTTER)
    for who in (cast.deputy, cast.neighbour, cast.dispatcher, cast.chief, cast.enforcer):
        with pytest.raises(NotAllowed):
            ops.hand_over(who, case, cast.units[JW], at=LATER)
    ops.hand_over(cast.grid_chief, case, cast.units[JW], at=LATER)


def test_for_an_external_unit_the_owner_signs_and_reports_and_judges_no_more(cast: Town) -> None:
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[POLICE], "电话告知", at=LATER)
    ops.sign_in(cast.worker, case, at=LATER)
    ops.handle(cast.worker, case, a_result(), at=LATER + minutes(9))
    assert (case.state, case.handling_external) == (State.HANDLED, True)
    assert case.handler_unit_ids == {cast.units[POLICE]}
    assert case.checker_id not in (None, cast.worker.id)


@pytest.mark.parametrize(("minutes_after", "allowed"), [(119, True), (121, False)])
def test_after_signing_in_a_case_may_be_sent_back_for_two_working_hours(
    cast: Town, minutes_after: int, allowed: bool
) -> None:
    case = cast.report(CLUTTER)
    ops.sign_in(cast.worker, case, at=MONDAY)
    if allowed:
        cast.refuse(case, MONDAY + minutes(minutes_after))
        assert case.state is State.DISPUTED
    else:
        with pytest.raises(Conflict):
            cast.refuse(case, MONDAY + minutes(minutes_after))


def test_lunch_does_not_count_in_the_two_hours(cast: Town) -> None:
    eleven, half_past_two = MONDAY + hours(1.5), MONDAY + hours(5)
    case = cast.report(CLUTTER)
    ops.sign_in(cast.worker, case, at=eleven)
    assert case.return_until == half_past_two


def test_a_critical_case_may_be_sent_back_for_a_quarter_of_an_hour(cast: Town) -> None:
    case = cast.report(MANHOLE)
    ops.sign_in(cast.side(case), case, at=MONDAY)
    with pytest.raises(Conflict):
        cast.refuse(case, MONDAY + minutes(16))
    cast.refuse(case, MONDAY + minutes(15))


def test_before_it_is_signed_a_case_may_always_be_sent_back_with_a_reason(cast: Town) -> None:
    case = cast.report(CLUTTER)
    with pytest.raises(Invalid):
        ops.refuse(cast.worker, case, RefusalReason.NOT_HERE, " ", at=LATER)
    cast.refuse(case, MONDAY + hours(30))
    assert (case.returns, case.desk_kind) == (1, DeskKind.REFUSED)


def test_only_the_handling_side_sends_back_and_the_promise_runs_on(cast: Town) -> None:
    case = cast.report(CLUTTER)
    promised = due(case, ClockKind.DISPOSE)
    for who in (cast.neighbour, cast.dispatcher, cast.enforcer):
        with pytest.raises(NotAllowed):
            ops.refuse(who, case, RefusalReason.NOT_OURS, "不归我", at=LATER)
    cast.refuse(case, LATER)
    assert due(case, ClockKind.DISPOSE) == promised and due(case, ClockKind.DISPATCH)


def test_the_first_refusal_is_the_dispatchers_to_settle(cast: Town) -> None:
    case = cast.refused()
    with pytest.raises(NotAllowed):
        ops.rule(cast.chief, case, cast.neighbour.id or 0, None, "归你", at=LATER)
    ops.redispatch(cast.dispatcher, case, cast.neighbour.id or 0, at=LATER)
    assert (case.state, case.owner_id, case.desk_kind) == (State.DISPATCHED, cast.neighbour.id, None)


def test_the_second_refusal_is_the_duty_chiefs_to_rule_with_a_reason(cast: Town) -> None:
    case = twice_refused(cast)
    with pytest.raises(NotAllowed):
        ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    with pytest.raises(Invalid):
        ops.rule(cast.chief, case, cast.worker.id or 0, None, "", at=LATER)
    ops.rule(cast.chief, case, cast.worker.id or 0, cast.units[CG], "按清单归城管", at=LATER)
    assert (case.state, case.handling_unit_id) == (State.DISPATCHED, cast.units[CG])


def test_what_a_conference_has_given_to_somebody_is_sent_back_no_more(cast: Town) -> None:
    case = twice_refused(cast)
    ops.confer(cast.chief, case, "两家都说不归自己", at=LATER)
    ops.conclude(cast.chief, case, Decision.ANOTHER_UNIT, held(LATER), cast.worker.id, at=LATER)
    with pytest.raises(Conflict):
        cast.refuse(case, LATER + minutes(1))
    ops.sign_in(cast.worker, case, at=LATER + minutes(2))
    with pytest.raises(Conflict):
        cast.refuse(case, LATER + minutes(3))


def test_the_word_of_a_conference_does_not_bind_whoever_the_chief_gives_it_to_later(cast: Town) -> None:
    case = twice_refused(cast)
    ops.confer(cast.chief, case, "两家都说不归自己", at=LATER)
    ops.conclude(cast.chief, case, Decision.ANOTHER_UNIT, held(LATER), cast.worker.id, at=LATER)
    ops.pass_on(cast.chief, case, cast.deputy.id or 0, "忙", at=LATER)
    with pytest.raises(Conflict):
        cast.refuse(case, LATER)
    ops.reassign(cast.chief, case, cast.worker.id or 0, cast.units[CG], "换一家", at=LATER)
    cast.refuse(case, LATER + minutes(1))
    assert case.state is State.DISPUTED


def test_a_new_round_is_not_bound_by_the_conference_of_the_one_before(cast: Town) -> None:
    case = cast.refused(code=ENQUIRY)
    ops.confer(cast.chief, case, "说不清归谁", at=LATER)
    ops.conclude(cast.chief, case, Decision.ANOTHER_UNIT, held(LATER), cast.worker.id, at=LATER)
    ops.sign_in(cast.worker, case, at=LATER)
    ops.contact(cast.worker, case, "说好了", reached=True, at=LATER)
    ops.handle(cast.worker, case, a_result(), at=LATER)
    ops.check_pass(cast.checker(case), case, at=LATER)
    ops.reopen(cast.chief, case, "又来了", at=LATER)
    ops.hand_over(cast.worker, case, cast.units[CG], at=LATER)
    cast.refuse(case, LATER + minutes(1))
    assert case.state is State.DISPUTED


def test_the_unit_that_follows_a_closed_one_is_bound_by_the_conference_as_that_was(cast: Town) -> None:
    case = twice_refused(cast)
    ops.confer(cast.chief, case, "两家都说不归自己", at=LATER)
    ops.conclude(cast.chief, case, Decision.ANOTHER_UNIT, held(LATER), cast.worker.id, cast.units[CG], at=LATER)
    catalog.close_unit(cast.admin, cast.units[CG], street_time(LATER).date(), cast.units[PA], at=LATER)
    assert case.handling_unit_id == cast.units[PA]
    with pytest.raises(Conflict):
        cast.refuse(case, LATER + minutes(1))


def test_a_dispute_is_ended_by_minutes_not_by_an_override(cast: Town) -> None:
    case = twice_refused(cast)
    ops.confer(cast.chief, case, "两家都说不归自己", at=LATER)
    assert case.desk_kind is DeskKind.CONFERENCE
    with pytest.raises(NotAllowed):
        ops.override(cast.chief, case, solved=True, reason="算了", at=LATER)
    with pytest.raises(Invalid):
        ops.conclude(cast.chief, case, Decision.REWORK, held(LATER, " "), at=LATER)


def test_it_is_conferred_about_only_after_a_refusal_and_by_the_duty_chief(cast: Town) -> None:
    case = cast.refused()
    with pytest.raises(NotAllowed):
        ops.confer(cast.dispatcher, case, "难", at=LATER)
    with pytest.raises(Invalid):
        ops.confer(cast.chief, case, "", at=LATER)
    with pytest.raises(Conflict):
        ops.confer(cast.chief, cast.report(), "难", at=LATER)


def test_a_case_is_not_sent_to_somebody_of_another_kind_after_a_refusal(cast: Town) -> None:
    case = cast.refused()
    with pytest.raises(Invalid) as wrong_person:
        ops.redispatch(cast.dispatcher, case, cast.enforcer.id or 0, at=LATER)
    with pytest.raises(Invalid) as wrong_unit:
        ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, 999_999, at=LATER)
    assert set(wrong_person.value.errors) | set(wrong_unit.value.errors) == {"member", "unit"}


def test_the_unit_that_sent_it_back_sees_it_no_more(cast: Town) -> None:
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[PA], at=LATER)
    cast.refuse(case, LATER)
    ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    assert case.id not in visible(cast, "safety") and case.id in visible(cast, "worker")


def twice_refused(cast: Town) -> Case:
    case = cast.refused()
    ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    cast.refuse(case, LATER)
    return case


def visible(cast: Town, name: str) -> set[int]:
    from sqlalchemy import select

    from app.cases.policy import visible_to
    from app.core.db import db

    return set(db.session.scalars(select(Case.id).where(visible_to(getattr(cast, name)))))
