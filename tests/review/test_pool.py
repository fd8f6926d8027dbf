"""Who may be drawn: nobody who cannot or must not, no wider than needed, and a reason for everybody left out."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.pool import SPARE, Candidate, Parties, exclusion, pick_pool
from app.review.words import EXCLUSION_WORDS, Exclusion, Widened

HOME, NEXT, FAR = 1, 2, 3
candidates = st.builds(
    Candidate,
    reviewer_id=st.integers(1, 60),
    user_id=st.integers(1, 60),
    unit_id=st.none() | st.integers(1, 4),
    grid_id=st.sampled_from((HOME, NEXT, FAR)),
    phone_mac=st.none() | st.sampled_from("abcd"),
    place_id=st.none() | st.integers(1, 6),
    available=st.booleans(),
    seats=st.integers(0, 5),
    cap=st.integers(1, 5),
)
rosters = st.lists(candidates, max_size=30, unique_by=lambda c: c.reviewer_id)
some, few = st.frozensets(st.integers(1, 60), max_size=9), st.frozensets(st.integers(1, 6), max_size=2)
macs = st.frozensets(st.sampled_from("abcd"), max_size=2)
parties = st.builds(Parties, some, macs, some, few, some, few, few, few, some, some)
Fact = dict[str, set[Any]]
ANNA = Candidate(7, 17, 27, HOME, "mac", place_id=37)
# What a case must know for a reason to hold for Anna, in the order in which the reasons are asked.
CONCERNS: list[tuple[Exclusion, Fact]] = [
    (Exclusion.REPORTER, {"reporter_ids": {17}}),
    (Exclusion.REPORTER, {"phone_macs": {"mac"}}),
    (Exclusion.ABOUT, {"about_ids": {17}}),
    (Exclusion.ABOUT, {"about_unit_ids": {27}}),
    (Exclusion.HANDLER, {"handler_ids": {17}}),
    (Exclusion.HANDLER, {"handler_unit_ids": {27}}),
    (Exclusion.PROPERTY, {"property_unit_ids": {27}}),
    (Exclusion.SAME_BUILDING, {"place_ids": {37}}),
    (Exclusion.SAT, {"sat": {7}}),
    (Exclusion.SAT_LINKED, {"sat_linked": {7}}),
]


def neighbours(n: int, grid: int, first: int = 1) -> list[Candidate]:
    return [Candidate(first + i, first + i, None, grid, None) for i in range(n)]


def knowing(*facts: Fact) -> Parties:
    known: dict[str, Any] = {name: frozenset(ids) for fact in facts for name, ids in fact.items()}
    return Parties(**known)


def at_random(rng: Random) -> tuple[list[Candidate], Parties]:
    """A roster of up to thirty and a case that concerns many of them."""

    def ids(most: int, of: int) -> frozenset[int]:
        return frozenset(rng.randint(1, of) for _ in range(rng.randint(0, most)))

    def maybe(of: int) -> int | None:
        return rng.choice((None, rng.randint(1, of)))

    def somebody(n: int) -> Candidate:
        who = Candidate(n, rng.randint(1, 60), maybe(4), rng.choice((HOME, NEXT, FAR)), rng.choice((None, *"abcd")))
        return replace(who, place_id=maybe(6), available=rng.random() < 0.9, seats=rng.randint(0, 5), cap=4)

    macs = frozenset(rng.choice("abcd") for _ in range(rng.randint(0, 1)))
    case = Parties(ids(5, 60), macs, ids(5, 60), ids(1, 4), ids(5, 60), ids(1, 4), ids(1, 4), ids(1, 6))
    return [somebody(n) for n in range(1, rng.randint(1, 31))], replace(case, sat=ids(5, 30), sat_linked=ids(5, 30))


def forbidden(who: Candidate, case: Parties) -> bool:
    """The rules once more, said the other way round."""
    people = case.reporter_ids | case.about_ids | case.handler_ids
    units = case.about_unit_ids | case.handler_unit_ids | case.property_unit_ids
    judged = who.reviewer_id in case.sat | case.sat_linked
    here = who.phone_mac in case.phone_macs or who.place_id in case.place_ids
    return who.user_id in people or who.unit_id in units or judged or here or not who.available or who.seats >= who.cap


def check_sorted_out(roster: list[Candidate], case: Parties, seats: int) -> None:
    pool = pick_pool(roster, case, own=HOME, near=[NEXT], seats=seats)
    if pool is None:
        assert sum(not forbidden(who, case) for who in roster) < seats
        return
    grids = {Widened.OWN: {HOME}, Widened.NEIGHBOURS: {HOME, NEXT}}.get(pool.widened, {HOME, NEXT, FAR})
    members = {who.reviewer_id for who in pool.members}
    assert not any(forbidden(who, case) for who in pool.members)
    assert members.isdisjoint(pool.excluded) and len(pool.members) >= seats
    assert members | set(pool.excluded) == {who.reviewer_id for who in roster if who.grid_id in grids}


def test_in_ten_thousand_random_pools_nobody_excluded_is_a_member_and_everybody_is_accounted_for() -> None:
    rng = Random(20261116)
    for _ in range(10_000):
        check_sorted_out(*at_random(rng), rng.choice((3, 5)))


@given(rosters, parties, st.sampled_from((3, 5)))
def test_everybody_of_the_ring_is_a_member_or_left_out_for_a_reason(
    roster: list[Candidate], concerned: Parties, seats: int
) -> None:
    check_sorted_out(roster, concerned, seats)


@given(rosters, parties, st.sampled_from((3, 5)))
def test_a_pool_always_fills_its_panel_and_is_missing_only_if_the_street_cannot(
    roster: list[Candidate], concerned: Parties, seats: int
) -> None:
    pool = pick_pool(roster, concerned, own=HOME, near=[NEXT], seats=seats)
    free = [c for c in roster if exclusion(c, concerned) is None]
    assert (pool is None) == (len(free) < seats)
    assert pool is None or len(pool.members) >= seats


@pytest.mark.parametrize(("reason", "fact"), CONCERNS)
def test_each_reason_leaves_out_whom_it_concerns_and_nobody_else(reason: Exclusion, fact: Fact) -> None:
    assert exclusion(ANNA, knowing(fact)) is reason
    other = Candidate(8, 18, None, HOME, None)
    assert exclusion(other, knowing(fact)) is None


def test_the_first_reason_of_the_list_is_the_one_that_is_told() -> None:
    told = [exclusion(ANNA, knowing(*(fact for _, fact in CONCERNS[n:]))) for n in range(len(CONCERNS))]
    assert told == [reason for reason, _ in CONCERNS]
    order = [Exclusion.UNAVAILABLE, *dict.fromkeys(told), Exclusion.OVER_CAP]
    assert order == list(Exclusion) == list(EXCLUSION_WORDS)


def test_whoever_cannot_come_is_unavailable_whatever_else_holds() -> None:
    away = replace(ANNA, available=False, seats=9)
    assert exclusion(away, knowing(*(fact for _, fact in CONCERNS))) is Exclusion.UNAVAILABLE


def test_the_cap_lets_somebody_sit_as_often_as_it_says() -> None:
    assert exclusion(replace(ANNA, seats=3, cap=4), Parties()) is None
    assert exclusion(replace(ANNA, seats=4, cap=4), Parties()) is Exclusion.OVER_CAP


def test_a_reviewer_of_whom_little_is_known_is_not_left_out_for_it() -> None:
    unknown = Candidate(8, 18, None, HOME, None)
    assert exclusion(unknown, knowing(*(fact for _, fact in CONCERNS))) is None


def test_a_community_with_enough_reviewers_judges_its_own_case() -> None:
    roster = neighbours(3 + SPARE, HOME) + neighbours(9, NEXT, first=20)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=3)
    assert pool and pool.widened is Widened.OWN and {c.grid_id for c in pool.members} == {HOME}


def test_too_few_at_home_brings_in_the_grids_next_door_and_says_so() -> None:
    roster = neighbours(2, HOME) + neighbours(9, NEXT, first=20) + neighbours(9, FAR, first=40)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=3)
    assert pool and pool.widened is Widened.NEIGHBOURS and {c.grid_id for c in pool.members} == {HOME, NEXT}


def test_absent_neighbours_widen_the_pool_as_missing_ones_do() -> None:
    roster = [replace(c, available=c.reviewer_id > 3) for c in neighbours(6, HOME)] + neighbours(9, NEXT, first=20)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=3)
    assert pool and pool.widened is Widened.NEIGHBOURS
    assert pool.excluded == dict.fromkeys((1, 2, 3), Exclusion.UNAVAILABLE)


def test_too_few_next_door_brings_in_the_street() -> None:
    roster = neighbours(2, HOME) + neighbours(9, FAR, first=40)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=5)
    assert pool and pool.widened is Widened.STREET and len(pool.members) == 11


def test_a_case_outside_every_community_is_judged_by_the_street() -> None:
    pool = pick_pool(neighbours(9, HOME), Parties(), own=None, near=[], seats=3)
    assert pool and pool.widened is Widened.STREET
