"""What counts as a relapse: family, radius, days; and the squares by which closed cases are found again."""

from datetime import UTC, datetime, timedelta
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.relapse import (
    Closed,
    Fresh,
    Reach,
    cell,
    cells_around,
    closed_since,
    first_closing,
    is_relapse,
    reach,
)
from app.core.distance import metres
from app.core.values import Point

AT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)  # 09:30 in the street
HERE = Point(121.352, 31.242)
WITHIN = Reach("01", 50, 90)
FRESH = Fresh(HERE, AT)

points = st.builds(Point, st.floats(121.30, 121.42), st.floats(31.20, 31.28))
anywhere = st.builds(Point, st.floats(-179, 179), st.floats(-85, 85))


def moved(point: Point, north: float, east: float) -> Point:
    """So many metres away."""
    lat = point.lat + north / 111_195
    return Point(point.lon + east / (111_195 * cos(radians(point.lat))), lat)


def closed(n: int = 1, *, days: float = 1, north: float = 0, family: str = "01", first: int | None = None) -> Closed:
    """A case closed so many days before the report."""
    return Closed(n, family, moved(HERE, north, 0), AT - timedelta(days=days), first)


@pytest.mark.parametrize(
    ("earlier", "comes_back"),
    [
        (closed(), True),
        (closed(north=49.5), True),
        (closed(north=50.5), False),
        (closed(family="02"), False),
        (closed(days=0), True),
        (closed(days=-0.1), False),
        (closed(days=90.3), True),
        (closed(days=90.5), False),
    ],
)
def test_a_relapse_is_of_the_family_near_and_recent(earlier: Closed, comes_back: bool) -> None:
    assert is_relapse(FRESH, earlier, WITHIN) is comes_back


def test_the_days_are_those_of_the_street() -> None:
    assert closed_since(AT, 1) == datetime(2026, 11, 14, 16, tzinfo=UTC)  # midnight in the street


@pytest.mark.parametrize(("radius", "days", "public"), [(None, 90, True), (50, None, True), (50, 90, False)])
def test_a_category_without_radius_or_days_and_one_that_is_not_public_never_relapse(
    radius: int | None, days: int | None, public: bool
) -> None:
    assert reach("01", radius, days, public=public) is None


def test_of_several_closings_the_latest_leads_to_the_first_of_its_chain() -> None:
    assert first_closing(FRESH, [closed(3, days=60), closed(7, days=10, first=2)], WITHIN) == 2
    assert first_closing(FRESH, [closed(3, days=5), closed(7, days=10, first=2)], WITHIN) == 3
    assert first_closing(FRESH, [closed(3, family="02")], WITHIN) is None


@given(st.lists(st.builds(closed, st.integers(1, 9), days=st.floats(0, 200), north=st.floats(-90, 90))), st.randoms())
def test_the_order_in_which_closed_cases_are_read_changes_nothing(earlier: list[Closed], chance: object) -> None:
    unique = list({c.id: c for c in earlier}.values())
    found = first_closing(FRESH, unique, WITHIN)
    chance.shuffle(unique)  # type: ignore[attr-defined]
    assert first_closing(FRESH, unique, WITHIN) == found
    assert (found is None) == (not any(is_relapse(FRESH, c, WITHIN) for c in unique))


@given(anywhere, st.floats(0, 400), st.floats(-1, 1), st.floats(-1, 1))
def test_whatever_lies_within_the_radius_lies_in_one_of_the_squares(
    point: Point, radius: float, north: float, east: float
) -> None:
    other = moved(point, north * radius, east * radius)
    if metres(point, other) <= radius:
        assert cell(other) in cells_around(point, radius)


@given(points)
def test_fifty_metres_touch_at_most_six_squares(point: Point) -> None:
    assert len(cells_around(point, 50)) <= 6


@given(points, points)
def test_the_way_is_the_same_both_ways_and_nothing_to_oneself(a: Point, b: Point) -> None:
    assert metres(a, b) == metres(b, a) >= 0 == metres(a, a)


@given(points, points)
def test_two_points_of_one_square_are_less_than_two_hundred_metres_apart(a: Point, b: Point) -> None:
    if cell(a) == cell(b):
        assert metres(a, b) < 200
