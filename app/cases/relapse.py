"""Relapse (返潮): what was closed comes back at the same place (domain.md section 3). Pure.

A case of the same family, within the category's radius and days of one that was closed before it was
reported. A category without both never; petitions and threats (public = N) never.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import cos, floor, radians

from app.core.clock import from_street, street_time
from app.core.distance import EARTH_METRES, metres
from app.core.values import Point

CELLS_A_DEGREE = 1000  # about 111 m from south to north, 95 m from west to east in Shanghai
_ROW, _SOUTH, _WEST = 1_000_000, 90 * CELLS_A_DEGREE, 180 * CELLS_A_DEGREE
DEGREE_METRES = EARTH_METRES * radians(1)


@dataclass(frozen=True)
class Reach:
    """How near and how recent, as a category says it. days: calendar days of the street."""

    family: str
    radius_m: int
    days: int


@dataclass(frozen=True)
class Fresh:
    """A case that was just reported."""

    point: Point
    reported_at: datetime


@dataclass(frozen=True)
class Closed:
    """A case that was closed. first_id: the one it came back after itself, when it did."""

    id: int
    family: str
    point: Point
    closed_at: datetime
    first_id: int | None = None


def reach(family: str, radius_m: int | None, days: int | None, *, public: bool) -> Reach | None:
    """What a category says of relapses; None: never."""
    if not public or radius_m is None or days is None:
        return None
    return Reach(family, radius_m, days)


def closed_since(reported_at: datetime, days: int) -> datetime:
    """The start of the first street day on which a closing still counts."""
    return from_street(street_time(reported_at).date() - timedelta(days=days), time.min)


def is_relapse(fresh: Fresh, closed: Closed, within: Reach) -> bool:
    """Has the closed case come back as this one? What was closed after the report was the same trouble still."""
    near = metres(fresh.point, closed.point) <= within.radius_m
    recent = closed_since(fresh.reported_at, within.days) <= closed.closed_at <= fresh.reported_at
    return closed.family == within.family and near and recent


def first_closing(fresh: Fresh, closed: Iterable[Closed], within: Reach) -> int | None:
    """The case whose closing did not last: the first of its chain, found by the latest that fits. None: no relapse."""
    found = [c for c in closed if is_relapse(fresh, c, within)]
    latest = max(found, key=lambda c: (c.closed_at, c.id), default=None)
    return None if latest is None else latest.first_id or latest.id


def cell(point: Point) -> int:
    """The number of the small square a point lies in, by which closed cases are found again."""
    return _number(floor(point.lat * CELLS_A_DEGREE), floor(point.lon * CELLS_A_DEGREE))


def cells_around(point: Point, radius_m: float) -> list[int]:
    """Every square that holds a point within the radius, in order; for 50 m at most six."""
    tall = radius_m / DEGREE_METRES
    wide = radius_m / (DEGREE_METRES * cos(radians(min(abs(point.lat) + tall, 89.9))))
    rows, columns = _squares(point.lat, tall), _squares(point.lon, wide)
    return [_number(row, column) for row in rows for column in columns]


def _squares(middle: float, around: float) -> range:
    return range(floor((middle - around) * CELLS_A_DEGREE), floor((middle + around) * CELLS_A_DEGREE) + 1)


def _number(row: int, column: int) -> int:
    return (row + _SOUTH) * _ROW + column + _WEST
