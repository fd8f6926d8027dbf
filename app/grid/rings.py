"""The boundary of one grid as a file draws it: is it a Polygon in WGS-84 degrees, closed, not crossing itself?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from app.core.msgid import N_

# A grid wider than this is no part of a street: the numbers are metres of some city plane, or typing errors.
WIDEST_DEGREES = 1.0
_CROSSED = ("Self-intersection", "Ring Self-intersection")
Ring = list[tuple[float, float]]


class BadCoordinates(Exception):
    """A ring that cannot be read; `message` and `params` as of a fault."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@dataclass
class Outline:
    """What could be read of a boundary. area: the shape, mended where it crosses itself; None if hopeless.

    geometry: the GeoJSON to keep, without altitudes. faults: (msgid, params), empty for a good one.
    """

    area: BaseGeometry | None = None
    geometry: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def outline(geometry: Any) -> Outline:
    """Read a GeoJSON geometry and list every fault of it."""
    if not isinstance(geometry, Mapping):
        return Outline(faults=[(N_("没有边界"), {})])
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        return Outline(faults=[(N_("边界应是 Polygon 或 MultiPolygon，不是 %(type)s"), {"type": str(kind)[:40]})])
    found = Outline()
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        return Outline(faults=[(N_("坐标写法不对"), {})])
    parts = [part for polygon in polygons if (part := _polygon(polygon, found)) is not None]
    if len(parts) == len(polygons):
        _judge(parts[0] if kind == "Polygon" else MultiPolygon(parts), found)
    return found


def _polygon(rings: Any, found: Outline) -> Polygon | None:
    if not isinstance(rings, list) or not rings:
        found.faults.append((N_("坐标写法不对"), {}))
        return None
    read: list[Ring] = []
    for ring in rings:
        try:
            read.append(_ring(ring))
        except BadCoordinates as bad:
            found.faults.append((bad.message, bad.params))
        else:
            if read[-1][0] != read[-1][-1]:
                found.faults.append((N_("边界没有闭合：最后一点要和第一点相同"), {}))
    return Polygon(read[0], read[1:]) if len(read) == len(rings) else None


def _ring(positions: Any) -> Ring:
    if not isinstance(positions, list):
        raise BadCoordinates(N_("坐标写法不对"))
    ring = [_position(position) for position in positions]
    if len(set(ring)) < 3 or len(ring) < 4:
        raise BadCoordinates(N_("边界少于 3 个点"))
    return ring


def _position(position: Any) -> tuple[float, float]:
    """Longitude and latitude; an altitude is let go."""
    if not isinstance(position, list) or len(position) not in (2, 3) or not all(map(_number, position)):
        raise BadCoordinates(N_("坐标写法不对"))
    lon, lat = position[0], position[1]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadCoordinates(N_("不是 WGS-84 经纬度：%(lon)s, %(lat)s"), lon=lon, lat=lat)
    return float(lon), float(lat)


def _number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _judge(area: BaseGeometry, found: Outline) -> None:
    found.geometry = _plain(mapping(area))
    west, south, east, north = area.bounds
    if east - west > WIDEST_DEGREES or north - south > WIDEST_DEGREES:
        message = N_("横跨 %(degrees)s 度，比街道大得多：坐标不像 WGS-84 经纬度")
        found.faults.append((message, {"degrees": f"{max(east - west, north - south):.1f}"}))
        return
    if area.is_valid:
        found.area = area
        return
    mended = shapely.make_valid(area, method="structure", keep_collapsed=False)
    found.area = None if mended.is_empty else mended
    kind, _, spot = shapely.is_valid_reason(area).partition("[")
    lon, _, lat = spot.rstrip("]").partition(" ")
    message = N_("边界自己交叉，在 %(lon)s, %(lat)s 附近")
    if kind not in _CROSSED:
        message = N_("边界不成形（洞或分块的位置不对），在 %(lon)s, %(lat)s 附近")
    found.faults.append((message, {"lon": lon, "lat": lat}))


def _plain(geometry: Any) -> dict[str, Any]:
    def lists(value: Any) -> Any:
        return [lists(v) for v in value] if isinstance(value, tuple | list) else value

    return {"type": geometry["type"], "coordinates": lists(geometry["coordinates"])}
