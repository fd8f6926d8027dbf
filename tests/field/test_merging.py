"""Two hands on one case: both stand where they wrote apart, and only there."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.lifecycle import State, Verb, rows
from app.field.merging import NEEDS, WRITES, Part, Written, stands, written
from app.field.verbs import ON_TABLET

S, V = State, Verb
LINES = st.lists(st.builds(Written, st.sampled_from(Verb), st.sampled_from(State), st.sampled_from(State)), max_size=5)


def stayed(verb: Verb) -> Written:
    """A line that moved nothing."""
    return Written(verb, S.IN_PROGRESS, S.IN_PROGRESS)


def test_every_move_of_a_tablet_says_what_it_needs() -> None:
    assert set(ON_TABLET) == set(NEEDS)


@given(st.sampled_from(Verb), LINES)
def test_more_news_never_makes_a_move_stand_again(verb: Verb, newer: list[Written]) -> None:
    if stands(verb, newer):
        assert all(stands(verb, newer[:n]) for n in range(len(newer)))


@given(st.sampled_from(Verb))
def test_a_move_stands_where_nothing_is_new(verb: Verb) -> None:
    assert stands(verb, [])


@given(st.sampled_from(ON_TABLET), st.sampled_from(Verb), st.sampled_from(State), st.sampled_from(State))
def test_a_move_that_needs_the_state_falls_with_the_state(verb: Verb, other: Verb, old: State, new: State) -> None:
    if old is not new and Part.STATE in NEEDS.get(verb, Part):
        assert not stands(verb, [Written(other, old, new)])


@pytest.mark.parametrize("verb", [V.NOTE, V.CONTACT, V.URGE, V.TAKE_OVER, V.PREPARE_PACKET])
def test_what_only_adds_disturbs_nobody(verb: Verb) -> None:
    assert all(stands(mine, [stayed(verb)]) for mine in ON_TABLET if mine in NEEDS)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (V.HANDLE, V.PLACE, True),
        (V.HANDLE, V.CLASSIFY, True),
        (V.HANDLE, V.ASK_PART, False),
        (V.ASK_EXTENSION, V.EXTEND, False),
        (V.ASK_EXTENSION, V.SUPERVISE, True),
        (V.ANSWER, V.SUPERVISE, False),
        (V.SELF_DISPOSE, V.CLASSIFY, False),
        (V.CONTACT, V.SIGN_IN, False),
        (V.NOTE, V.SUPERVISE, True),
    ],
)
def test_two_that_meet_on_one_case(mine: Verb, theirs: Verb, both: bool) -> None:
    assert stands(mine, [stayed(theirs)]) is both


def test_an_unknown_line_may_have_written_anything() -> None:
    assert written(stayed(V.VOID)) == frozenset(Part)


def test_moves_that_change_the_state_write_it_whatever_the_table_says() -> None:
    moving = [
        (v, old, new) for v in WRITES for m in rows(v) for old, new in product(m.sources, m.targets) if old != new
    ]
    assert moving and all(Part.STATE in written(Written(*line)) for line in moving)
