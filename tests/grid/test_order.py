"""The order of the tree: each grid before its children, whatever the codes are."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from app.core.db import db
from app.desk.conditions import below
from app.grid import queries
from app.grid.models import Grid
from app.grid.order import parents_first
from tests.builders.town import Town


@dataclass(frozen=True)
class Row:
    id: int
    parent_id: int | None


@st.composite
def trees(draw: st.DrawFn) -> list[Row]:
    """A tree of up to 30 grids, in the order of codes that mean nothing; now and then a parent was retired."""
    ids = draw(st.permutations(range(1, draw(st.integers(2, 31)))))
    rows = [Row(ids[0], draw(st.sampled_from([None, 99])))]
    rows += [Row(own, draw(st.sampled_from([*ids[:n], 99]))) for n, own in enumerate(ids) if n]
    return draw(st.permutations(rows))


@given(trees())
def test_each_stands_once_behind_its_parent_and_siblings_as_they_came(rows: list[Row]) -> None:
    listed = parents_first(rows)
    place = {row.id: n for n, row in enumerate(listed)}
    assert sorted(place) == sorted(row.id for row in rows) and len(listed) == len(rows)
    assert all(place[row.parent_id] < place[row.id] for row in rows if row.parent_id in place)
    for parent in {row.parent_id for row in rows}:
        siblings = [row for row in rows if row.parent_id == parent]
        assert [row for row in listed if row.parent_id == parent] == siblings


def test_parents_that_go_in_a_circle_lose_nobody() -> None:
    assert parents_first([Row(1, 2), Row(2, 1)]) == [Row(1, 2), Row(2, 1)]


def test_a_street_whose_codes_say_nothing_of_the_tree_loses_no_grid_below_its_root(cast: Town) -> None:
    for code, other in (("S", "Z9"), ("R1", "Y1"), ("M1", "A1")):
        db.session.execute(update(Grid).where(Grid.id == cast.grid_ids[code]).values(code=other))
    tree = queries.tree(cast.street_id)
    assert [row.code for row in tree] == ["Z9", "R2", "R3", "Y1", "A1"]
    assert below(tree, cast.grid_ids["S"]) == sorted(cast.grid_ids[code] for code in ("S", "R1", "R2", "R3", "M1"))
