"""Where a point lies, on the demo street's own boundaries and on small squares."""

import pytest

from app.core.values import Point, Tier
from app.grid.geometry import GridIndex
from tests.builders.grids import SIDE, SOUTH, WEST, cells, changed, index, small, square, without, zhenxin

M1, R1, R2, R3, S = range(1, 6)


def at(column: float, row: float = 0.5) -> Point:
    return Point(WEST + column * SIDE, SOUTH + row * SIDE)


def test_a_point_gives_its_grid_of_every_tier() -> None:
    found = index(small()).locate(at(0.9))
    assert found is not None and found.version_id == 1
    assert (found.street_grid_id, found.residential_grid_id, found.micro_grid_id) == (S, R1, M1)
    assert found.finest_grid_id == M1


def test_the_residential_grid_follows_the_point_and_not_the_market_s_parent() -> None:
    found = index(small()).locate(at(1.1))
    assert found is not None and (found.residential_grid_id, found.micro_grid_id) == (R2, M1)


@pytest.mark.parametrize(("tier", "grid"), [(Tier.MICRO, R3), (Tier.RESIDENTIAL, R3), (Tier.STREET, S)])
def test_where_a_tier_is_missing_the_next_one_up_answers(tier: Tier, grid: int) -> None:
    found = index(small()).locate(at(2.5))
    assert found is not None and found.grid_at(tier) == grid


@pytest.mark.parametrize("spot", [at(-0.1), at(3.1), Point(0, 0), Point(float("nan"), 31.2), Point(float("inf"), 31.2)])
def test_outside_the_street_is_said_so(spot: Point) -> None:
    assert index(small()).locate(spot) is None


@pytest.mark.parametrize("spot", [at(0), at(3), at(0, 0), at(1.7, 1), at(0, 0)._replace(lon=WEST - 5e-7)])
def test_the_outer_edge_belongs_to_the_street(spot: Point) -> None:
    assert index(small()).locate(spot) is not None


def test_a_shared_edge_belongs_to_the_lowest_code() -> None:
    found = index(small()).locate(at(2))
    assert found is not None and found.residential_grid_id == R2


def test_a_gap_between_two_surveys_goes_to_the_nearest() -> None:
    gap = changed(small(), "R2", square(1.01, wide=0.99))  # ten metres of nobody's land
    near, middle = index(gap).locate(at(1.0095, 0.1)), index(gap).locate(at(1.005, 0.1))
    assert near is not None and near.residential_grid_id == R2
    assert middle is not None and middle.residential_grid_id is None and middle.finest_grid_id == S


def test_a_grid_that_leaves_the_street_by_a_sliver_still_answers_there() -> None:
    wider = changed(small(), "R3", square(2, wide=1.0001))
    found = index(wider).locate(at(3.00005))
    assert found is not None and found.residential_grid_id == R3


def test_a_grid_may_lie_in_several_parts() -> None:
    parts = [square(0)["coordinates"], square(2)["coordinates"]]
    split = changed(without(small(), "R3", "M1"), "R1", {"type": "MultiPolygon", "coordinates": parts})
    found = [index(split).locate(at(column)) for column in (0.5, 1.5, 2.5)]
    assert [f and f.residential_grid_id for f in found] == [1, 2, 1]


def test_a_version_without_a_street_is_no_version() -> None:
    with pytest.raises(ValueError, match="one street"):
        GridIndex(1, cells(without(small(), "S")))


def test_neighbours_are_those_that_touch() -> None:
    ready = index(small())
    assert (ready.neighbours(R1), ready.neighbours(R2), ready.neighbours(M1)) == ([R2], [R1, R3], [R1, R2])
    assert ready.neighbours(99) == []


def test_every_residential_grid_of_the_demo_street_has_neighbours() -> None:
    ready, told = index(zhenxin()), cells(zhenxin())
    homes = {cell.grid_id for cell in told if cell.tier is Tier.RESIDENTIAL}
    near = {home: set(ready.neighbours(home)) for home in homes}
    assert all(near.values()) and all(found <= homes - {home} for home, found in near.items())
    assert all(home in near[other] for home, found in near.items() for other in found)
