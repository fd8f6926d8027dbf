"""Where a point lies: pure geometry on one version of the boundaries. Coordinates are WGS-84 degrees.

The edge belongs to the area. A point that several grids of one tier contain, on a shared edge or where
two surveys overlap by a sliver, belongs to the one with the lowest code, whatever the order of the file.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shapely import Point as Spot
from shapely import STRtree, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.core.values import Point, Tier

# Boundary files carry six decimals. Nearer than that to the outer edge is on it: about 0.1 m.
EDGE_DEGREES = 1e-6
# Two surveys never meet exactly. A gap up to this wide inside the street goes to the nearest: about 2 m.
SLIVER_DEGREES = 2e-5
_TIERS = (Tier.STREET, Tier.RESIDENTIAL, Tier.MICRO)


@dataclass(frozen=True)
class Cell:
    """A grid with its boundary in one version: a GeoJSON Polygon or MultiPolygon."""

    grid_id: int
    code: str
    tier: Tier
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Located:
    """The grids of every tier that contain a point, and the version of the boundaries that says so."""

    street_grid_id: int
    residential_grid_id: int | None
    micro_grid_id: int | None
    version_id: int

    @property
    def finest_grid_id(self) -> int:
        """The smallest grid that contains the point."""
        return self.grid_at(Tier.MICRO)

    def grid_at(self, tier: Tier) -> int:
        """The grid of this tier, else of the next tier up."""
        if tier is Tier.MICRO and self.micro_grid_id is not None:
            return self.micro_grid_id
        if tier is not Tier.STREET and self.residential_grid_id is not None:
            return self.residential_grid_id
        return self.street_grid_id


class GridIndex:
    """The boundaries of one version, ready to be asked. Immutable; safe to share between threads."""

    def __init__(self, version_id: int, cells: Iterable[Cell]) -> None:
        """`cells` holds exactly one street grid; raises ValueError otherwise."""
        self.version_id = version_id
        # In order of tier and code, so that the first hit of a tier is the one with the lowest code.
        ordered = sorted(cells, key=lambda cell: (_TIERS.index(cell.tier), cell.code))
        if [cell.tier for cell in ordered].count(Tier.STREET) != 1:
            raise ValueError("a version of the grid has one street grid")
        self._ids = [cell.grid_id for cell in ordered]
        self._homes = sum(cell.tier is not Tier.MICRO for cell in ordered)  # the street, then residential
        self._shapes = [shape(cell.geometry) for cell in ordered]
        for area in self._shapes:
            prepare(area)
        self._tree = STRtree(self._shapes)

    def locate(self, point: Point) -> Located | None:
        """The grids that contain the point; None when it lies outside the street or is no place on earth."""
        if not (math.isfinite(point.lon) and math.isfinite(point.lat)):
            return None
        spot = Spot(point.lon, point.lat)
        hits: list[int] = self._tree.query(spot, predicate="intersects").tolist()
        if not hits and not (hits := self._near(spot, EDGE_DEGREES)):
            return None
        home, micro = self._lowest(hits)
        if home is None:
            home = self._nearest_home(spot)
        ids = self._ids
        return Located(
            ids[0],
            None if home is None else ids[home],
            None if micro is None else ids[micro],
            self.version_id,
        )

    def neighbours(self, grid_id: int) -> list[int]:
        """The residential grids that touch this grid's boundary or share ground with it, by code."""
        if grid_id not in self._ids:
            return []
        me = self._ids.index(grid_id)
        near = self._near(self._shapes[me], SLIVER_DEGREES)
        return [self._ids[n] for n in sorted(near) if 0 < n < self._homes and n != me]

    def _near(self, what: BaseGeometry, degrees: float) -> list[int]:
        found: list[int] = self._tree.query(what, predicate="dwithin", distance=degrees).tolist()
        return found

    def _lowest(self, hits: list[int]) -> tuple[int | None, int | None]:
        """The first residential and the first micro-grid among the hits."""
        homes, home, micro = self._homes, None, None
        for n in hits:
            if n >= homes:
                micro = n if micro is None or n < micro else micro
            elif n:
                home = n if home is None or n < home else home
        return home, micro

    def _nearest_home(self, spot: BaseGeometry) -> int | None:
        near = [n for n in self._near(spot, SLIVER_DEGREES) if 0 < n < self._homes]
        return min(near, key=lambda n: (self._shapes[n].distance(spot), n), default=None)
