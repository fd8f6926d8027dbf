"""Boundaries as a small drawing: degrees to the units of an SVG, outlines to paths. Pure, no tiles, no script."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MARGIN = 12
SUFFIXES = ("居民区", "商区市场微网格", "微网格")
Pair = tuple[float, float]
Project = Callable[[Sequence[float]], Pair]


@dataclass(frozen=True)
class Shape:
    """An outline as an SVG path with its class; name: what is written on it, "" for nothing, and where."""

    path: str
    css: str
    name: str
    x: float
    y: float


def rings(geometry: Mapping[str, Any]) -> Iterator[list[Sequence[float]]]:
    """Every ring of a Polygon or MultiPolygon, outer ones and holes."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def projection(points: Sequence[Sequence[float]], size: int) -> tuple[Project, int]:
    """WGS-84 degrees to drawing units, north up, both axes in the same measure; the height of a drawing `size` wide."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (size - 2 * MARGIN) / ((east - west) * squeeze)

    def project(point: Sequence[float]) -> Pair:
        x, y = MARGIN + (point[0] - west) * squeeze * scale, MARGIN + (north - point[1]) * scale
        return round(x, 1), round(y, 1)

    return project, round((north - south) * scale + 2 * MARGIN)


def path(geometry: Mapping[str, Any], project: Project) -> str:
    """The outline as the attribute `d` of an SVG path."""
    return " ".join("M" + " ".join(f"{x},{y}" for x, y in map(project, ring)) + "z" for ring in rings(geometry))


def middle(geometry: Mapping[str, Any], project: Project) -> Pair:
    """Where a name is written: the mean of the first ring's corners."""
    x, y = zip(*map(project, next(rings(geometry))[:-1]), strict=True)
    return round(sum(x) / len(x), 1), round(sum(y) / len(y), 1)


def short(name: str) -> str:
    """A name short enough for its cell: 丰一居民区 → 丰一."""
    return next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s) and name != s), name)
