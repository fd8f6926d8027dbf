"""(b) Where a point lies: our index against a bare STRtree over the same polygons."""

import json
import random
import time
from collections.abc import Callable, Sequence

from shapely import Point as Spot
from shapely import STRtree, prepare
from shapely.geometry import shape

import config
from app.core.values import Point, Tier
from app.grid.geometry import Cell, GridIndex
from scripts.bench.figures import Figure, line, ratios, title

AIM = 0.5
Look = Callable[[Point], object]


def measure(*, repeats: int, points: int) -> None:
    """Print the ratio of rates."""
    title(f"(b) point look-ups over the demo's 32 grids, {points:,} points a repeat, one in ten outside")
    cells = demo_cells()
    asked = spots(cells, points)
    index = GridIndex(1, cells)
    looks: dict[str, Look] = {"bare": _query_covers(cells), "predicate": _predicate(cells), "ours": index.locate}
    rates: dict[str, list[float]] = {name: [] for name in looks}
    for repeat in range(repeats + 1):
        for name, look in looks.items():
            began = time.thread_time()  # nothing waits here: the time of this thread, whoever else is busy
            for spot in asked:
                look(spot)
            if repeat:  # the first one warms up
                rates[name].append(points / (time.thread_time() - began))
    line("bare: query, then covers, look-ups a second", Figure(rates["bare"]))
    line("bare: query with predicate, look-ups a second", Figure(rates["predicate"]))
    line("GridIndex.locate, look-ups a second", Figure(rates["ours"]))
    for name, words in (("bare", "locate / query, then covers"), ("predicate", "locate / query with predicate")):
        ratio = ratios(rates["ours"], rates[name])
        line(words, ratio, "aim >= 0.5", good=ratio.median >= AIM)


def _query_covers(cells: Sequence[Cell]) -> Look:
    """The plain way: candidates by box, then ask each prepared polygon."""
    areas = [shape(cell.geometry) for cell in cells]
    for area in areas:
        prepare(area)
    tree = STRtree(areas)

    def look(point: Point) -> object:
        spot = Spot(point.lon, point.lat)
        return [cells[n].grid_id for n in tree.query(spot) if areas[n].covers(spot)]

    return look


def _predicate(cells: Sequence[Cell]) -> Look:
    """The fastest way: one call that does both in C."""
    areas = [shape(cell.geometry) for cell in cells]
    for area in areas:
        prepare(area)
    tree = STRtree(areas)
    return lambda point: tree.query(Spot(point.lon, point.lat), predicate="intersects")


def bare_looks(cells: Sequence[Cell]) -> tuple[Look, Look]:
    """The two ways of somebody without our index: one call that does both, and candidates asked one by one."""
    return _predicate(cells), _query_covers(cells)


def demo_cells() -> list[Cell]:
    """The polygons of the demo street."""
    text = (config.ROOT / "app" / "demo" / "data" / "zhenxin-grids.geojson").read_text("utf-8")
    features = json.loads(text)["features"]
    return [
        Cell(n, f["properties"]["code"], Tier(f["properties"]["tier"]), f["geometry"])
        for n, f in enumerate(features, start=1)
    ]


def spots(cells: Sequence[Cell], count: int) -> list[Point]:
    """Nine in ten inside the street, the rest in the box around it."""
    street = shape(next(cell.geometry for cell in cells if cell.tier is Tier.STREET))
    west, south, east, north = street.bounds
    rng, found = random.Random(310114002), list[Point]()
    while len(found) < count:
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if len(found) % 10 == 0 or street.covers(Spot(point.lon, point.lat)):
            found.append(point)
    return found
