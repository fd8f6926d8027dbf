"""The street's grid as a small drawing for the start page: pure, no tiles, no script."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SIZE = 560
MARGIN = 12
SUFFIXES = ("居民区", "商区市场微网格", "微网格")
CSS = {"street": "m-street", "residential": "m-resi", "micro": "m-micro"}
Pair = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """A cell as an SVG path with its class; name and where it is written, "" for none."""

    path: str
    css: str
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Sketch:
    """The drawing. pin: a point that lies in the example's micro-grid; example: (micro, residential) names."""

    width: int
    height: int
    cells: tuple[Cell, ...]
    residential: int
    micro: int
    pin: Pair | None
    example: tuple[str, str] | None


def sketch(collection: Mapping[str, Any]) -> Sketch | None:
    """Draw a FeatureCollection with properties code, name, tier, parent (WGS-84); None for an empty one."""
    features = list(collection["features"])
    if not features:
        return None
    project, height = _projection([p for f in features for ring in _rings(f) for p in ring])
    example = _example(features)
    names = {f["properties"]["code"]: f["properties"]["name"] for f in features}
    chosen = {example["code"], example["parent"]} if example else set()
    micro_home = {f["properties"]["parent"] for f in features if f["properties"]["tier"] == "micro"} & chosen
    cells = tuple(_cell(f, project, chosen, bool(micro_home)) for f in features)
    pin = next((_middle(f, project) for f in features if example and f["properties"] is example), None)
    return Sketch(
        width=SIZE,
        height=height,
        cells=cells,
        residential=sum(f["properties"]["tier"] == "residential" for f in features),
        micro=sum(f["properties"]["tier"] == "micro" for f in features),
        pin=pin,
        example=(example["name"], names.get(example["parent"], "")) if example else None,
    )


def short(name: str) -> str:
    """A name short enough for its cell: 丰一居民区 → 丰一."""
    return next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s) and name != s), name)


def _example(features: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The micro-grid whose middle lies highest on the map, so that its pin hides no name."""
    micro = [f for f in features if f["properties"]["tier"] == "micro"]
    found = max(micro, key=lambda f: max(lat for ring in _rings(f) for _, lat in ring), default=None)
    return found["properties"] if found else None


def _cell(feature: Mapping[str, Any], project: Any, chosen: set[str], named: bool) -> Cell:
    facts = feature["properties"]
    on = named and facts["code"] in chosen
    css = CSS[facts["tier"]]
    if on:
        css += " m-mine" if facts["tier"] == "residential" else " m-micro-on"
    x, y = _middle(feature, project)
    name = short(facts["name"]) if facts["tier"] == "residential" and not on else ""
    path = " ".join("M" + " ".join(f"{px},{py}" for px, py in map(project, ring)) + "z" for ring in _rings(feature))
    return Cell(path, css, name, x, y)


def _rings(feature: Mapping[str, Any]) -> Iterator[list[Pair]]:
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for polygon in polygons:
        yield from polygon


def _middle(feature: Mapping[str, Any], project: Any) -> Pair:
    ring = next(_rings(feature))[:-1]
    x, y = zip(*map(project, ring), strict=True)
    return round(sum(x) / len(x), 1), round(sum(y) / len(y), 1)


def _projection(points: Sequence[Pair]) -> tuple[Any, int]:
    """Degrees to drawing units, north up, both axes in the same measure."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (SIZE - 2 * MARGIN) / ((east - west) * squeeze)

    def project(point: Sequence[float]) -> Pair:
        x, y = MARGIN + (point[0] - west) * squeeze * scale, MARGIN + (north - point[1]) * scale
        return round(x, 1), round(y, 1)

    return project, round((north - south) * scale + 2 * MARGIN)
