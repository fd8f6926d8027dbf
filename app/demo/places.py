"""Estates, buildings and units of the demo: invented names on the schematic boundaries."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shapely import Point as Spot
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.catalog import ops_places as estates
from app.catalog import queries_places
from app.catalog.words import EstateKind
from app.core.values import Point, Tier
from app.grid import queries as grid
from app.grid.queries import GridRow

PROPERTY_UNITS = ("示例物业一部", "示例物业二部", "示例物业三部", "示例物业四部")
SUFFIXES = ("甲苑", "乙苑", "丙苑")
KINDS = (EstateKind.COMMODITY, EstateKind.OLD, EstateKind.QUASI)
BUILDINGS = 8
METRE = 1 / 111_320  # degrees of latitude


@dataclass
class Places:
    """What the story needs: where people live, where the markets are, and the units by name."""

    estates: list[tuple[int, str, int, tuple[int, ...]]] = field(default_factory=list)
    markets: list[Point] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)


def settle(street_id: int, tree: Sequence[GridRow], boundaries: dict[str, Any], at: datetime, seed: int) -> Places:
    """Give every residential grid three estates with buildings, and every per-grid and per-estate body a unit.

    The first estate of the third kind has no property company.
    """
    rng, made = random.Random(seed), Places()
    shapes = {f["properties"]["code"]: shape(f["geometry"]) for f in boundaries["features"]}
    made.units = {unit.name: unit.id for unit in queries_places.units(street_id)}
    for name in PROPERTY_UNITS:
        made.units[name] = estates.create_unit(street_id, "WY", name).id
    homes = [row for row in tree if row.tier is Tier.RESIDENTIAL]
    for n, row in enumerate(homes):
        stem = row.name.removesuffix("居民区")
        made.units[f"{stem}居委会"] = estates.create_unit(street_id, "JW", f"{stem}居委会", grid_id=row.id).id
        for k, suffix in enumerate(SUFFIXES):
            company = (
                None
                if n == 0 and k == 2
                else made.units[PROPERTY_UNITS[(n + k) % 4 if row.name != "丰一居民区" else 0]]
            )
            _estate(street_id, made, row, f"{stem}{suffix}", k, company, shapes[row.code], rng, at)
    for row in (row for row in tree if row.tier is Tier.MICRO):
        made.markets += [_inside(shapes[row.code], rng) for _ in range(3)]
    return made


def _estate(
    street_id: int, made: Places, row: GridRow, name: str, k: int, company: int | None, area: BaseGeometry,
    rng: random.Random, at: datetime,
) -> None:  # fmt: skip
    middle = _home_point(street_id, row, area, rng, at)
    owners = estates.create_unit(street_id, "YWH", f"{name}业委会").id
    made.units[f"{name}业委会"] = owners
    estate = estates.create_estate(
        street_id, name, KINDS[k], row.id, middle, property_unit_id=company, owners_unit_id=owners
    )
    lane = f"演示路 {rng.randint(1, 60) * 10} 弄"
    spots = [(str(number), _near(middle, number, area)) for number in range(1, BUILDINGS + 1)]
    places = estates.create_places(street_id, estate.id, lane, spots)
    made.estates.append((estate.id, name, row.id, tuple(place.id for place in places)))


def _home_point(street_id: int, row: GridRow, area: BaseGeometry, rng: random.Random, at: datetime) -> Point:
    """A point of the grid that lies in no market, where one can be found."""
    for _ in range(60):
        point = _inside(area.buffer(-50 * METRE) if not area.buffer(-50 * METRE).is_empty else area, rng)
        found = grid.locate(street_id, point, at)
        if found and found.residential_grid_id == row.id and found.micro_grid_id is None:
            return point
    return point


def _inside(area: BaseGeometry, rng: random.Random) -> Point:
    west, south, east, north = area.bounds
    while True:
        spot = Spot(rng.uniform(west, east), rng.uniform(south, north))
        if area.contains(spot):
            return Point(round(spot.x, 6), round(spot.y, 6))


def _near(middle: Point, number: int, area: BaseGeometry) -> Point:
    """Buildings in two rows around the middle of the estate; one that would fall outside stands in the middle."""
    east, north = ((number - 1) % 4 - 1.5) * 28 * METRE, (0.5 if number > 4 else -0.5) * 36 * METRE
    point = Point(middle.lon + east / math.cos(math.radians(middle.lat)), middle.lat + north)
    return Point(round(point.lon, 6), round(point.lat, 6)) if area.contains(Spot(*point)) else middle
