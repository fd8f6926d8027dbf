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


def ahead(actor: Actor, case: Case, category: Category | None, turn: turns.Turn, at: datetime) -> dict[str, Any]:
    """What they may do next, by the move that leaves the case with them: signed for, and contacted."""
    found = _contacted(case, turn, at)
    if Verb.SIGN_IN in turn.moves:
        signed = cast(Case, After(case, **_signed(case, actor)))
        after = turns.turn(signed, [v for v in turns.open_moves(actor, signed, category, at) if v in ON_TABLET])
        told = {"state": signed.state, **said(after), "ahead": _contacted(signed, after, at)}
        found[Verb.SIGN_IN.value] = told
    return found


def said(turn: turns.Turn) -> dict[str, Any]:
    """A turn as the tablet reads it."""
    return {"main": turn.main, "more": list(turn.more)}


def _signed(case: Case, actor: Actor) -> dict[str, Any]:
    return {"state": State.IN_PROGRESS, "handler_ids": case.handler_ids | {actor.id}, "return_until": None}


def _contacted(case: Case, turn: turns.Turn, at: datetime) -> dict[str, Any]:
    """A first contact opens and closes no move; it only lets another one come first."""
    if Verb.CONTACT not in turn.moves or case.contacted_at is not None:
        return {}
    reached = cast(Case, After(case, contacted_at=at))
    return {Verb.CONTACT.value: {"state": case.state, **said(turns.turn(reached, turn.moves)), "ahead": {}}}
