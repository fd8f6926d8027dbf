"""The one table of moves (domain.md section 2)."""

import pytest

from app.cases.labels import label
from app.cases.lifecycle import ACTS, ENDS, MOVES, Need, State, Verb, Who, check, row, verbs_from
from app.cases.policy import GRANTS
from app.cases.printed import lifecycle_md, roles_md
from app.core.errors import IllegalMove

S, V = State, Verb


@pytest.mark.parametrize(
    ("verb", "source", "target"),
    [
        (V.FILE, S.REPORTED, S.FILED),
        (V.SELF_DISPOSE, S.REPORTED, S.HANDLED),
        (V.DISPATCH, S.FILED, S.DISPATCHED),
        (V.REFUSE, S.IN_PROGRESS, S.DISPUTED),
        (V.HANDLE, S.REWORK, S.HANDLED),
        (V.CHECK_PASS, S.HANDLED, S.CLOSED),
        (V.DECIDE, S.IN_REVIEW, S.CONFERENCE),
        (V.CONCLUDE, S.CONFERENCE, S.IN_REVIEW),
        (V.REOPEN, S.CLOSED, S.IN_PROGRESS),
        (V.VOID, S.SUSPENDED, S.VOID),
    ],
)
def test_the_moves_of_the_domain_are_in_the_table(verb: Verb, source: State, target: State) -> None:
    assert check(verb, source, target).verb is verb


@pytest.mark.parametrize(
    ("verb", "source", "target"),
    [
        (V.HANDLE, S.IN_PROGRESS, S.CLOSED),
        (V.HANDLE, S.DISPATCHED, S.HANDLED),
        (V.DECIDE, S.HANDLED, S.CLOSED),
        (V.VOID, S.CLOSED, S.VOID),
        (V.CHECK_FAIL, S.HANDLED, S.CLOSED),
    ],
)
def test_what_the_table_does_not_name_is_refused(verb: Verb, source: State, target: State) -> None:
    with pytest.raises(IllegalMove):
        check(verb, source, target)


def test_only_judging_moves_lead_to_closed() -> None:
    closing = {m.verb for m in MOVES if S.CLOSED in m.targets}
    assert closing == {V.CHECK_PASS, V.DECIDE, V.OVERRIDE}


def test_every_open_state_has_a_way_out_and_every_state_can_be_reached() -> None:
    reached = {t for m in (*MOVES, *ACTS) for t in m.targets}
    assert reached == set(State)
    for state in set(State) - set(ENDS):
        assert any(t != state for m in MOVES if state in m.sources for t in m.targets)


def test_void_is_possible_from_every_state_but_the_ends() -> None:
    assert {s for s in State if row(V.VOID, s)} == set(State) - set(ENDS)


def test_a_move_that_changes_nothing_keeps_its_state() -> None:
    assert check(V.NOTE, S.IN_PROGRESS, S.IN_PROGRESS).targets == ()
    assert V.NOTE in verbs_from(S.IN_PROGRESS) and V.NOTE not in verbs_from(S.CLOSED)


@pytest.mark.parametrize("kind", [State, Verb, Who, Need])
def test_every_word_of_the_table_has_its_chinese(kind: type[State]) -> None:
    assert all(label(value) for value in kind)


def test_everybody_the_table_names_has_a_grant() -> None:
    assert {w for m in (*MOVES, *ACTS) for w in m.who} <= set(GRANTS)


def test_the_printed_tables_hold_every_move() -> None:
    printed = lifecycle_md()
    assert all(f"`{m.verb}`" in printed for m in (*MOVES, *ACTS))
    assert all(label(w) in roles_md() for w in Who)
