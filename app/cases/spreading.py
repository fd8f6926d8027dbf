"""Who would get the cases that are taken from one member: the rules of routing, one case after the other. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.cases.routing import Member, choose

Pool = Mapping[int, Sequence[Member]]


@dataclass(frozen=True)
class ToMove:
    """A case that is to change hands: the grid that answers for it, and whom it complains about."""

    case_id: int
    grid_id: int
    about: frozenset[int] = frozenset()


def spread(cases: Sequence[ToMove], taken_from: int, members: Pool, chiefs: Pool) -> dict[int, Member | None]:
    """For each case who would get it: the least loaded in shift, else a chief of the grid, else nobody.

    Each case counts for the next one, so that not all go to the same person; `load` is what they have then.
    """
    more: Counter[int] = Counter()
    found: dict[int, Member | None] = {}
    for case in cases:
        chosen = choose(_pool(case, taken_from, members, more)) or choose(_pool(case, taken_from, chiefs, more))
        found[case.case_id] = chosen
        if chosen is not None:
            more[chosen.user_id] += 1
    return found


def _pool(case: ToMove, taken_from: int, everybody: Pool, more: Counter[int]) -> list[Member]:
    there = [m for m in everybody.get(case.grid_id, ()) if m.user_id != taken_from]
    return [replace(m, load=m.load + more[m.user_id], about=m.about or m.user_id in case.about) for m in there]
