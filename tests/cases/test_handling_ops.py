"""The work itself: first contact, evidence, danger first, waiting, and what was fixed on the spot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cases import ops, queries
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.reports import Picture, Report, Spot
from app.cases.words import Finding, Outcome, PhotoKind, Source, Urgency
from app.core.errors import Conflict, IllegalMove, Invalid, NotAllowed
from app.core.permissions import Actor
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from app.sla.queries import LedgerRow
from tests.builders.town import (
    CLUTTER,
    ENQUIRY,
    FACADE,
    FIRE_LANE,
    FUMES,
    IN_R1,
    LEAK,
    MANHOLE,
    MONDAY,
    TRADE,
    Town,
    a_document,
    a_picture,
    a_result,
    hours,
    minutes,
)
from tests.builders.town_walks import parts_until

LATER = MONDAY + minutes(30)
HERE = Spot(IN_R1, "wgs84")


def clocks(case: Case, kind: ClockKind) -> list[LedgerRow]:
    return [row for row in sla.clocks_of(case.id, LATER) if row.kind is kind]


@pytest.mark.parametrize("who", ["owner", "side"])
def test_the_first_contact_may_be_made_by_the_owner_or_by_the_handling_side(cast: Town, who: str) -> None:
    case = cast.report(FIRE_LANE)
    ops.contact(getattr(cast, who)(case), case, "说好下午去", reached=True, at=LATER)
    assert case.contacted_at == LATER
    assert [row.kept for row in clocks(case, ClockKind.RESPOND)] == [True]


def test_whoever_did_not_reach_the_caller_says_why(cast: Town) -> None:
    case = cast.report(CLUTTER)
    with pytest.raises(Invalid):
        ops.contact(cast.worker, case, " ", reached=False, at=LATER)
    ops.contact(cast.worker, case, "关机，打了三次", reached=False, at=LATER)
    assert case.contacted_at is None
    assert [row.kept for row in clocks(case, ClockKind.RESPOND)] == [None]


def test_only_the_first_contact_counts(cast: Town) -> None:
    case = cast.report(CLUTTER)
    for at in (LATER, LATER + hours(1)):
        ops.contact(cast.worker, case, "", reached=True, at=at)
    assert case.contacted_at == LATER
    assert len(clocks(case, ClockKind.RESPOND)) == 1


def test_nobody_of_another_grid_contacts_signs_or_handles(cast: Town) -> None:
    case = cast.report(CLUTTER)
    with pytest.raises(NotAllowed):
        ops.contact(cast.neighbour, case, "", reached=True, at=LATER)
    with pytest.raises(NotAllowed):
        ops.sign_in(cast.neighbour, case, at=LATER)
    ops.sign_in(cast.deputy, case, at=LATER)
    with pytest.raises(NotAllowed):
        ops.handle(cast.neighbour, case, a_result(), at=LATER)


@pytest.mark.parametrize(
    ("code", "pictures", "missing"),
    [
        (CLUTTER, (), {"before", "after"}),
        (CLUTTER, ("after",), {"before"}),
        (CLUTTER, ("before",), {"after"}),
        (FUMES, ("before", "after"), {"document"}),
        (ENQUIRY, (), set()),
    ],
)
def test_handled_needs_every_item_of_the_categorys_evidence(
    cast: Town, code: str, pictures: tuple[str, ...], missing: set[str]
) -> None:
    case = cast.signed_in(code)
    shown = tuple(a_picture(PhotoKind(kind), (kind == "after" and "green") or "red") for kind in pictures)
    if missing:
        with pytest.raises(Invalid) as refused:
            ops.handle(cast.side(case), case, a_result(pictures=shown), at=LATER)
        assert set(refused.value.errors) == missing and case.state is State.IN_PROGRESS
    else:
        ops.handle(cast.side(case), case, a_result(pictures=shown), at=LATER)


def test_handled_needs_the_reply_to_the_citizen_always(cast: Town) -> None:
    case = cast.signed_in(ENQUIRY)
    with pytest.raises(Invalid) as refused:
        ops.handle(cast.side(case), case, a_result(reply="  "), at=LATER)
    assert set(refused.value.errors) == {"reply"}


def test_the_reports_own_picture_is_the_one_before(cast: Town) -> None:
    case = cast.signed_in(CLUTTER, pictures=(a_picture(PhotoKind.REPORT),))
    ops.handle(cast.worker, case, a_result(pictures=(a_picture(PhotoKind.AFTER, "green"),)), at=LATER)
    assert case.state is State.HANDLED


def test_the_result_keeps_outcome_and_both_findings(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    told = a_result(outcome=Outcome.PARTLY, fact=Finding.YES, claim=Finding.PARTLY)
    ops.handle(cast.worker, case, told, at=LATER)
    assert (case.outcome, case.fact_finding, case.claim_finding) == (Outcome.PARTLY, Finding.YES, Finding.PARTLY)
    assert {clock.kind for clock in sla.clocks_of(case.id, LATER) if clock.stopped_at is None} == {ClockKind.CHECK}


def test_what_was_fixed_on_the_spot_is_handled_at_once_and_still_checked_by_somebody_else(cast: Town) -> None:
    found = Report(Source.PATROL, "门口一堆纸箱", cast.category(CLUTTER), HERE, result=a_result())
    case = cast.of(ops.report(cast.worker, found, at=MONDAY).id)
    assert (case.state, case.self_disposed, case.owner_id) == (State.HANDLED, True, cast.worker.id)
    assert case.checker_id == cast.inspector.id
    assert [str(line.verb) for line in queries.timeline(case.id)] == ["report", "self_dispose"]


@pytest.mark.parametrize("who", ["far", "enforcer", "clerk", "reviewer"])
def test_nobody_without_the_grid_disposes_on_the_spot(cast: Town, who: str) -> None:
    actor: Actor = cast.reviewers[0] if who == "reviewer" else getattr(cast, who)
    found = Report(Source.PATROL, "门口一堆纸箱", cast.category(CLUTTER), HERE, result=a_result())
    with pytest.raises(NotAllowed):
        ops.report(actor, found, at=MONDAY)


def test_fixing_on_the_spot_needs_the_same_evidence(cast: Town) -> None:
    found = Report(Source.PATROL, "门口一堆纸箱", cast.category(CLUTTER), HERE, result=a_result(pictures=()))
    with pytest.raises(Invalid) as refused:
        ops.report(cast.worker, found, at=MONDAY)
    assert set(refused.value.errors) == {"before", "after"}


def safe(cast: Town, case: Case, *pictures: Picture) -> Case:
    return ops.make_safe(cast.side(case), case, "已拉警戒线", pictures or (a_picture(PhotoKind.SAFE),), at=LATER)


def test_making_safe_stops_the_disposal_and_opens_the_repair_as_a_normal_case(cast: Town) -> None:
    case = cast.signed_in(MANHOLE)
    repair = safe(cast, case)
    assert (case.state, case.made_safe_at) == (State.IN_PROGRESS, LATER)
    assert [row.kept for row in clocks(case, ClockKind.DISPOSE)] == [True]
    assert (repair.follow_up_of_id, repair.urgency, repair.state) == (case.id, Urgency.NORMAL, State.DISPATCHED)
    [promise] = clocks(repair, ClockKind.DISPOSE)
    assert promise.due_at == MONDAY + timedelta(days=7, hours=8, minutes=30)


def test_making_safe_needs_a_picture_and_happens_once(cast: Town) -> None:
    case = cast.signed_in(MANHOLE)
    with pytest.raises(Invalid):
        ops.make_safe(cast.side(case), case, "好了", (), at=LATER)
    safe(cast, case)
    with pytest.raises(Conflict):
        safe(cast, case)


@pytest.mark.parametrize("code", [CLUTTER, FIRE_LANE, LEAK])
def test_only_critical_cases_and_categories_that_say_so_are_made_safe(cast: Town, code: str) -> None:
    case = cast.signed_in(code)
    with pytest.raises(Conflict):
        safe(cast, case)


def test_the_repair_itself_is_not_made_safe_again(cast: Town) -> None:
    repair = cast.of(safe(cast, cast.signed_in(FACADE)).id)
    ops.sign_in(cast.side(repair), repair, at=LATER)
    with pytest.raises(Conflict):
        safe(cast, repair)


def test_a_safe_case_handed_over_keeps_its_stopped_disposal(cast: Town) -> None:
    case = cast.signed_in(FACADE)
    safe(cast, case)
    ops.hand_over(cast.owner(case), case, cast.units["市政道路养护"], at=LATER + minutes(5))
    assert [row.stopped_at for row in clocks(case, ClockKind.DISPOSE)] == [LATER]


def test_waiting_stops_the_units_clocks_and_keeps_the_case_open(cast: Town) -> None:
    case = cast.case_in(State.SUSPENDED)
    assert case.is_open and case.suspended_until is not None
    lamps = {row.kind: row.lamp for row in sla.clocks_of(case.id, LATER) if row.stopped_at is None}
    assert {kind: str(lamp.kind) for kind, lamp in lamps.items() if lamp} == {
        ClockKind.RESPOND: "off",
        ClockKind.DISPOSE: "off",
    }


def test_waiting_is_the_duty_chiefs_to_allow_with_a_reason_and_a_day_to_come(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    until = LATER + timedelta(days=5)
    with pytest.raises(NotAllowed):
        ops.suspend(cast.worker, case, parts_until(until), at=LATER)
    with pytest.raises(Invalid):
        ops.suspend(cast.chief, case, replace(parts_until(until), reason=""), at=LATER)
    with pytest.raises(Invalid):
        ops.suspend(cast.chief, case, parts_until(LATER), at=LATER)


@pytest.mark.parametrize("code", [CLUTTER, TRADE, ENQUIRY])
def test_a_category_that_forbids_it_never_waits(cast: Town, code: str) -> None:
    case = cast.signed_in(code)
    with pytest.raises(Conflict):
        ops.suspend(cast.chief, case, parts_until(LATER + timedelta(days=5)), at=LATER)


def test_after_waiting_the_promise_has_what_was_left_of_it(cast: Town) -> None:
    case = cast.signed_in(LEAK)
    ops.suspend(cast.chief, case, parts_until(LATER + timedelta(days=30)), at=LATER)
    ops.resume(cast.chief, case, at=LATER + timedelta(days=14))
    assert (case.state, case.suspended_until) == (State.IN_PROGRESS, None)
    [disposal] = clocks(case, ClockKind.DISPOSE)
    assert disposal.due_at == MONDAY + timedelta(days=7 + 14, hours=8, minutes=30)


def test_only_the_duty_chief_ends_the_waiting_early(cast: Town) -> None:
    case = cast.case_in(State.SUSPENDED)
    with pytest.raises(NotAllowed):
        ops.resume(cast.worker, case, at=LATER)
    with pytest.raises(IllegalMove):
        ops.handle(cast.worker, case, a_result(pictures=(a_document(),)), at=LATER)
