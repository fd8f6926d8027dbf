"""No case goes to and fro without a ruling: the rule alone."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.cases.bouncing import Side, goes_round_again, sides_since_ruling
from app.cases.lifecycle import Verb

A, B, C, HOME = ("unit", 1), ("unit", 2), ("unit", 3), ("grid", 9)
SIDES = st.sampled_from([A, B, C, HOME])


def test_there_and_back_is_open_and_there_again_is_not() -> None:
    assert not goes_round_again([A], B) and not goes_round_again([A, B], A)
    assert goes_round_again([A, B, A], B)


def test_taking_it_back_from_two_units_in_turn_is_open() -> None:
    assert not goes_round_again([HOME, A, HOME, B], HOME)


def test_staying_with_the_same_side_is_no_step() -> None:
    assert not goes_round_again([A, A, A], A) and not goes_round_again([], A)
    assert goes_round_again([A, B, B, A], B)


@given(st.lists(SIDES, max_size=60))
def test_whatever_is_tried_no_step_is_taken_twice_and_so_it_ends(tried: list[Side]) -> None:
    way: list[Side] = [HOME]
    for to in tried:
        if to != way[-1] and not goes_round_again(way, to):
            way.append(to)
    steps = list(pairwise(way))
    assert len(steps) == len(set(steps)) <= 4 * 3
    assert not any(way[n : n + 2] == way[n + 2 : n + 4] for n in range(len(way) - 3))


def test_a_ruling_begins_it_anew() -> None:
    lines: list[tuple[Verb, Mapping[str, Any]]] = [
        (Verb.DISPATCH, {"grid": 9, "unit": None}),
        (Verb.HAND_OVER, {"grid": 9, "unit": 1}),
    ]
    assert sides_since_ruling(lines) == [HOME, A]
    assert sides_since_ruling([*lines, (Verb.RULE, {"grid": 9, "unit": 2})]) == [B]
    assert sides_since_ruling([*lines, (Verb.REOPEN, {})]) == []


def test_a_new_owner_at_the_same_side_rules_on_nobody() -> None:
    lines: list[tuple[Verb, Mapping[str, Any]]] = [
        (Verb.DISPATCH, {"grid": 9, "unit": None}),
        (Verb.HAND_OVER, {"grid": 9, "unit": 1}),
        (Verb.HAND_OVER, {"grid": 9, "unit": None}),
        (Verb.REASSIGN, {"grid": 9, "unit": None, "owner": 5}),
    ]
    assert goes_round_again(sides_since_ruling(lines), A)
    assert sides_since_ruling([*lines, (Verb.REASSIGN, {"grid": 9, "unit": 2})]) == [B]


def test_what_the_rules_give_to_the_unit_after_a_closed_one_is_no_ruling() -> None:
    lines: list[tuple[Verb, Mapping[str, Any]]] = [
        (Verb.HAND_OVER, {"unit": 1}),
        (Verb.REASSIGN, {"unit": 2, "closed_unit": 1}),
    ]
    assert sides_since_ruling(lines) == [A, B]
