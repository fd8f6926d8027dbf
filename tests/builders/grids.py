"""Grid files for tests: the demo street's own, and small ones of squares side by side."""

import copy
import json
from pathlib import Path
from typing import Any

from app.core.values import Tier
from app.grid.geometry import Cell, GridIndex

ZHENXIN = Path(__file__).parents[2] / "app" / "demo" / "data" / "zhenxin-grids.geojson"
ROOT = "310114002000"
WEST, SOUTH, SIDE = 121.35, 31.24, 0.01


def zhenxin() -> dict[str, Any]:
    """The demo street's grids: 1 street, 20 residential, 11 micro."""
    return dict(json.loads(ZHENXIN.read_text(encoding="utf-8")))


def square(column: float, row: float = 0, wide: float = 1, high: float = 1) -> dict[str, Any]:
    """A Polygon on a raster of about a kilometre."""
    west, south = round(WEST + column * SIDE, 6), round(SOUTH + row * SIDE, 6)
    east, north = round(WEST + (column + wide) * SIDE, 6), round(SOUTH + (row + high) * SIDE, 6)
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(code: str, tier: str, parent: str | None, geometry: Any, name: str = "网格") -> dict[str, Any]:
    """One grid of a file."""
    told = {"code": code, "name": name, "tier": tier, "parent": parent}
    return {"type": "Feature", "properties": told, "geometry": geometry}


def small() -> dict[str, Any]:
    """A street of 3 × 1 squares R1 R2 R3, and a market M1 across R1 and R2."""
    rows = [feature("S", "street", None, square(0, wide=3))]
    rows += [feature(f"R{n + 1}", "residential", "S", square(n)) for n in range(3)]
    rows += [feature("M1", "micro", "R1", square(0.8, 0.4, 0.4, 0.2))]
    return {"type": "FeatureCollection", "features": rows}


def without(collection: dict[str, Any], *codes: str) -> dict[str, Any]:
    """The same file without these grids."""
    kept = [f for f in collection["features"] if f["properties"]["code"] not in codes]
    return {**collection, "features": copy.deepcopy(kept)}


def changed(collection: dict[str, Any], which: str, /, geometry: Any = None, **told: Any) -> dict[str, Any]:
    """The same file with one grid's geometry or properties changed."""
    made = copy.deepcopy(collection)
    for one in made["features"]:
        if one["properties"]["code"] == which:
            one["properties"].update(told)
            one["geometry"] = one["geometry"] if geometry is None else geometry
    return made


def cells(collection: dict[str, Any]) -> list[Cell]:
    """The file as an index takes it; a grid's id is its place in the order of codes, from 1."""
    codes = sorted(f["properties"]["code"] for f in collection["features"])
    return [
        Cell(codes.index(told["code"]) + 1, told["code"], Tier(told["tier"]), f["geometry"])
        for f in collection["features"]
        for told in [f["properties"]]
    ]


def index(collection: dict[str, Any]) -> GridIndex:
    """Ready to be asked."""
    return GridIndex(1, cells(collection))
