"""Who would get many cases at once: the rules of routing, one case after the other. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.cases.routing import Member, choose

Pool = Mapping[int, Sequence[Member]]


@dataclass(frozen=True)
class ToMove:
    """A case that is to change hands: the grid that answers for it, and whom it complains about.

    at_night: it goes to the street's 24-hour duty, in the order of its phone list (routing.is_for_the_night).
    """

    case_id: int
    grid_id: int
    about: frozenset[int] = frozenset()
    at_night: bool = False


@dataclass(frozen=True)
class Town:
    """Who is there: members in shift and chiefs by grid, and the 24-hour duty in the order of its phone list."""

    members: Pool
    chiefs: Pool
    night: Sequence[Member] = ()


def spread(cases: Sequence[ToMove], taken_from: int | None, town: Town) -> dict[int, Member | None]:
    """For each case who would get it: the least loaded in shift, or the first of the night; else a chief, else nobody.

    Each case counts for the next one, so that not all go to the same person; `load` is what they have then.
    """
    more: Counter[int] = Counter()
    found: dict[int, Member | None] = {}
    for case in cases:
        first = town.night if case.at_night else town.members.get(case.grid_id, ())
        chosen = choose(_free(case, taken_from, first, more), by_order=case.at_night)
        chosen = chosen or choose(_free(case, taken_from, town.chiefs.get(case.grid_id, ()), more))
        found[case.case_id] = chosen
        if chosen is not None:
            more[chosen.user_id] += 1
    return found


def _free(case: ToMove, taken_from: int | None, there: Sequence[Member], more: Counter[int]) -> list[Member]:
    others = [m for m in there if m.user_id != taken_from]
    return [replace(m, load=m.load + more[m.user_id], about=m.about or m.user_id in case.about) for m in others]
