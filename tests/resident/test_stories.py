"""What a resident is told: every state and every end of a move has plain words, and staff talk has none."""

import pytest

from app.cases.lifecycle import MOVES, State, Verb
from app.resident import stories

SILENT = {Verb.CALL_NEXT, Verb.PLACE, Verb.CLASSIFY}


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_headline(state: State) -> None:
    assert stories.headline(state).msgid


@pytest.mark.parametrize(("verb", "to"), [(move.verb, to) for move in MOVES for to in move.targets])
def test_every_move_is_told_or_meant_to_be_silent(verb: Verb, to: State) -> None:
    told = stories.line(verb, to, {}, by_resident=False)
    assert (told is None) == (verb in SILENT)


def test_a_note_is_told_only_when_the_resident_wrote_it() -> None:
    assert stories.line(Verb.NOTE, State.IN_PROGRESS, {}, by_resident=False) is None
    assert stories.line(Verb.NOTE, State.IN_PROGRESS, {}, by_resident=True) is not None


def test_a_call_that_reached_nobody_is_not_told_as_a_contact() -> None:
    reached, missed = (stories.line(Verb.CONTACT, State.IN_PROGRESS, {"reached": r}, False) for r in (True, False))
    assert reached != missed


def test_the_panel_s_end_says_what_it_decided() -> None:
    told = {to: stories.line(Verb.DECIDE, to, {}, False) for to in (State.CLOSED, State.REWORK, State.CONFERENCE)}
    assert len({words.msgid for words in told.values() if words}) == 3


def test_a_ruling_without_review_says_so() -> None:
    words = stories.line(Verb.OVERRIDE, State.CLOSED, {}, False)
    assert words is not None
    assert "未经评议" in words.msgid
