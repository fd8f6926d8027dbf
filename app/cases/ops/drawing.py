"""What the draw of a panel writes into the timeline: first the frozen pool, later what the lot was drawn with.

The two lines stand in the chain in this order, and a root of the ledger seals the first before the second can be.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cases import lifecycle
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.words import TextKind
from app.core.permissions import Actor, require


def freeze(rules: Actor, case: Case, facts: Mapping[str, Any], *, at: datetime) -> int:
    """The pool of a panel is frozen: its hash and nonce, never who is in it. Returns the number of the line."""
    _expect(rules, case, Verb.FREEZE)
    return trail.record(rules, case, Verb.FREEZE, at, said=trail.Said(facts=facts)).seq


def draw(actor: Actor, case: Case, facts: Mapping[str, Any], witnesses: str = "", *, at: datetime) -> None:
    """The panel is drawn: by the rules, or with dice by somebody who did not handle the case, before witnesses.

    Raises NotAllowed or IllegalMove for a person while no dice are asked for.
    """
    if actor.is_system:
        _expect(actor, case, Verb.DRAW)
    else:
        trail.authorise(actor, Verb.DRAW, case)
        trail.leave_desk(case)
    said = trail.Said(((TextKind.WITNESSES, witnesses),), facts=facts)
    trail.record(actor, case, Verb.DRAW, at, said=said)


def _expect(rules: Actor, case: Case, verb: Verb) -> None:
    require(rules.is_system)
    lifecycle.check(verb, case.state, case.state)
