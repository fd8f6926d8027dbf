"""What must hold of every point, on the demo street's boundaries."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from app.core.values import Point, Tier
from app.grid.geometry import GridIndex, Located
from tests.builders.grids import cells, index, zhenxin

FILE = zhenxin()
CELLS = {cell.grid_id: cell for cell in cells(FILE)}
READY = index(FILE)
STREET = shape(next(cell.geometry for cell in CELLS.values() if cell.tier is Tier.STREET))
PART = st.floats(0, 1)


def edges(tier: Tier) -> list[tuple[Any, Any]]:
    rings = [cell.geometry["coordinates"][0] for cell in CELLS.values() if cell.tier is tier]
    return [edge for ring in rings for edge in pairwise(ring)]


@st.composite
def on_an_edge(draw: st.DrawFn, tier: Tier) -> Point:
    (west, south), (east, north) = draw(st.sampled_from(edges(tier)))
    part = draw(PART)
    return Point(west + (east - west) * part, south + (north - south) * part)


@st.composite
def in_the_street(draw: st.DrawFn) -> Point:
    west, south, east, north = STREET.bounds
    spot = Point(west + (east - west) * draw(PART), south + (north - south) * draw(PART))
    return spot if STREET.covers(shape({"type": "Point", "coordinates": spot})) else Point(121.3666, 31.2466)


SPOTS = st.one_of(in_the_street(), on_an_edge(Tier.RESIDENTIAL), on_an_edge(Tier.MICRO), on_an_edge(Tier.STREET))


def found(spot: Point, ready: GridIndex = READY) -> Located:
    located = ready.locate(spot)
    assert located is not None
    return located


@given(SPOTS)
def test_every_point_of_the_street_has_its_street_and_one_residential_grid(spot: Point) -> None:
    located = found(spot)
    assert CELLS[located.street_grid_id].tier is Tier.STREET
    assert located.residential_grid_id is not None
    assert CELLS[located.residential_grid_id].tier is Tier.RESIDENTIAL


@given(SPOTS)
def test_the_grid_contains_the_point_or_is_a_sliver_away(spot: Point) -> None:
    located = found(spot)
    for grid_id in (located.residential_grid_id, located.micro_grid_id):
        area = shape(CELLS[grid_id].geometry) if grid_id else STREET
        assert area.distance(shape({"type": "Point", "coordinates": spot})) <= 2e-5


@given(SPOTS, st.permutations(list(CELLS.values())))
def test_the_answer_does_not_hang_on_the_order_of_the_file(spot: Point, order: list[Any]) -> None:
    assert GridIndex(1, order).locate(spot) == READY.locate(spot)


@given(st.sampled_from(edges(Tier.RESIDENTIAL)))
def test_a_corner_belongs_to_the_lowest_code_of_those_that_meet_there(edge: tuple[Any, Any]) -> None:
    corner = edge[0]
    meeting = [c for c in CELLS.values() if c.tier is Tier.RESIDENTIAL and corner in c.geometry["coordinates"][0]]
    lowest = min(meeting, key=lambda cell: cell.code)
    chosen = CELLS[found(Point(*corner)).residential_grid_id or 0]
    assert chosen.code <= lowest.code


@given(SPOTS)
def test_a_finer_tier_never_answers_where_a_coarser_one_is_asked(spot: Point) -> None:
    located = found(spot)
    asked = [located.grid_at(tier) for tier in (Tier.STREET, Tier.RESIDENTIAL, Tier.MICRO)]
    assert asked[0] == located.street_grid_id and asked[1] == located.residential_grid_id
    assert asked[2] == (located.micro_grid_id or asked[1]) == located.finest_grid_id


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_far_away_there_is_no_grid(lon: float, lat: float) -> None:
    far = STREET.distance(shape({"type": "Point", "coordinates": (lon, lat)})) > 1e-3
    assert not far or READY.locate(Point(lon, lat)) is None
