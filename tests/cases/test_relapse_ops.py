"""Relapses as they are linked, counted, and judged by others."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from app.cases import earlier, ops
from app.cases import queries as cases
from app.cases.lifecycle import State, Verb
from app.cases.reports import Spot
from app.catalog import queries as catalog
from app.core.counting import count_statements
from app.core.db import db
from app.core.values import Point
from app.review.concerned import parties
from app.review.models import Reviewer, Sampling
from app.review.words import Why
from tests.builders.town import CLUTTER, IN_R1, IN_R2, LEAK, MONDAY, PETITION, WASTE, Town, hours
from tests.builders.town_walks import closed_by_check

LATER = MONDAY + timedelta(days=3)
NEXT_DOOR = Point(IN_R1.lon, IN_R1.lat + 0.0004)  # 44 m
ROUND_THE_CORNER = Point(IN_R1.lon, IN_R1.lat + 0.0005)  # 56 m


def test_what_comes_back_at_the_place_is_linked_to_the_closing_that_did_not_last(cast: Town) -> None:
    first = cast.case_in(State.CLOSED)
    again = cast.report(CLUTTER, LATER, spot=Spot(NEXT_DOOR, "wgs84"))
    filed = next(entry for entry in cases.timeline(again.id) if entry.verb is Verb.FILE)
    assert again.relapse_of_id == first.id == filed.facts["relapse_of"]


def test_another_kind_of_the_same_family_is_a_relapse_too_by_its_own_radius_and_days(cast: Town) -> None:
    first = cast.case_in(State.CLOSED)
    assert cast.report(WASTE, LATER).relapse_of_id == first.id
    assert cast.report(WASTE, LATER, spot=Spot(NEXT_DOOR, "wgs84")).relapse_of_id is None  # 30 m for waste
    assert cast.report(WASTE, MONDAY + timedelta(days=15)).relapse_of_id is None  # 14 days


@pytest.mark.parametrize(
    ("code", "days", "spot"),
    [
        (CLUTTER, 3, Spot(ROUND_THE_CORNER, "wgs84")),
        (CLUTTER, 95, Spot(IN_R1, "wgs84")),
        (LEAK, 3, Spot(IN_R1, "wgs84")),
    ],
)
def test_too_far_too_late_or_of_another_family_is_no_relapse(cast: Town, code: str, days: int, spot: Spot) -> None:
    cast.case_in(State.CLOSED)
    assert cast.report(code, MONDAY + timedelta(days=days), spot=spot).relapse_of_id is None


def test_what_is_still_open_is_a_second_report_and_no_relapse(cast: Town) -> None:
    cast.case_in(State.IN_REVIEW)
    assert cast.report(CLUTTER, LATER).relapse_of_id is None


def test_a_petition_never_relapses(cast: Town) -> None:
    closed_by_check(cast, MONDAY)
    assert cast.registered(PETITION, LATER).relapse_of_id is None


def test_a_place_or_a_kind_that_is_found_out_later_counts_when_it_is_filed(cast: Town) -> None:
    first = cast.case_in(State.CLOSED)
    nowhere, unknown = cast.report(CLUTTER, LATER, spot=Spot()), cast.report(None, LATER)
    assert (nowhere.relapse_of_id, unknown.relapse_of_id) == (None, None)
    ops.place(cast.clerk, nowhere, Spot(IN_R1, "wgs84"), at=LATER)
    ops.classify(cast.clerk, unknown, cast.category(CLUTTER), at=LATER)
    assert (nowhere.relapse_of_id, unknown.relapse_of_id) == (first.id, first.id)


def test_a_link_follows_the_place_until_the_case_is_dispatched(cast: Town) -> None:
    first = cast.case_in(State.CLOSED, spot=Spot(IN_R2, "wgs84"))
    case = cast.case_in(State.FILED, LATER)
    ops.place(cast.dispatcher, case, Spot(IN_R2, "wgs84"), at=LATER)
    assert (case.state, case.relapse_of_id) == (State.FILED, first.id)
    ops.place(cast.dispatcher, case, Spot(IN_R1, "wgs84"), at=LATER)
    assert case.relapse_of_id is None


def test_after_the_dispatch_another_category_can_find_a_relapse_and_never_lose_one(cast: Town) -> None:
    first = cast.case_in(State.CLOSED)
    case = cast.report(LEAK, LATER)
    ops.classify(cast.clerk, case, cast.category(CLUTTER), at=LATER)
    assert case.relapse_of_id == first.id
    ops.classify(cast.clerk, case, cast.category(LEAK), at=LATER)
    assert case.relapse_of_id == first.id


def test_every_relapse_of_a_chain_is_counted_against_the_first_closing(cast: Town) -> None:
    first = cast.case_in(State.CLOSED)
    second = cast.case_in(State.CLOSED, LATER)
    third = cast.report(CLUTTER, LATER + timedelta(days=2))
    void = cast.report(CLUTTER, LATER + timedelta(days=2))
    ops.void(cast.chief, void, "误报", at=LATER + timedelta(days=2))
    assert {second.relapse_of_id, third.relapse_of_id, void.relapse_of_id} == {first.id}
    tally = earlier.tallies(cast.street_id, MONDAY, LATER + timedelta(days=9))
    assert tally == [earlier.Tally(first.handling_unit_id, cast.category(CLUTTER), 2)]
    assert earlier.tallies(cast.street_id, MONDAY, LATER) == []


def test_whoever_judged_an_earlier_case_of_the_chain_does_not_judge_the_next(cast: Town) -> None:
    first, second = cast.case_in(State.CLOSED), cast.case_in(State.CLOSED, LATER)
    third = cast.in_review(LATER + timedelta(days=5))
    panels = [{who.id for who in cast.panel(cast.review_of(case).id)} for case in (first, second)]
    ids = select(Reviewer.user_id).where(Reviewer.id.in_(parties(third.case_id, besides=third.id).sat_linked))
    assert set(db.session.scalars(ids)) == panels[0] | panels[1]
    assert not {who.id for who in cast.panel(third.id)} & (panels[0] | panels[1])


def test_a_relapse_of_a_sampled_kind_is_reviewed_without_a_lot(cast: Town) -> None:
    first = cast.handled(WASTE)
    ops.check_pass(cast.checker(first), first, at=MONDAY + hours(2))
    again = cast.in_review(LATER, WASTE)
    lot = db.session.scalars(select(Sampling).where(Sampling.case_id == again.case_id)).one()
    assert (first.state, first.drawn, lot.why, lot.drawn, lot.seed) == (State.CLOSED, False, Why.RELAPSE, True, None)


def test_others_merged_into_a_sampled_case_turn_it_into_a_reviewed_one_until_the_check(cast: Town) -> None:
    case, other = cast.handled(WASTE), cast.report(WASTE, MONDAY + hours(1))
    assert case.drawn is False
    ops.merge(cast.dispatcher, other, case, "同一堆", at=MONDAY + hours(1.5))
    ops.check_pass(cast.checker(case), case, at=MONDAY + hours(2))
    whys = set(db.session.scalars(select(Sampling.why).where(Sampling.case_id == case.id)))
    assert (case.state, case.drawn, whys) == (State.IN_REVIEW, True, {Why.LOT, Why.MERGED})


def test_a_report_looks_back_in_one_statement_and_in_none_where_nothing_relapses(cast: Town) -> None:
    cast.case_in(State.CLOSED)
    with_radius, without = cast.report(CLUTTER, LATER), cast.registered(PETITION, LATER)
    asked = []
    for case in (with_radius, without):
        with count_statements() as counted:
            earlier.first_closing(case, catalog.category(case.category_id))
        asked.append(counted.n)
    assert asked == [1, 0]


def test_closed_cases_are_found_by_square_and_day(cast: Town) -> None:
    near = "ix_case_closed_near"
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    if db.engine.dialect.name == "postgresql":  # over three rows any index is as good: leave it this one, till the end
        others = [one["name"] for one in inspect(db.session.connection()).get_indexes("case") if not one["unique"]]
        db.session.execute(text(f"DROP INDEX {', '.join(name for name in others if name and name != near)}"))
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    asked = """SELECT id FROM "case" WHERE street_id = 1 AND cell IN (5, 6) AND closed_at >= '2026-01-01'
        AND closed_at <= '2026-12-01'"""
    plan = "\n".join(str(row) for row in db.session.execute(text(explain + asked)))
    db.session.rollback()
    assert near in plan
