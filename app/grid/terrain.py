"""How grids lie to each other, in square metres: what is outside the street, what two siblings share."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from app.core.distance import EARTH_METRES
from app.core.values import Tier

# A sliver is what two surveys of one line leave between them: nowhere as wide as this. It is let pass.
SLIVER_METRES = 2.0


@dataclass(frozen=True)
class Area:
    """A grid on the ground of the file."""

    code: str
    tier: Tier
    shape: BaseGeometry


class Terrain:
    """The grids of one file, projected once to metres around the middle of the street.

    Equirectangular: over the few kilometres of a street it is true to a few parts in a hundred thousand.
    """

    def __init__(self, areas: Sequence[Area]) -> None:
        west, south, _, north = shapely.total_bounds([area.shape for area in areas])
        north_metres = EARTH_METRES * math.pi / 180
        east_metres = north_metres * math.cos(math.radians((south + north) / 2))

        def metres(xy: Any) -> Any:
            return (xy - [west, south]) * [east_metres, north_metres]

        self._areas = [Area(a.code, a.tier, shapely.transform(a.shape, metres)) for a in areas]

    def outside(self) -> Iterator[tuple[str, float]]:
        """Every grid that leaves the street by more than a sliver, with the square metres outside."""
        streets = [area.shape for area in self._areas if area.tier is Tier.STREET]
        if not streets:
            return
        street = shapely.union_all(streets)
        for area in self._areas:
            beyond = area.shape.difference(street)
            if more_than_a_sliver(beyond):
                yield area.code, beyond.area

    def overlaps(self) -> Iterator[tuple[str, str, float]]:
        """Every pair of siblings that share more than a sliver, with the square metres.

        Siblings are the residential grids among each other, and the micro-grids; a micro-grid may lie
        across residential grids as it likes. Two entries under one code are another fault, not this one.
        """
        for tier in (Tier.RESIDENTIAL, Tier.MICRO):
            siblings = sorted((a for a in self._areas if a.tier is tier), key=lambda a: a.code)
            if not siblings:
                continue
            tree = STRtree([a.shape for a in siblings])
            pairs = tree.query([a.shape for a in siblings], predicate="intersects").T.tolist()
            for one, other in ((siblings[i], siblings[j]) for i, j in sorted(pairs) if i < j):
                shared = one.shape.intersection(other.shape)
                if one.code != other.code and more_than_a_sliver(shared):
                    yield one.code, other.code, shared.area


def more_than_a_sliver(ground: BaseGeometry) -> bool:
    """True when some of the ground (in metres) is wider than SLIVER_METRES."""
    return not ground.buffer(-SLIVER_METRES / 2).is_empty
