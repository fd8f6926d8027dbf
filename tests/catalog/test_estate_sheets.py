"""A sheet of estates and buildings: what each row would do, or why it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.cells import BadCell
from app.catalog.estates.sheet import COLUMNS, Cells, Facts, Known, Line, Outcome, plan, records
from app.catalog.words import EstateKind
from app.core.values import Point

HEAD = ["小区", "类型", "网格", "物业", "业委会", "弄", "号", "经度", "纬度"]
HERE, THERE = Point(121.35, 31.24), Point(121.36, 31.24)
OLD = Facts("和风苑", EstateKind.OLD, 1, HERE, 7, None)
KNOWN = Known({"和风苑": OLD}, {("和风苑", "18弄", "6"): HERE}, {"R1": 1, "R2": 2}, {"和风物业": 7}, lambda _point: 1)


def rows(*lines: str, head: list[str] = HEAD) -> list[tuple[int, Cells]]:
    return records([(n, line) for n, line in enumerate([head, *(line.split(",") for line in lines)], start=1)])


def told(*lines: str) -> list[Line]:
    return plan(rows(*lines), KNOWN)


def outcomes(*lines: str) -> list[Outcome]:
    return [line.outcome for line in told(*lines)]


def test_estates_and_their_buildings_are_told_apart_by_lane_and_number() -> None:
    assert outcomes("春风里,商品房,R2,,,,,121.36,31.24", "春风里,,,,,9弄,1,121.36,31.24") == ["new", "new"]
    first, second = told("春风里,commodity,R2,和风物业,,,,121.36,31.24", "春风里,,,,,9弄,1号,121.36,31.24")
    assert first.value == Facts("春风里", EstateKind.COMMODITY, 2, THERE, 7, None)
    assert (second.label, second.value.number if second.value else "") == ("春风里 9弄 1号", "1")  # type: ignore[union-attr]


def test_what_is_there_already_is_the_same_and_an_empty_cell_changes_nothing() -> None:
    assert outcomes("和风苑,,,,,,,121.35,31.24", "和风苑,,,,,18弄,6,121.35,31.24") == ["same", "same"]
    (line,) = told("和风苑,类住宅,,,,,,121.36,31.24")
    assert line.value == Facts("和风苑", EstateKind.QUASI, 1, THERE, 7, None) and line.outcome is Outcome.CHANGED


def test_the_same_row_twice_is_done_once() -> None:
    assert outcomes(*["春风里,商品房,,,,,,121.36,31.24"] * 2) == ["new", "same"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",商品房,,,,,,121.36,31.24", "没写小区"),
        ("春风里,,,,,,,121.36,31.24", "新的小区要写类型"),
        ("春风里,别墅,,,,,,121.36,31.24", "没有“%(cell)s”这种小区"),
        ("春风里,商品房,R9,,,,,121.36,31.24", "没有“%(cell)s”这个居民区网格"),
        ("春风里,商品房,,没有物业,,,,121.36,31.24", "没有“%(cell)s”这个单位"),
        ("春风里,商品房,,,,,,东,北", "经纬度要写成"),
        ("春风里,商品房,,,,,,nan,31", "经纬度要写成"),
        ("春风里,商品房,,,,,,121.36", "经纬度要写成"),
        ("别处,,,,,9弄,1,121.36,31.24", "先写小区那一行"),
        ("和风苑,,,,,9弄,,121.36,31.24", "写了弄，没写号"),
        (f"{'长' * 61},商品房,,,,,,121.36,31.24", "太长了"),
        ("春风里,商品房,,,,,,121.36,31.24,多", "格数和表头不一样"),
    ],
)
def test_a_bad_row_says_why_and_the_next_is_done(line: str, said: str) -> None:
    bad, good = told(line, "和风苑,,,,,18弄,7,121.35,31.24")
    assert bad.outcome is Outcome.BAD and said in bad.message and bad.number == 2
    assert (bad.message % bad.params if bad.params else bad.message) and good.outcome is Outcome.NEW


def test_a_point_outside_every_residential_grid_is_no_place_for_an_estate() -> None:
    known = Known({}, {}, {}, {}, lambda _point: None)
    (line,) = plan(rows("春风里,商品房,,,,,,121.36,31.24"), known)
    assert "不在本街道的居民区里" in line.message


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["小区", "经度"], "缺"),
        (["小区", "经度", "纬度", "电话"], "没有"),
        (["小区", "小区", "经度", "纬度"], "两次"),
        ([], "缺"),
    ],
)
def test_a_header_that_is_none_is_refused_as_a_whole(head: list[str], said: str) -> None:
    with pytest.raises(BadCell, match=said):
        rows("x", head=head)


def test_columns_may_stand_in_any_order_and_in_either_name() -> None:
    assert rows("31,和风苑,121", head=["lat", "小区", "lon"]) == [(2, {"lat": "31", "estate": "和风苑", "lon": "121"})]
    with pytest.raises(BadCell, match="空的"):
        records([])


cells = st.fixed_dictionaries({name: st.text(max_size=6) for name in COLUMNS})


@given(st.lists(cells, max_size=6))
def test_whatever_stands_in_the_rows_each_comes_to_one_outcome(sheet: list[dict[str, str]]) -> None:
    found = plan(list(enumerate(sheet, start=2)), KNOWN)
    assert [line.number for line in found] == list(range(2, len(sheet) + 2))
    assert all((line.value is None) == (line.outcome is Outcome.BAD) == bool(line.message) for line in found)


@given(st.lists(st.sampled_from(["和风苑,,,,,18弄,6,121.36,31.24", "春风里,商品房,,,,,,121.36,31.24"]), max_size=5))
def test_a_sheet_done_twice_does_nothing_more(lines: list[str]) -> None:
    assert set(outcomes(*lines, *lines)[len(lines) :]) <= {Outcome.SAME}


def test_a_name_that_two_have_is_an_error_of_its_row() -> None:
    known = Known({}, {}, {"和风": None}, {"同名物业": None}, lambda _point: 1)
    for cells in ("春风里,商品房,和风,,,,,121.36,31.24", "春风里,商品房,,同名物业,,,,121.36,31.24"):
        (line,) = plan(rows(cells), known)
        assert line.outcome is Outcome.BAD and "不止一个" in line.message
