"""A complaint about those who would handle it: they get it not, see it not, judge it not (complained_about)."""

import pytest
from sqlalchemy import select

from app.cases import ops, policy, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.reports import Spot
from app.cases.words import DeskKind, PhotoKind
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.notices.models import Notice
from app.notices.words import NoticeKind
from tests.builders.town import (
    CLUTTER,
    FIRE_LANE,
    IN_R3,
    JW,
    MANHOLE,
    MONDAY,
    NIGHT,
    PA,
    PETITION,
    Town,
    a_picture,
    a_result,
    hours,
    minutes,
)

LATER = MONDAY + minutes(30)


def complain(case: Case, user: Actor | None = None, unit_id: int | None = None) -> None:
    """The case turns out to be about somebody."""
    row = CaseAbout(street_id=case.street_id, case_id=case.id, user_id=user.id if user else None, unit_id=unit_id)
    case.about.append(row)
    db.session.flush()


def sees(who: Actor, case: Case) -> bool:
    return db.session.scalar(select(Case.id).where(Case.id == case.id, policy.visible_to(who))) is not None


def test_whoever_is_on_duty_does_not_get_a_complaint_about_the_handlers(cast: Town) -> None:
    case = cast.report(CLUTTER, about_handlers=True)
    assert case.owner_id == cast.grid_chief.id
    assert {(a.user_id, a.unit_id) for a in case.about} == {(cast.worker.id, None), (None, cast.units[JW])}


def test_at_night_the_whole_phone_list_is_passed_over(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT, about_handlers=True)
    assert case.owner_id not in {cast.night1.id, cast.night2.id, cast.night3.id}


def test_an_urgent_complaint_about_the_lead_unit_is_not_given_to_it(cast: Town) -> None:
    case = cast.report(FIRE_LANE, about_handlers=True)
    assert (case.handling_unit_id, case.handling_grid_id) == (None, cast.grid_ids["R1"])


def test_nobody_complained_about_sees_the_case_or_hears_of_it(cast: Town) -> None:
    case = cast.report(CLUTTER, about_handlers=True)
    for who in (cast.worker, cast.committee):
        with pytest.raises(NotFound):
            queries.visible_case(who, case.id)
    told = db.session.scalars(select(Notice.user_id).where(Notice.case_id == case.id))
    assert set(told) == {cast.grid_chief.id}


@pytest.mark.parametrize("name", ["worker", "grid_chief", "inspector", "dispatcher", "chief", "auditor", "safety"])
def test_once_a_case_is_about_somebody_they_see_it_no_more_whatever_their_desk(cast: Town, name: str) -> None:
    case, who = cast.report(FIRE_LANE), getattr(cast, name)
    assert sees(who, case)
    complain(case, **({"unit_id": who.unit_id} if who.unit_id else {"user": who}))
    assert not sees(who, case)


@pytest.mark.parametrize("state", [State.REPORTED, State.FILED])
def test_before_it_is_routed_nobody_who_might_be_meant_sees_it_either(cast: Town, state: State) -> None:
    case = cast.report(None, about_handlers=True) if state is State.REPORTED else None
    case = case or cast.registered(PETITION, about_handlers=True)
    for who in (cast.worker, cast.deputy, cast.market, cast.street_worker, cast.grid_chief):
        assert not sees(who, case)
    assert sees(cast.clerk, case) and sees(cast.chief, case)


def test_a_colleague_who_was_not_on_duty_does_not_read_it_over_their_shoulder(cast: Town) -> None:
    case = cast.report(CLUTTER, about_handlers=True)
    assert not sees(cast.deputy, case) and sees(cast.grid_chief, case)


def test_what_is_dispatched_by_hand_does_not_go_to_whom_it_is_about(cast: Town) -> None:
    case = cast.registered(PETITION, about_handlers=True)
    with pytest.raises(Invalid):
        ops.dispatch(cast.dispatcher, case, cast.street_worker.id or 0, at=LATER)
    with pytest.raises(Invalid):
        ops.dispatch(cast.dispatcher, case, cast.worker.id or 0, cast.units["信访办公室"], at=LATER)
    ops.dispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)


def test_it_is_not_handed_over_to_a_unit_complained_about(cast: Town) -> None:
    case = cast.report(CLUTTER)
    complain(case, unit_id=cast.units[PA])
    with pytest.raises(Invalid):
        ops.hand_over(cast.worker, case, cast.units[PA], at=LATER)


def test_the_repair_after_a_danger_keeps_out_whom_the_case_is_about(cast: Town) -> None:
    case = cast.report(MANHOLE, about_handlers=True)
    ops.sign_in(cast.owner(case), case, at=LATER)
    repair = ops.make_safe(cast.owner(case), case, "围好了", (a_picture(PhotoKind.SAFE),), at=LATER)
    accused = {(a.user_id, a.unit_id) for a in case.about}
    assert {(a.user_id, a.unit_id) for a in repair.about} >= accused
    assert not sees(cast.street_worker, cast.of(repair.id))


def test_whom_it_is_about_is_never_chosen_to_check(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    complain(case, cast.inspector)
    ops.handle(cast.worker, case, a_result(), at=LATER)
    assert case.checker_id == cast.neighbour.id


@pytest.mark.parametrize(
    ("state", "verb", "name"),
    [
        (State.HANDLED, Verb.CHECK_PASS, "inspector"),
        (State.CONFERENCE, Verb.CONCLUDE, "chief"),
        (State.REPORTED, Verb.REJECT, "chief"),
        (State.CLOSED, Verb.REOPEN, "chief"),
        (State.IN_PROGRESS, Verb.VOID, "chief"),
        (State.DISPUTED, Verb.REDISPATCH, "dispatcher"),
    ],
)
def test_whom_it_is_about_makes_no_move_on_it_whatever_their_role(
    cast: Town, state: State, verb: Verb, name: str
) -> None:
    case, who = cast.case_in(state), getattr(cast, name)
    assert verb in policy.allowed_moves(who, case)
    complain(case, who)
    assert policy.allowed_moves(who, case) == ()


def test_a_duty_chief_complained_about_does_not_rule(cast: Town) -> None:
    case = cast.refused()
    ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    cast.refuse(case, LATER)
    complain(case, cast.chief)
    with pytest.raises(NotAllowed):
        ops.rule(cast.chief, case, cast.neighbour.id or 0, None, "归你", at=LATER)
    ops.rule(cast.other_chief, case, cast.neighbour.id or 0, None, "归你", at=LATER)


def test_whom_it_is_about_sits_on_no_panel(cast: Town) -> None:
    case = cast.handled(CLUTTER)
    for who in cast.reviewers[:4]:
        complain(case, who)
    ops.check_pass(cast.checker(case), case, at=MONDAY + hours(2))
    sitting = {who.id for who in cast.panel(cast.review_of(case).id)}
    assert sitting.isdisjoint({who.id for who in cast.reviewers[:4]})


def test_with_everybody_of_the_grid_complained_about_the_desk_decides(cast: Town) -> None:
    case = cast.report(CLUTTER, about_handlers=True, spot=Spot(IN_R3, "wgs84"))
    assert (case.state, case.desk_kind) == (State.FILED, DeskKind.UNROUTED)
    assert cast.far.id in {a.user_id for a in case.about}
    assert NoticeKind.DESK in set(db.session.scalars(select(Notice.kind).where(Notice.case_id == case.id)))
