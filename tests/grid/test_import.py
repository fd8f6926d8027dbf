"""Importing a grid file: by code, by version, all or nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Conflict
from app.core.values import Point
from app.grid import ops, queries
from app.grid.models import Grid, GridVersion
from app.grid.ops import GridRefused, ImportResult
from app.people.models import Street
from tests.builders.grids import ROOT, SIDE, SOUTH, WEST, ZHENXIN, changed, small, square, without
from tests.builders.people import NOON, a_street

LATER = NOON + timedelta(days=30)


def again(street: Street, collection: dict[str, Any], at: datetime = LATER) -> ImportResult:
    return ops.import_grid(street.id, collection, at)


def home_at(street: Street, column: float, at: datetime) -> str | None:
    found = queries.locate(street.id, Point(WEST + column * SIDE, SOUTH + SIDE / 2), at)
    return queries.row(found.residential_grid_id).code if found and found.residential_grid_id else None


def grids(street: Street) -> dict[str, Grid]:
    return {g.code: g for g in db.session.scalars(select(Grid).where(Grid.street_id == street.id))}


def versions(street: Street) -> list[tuple[int, datetime, datetime | None]]:
    rows = select(GridVersion.number, GridVersion.from_at, GridVersion.until_at)
    rows = rows.where(GridVersion.street_id == street.id).order_by(GridVersion.number)
    return list(db.session.execute(rows).all())


def test_the_demo_street_is_imported_whole(town: object) -> None:
    made = a_street()
    done = ops.import_grid(made.id, ZHENXIN.read_bytes(), NOON)
    assert (done.number, done.is_new, len(done.added), done.changed, done.removed) == (1, True, 32, (), ())
    tree = queries.tree(made.id)
    assert tree[0].code == ROOT and tree[0].parent_id is None and len(tree) == 32
    assert versions(made) == [(1, NOON, None)]


def test_the_same_file_again_is_no_new_version(street: Street) -> None:
    done = again(street, small())
    assert not done.is_new and done.number == 1
    assert versions(street) == [(1, NOON, None)]


def test_a_new_boundary_is_a_new_version_and_the_old_one_keeps_its_answer(street: Street) -> None:
    moved = changed(changed(small(), "R1", square(0, wide=1.5)), "R2", square(1.5, wide=0.5))
    done = again(street, moved)
    assert (done.number, done.changed) == (2, ("R1", "R2"))
    assert versions(street) == [(1, NOON, LATER), (2, LATER, None)]
    assert [home_at(street, 1.25, at) for at in (NOON, LATER - timedelta(seconds=1), LATER)] == ["R2", "R2", "R1"]
    assert home_at(street, 1.25, NOON - timedelta(seconds=1)) is None


def test_a_new_name_is_a_change_too(street: Street) -> None:
    assert again(street, changed(small(), "R3", name="丰庄居民区")).changed == ("R3",)
    assert grids(street)["R3"].name == "丰庄居民区"


def test_a_grid_that_the_file_lacks_rests_and_keeps_its_history(street: Street) -> None:
    done = again(street, without(small(), "R3", "M1"))
    assert done.removed == ("M1", "R3") and not grids(street)["R3"].active
    assert [row.code for row in queries.tree(street.id)] == ["S", "R1", "R2"]
    assert (home_at(street, 2.5, NOON), home_at(street, 2.5, LATER)) == ("R3", None)


def test_a_grid_that_comes_back_is_the_same_one(street: Street) -> None:
    before = grids(street)["R3"].id
    again(street, without(small(), "R3"))
    assert again(street, small(), LATER + timedelta(days=1)).changed == ("R3",)
    assert grids(street)["R3"].id == before and grids(street)["R3"].active
    assert len(versions(street)) == 3


def test_a_bad_file_changes_nothing_and_lists_every_fault(street: Street) -> None:
    bad = changed(changed(small(), "R1", parent="X", name="新名"), "R3", square(2, wide=2))
    with pytest.raises(GridRefused) as refused:
        again(street, bad)
    assert [fault.code for fault in refused.value.faults] == ["R1", "R3"]
    assert str(refused.value).startswith("这份网格文件有 2 处不对，什么都没有导入\nR1: 找不到上级网格 X")
    assert grids(street)["R1"].name == "网格" and len(versions(street)) == 1


@pytest.mark.parametrize(
    ("which", "told", "words"),
    [
        ("S", {"code": "S2"}, "S2: 本街道的总网格是 S，不能换成别的"),
        ("M1", {"tier": "residential", "parent": "S"}, "M1: 这个编码用过了，是另一级的网格，不能换级"),
    ],
)
def test_what_has_a_history_keeps_its_place_in_the_tree(
    street: Street, which: str, told: dict[str, Any], words: str
) -> None:
    other = changed(small(), which, **told)
    for home in other["features"]:
        home["properties"]["parent"] = (
            told.get("code") if home["properties"]["parent"] == which else home["properties"]["parent"]
        )
    with pytest.raises(GridRefused) as refused:
        again(street, other)
    assert words in str(refused.value).splitlines()


@pytest.mark.parametrize("earlier", [timedelta(0), timedelta(seconds=1)])
def test_a_version_begins_after_the_one_in_force(street: Street, earlier: timedelta) -> None:
    with pytest.raises(Conflict):
        again(street, without(small(), "R3"), NOON - earlier)


def test_the_database_allows_one_open_version_of_a_street(street: Street) -> None:
    row = insert(GridVersion).values(street_id=street.id, number=7, from_at=LATER)
    with pytest.raises(IntegrityError):
        db.session.execute(row)


def test_two_streets_of_one_database_do_not_see_each_other(street: Street) -> None:
    other = a_street()
    ops.import_grid(other.id, without(small(), "R3"), NOON)
    assert {row.code for row in queries.tree(other.id)} == {"S", "R1", "R2", "M1"}
    assert (home_at(street, 2.5, NOON), home_at(other, 2.5, NOON)) == ("R3", None)
    assert queries.root(other.id) != queries.root(street.id)


def test_a_look_up_asks_the_database_once_a_minute_at_most(street: Street) -> None:
    with count_statements() as counted:
        found = [queries.locate(street.id, Point(WEST + SIDE / 2, SOUTH + SIDE / 2), NOON) for _ in range(3)]
    assert counted.n == 2 and found[0] == found[2] is not None  # the versions, then the boundaries


def test_an_import_reads_some_statements_and_not_some_a_grid(town: object) -> None:
    made = a_street()
    with count_statements() as counted:
        ops.import_grid(made.id, ZHENXIN.read_bytes(), NOON)
    assert len([sent for sent in counted.statements if not sent.startswith("INSERT")]) <= 5
    assert db.session.scalar(select(func.count()).select_from(Grid).where(Grid.street_id == made.id)) == 32
