"""A case does not go to and fro: between two rulings no step from one side to another is taken twice. Pure.

So no A→B→A→B, nor any longer circle, comes about without the duty chief (the issue; domain.md section 9, trap 6).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.cases.lifecycle import Verb

Side = tuple[str, int]  # ("unit" or "grid", its id): who handles
CLOSED_UNIT = "closed_unit"  # a line of the rules, which gave it to the unit that follows a closed one
# What sends it to a side by a decision of the duty chief, a conference or a new round: counted anew from there.
DECIDED = (Verb.RULE, Verb.REASSIGN, Verb.CONCLUDE, Verb.REOPEN)


def goes_round_again(sides: Iterable[Side], to: Side) -> bool:
    """Whether handing it from the last of these sides to `to` repeats a step that was taken since the last ruling."""
    way = list(_without_standing_still(sides))
    return bool(way) and way[-1] != to and (way[-1], to) in set(pairwise(way))


def sides_since_ruling(lines: Iterable[tuple[Verb, Mapping[str, Any]]]) -> list[Side]:
    """The handling sides of a case in order, from lines (verb, facts) that name a unit or a grid; see trail.record."""
    found: list[Side] = []
    for verb, facts in lines:
        side = _side(facts)
        if verb in DECIDED and not _rules_on_nobody(verb, facts, side, found):
            found = []
        if side is not None:
            found.append(side)
    return found


def _side(facts: Mapping[str, Any]) -> Side | None:
    """The side that a line names, if it names one."""
    for kind in ("unit", "grid"):
        if facts.get(kind) is not None:
            return kind, facts[kind]
    return None


def _rules_on_nobody(verb: Verb, facts: Mapping[str, Any], side: Side | None, found: Sequence[Side]) -> bool:
    """重新指派 within the same side, or by the rules after a closed unit: nobody said whose it is."""
    stays = bool(found) and side == found[-1]
    return verb is Verb.REASSIGN and (stays or CLOSED_UNIT in facts)


def _without_standing_still(sides: Iterable[Side]) -> Iterator[Side]:
    last: Side | None = None
    for side in sides:
        if side != last:
            yield side
        last = side
