"""New boundaries over the old ones as a drawing: pure, no tiles, no script."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.values import Tier
from app.grid.linter import Drawn

SIZE, MARGIN = 640, 12
PLAIN = {Tier.STREET: "m-street", Tier.RESIDENTIAL: "m-resi", Tier.MICRO: "m-micro"}
MARKED = {Tier.STREET: "", Tier.RESIDENTIAL: " m-mine", Tier.MICRO: " m-micro-on"}
BEFORE = "m-before"
SUFFIXES = ("居民区", "商区市场微网格", "微网格")
Pair = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """An outline with its class; name: what is written on it, "" for nothing."""

    path: str
    css: str
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """Both boundaries: the new ones filled, what was otherwise dotted over them."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def drawing(was: Sequence[Drawn], drawn: Sequence[Drawn], otherwise: Collection[str]) -> Drawing:
    """Draw the new boundaries, those in `otherwise` (codes) marked, with the former outline of each of these."""
    before = [grid for grid in was if grid.code in otherwise]
    project, height = _projection([p for grid in (*drawn, *before) for ring in _rings(grid) for p in ring])
    tiers = list(PLAIN)
    ordered = sorted(drawn, key=lambda grid: tiers.index(grid.tier))
    shapes = [_shape(g, PLAIN[g.tier] + MARKED[g.tier] * (g.code in otherwise), project, named=True) for g in ordered]
    shapes += [_shape(g, BEFORE, project, named=False) for g in before]
    return Drawing(SIZE, height, tuple(shapes))


def _shape(grid: Drawn, css: str, project: Any, *, named: bool) -> Shape:
    rings = [[project(point) for point in ring] for ring in _rings(grid)]
    path = " ".join("M" + " ".join(f"{x},{y}" for x, y in ring) + "z" for ring in rings)
    xs, ys = zip(*rings[0][:-1], strict=True)
    name = _short(grid.name) if named and grid.tier is Tier.RESIDENTIAL else ""
    return Shape(path, css, name, round(sum(xs) / len(xs), 1), round(sum(ys) / len(ys), 1))


def _short(name: str) -> str:
    return next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s) and name != s), name)


def _rings(grid: Drawn) -> Iterator[list[Sequence[float]]]:
    coordinates = grid.geometry["coordinates"]
    for polygon in [coordinates] if grid.geometry["type"] == "Polygon" else coordinates:
        yield from polygon


def _projection(points: Sequence[Sequence[float]]) -> tuple[Any, int]:
    """Degrees to drawing units, north up, both axes in the same measure."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (SIZE - 2 * MARGIN) / ((east - west) * squeeze)

    def project(point: Sequence[float]) -> Pair:
        x, y = MARGIN + (point[0] - west) * squeeze * scale, MARGIN + (north - point[1]) * scale
        return round(x, 1), round(y, 1)

    return project, round((north - south) * scale + 2 * MARGIN)
