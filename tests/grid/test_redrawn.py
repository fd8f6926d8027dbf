"""New boundaries beside the present ones: who would go elsewhere, and what is drawn otherwise."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.values import Point, Tier
from app.grid import linter
from app.grid.geometry import Cell, GridIndex
from app.grid.redrawn import How, Named, Redrawn, Spot, compare, differences, flows
from tests.builders.grids import SIDE, SOUTH, WEST, changed, feature, index, small, square, without

NAMES = {n: Named(code, code, Tier.RESIDENTIAL) for n, code in enumerate(("M1", "R1", "R2", "R3", "S"), start=1)}
ID = {named.code: n for n, named in NAMES.items()}
EVERYBODY = frozenset(NAMES)
WIDER = changed(changed(small(), "R1", square(0, wide=1.5)), "R2", square(1.5, wide=0.5))
columns = st.floats(-0.5, 3.5, allow_nan=False)
tiers = st.sampled_from([None, *Tier])


def spot(column: float, tier: Tier | None = Tier.RESIDENTIAL, case_id: int = 1) -> Spot:
    return Spot(case_id, Point(WEST + column * SIDE, SOUTH + SIDE * 0.9), tier)


def both(after: dict[str, Any]) -> Redrawn:
    ids = {**ID, "R4": -1}
    told = [(f["properties"], f["geometry"]) for f in after["features"]]
    cells = [Cell(ids[one["code"]], one["code"], Tier(one["tier"]), shape) for one, shape in told]
    return Redrawn(index(small()), GridIndex(0, cells), NAMES)


def test_a_case_between_the_old_and_the_new_line_goes_elsewhere() -> None:
    (move,) = compare([spot(1.2), spot(0.5), spot(2.5)], both(WIDER), EVERYBODY)
    assert (move.owner, move.new_owner, move.elsewhere, move.nobody) == (ID["R2"], ID["R1"], True, False)


def test_one_that_the_street_answers_only_lies_elsewhere() -> None:
    (move,) = compare([spot(1.2, Tier.STREET)], both(WIDER), EVERYBODY)
    assert (move.place, move.new_place, move.elsewhere) == (ID["R2"], ID["R1"], False)
    assert flows([move]) == {}


def test_a_new_grid_without_anybody_leaves_its_cases_to_nobody() -> None:
    rows = without(small(), "R3")["features"] + [feature("R4", "residential", "S", square(2))]
    (move,) = compare([spot(2.5)], both({"type": "FeatureCollection", "features": rows}), EVERYBODY)
    assert (move.owner, move.new_owner, move.nobody) == (ID["R3"], -1, True)


def test_a_case_that_falls_out_of_the_street_goes_to_nobody_whatever_it_is() -> None:
    narrow = without(changed(small(), "S", square(0, wide=2)), "R3")
    moves = list(compare([spot(2.5, None), spot(2.5, Tier.STREET)], both(narrow), EVERYBODY))
    assert [(m.new_owner, m.nobody) for m in moves] == [(None, True), (None, True)]


def test_a_case_without_a_category_has_no_grid_that_answers_so_none_is_lost() -> None:
    (move,) = compare([spot(1.2, None)], both(WIDER), EVERYBODY)
    assert not move.elsewhere


@given(st.lists(st.tuples(columns, tiers)))
def test_the_same_boundaries_move_nobody(where: list[tuple[float, Tier | None]]) -> None:
    assert list(compare([spot(c, t) for c, t in where], both(small()), frozenset())) == []


@given(st.lists(st.tuples(columns, tiers)))
def test_the_flows_count_every_case_that_goes_elsewhere_once(where: list[tuple[float, Tier | None]]) -> None:
    moved = list(compare([spot(c, t, n) for n, (c, t) in enumerate(where)], both(WIDER), EVERYBODY))
    assert sum(flows(moved).values()) == sum(move.elsewhere for move in moved) <= len(where)


def test_the_differences_name_what_comes_goes_and_is_otherwise() -> None:
    rows = without(changed(WIDER, "R2", name="新二"), "R3")["features"]
    rows.append(feature("R4", "residential", "S", square(2)))
    after = linter.read({"type": "FeatureCollection", "features": rows}).grids
    found = {c.grid.code: c.hows for c in differences(linter.read(small()).grids, after)}
    redrawn, both_ways = (How.REDRAWN,), (How.REDRAWN, How.RENAMED)
    assert found == {"R1": redrawn, "R2": both_ways, "R3": (How.REMOVED,), "R4": (How.ADDED,)}


def test_the_flows_begin_with_the_largest() -> None:
    two = changed(WIDER, "R3", square(2.2, wide=0.8))
    two = changed(two, "R2", square(1.5, wide=0.7))
    moved = compare([spot(2.1), *(spot(1.2 + n / 100) for n in range(3))], both(two), EVERYBODY)
    assert list(flows(moved).values()) == [3, 1]
