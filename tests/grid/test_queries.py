"""The tree, the map and the scope, each in its known number of statements."""

from datetime import timedelta

import pytest

from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Role
from app.core.values import Tier
from app.grid import ops, queries
from app.grid.queries import GridRow
from app.people import ops as people
from app.people.models import Street, UserGrid
from tests.builders.grids import small, without
from tests.builders.people import NOON, a_street, a_user


@pytest.fixture
def rows(street: Street) -> dict[str, GridRow]:
    """The grids by code."""
    return {row.code: row for row in queries.tree(street.id)}


def test_the_tree_lists_each_grid_before_its_children_and_siblings_by_code(rows: dict[str, GridRow]) -> None:
    assert [(row.code, row.tier, row.parent_id) for row in rows.values()] == [
        ("S", Tier.STREET, None),
        ("R1", Tier.RESIDENTIAL, rows["S"].id),
        ("M1", Tier.MICRO, rows["R1"].id),
        *[(code, Tier.RESIDENTIAL, rows["S"].id) for code in ("R2", "R3")],
    ]


def test_the_root_is_read_once_a_transaction(street: Street, rows: dict[str, GridRow]) -> None:
    with count_statements() as counted:
        assert queries.root(street.id) == queries.root(street.id) == rows["S"].id
    assert counted.n <= 1


def test_a_street_without_grids_says_so(town: object) -> None:
    empty = a_street()
    with pytest.raises(NotFound):
        queries.root(empty.id)
    assert queries.tree(empty.id) == []
    assert queries.boundaries_geojson(empty.id, NOON) == {"type": "FeatureCollection", "version": None, "features": []}


def test_above_a_market_stand_its_residential_grid_and_the_street(rows: dict[str, GridRow]) -> None:
    with count_statements() as counted:
        assert queries.ancestors(rows["M1"].id) == [rows["R1"].id, rows["S"].id]
    assert counted.n == 1 and queries.ancestors(rows["S"].id) == []


def test_a_subtree_holds_the_grid_itself_and_all_below_it(rows: dict[str, GridRow]) -> None:
    with count_statements() as counted:
        assert queries.subtree_ids([rows["R1"].id, rows["R2"].id]) == {rows[c].id for c in ("R1", "R2", "M1")}
    assert counted.n == 1 and queries.subtree_ids([]) == frozenset()


def test_a_subtree_keeps_grids_that_rest(street: Street, rows: dict[str, GridRow]) -> None:
    ops.import_grid(street.id, without(small(), "M1"), NOON + timedelta(days=1))
    assert rows["M1"].id in queries.subtree_ids([rows["S"].id])


def test_neighbours_touch_and_are_residential(rows: dict[str, GridRow]) -> None:
    assert queries.neighbours(rows["R2"].id, NOON) == [rows["R1"].id, rows["R3"].id]
    assert queries.neighbours(rows["M1"].id, NOON) == [rows["R1"].id, rows["R2"].id]
    assert queries.neighbours(rows["R2"].id, NOON - timedelta(days=1)) == [] == queries.neighbours(-1, NOON)


def test_a_grid_that_nobody_has_is_not_found(town: object) -> None:
    with pytest.raises(NotFound):
        queries.row(-1)


def test_the_map_carries_the_boundaries_of_its_moment(street: Street, rows: dict[str, GridRow]) -> None:
    with count_statements() as counted:
        first = queries.boundaries_geojson(street.id, NOON)
    later = ops.import_grid(street.id, without(small(), "M1"), NOON + timedelta(days=1))
    second = queries.boundaries_geojson(street.id, NOON + timedelta(days=1))
    assert counted.n == 2 and second["version"] == later.version_id != first["version"]
    assert [len(found["features"]) for found in (first, second)] == [5, 4]
    market = next(f for f in first["features"] if f["properties"]["code"] == "M1")
    assert market["properties"] == {"id": rows["M1"].id, "code": "M1", "name": "网格", "tier": "micro", "parent": "R1"}
    assert market["geometry"]["type"] == "Polygon"


def test_somebody_acts_in_the_whole_subtrees_of_their_grids(street: Street, rows: dict[str, GridRow]) -> None:
    roles = (Role.GRID_WORKER, Role.REVIEWER)
    chen = a_user(street, *roles, grid_ids=[rows["R1"].id, rows["R3"].id])
    with count_statements() as counted:
        actor = queries.actor_of(chen.id)
    assert counted.n == 1 and actor is not None  # the account itself was read already
    assert (actor.id, actor.name, actor.roles) == (chen.id, chen.name, frozenset(roles))
    assert actor.grid_ids == {rows[code].id for code in ("R1", "R3", "M1")}


def test_who_acts_is_two_statements(street: Street) -> None:
    chen = a_user(street, Role.DISPATCHER)
    db.session.flush()
    db.session.expire_all()
    with count_statements() as counted:
        actor = queries.actor_of(chen.id)
    assert counted.n == 2 and actor is not None and actor.grid_ids == frozenset()


def test_nobody_acts_who_left(street: Street) -> None:
    chen = a_user(street, Role.DISPATCHER)
    people.lock(chen.id, NOON)
    assert queries.actor_of(chen.id) is None and queries.actor_of(-1) is None


def test_a_scope_never_crosses_streets(street: Street, rows: dict[str, GridRow]) -> None:
    stranger = a_user(a_street(), Role.GRID_WORKER)
    db.session.add(UserGrid(user_id=stranger.id, grid_id=rows["R1"].id))
    db.session.flush()
    actor = queries.actor_of(stranger.id)
    assert actor is not None and actor.grid_ids == frozenset()


def test_chiefs_hold_exactly_this_grid(street: Street, rows: dict[str, GridRow]) -> None:
    chief = a_user(street, Role.GRID_CHIEF, name="林网格长", grid_ids=[rows["R1"].id])
    a_user(street, Role.GRID_WORKER, grid_ids=[rows["R1"].id])
    gone = a_user(street, Role.GRID_CHIEF, grid_ids=[rows["R1"].id])
    people.lock(gone.id, NOON)
    assert queries.chiefs(rows["R1"].id) == [(chief.id, "林网格长")]
    assert queries.chiefs(rows["M1"].id) == [] == queries.chiefs(rows["S"].id)
