"""What the votes decide: every order of votes ends, and never earlier than it may."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.verdict import SOLVED, seats_for, tally
from app.review.words import Verdict, Vote

CAST = (Vote.SOLVED, Vote.MOSTLY, Vote.UNSOLVED)
votes = st.lists(st.sampled_from(CAST), max_size=7)
seats_and_votes = st.integers(3, 7).flatmap(
    lambda seats: st.tuples(st.just(seats), st.lists(st.sampled_from(CAST), max_size=seats))
)
S, M, U = CAST


@pytest.mark.parametrize("seats", [3, 4, 5, 6, 7])
def test_every_order_of_votes_ends_with_the_last_one(seats: int) -> None:
    for order in product(CAST, repeat=seats):
        assert tally(order, seats=seats) in (Verdict.APPROVED, Verdict.REJECTED)


@pytest.mark.parametrize("seats", [3, 4, 5, 6, 7])
def test_a_decided_verdict_is_what_all_votes_would_have_said(seats: int) -> None:
    for order in product(CAST, repeat=seats):
        at_the_end = tally(order, seats=seats)
        for n in range(seats):
            assert tally(order[:n], seats=seats) in (Verdict.PENDING, at_the_end)


@given(seats_and_votes)
def test_while_pending_the_outstanding_votes_can_still_turn_it(given_votes: tuple[int, list[Vote]]) -> None:
    seats, so_far = given_votes
    if tally(so_far, seats=seats) is Verdict.PENDING and len(so_far) >= 3:
        rest = seats - len(so_far)
        ends = {tally([*so_far, *[vote] * rest], seats=seats) for vote in (Vote.SOLVED, Vote.UNSOLVED)}
        assert ends == {Verdict.APPROVED, Verdict.REJECTED}


@given(seats_and_votes)
def test_the_order_of_votes_does_not_matter(given_votes: tuple[int, list[Vote]]) -> None:
    seats, cast = given_votes
    assert tally(cast, seats=seats) is tally(cast[::-1], seats=seats)


@given(st.integers(3, 7), st.lists(st.sampled_from(CAST), max_size=2))
def test_below_the_quorum_nothing_is_decided(seats: int, cast: list[Vote]) -> None:
    assert tally(cast, seats=seats) is Verdict.PENDING


@given(st.integers(3, 7), st.integers(0, 7), votes)
def test_with_empty_chairs_every_review_still_ends(seats: int, empty: int, cast: list[Vote]) -> None:
    taken = max(seats - empty, 0)
    verdict = tally(cast[:taken], seats=seats, empty=seats - taken)
    if len(cast) >= taken:
        assert verdict is not Verdict.PENDING
    if verdict is Verdict.APPROVED:
        assert sum(v in SOLVED for v in cast[:taken]) * 2 > seats


@pytest.mark.parametrize(
    ("cast", "seats", "empty", "verdict"),
    [
        ([S, M, U], 3, 0, Verdict.APPROVED),
        ([S, U, U], 3, 0, Verdict.REJECTED),
        ([S, S], 3, 0, Verdict.PENDING),
        ([S, S, M], 5, 0, Verdict.APPROVED),
        ([U, U, U], 5, 0, Verdict.REJECTED),
        ([S, S, U, U], 5, 0, Verdict.PENDING),
        ([S, S, U, U], 4, 0, Verdict.REJECTED),
        ([S, S, U, U], 5, 1, Verdict.REJECTED),
        ([S, S], 3, 1, Verdict.VOID),
        ([], 3, 3, Verdict.VOID),
    ],
)
def test_the_rows_a_clerk_would_ask_about(cast: list[Vote], seats: int, empty: int, verdict: Verdict) -> None:
    assert tally(cast, seats=seats, empty=empty) is verdict


def test_a_complex_case_has_five_seats() -> None:
    assert (seats_for(complex_case=False), seats_for(complex_case=True)) == (3, 5)


@pytest.mark.parametrize("seats", [3, 4, 5, 6, 7])
def test_it_is_decided_at_the_first_vote_that_no_outstanding_one_could_change_and_not_before(seats: int) -> None:
    for order in product(CAST, repeat=seats):
        decided = next(n for n in range(seats + 1) if tally(order[:n], seats=seats) is not Verdict.PENDING)
        sure = next(n for n in range(3, seats + 1) if len(ends(order[:n], seats)) == 1)
        assert decided == sure


@pytest.mark.parametrize("seats", [4, 6])
def test_a_tie_rejects(seats: int) -> None:
    for order in set(permutations([S] * (seats // 2) + [U] * (seats // 2))):
        assert tally(order, seats=seats) is Verdict.REJECTED


def ends(so_far: tuple[Vote, ...], seats: int) -> set[Verdict]:
    """How it could end, whatever the outstanding votes say; between all yes and all no nothing else lies."""
    rest = seats - len(so_far)
    return {tally([*so_far, *[vote] * rest], seats=seats) for vote in (S, U)}
