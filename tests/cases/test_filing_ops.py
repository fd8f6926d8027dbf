"""From a report to a filed case: what the rules do alone, and what a person must decide."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.cases import ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.reports import Report, Spot
from app.cases.words import DeskKind, Finding, Source
from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import IllegalMove, Invalid, NotAllowed
from app.core.permissions import public_actor
from app.grid import queries as grids
from tests.builders.town import (
    CLUTTER,
    FUMES,
    IN_MARKET,
    IN_R1,
    MONDAY,
    OUTSIDE,
    PETITION,
    SWITCHED_OFF,
    WASTE,
    Town,
    minutes,
)

LATER = MONDAY + minutes(10)
HERE = Spot(IN_R1, "wgs84")


def test_a_report_with_a_sure_category_and_place_is_dispatched_without_a_human(cast: Town) -> None:
    case = cast.report(CLUTTER)
    told = [(line.verb, line.actor_kind, line.to_state) for line in queries.timeline(case.id)]
    assert told == [
        (Verb.REPORT, "resident", State.REPORTED),
        (Verb.FILE, "rules", State.FILED),
        (Verb.DISPATCH, "rules", State.DISPATCHED),
    ]
    assert (case.owner_id, case.desk_kind) == (cast.worker.id, None)


@pytest.mark.parametrize(
    ("code", "spot", "kind"),
    [
        (CLUTTER, Spot(address="说不清"), DeskKind.UNPLACED),
        (None, Spot(), DeskKind.UNPLACED),
        (CLUTTER, Spot(OUTSIDE, "wgs84"), DeskKind.OUTSIDE),
        (None, HERE, DeskKind.UNCLASSIFIED),
    ],
)
def test_what_the_rules_are_not_sure_of_waits_at_the_desk(
    cast: Town, code: str | None, spot: Spot, kind: DeskKind
) -> None:
    case = cast.report(code, spot=spot)
    assert (case.state, case.desk_kind, case.desk_since) == (State.REPORTED, kind, MONDAY)
    assert case.owner_id is None and case.filed_at is None


def test_a_case_goes_on_by_itself_once_both_place_and_category_are_said(cast: Town) -> None:
    case = cast.report(None, spot=Spot())
    ops.place(cast.dispatcher, case, HERE, at=LATER)
    assert (case.state, case.desk_kind) == (State.REPORTED, DeskKind.UNCLASSIFIED)
    ops.classify(cast.clerk, case, cast.category(CLUTTER), at=LATER)
    assert (case.state, case.owner_id, case.desk_kind) == (State.DISPATCHED, cast.worker.id, None)


def test_a_place_must_be_said_by_a_point_and_a_category_must_be_in_use(cast: Town) -> None:
    case = cast.report(None, spot=Spot())
    with pytest.raises(Invalid) as nowhere:
        ops.place(cast.clerk, case, Spot(address="某处"), at=LATER)
    with pytest.raises(Invalid) as off:
        ops.classify(cast.clerk, case, cast.category(SWITCHED_OFF), at=LATER)
    assert set(nowhere.value.errors) | set(off.value.errors) == {"place", "category"}


def test_filing_by_hand_names_everything_that_is_missing(cast: Town) -> None:
    case = cast.report(None, spot=Spot())
    with pytest.raises(Invalid) as refused:
        ops.file(cast.clerk, case, at=LATER)
    assert set(refused.value.errors) == {"category", "place"}
    assert case.state is State.REPORTED


@pytest.mark.parametrize("who", ["worker", "inspector"])
def test_what_was_verified_as_true_files_itself(cast: Town, who: str) -> None:
    case = cast.report(CLUTTER, spot=Spot())
    ops.place(cast.clerk, case, Spot(OUTSIDE, "wgs84"), at=LATER)
    ops.verify(cast.clerk, case, at=LATER)
    ops.place(cast.dispatcher, case, HERE, at=LATER)
    ops.report_finding(getattr(cast, who), case, Finding.YES, "确实堆着", at=LATER)
    assert case.state is State.DISPATCHED


def test_what_was_found_untrue_goes_to_the_desk_which_may_reject_it(cast: Town) -> None:
    case = cast.case_in(State.VERIFYING)
    ops.report_finding(cast.worker, case, Finding.NO, "没有这回事", at=LATER)
    assert (case.state, case.desk_kind) == (State.REPORTED, DeskKind.UNCLASSIFIED)
    ops.reject(cast.chief, case, "到场未见", at=LATER)
    assert (case.state, case.is_open, case.desk_kind) == (State.REJECTED, False, None)


def test_only_the_duty_chief_rejects_and_says_why(cast: Town) -> None:
    case = cast.case_in(State.REPORTED)
    with pytest.raises(NotAllowed):
        ops.reject(cast.clerk, case, "不归我们", at=LATER)
    with pytest.raises(Invalid):
        ops.reject(cast.chief, case, "  ", at=LATER)
    assert case.state is State.REPORTED


def test_somebody_of_another_grid_finds_nothing_out_for_this_one(cast: Town) -> None:
    case = cast.case_in(State.VERIFYING)
    with pytest.raises(NotAllowed):
        ops.report_finding(cast.far, case, Finding.YES, "看过", at=LATER)


def test_a_filed_case_is_not_filed_again(cast: Town) -> None:
    case = cast.report()
    with pytest.raises(IllegalMove):
        ops.file(cast.clerk, case, at=LATER)


def test_a_petition_is_written_down_by_the_desk_only(cast: Town) -> None:
    visit = Report(Source.PATROL, "来访", cast.category(PETITION), HERE)
    for who in (public_actor(cast.street_id), cast.worker, cast.patroller):
        with pytest.raises(NotAllowed):
            ops.report(who, visit, at=MONDAY)
    assert cast.registered(PETITION).restricted


def test_a_category_that_is_switched_off_takes_no_report(cast: Town) -> None:
    with pytest.raises(Invalid) as refused:
        cast.report(SWITCHED_OFF)
    assert set(refused.value.errors) == {"category"}


def test_a_filed_case_is_moved_and_renamed_inside_the_street_only_and_stays_filed_since_then(cast: Town) -> None:
    case = cast.case_in(State.FILED)
    ops.classify(cast.dispatcher, case, cast.category(WASTE), at=LATER)
    ops.place(cast.dispatcher, case, HERE, at=LATER)
    assert (case.filed_at, case.state, case.place_grid_id) == (MONDAY, State.FILED, cast.grid_ids["R1"])
    with pytest.raises(Invalid) as refused:
        ops.place(cast.dispatcher, case, Spot(OUTSIDE, "wgs84"), at=LATER)
    assert set(refused.value.errors) == {"place"}


def test_a_market_across_two_communities_is_placed_by_its_ground_not_by_its_parent(cast: Town) -> None:
    case = cast.report(FUMES, spot=Spot(IN_MARKET, "wgs84"))
    ids = cast.grid_ids
    assert (case.place_grid_id, case.residential_grid_id, case.owner_grid_id) == (ids["M1"], ids["R2"], ids["M1"])
    assert grids.row(ids["M1"]).parent_id == ids["R1"]
    assert case.grid_version_id is not None


@pytest.mark.parametrize(("code", "tier"), [(FUMES, "M1"), (CLUTTER, "R2"), (WASTE, "S")])
def test_the_category_says_which_tier_answers_at_one_and_the_same_point(cast: Town, code: str, tier: str) -> None:
    assert cast.report(code, spot=Spot(IN_MARKET, "wgs84")).owner_grid_id == cast.grid_ids[tier]


def test_without_a_market_there_the_next_tier_up_answers_for_a_market_category(cast: Town) -> None:
    case = cast.report(FUMES)
    assert (case.owner_grid_id, case.owner_id) == (cast.grid_ids["R1"], cast.worker.id)


def test_two_reports_with_one_form_key_are_never_two_cases(cast: Town) -> None:
    first = cast.called_in()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        cast.report(form_key=first.form_key)


def test_a_report_with_contact_is_filed_routed_and_dispatched_in_at_most_twenty_statements(cast: Town) -> None:
    cast.called_in()
    with count_statements() as n:
        case = cast.called_in()
    assert case.state is State.DISPATCHED
    assert n.n <= 20, n.statements
