"""How far apart two points of one town are. Pure; flat, which over a kilometre is true to a millimetre or two."""

from math import cos, hypot, radians

from app.core.values import Point

EARTH_METRES = 6_371_008.8


def metres(a: Point, b: Point) -> float:
    """The way between two points, in metres; the same both ways."""
    north = radians(b.lat - a.lat)
    east = radians(b.lon - a.lon) * cos(radians((a.lat + b.lat) / 2))
    return hypot(north, east) * EARTH_METRES
