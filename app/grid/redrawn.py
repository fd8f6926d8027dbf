"""New boundaries beside the present ones: what is drawn otherwise, and who would go elsewhere. Pure.

A case goes elsewhere when another grid would answer for it, by the tier of its category; it moves when the finest
grid of its place is another one. The rules are asked, not what people decided since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.values import Point, Tier
from app.grid.geometry import GridIndex, Located
from app.grid.linter import Drawn


class How(StrEnum):
    """What becomes of a grid."""

    ADDED = "added"
    REMOVED = "removed"
    REDRAWN = "redrawn"
    RENAMED = "renamed"


@dataclass(frozen=True)
class Named:
    """A grid as people read it."""

    code: str
    name: str
    tier: Tier


@dataclass(frozen=True)
class Change:
    """A grid that is otherwise; hows: redrawn and renamed may be both."""

    grid: Named
    hows: tuple[How, ...]


@dataclass(frozen=True)
class Redrawn:
    """Both boundaries. before None: the street has none yet. names: of every grid of either."""

    before: GridIndex | None
    after: GridIndex
    names: Mapping[int, Named]
    was: tuple[Drawn, ...] = ()
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A case: where it is, and which tier answers for its category; None while it has none."""

    case_id: int
    point: Point
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that would lie, or be answered, elsewhere; ids of grids, None: outside the street.

    elsewhere: another grid answers. nobody: there nobody would, it goes to the desk.
    """

    case_id: int
    place: int | None
    new_place: int | None
    owner: int | None
    new_owner: int | None
    elsewhere: bool
    nobody: bool


def compare(spots: Iterable[Spot], found: Redrawn, answered: Set[int]) -> Iterator[Moved]:
    """Those of the cases that move. answered: the grids in which somebody answers."""
    before, after = found.before, found.after
    for spot in spots:
        was = before.locate(spot.point) if before is not None else None
        now = after.locate(spot.point)
        place, new_place = _finest(was), _finest(now)
        owner, new_owner = _owner(was, spot.tier), _owner(now, spot.tier)
        if (place, owner) == (new_place, new_owner):
            continue
        elsewhere = owner != new_owner
        yield Moved(
            case_id=spot.case_id,
            place=place,
            new_place=new_place,
            owner=owner,
            new_owner=new_owner,
            elsewhere=elsewhere,
            nobody=elsewhere and new_owner not in answered,
        )


def differences(was: Sequence[Drawn], drawn: Sequence[Drawn]) -> tuple[Change, ...]:
    """Every grid that comes, goes, is drawn otherwise, or has another name or parent; by code."""
    old, new = ({grid.code: grid for grid in side} for side in (was, drawn))
    found = [Change(_named(new[code]), (How.ADDED,)) for code in new.keys() - old.keys()]
    found += [Change(_named(old[code]), (How.REMOVED,)) for code in old.keys() - new.keys()]
    for code in old.keys() & new.keys():
        if hows := tuple(_hows(old[code], new[code])):
            found.append(Change(_named(new[code]), hows))
    return tuple(sorted(found, key=lambda change: change.grid.code))


def flows(moved: Iterable[Moved]) -> dict[tuple[int | None, int | None], int]:
    """How many cases go from which answering grid to which, the most first."""
    counted: dict[tuple[int | None, int | None], int] = {}
    for move in moved:
        if move.elsewhere:
            pair = (move.owner, move.new_owner)
            counted[pair] = counted.get(pair, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def _hows(old: Drawn, new: Drawn) -> Iterator[How]:
    if _plain(old.geometry) != _plain(new.geometry):
        yield How.REDRAWN
    if (old.name, old.parent) != (new.name, new.parent):
        yield How.RENAMED


def _plain(geometry: Any) -> Any:
    return (geometry["type"], geometry["coordinates"])


def _named(grid: Drawn) -> Named:
    return Named(grid.code, grid.name, grid.tier)


def _finest(found: Located | None) -> int | None:
    return None if found is None else found.finest_grid_id


def _owner(found: Located | None, tier: Tier | None) -> int | None:
    """A case without a category has no answering grid yet, but it lies inside the street: the root stands for that."""
    if found is None:
        return None
    return found.street_grid_id if tier is None else found.grid_at(tier)
