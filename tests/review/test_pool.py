"""Who may be drawn: nobody whom the case concerns, and no wider than needed."""

from hypothesis import given
from hypothesis import strategies as st

from app.review.pool import SPARE, Candidate, Parties, pick_pool
from app.review.words import Widened

HOME, NEXT, FAR = 1, 2, 3
candidates = st.builds(
    Candidate,
    reviewer_id=st.integers(1, 60),
    user_id=st.integers(1, 60),
    unit_id=st.none() | st.integers(1, 4),
    grid_id=st.sampled_from((HOME, NEXT, FAR)),
    phone_mac=st.none() | st.sampled_from("abcd"),
)
rosters = st.lists(candidates, max_size=30, unique_by=lambda c: c.reviewer_id)
some = st.frozensets(st.integers(1, 60), max_size=20)
parties = st.builds(
    Parties,
    user_ids=some,
    unit_ids=st.frozensets(st.integers(1, 4), max_size=2),
    phone_macs=st.frozensets(st.sampled_from("abcd"), max_size=2),
    sat=some,
)


def neighbours(n: int, grid: int, first: int = 1) -> list[Candidate]:
    return [Candidate(first + i, first + i, None, grid, None) for i in range(n)]


@given(rosters, parties)
def test_nobody_concerned_is_ever_in_a_pool(roster: list[Candidate], concerned: Parties) -> None:
    pool = pick_pool(roster, concerned, own=HOME, near=[NEXT], seats=3)
    for member in pool.members if pool else ():
        assert member.user_id not in concerned.user_ids
        assert member.unit_id not in concerned.unit_ids
        assert member.phone_mac not in concerned.phone_macs
        assert member.reviewer_id not in concerned.sat


@given(rosters, parties, st.sampled_from((3, 5)))
def test_a_pool_always_fills_its_panel_and_is_missing_only_if_the_street_cannot(
    roster: list[Candidate], concerned: Parties, seats: int
) -> None:
    pool = pick_pool(roster, concerned, own=HOME, near=[NEXT], seats=seats)
    free = [c for c in roster if not concerned.concern(c)]
    assert (pool is None) == (len(free) < seats)
    assert pool is None or len(pool.members) >= seats


def test_a_community_with_enough_reviewers_judges_its_own_case() -> None:
    roster = neighbours(3 + SPARE, HOME) + neighbours(9, NEXT, first=20)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=3)
    assert pool and pool.widened is Widened.OWN and {c.grid_id for c in pool.members} == {HOME}


def test_too_few_at_home_brings_in_the_grids_next_door_and_says_so() -> None:
    roster = neighbours(2, HOME) + neighbours(9, NEXT, first=20) + neighbours(9, FAR, first=40)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=3)
    assert pool and pool.widened is Widened.NEIGHBOURS and {c.grid_id for c in pool.members} == {HOME, NEXT}


def test_too_few_next_door_brings_in_the_street() -> None:
    roster = neighbours(2, HOME) + neighbours(9, FAR, first=40)
    pool = pick_pool(roster, Parties(), own=HOME, near=[NEXT], seats=5)
    assert pool and pool.widened is Widened.STREET and len(pool.members) == 11


def test_a_case_outside_every_community_is_judged_by_the_street() -> None:
    pool = pick_pool(neighbours(9, HOME), Parties(), own=None, near=[], seats=3)
    assert pool and pool.widened is Widened.STREET
