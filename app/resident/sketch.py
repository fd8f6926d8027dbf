"""The street's grid as a small drawing for the start page: pure, no tiles, no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.grid.drawing import Pair, Shape, middle, path, projection, rings, short

SIZE = 560
CSS = {"street": "m-street", "residential": "m-resi", "micro": "m-micro"}


@dataclass(frozen=True)
class Sketch:
    """The drawing. pin: a point that lies in the example's micro-grid; example: (micro, residential) names."""

    width: int
    height: int
    cells: tuple[Shape, ...]
    residential: int
    micro: int
    pin: Pair | None
    example: tuple[str, str] | None


def sketch(collection: Mapping[str, Any]) -> Sketch | None:
    """Draw a FeatureCollection with properties code, name, tier, parent (WGS-84); None for an empty one."""
    features = list(collection["features"])
    if not features:
        return None
    project, height = projection([p for f in features for ring in rings(f["geometry"]) for p in ring], SIZE)
    example = _example(features)
    names = {f["properties"]["code"]: f["properties"]["name"] for f in features}
    chosen = {example["code"], example["parent"]} if example else set()
    micro_home = {f["properties"]["parent"] for f in features if f["properties"]["tier"] == "micro"} & chosen
    cells = tuple(_cell(f, project, chosen, bool(micro_home)) for f in features)
    pin = next((middle(f["geometry"], project) for f in features if example and f["properties"] is example), None)
    return Sketch(
        width=SIZE,
        height=height,
        cells=cells,
        residential=sum(f["properties"]["tier"] == "residential" for f in features),
        micro=sum(f["properties"]["tier"] == "micro" for f in features),
        pin=pin,
        example=(example["name"], names.get(example["parent"], "")) if example else None,
    )


def _example(features: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The micro-grid whose middle lies highest on the map, so that its pin hides no name."""
    micro = [f for f in features if f["properties"]["tier"] == "micro"]
    found = max(micro, key=lambda f: max(lat for ring in rings(f["geometry"]) for _, lat in ring), default=None)
    return found["properties"] if found else None


def _cell(feature: Mapping[str, Any], project: Any, chosen: set[str], named: bool) -> Shape:
    facts = feature["properties"]
    on = named and facts["code"] in chosen
    css = CSS[facts["tier"]]
    if on:
        css += " m-mine" if facts["tier"] == "residential" else " m-micro-on"
    x, y = middle(feature["geometry"], project)
    name = short(facts["name"]) if facts["tier"] == "residential" and not on else ""
    return Shape(path(feature["geometry"], project), css, name, x, y)
