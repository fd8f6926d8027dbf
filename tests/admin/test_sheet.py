"""A sheet of people: every bad row is named, and stops no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.admin.sheet import COLUMNS, ROWS_MAX, Judged, Known, judge, rows_of
from app.core.errors import Invalid
from app.core.permissions import Role

HEAD = (1, ["用户名", "姓名", "角色", "网格", "单位", "电话"])
CHEN = ["chen.yw", "陈一苇", "网格员、巡查员", "R1", "", "021 5550"]
KNOWN = Known(
    1, {"R1": 11, "一网格": 11, "R2": 12, "网格": None}, {"城管中队": 21}, {"here": (1, "某人"), "far": (2, "某人")}
)


def judged(*rows: list[str]) -> list[Judged]:
    return judge(rows_of([HEAD, *((n, row) for n, row in enumerate(rows, 2))]), KNOWN)


def told(row: Judged) -> str:
    return row.message % row.params if row.params else row.message


def test_a_good_row_becomes_an_entry() -> None:
    [row] = judged(CHEN)
    assert row.entry is not None and row.login == "chen.yw" and not row.there
    assert row.entry.roles == {Role.GRID_WORKER, Role.PATROLLER} and row.entry.grid_ids == {11}


@pytest.mark.parametrize(
    ("place", "cell", "words"),
    [
        (0, "陈", "用户名是 2 到 40 位"),
        (0, "", "用户名是 2 到 40 位"),
        (0, "far", "这个用户名已经有人用了"),
        (0, "here", "这个用户名已经有人用了"),
        (1, "", "请写姓名"),
        (2, "", "至少选一个角色"),
        (2, "皇帝", "没有这个角色：皇帝"),
        (2, "社区评议员", "没有这个角色：社区评议员"),
        (2, "管理员;审计员", "管理员和审计员不能是同一个人"),
        (3, "R1;R9", "没有这个网格：R9"),
        (3, "网格", "叫“网格”的不止一个"),
        (4, "不存在的单位", "没有这个单位：不存在的单位"),
        (5, "打我", "电话只写数字"),
    ],
)
def test_a_bad_row_says_what_is_wrong_and_the_good_one_stands(place: int, cell: str, words: str) -> None:
    bad = [*CHEN[:place], cell, *CHEN[place + 1 :]]
    wrong, good = judged(bad, ["mei", *CHEN[1:4], "城管中队", ""])
    assert wrong.entry is None and words in told(wrong) and wrong.line == 2
    assert good.entry is not None and good.entry.unit_id == 21


def test_a_person_twice_in_one_sheet_is_named_with_the_first_line() -> None:
    first, same_login, same_person, other = judged(
        CHEN, ["CHEN.YW", "别人", *CHEN[2:]], ["chen2", *CHEN[1:]], ["chen3", *CHEN[1:5], ""]
    )
    assert first.entry and other.entry
    assert told(same_login) == "用户名和第 2 行一样"
    assert told(same_person) == "和第 2 行是同一个人：姓名和电话都一样"


def test_whoever_is_there_already_is_not_made_again() -> None:
    [row] = judged(["here", "某人", *CHEN[2:]])
    assert row.there and row.entry and not row.message


@pytest.mark.parametrize(
    "table",
    [
        [],
        [(1, ["姓名", "角色"])],
        [HEAD],
        [(1, ["用户名", "用户名", "姓名", "角色"]), (2, ["a", "b", "c", "网格员"])],
        [HEAD, *((n, CHEN) for n in range(2, ROWS_MAX + 3))],
    ],
)
def test_a_sheet_that_is_none_is_refused_as_a_whole(table: list[tuple[int, list[str]]]) -> None:
    with pytest.raises(Invalid) as refused:
        rows_of(table)
    assert list(refused.value.errors) == ["sheet"]


def test_columns_are_known_by_their_plain_names_in_any_order() -> None:
    table = [(1, ["Roles", "name", "login"]), (4, ["grid_worker", "陈一苇", "chen"])]
    [row] = judge(rows_of(table), KNOWN)
    assert row.entry is not None and row.line == 4 and set(row.cells) == set(COLUMNS)


CELL = st.sampled_from(["", "chen", "CHEN", "here", "陈一苇", "网格员", "R1", "x x", "021 5550", ";"])


@given(st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=8))
def test_every_row_is_good_or_says_why_and_no_login_is_made_twice(rows: list[list[str]]) -> None:
    found = judged(*rows)
    assert [row.line for row in found] == list(range(2, len(rows) + 2))
    assert all((row.entry is None) == bool(row.message) for row in found)
    new = [row.login for row in found if row.entry and not row.there]
    assert len(new) == len(set(new))
