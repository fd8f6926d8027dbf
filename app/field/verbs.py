"""Which moves a tablet makes, and what the case would be once one of them is made. Pure."""

from datetime import datetime
from typing import Any, cast

from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.casework import turns
from app.catalog.models import Category
from app.core.permissions import Actor

REPORT = Verb.REPORT.value
V = Verb
# What is done where the case lies. What needs a desk (merge, void, rule, draw …) is done there.
ON_TABLET = (
    *(V.SIGN_IN, V.CONTACT, V.REFUSE, V.HAND_OVER, V.MAKE_SAFE, V.HANDLE, V.SELF_DISPOSE),
    *(V.ASK_EXTENSION, V.ASK_SUSPENSION, V.ANSWER, V.SIGN_IN_PART, V.REPORT_PART),
    *(V.CHECK_PASS, V.CHECK_FAIL, V.REPORT_FINDING, V.RECHECK, V.NOTE),
)


class After:
    """A case as it would stand after a move, for rules that only look at it."""

    def __init__(self, case: Case, **changed: Any) -> None:
        self._case = case
        vars(self).update(changed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._case, name)


def moves(actor: Actor, case: Case, category: Category | None, at: datetime) -> turns.Turn:
    """What this person may do with the case on a tablet, the first thing first."""
    found = turns.open_moves(actor, case, category, at)
    return turns.turn(case, [verb for verb in found if verb in ON_TABLET])


def ahead(actor: Actor, case: Case, category: Category | None, turn: turns.Turn, at: datetime) -> dict[str, Any]:
    """What they may do next, by the move that leaves the case with them: signed for, and contacted."""
    found: dict[str, Any] = {}
    if Verb.SIGN_IN in turn.moves:
        signed = After(case, state=State.IN_PROGRESS, handler_ids=case.handler_ids | {actor.id}, return_until=None)
        found[Verb.SIGN_IN.value] = _told(actor, cast(Case, signed), category, at)
    if Verb.CONTACT in turn.moves and case.contacted_at is None:
        reached = After(case, contacted_at=at)
        found[Verb.CONTACT.value] = _told(actor, cast(Case, reached), category, at)
    return found


def said(turn: turns.Turn) -> dict[str, Any]:
    """A turn as the tablet reads it."""
    return {"main": turn.main, "more": list(turn.more)}


def _told(actor: Actor, case: Case, category: Category | None, at: datetime) -> dict[str, Any]:
    turn = moves(actor, case, category, at)
    return {"state": case.state, **said(turn), "ahead": ahead(actor, case, category, turn, at)}
