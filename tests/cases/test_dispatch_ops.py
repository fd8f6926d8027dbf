"""Who gets a case: the rules on a real street, by day and by night."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.cases import ops, queries
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.reports import Spot
from app.cases.words import DeskKind, Urgency
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.people import ops as people
from tests.builders.town import (
    CG,
    CLUTTER,
    ENQUIRY,
    FACADE,
    FIRE_LANE,
    IN_R1,
    IN_R2,
    IN_R3,
    LIFT,
    MANHOLE,
    MONDAY,
    NIGHT,
    NOISE,
    PA,
    PETITION,
    THREAT,
    WASTE,
    WY,
    Town,
    minutes,
)

LATER = MONDAY + minutes(10)


def home(cast: Town) -> Spot:
    return Spot(IN_R1, "wgs84", estate_id=cast.estates["和风苑"])


def told(case: Case, kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == kind)))


def side(case: Case) -> tuple[int | None, int | None]:
    return case.handling_unit_id, case.handling_grid_id


def test_a_normal_case_goes_to_the_owners_grid_and_to_no_unit(cast: Town) -> None:
    case = cast.report(CLUTTER)
    assert case.urgency is Urgency.NORMAL
    assert side(case) == (None, cast.grid_ids["R1"])
    assert told(case, NoticeKind.DISPATCHED) == {cast.worker.id}


def test_an_urgent_case_in_office_hours_goes_to_the_lead_unit_and_the_owner_is_told(cast: Town) -> None:
    case = cast.report(FIRE_LANE)
    assert side(case) == (cast.units[PA], None)
    assert case.owner_id == cast.worker.id
    assert told(case, NoticeKind.DISPATCHED) == {cast.worker.id, cast.safety.id}


def test_a_critical_case_in_an_estate_goes_to_its_own_property_company(cast: Town) -> None:
    case = cast.report(FACADE, spot=home(cast))
    assert (case.urgency, case.handling_unit_id) == (Urgency.CRITICAL, cast.units[WY])


def test_without_a_property_company_the_grid_handles_and_the_desk_is_told(cast: Town) -> None:
    case = cast.report(FACADE, spot=Spot(IN_R2, "wgs84", estate_id=cast.estates["春风里"]))
    assert (case.state, case.desk_kind) == (State.DISPATCHED, DeskKind.NO_UNIT)
    assert side(case) == (None, cast.grid_ids["R2"]) and case.owner_id == cast.neighbour.id


def test_the_least_loaded_member_on_duty_has_it_and_ties_go_by_id(cast: Town) -> None:
    cast.on_duty(cast.deputy, "R1")
    owners = [cast.report(CLUTTER).owner_id for _ in range(4)]
    assert owners == [cast.worker.id, cast.deputy.id, cast.worker.id, cast.deputy.id]


def test_on_leave_the_stand_in_has_it_and_the_reasons_say_for_whom(cast: Town) -> None:
    cast.away(cast.worker)
    case = cast.report(CLUTTER)
    [why] = queries.decisions(case.id)
    assert case.owner_id == why.chosen_user_id == cast.deputy.id
    assert why.steps[-1]["params"] == {"name": "deputy", "other": "worker"} and why.steps[-1]["hit"]


def test_with_the_stand_in_away_too_the_grid_chief_has_it(cast: Town) -> None:
    for who in (cast.worker, cast.deputy):
        cast.away(who)
    assert cast.report(CLUTTER).owner_id == cast.grid_chief.id


def test_with_nobody_at_all_a_person_at_the_desk_dispatches(cast: Town) -> None:
    cast.away(cast.far)
    case = cast.report(CLUTTER, spot=Spot(IN_R3, "wgs84"))
    assert (case.state, case.desk_kind, case.owner_id) == (State.FILED, DeskKind.UNROUTED, None)
    ops.dispatch(cast.dispatcher, case, cast.neighbour.id or 0, at=LATER)
    assert (case.state, case.owner_id, case.desk_kind) == (State.DISPATCHED, cast.neighbour.id, None)


@pytest.mark.parametrize(("code", "owner", "grid"), [(WASTE, "street_worker", "S"), (ENQUIRY, "street_worker", "S")])
def test_what_the_street_answers_goes_to_the_member_on_duty_of_the_root(
    cast: Town, code: str, owner: str, grid: str
) -> None:
    case = cast.report(code)
    assert (case.owner_id, case.owner_grid_id) == (getattr(cast, owner).id, cast.grid_ids[grid])


@pytest.mark.parametrize("code", [FACADE, LIFT, MANHOLE, NOISE, FIRE_LANE])
def test_at_night_critical_cases_and_those_promised_in_elapsed_time_go_to_the_24_hour_duty(
    cast: Town, code: str
) -> None:
    case = cast.report(code, NIGHT)
    assert (case.owner_id, case.owner_grid_id) == (cast.night1.id, cast.grid_ids["S"])
    assert side(case) == (None, cast.grid_ids["S"])


def test_at_night_every_other_case_waits_with_its_own_member(cast: Town) -> None:
    assert cast.report(CLUTTER, NIGHT).owner_id == cast.worker.id


def test_the_phone_list_passes_over_whoever_is_on_leave(cast: Town) -> None:
    cast.away(cast.night1, NIGHT)
    assert cast.report(MANHOLE, NIGHT).owner_id == cast.night2.id


def test_a_holiday_is_night_for_a_critical_case(cast: Town) -> None:
    new_year = MONDAY.replace(month=10, day=2)
    assert cast.report(MANHOLE, new_year).owner_id == cast.night1.id


@pytest.mark.parametrize(("code", "at"), [(PETITION, MONDAY), (PETITION, NIGHT), (THREAT, MONDAY)])
def test_a_restricted_case_is_never_dispatched_by_the_rules(cast: Town, code: str, at: datetime) -> None:
    case = cast.registered(code, at)
    assert (case.state, case.desk_kind, case.owner_id) == (State.FILED, DeskKind.BY_HAND, None)
    assert queries.decisions(case.id) == []
    assert told(case, NoticeKind.DESK) >= {cast.dispatcher.id, cast.chief.id}


def test_a_restricted_case_is_dispatched_by_hand_and_seen_by_its_owner_alone_of_the_grid(cast: Town) -> None:
    case = cast.registered(PETITION)
    ops.dispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    assert queries.visible_case(cast.worker, case.id) is case
    for who in (cast.deputy, cast.grid_chief, cast.root_chief, cast.inspector, cast.enforcer):
        with pytest.raises(NotFound):
            queries.visible_case(who, case.id)


def test_nobody_but_the_dispatcher_dispatches_by_hand(cast: Town) -> None:
    case = cast.registered(PETITION)
    for who in (cast.clerk, cast.worker, cast.leader, cast.inspector):
        with pytest.raises(NotAllowed):
            ops.dispatch(who, case, cast.worker.id or 0, at=LATER)


def test_a_case_is_not_dispatched_to_somebody_who_has_no_part_in_it(cast: Town) -> None:
    case = cast.registered(PETITION)
    for who in (cast.admin, cast.enforcer, cast.reviewers[0]):
        with pytest.raises(Invalid) as refused:
            ops.dispatch(cast.dispatcher, case, who.id or 0, at=LATER)
        assert set(refused.value.errors) == {"member"}


def test_by_hand_a_unit_may_be_named_at_once(cast: Town) -> None:
    case = cast.registered(PETITION)
    ops.dispatch(cast.dispatcher, case, cast.worker.id or 0, cast.units[PA], at=LATER)
    assert side(case) == (cast.units[PA], None)


def test_the_decision_is_kept_with_its_reasons(cast: Town) -> None:
    [why] = queries.decisions(cast.report(FIRE_LANE).id)
    assert (why.kind, why.grid_id, why.chosen_user_id) == ("route", cast.grid_ids["R1"], cast.worker.id)
    assert any(step["params"].get("name") == PA for step in why.steps)
    assert [step["hit"] for step in why.steps].count(True) == 1


def test_a_restricted_critical_case_at_night_waits_for_the_hand_of_the_24_hour_duty(cast: Town) -> None:
    case = cast.registered(THREAT, NIGHT)
    assert (case.state, case.owner_id, case.desk_kind) == (State.FILED, cast.night1.id, DeskKind.BY_HAND)
    assert queries.visible_case(cast.night1, case.id).id == case.id
    told = db.session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.DESK)).all()
    assert {cast.night1.id, cast.chief.id} <= set(told)
    ops.dispatch(cast.night1, case, cast.night1.id or 0, at=NIGHT)
    assert case.state is State.DISPATCHED


def test_a_unit_without_accounts_is_signed_for_by_the_owner(cast: Town) -> None:
    for who in (cast.enforcer, cast.enforcer2):
        people.lock(who.id or 0, MONDAY)
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[CG], at=MONDAY)
    assert case.handling_external
    ops.sign_in(cast.worker, case, at=MONDAY)
    assert cast.units[CG] in case.handler_unit_ids
