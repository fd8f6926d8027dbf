"""A case does not go to and fro: between two rulings no step from one side to another is taken twice. Pure.

So no A→B→A→B, nor any longer circle, comes about without the duty chief (the issue; domain.md section 9, trap 6).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from app.cases.lifecycle import Verb

Side = tuple[str, int]  # ("unit" or "grid", its id): who handles
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
        if verb in DECIDED:
            found = []
        if facts.get("unit") is not None:
            found.append(("unit", facts["unit"]))
        elif facts.get("grid") is not None:
            found.append(("grid", facts["grid"]))
    return found


def _without_standing_still(sides: Iterable[Side]) -> Iterator[Side]:
    last: Side | None = None
    for side in sides:
        if side != last:
            yield side
        last = side
