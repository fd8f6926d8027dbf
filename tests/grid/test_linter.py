"""A bad grid file is refused with everything that is wrong with it."""

import json
from typing import Any

import pytest

from app.core.values import Tier
from app.grid import linter
from app.grid.linter import Reading, read
from tests.builders.grids import SIDE, SOUTH, WEST, changed, feature, small, square, without, zhenxin


def faults(collection: Any) -> list[str]:
    return [str(fault) for fault in read(json.dumps(collection)).faults]


def ring(*spots: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[WEST + x * SIDE, SOUTH + y * SIDE] for x, y in spots]]}


def test_the_demo_street_is_read_without_a_fault() -> None:
    reading = read(json.dumps(zhenxin()))
    tiers = [grid.tier for grid in reading.grids]
    assert reading.faults == () and reading.root is not None and reading.root.code == "310114002000"
    assert [tiers.count(tier) for tier in Tier] == [1, 20, 11]


def test_a_street_may_have_no_market_or_no_residential_grid_yet() -> None:
    assert faults(without(small(), "M1")) == [] == faults(without(small(), "M1", "R1", "R2", "R3"))


def test_a_market_may_lie_across_residential_grids_and_beyond_its_parent() -> None:
    assert faults(small()) == []


BAD_FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "不是 JSON：第 1 行第 1 个字"),
    ("not text", b"\xff\xfe", "不是 UTF-8 文字"),
    ("cut", b'{"type":', "不是 JSON：第 1 行第 9 个字"),
    ("nan", b'{"a": NaN}', "不是 JSON"),
    ("deep", b"[" * 200_000, "不是 JSON"),
    ("long number", b"1" * 5000, "不是 JSON"),
    ("list", b"[]", "不是 GeoJSON 的 FeatureCollection"),
    ("one feature", b'{"type": "Feature"}', "不是 GeoJSON 的 FeatureCollection"),
    ("none", b'{"type": "FeatureCollection", "features": []}', "没有一个网格"),
]


@pytest.mark.parametrize(("data", "words"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES])
def test_what_is_no_grid_file_at_all_is_said_so(data: bytes, words: str) -> None:
    assert [str(fault) for fault in read(data).faults] == [words]


def test_a_file_of_the_windows_editor_is_read() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(small()).encode()).faults == ()


def test_too_big_a_file_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linter, "MAX_BYTES", 1_000_000)
    assert [str(f) for f in read(b" " * 1_000_001).faults] == ["文件超过 1 MB"]


SHAPES: list[tuple[str, Any, str]] = [
    ("none", {}, "R3: 边界应是 Polygon 或 MultiPolygon，不是 None"),
    ("line", {"type": "LineString", "coordinates": []}, "R3: 边界应是 Polygon 或 MultiPolygon，不是 LineString"),
    ("no coordinates", {"type": "Polygon"}, "R3: 坐标写法不对"),
    ("no ring", {"type": "Polygon", "coordinates": [3]}, "R3: 坐标写法不对"),
    ("text", {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "R3: 坐标写法不对"),
    ("yes", {"type": "Polygon", "coordinates": [[[True, False]] * 4]}, "R3: 坐标写法不对"),
    ("two points", ring((2, 0), (3, 0), (2, 0)), "R3: 边界少于 3 个点"),
    ("open", ring((2, 0), (3, 0), (3, 1), (2, 1)), "R3: 边界没有闭合：最后一点要和第一点相同"),
    ("crossing", ring((2, 0), (3, 1), (3, 0), (2, 1), (2, 0)), "R3: 边界自己交叉，在 121.375, 31.245 附近"),
]


@pytest.mark.parametrize(("shape", "words"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_boundary_that_is_none_is_named_with_its_grid(shape: Any, words: str) -> None:
    assert faults(changed(small(), "R3", shape)) == [words]


def test_a_hole_outside_its_ring_is_no_boundary() -> None:
    shape = square(2)
    shape["coordinates"].append(square(0.1, 0.1, 0.1, 0.1)["coordinates"][0])
    assert faults(changed(small(), "R3", shape))[0].startswith("R3: 边界不成形（洞或分块的位置不对）")


NOT_DEGREES: list[tuple[str, list[float], str]] = [
    ("metres", [-9_500.5, 3_200.25], "R3: 不是 WGS-84 经纬度：-9500.5, 3200.25"),
    ("swapped", [31.24, 121.35], "R3: 不是 WGS-84 经纬度：31.24, 121.35"),
    ("huge", [10**30, 1], f"R3: 不是 WGS-84 经纬度：{10**30}, 1"),
]


@pytest.mark.parametrize(("spot", "words"), [row[1:] for row in NOT_DEGREES], ids=[row[0] for row in NOT_DEGREES])
def test_coordinates_that_are_no_degrees_are_refused(spot: list[float], words: str) -> None:
    shape = {"type": "Polygon", "coordinates": [[spot, [121.36, 31.24], [121.36, 31.25], spot]]}
    assert faults(changed(small(), "R3", shape)) == [words]


def test_metres_that_could_be_degrees_are_seen_by_their_extent() -> None:
    shape = {"type": "Polygon", "coordinates": [[[-20, -30], [80, -30], [80, 60], [-20, -30]]]}
    assert faults(changed(small(), "R3", shape)) == ["R3: 横跨 100.0 度，比街道大得多：坐标不像 WGS-84 经纬度"]


@pytest.mark.parametrize(
    ("name", "fine"), [("urn:ogc:def:crs:OGC:1.3:CRS84", True), ("EPSG:4490", True), ("EPSG:4549", False)]
)
def test_another_frame_of_coordinates_is_refused_by_its_name(name: str, fine: bool) -> None:
    told = faults({**small(), "crs": {"type": "name", "properties": {"name": name}}})
    assert (told == []) is fine and (fine or "坐标系写的是" in told[0])


def test_altitudes_are_let_go() -> None:
    high = square(2)
    high["coordinates"][0] = [[*spot, 4.5] for spot in high["coordinates"][0]]
    assert read(changed(small(), "R3", high)).grids == read(small()).grids


TOLD: list[tuple[str, dict[str, Any], str]] = [
    ("code", {"code": 310114}, "#4: code（编码）应是 1 到 20 位字母或数字"),
    ("long code", {"code": "3" * 21}, "#4: code（编码）应是 1 到 20 位字母或数字"),
    ("name", {"name": "  "}, "R3: name（名称）应是 1 到 60 个字"),
    ("nul", {"name": "丰\x00庄"}, "R3: name（名称）应是 1 到 60 个字"),
    ("tier", {"tier": "block"}, "R3: tier（级别）应是 street、residential 或 micro"),
    ("no parent", {"parent": None}, "R3: 缺 parent（上级网格）"),
    ("odd parent", {"parent": 7}, "R3: parent（上级）应是一个网格的编码"),
    ("unknown parent", {"parent": "X9"}, "R3: 找不到上级网格 X9"),
    ("own parent", {"parent": "R3"}, "R3: 上级 R3 不是街道总网格"),
    ("wrong parent", {"parent": "R1"}, "R3: 上级 R1 不是街道总网格"),
    ("market under the street", {"tier": "micro"}, "R3: 上级 S 不是居民区网格"),
]


@pytest.mark.parametrize(("told", "words"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_a_grid_says_of_itself_is_checked(told: dict[str, Any], words: str) -> None:
    assert words in faults(changed(small(), "R3", **told))


def test_what_is_no_feature_is_named_by_its_place() -> None:
    assert faults({**small(), "features": [*small()["features"], 7]}) == ["#6: 不是 GeoJSON 的 Feature"]


def test_a_code_stands_once() -> None:
    twice = [*small()["features"], feature("R3", "residential", "S", square(2))]
    assert faults({**small(), "features": twice}) == ["R3: 编码重复，出现了 2 次"]


def test_a_street_has_one_root_and_it_has_no_parent() -> None:
    assert "没有街道总网格" in faults(without(small(), "S"))
    assert "S: 街道总网格不能有上级" in faults(changed(small(), "S", parent="R1"))
    second = [*small()["features"], feature("T", "street", None, square(0, wide=3))]
    assert faults({**small(), "features": second}) == ["街道总网格不止一个：S、T"]


def test_what_lies_outside_the_street_is_measured() -> None:
    [words] = faults(changed(small(), "R3", square(2, wide=1.1)))
    area = int(words.removeprefix("R3: 有 ").removesuffix(" 平方米在街道之外"))
    assert area == pytest.approx(0.1 * 951 * 1112, rel=0.01)


def test_siblings_that_overlap_are_both_named() -> None:
    [words] = faults(changed(small(), "R1", square(0, wide=1.5)))
    assert words.startswith("R1: 和 R2 重叠 ") and words.endswith(" 平方米")
    market = feature("M2", "micro", "R2", square(1.1, 0.4, 0.3, 0.2))
    assert faults({**small(), "features": [*small()["features"], market]})[0].startswith("M1: 和 M2 重叠")


def test_of_a_file_whose_grids_all_lie_on_each_other_a_hundred_overlaps_are_named() -> None:
    more = [feature(f"X{n}", "residential", "S", square(0)) for n in range(20)]
    found = faults({**small(), "features": [*small()["features"], *more]})
    assert len([words for words in found if " 重叠 " in words]) == linter.MAX_OVERLAPS
    assert found[-1] == f"重叠不止 {linter.MAX_OVERLAPS} 处，其余没有列出"


def test_a_sliver_between_two_surveys_is_let_pass() -> None:
    assert faults(changed(small(), "R1", square(0, wide=1.01))) != []  # ten metres
    assert faults(changed(small(), "R1", square(0, wide=1.0015))) == []  # one and a half
    assert faults(changed(small(), "R3", square(2, wide=1.001))) == []


def test_every_fault_of_a_file_is_listed_at_once() -> None:
    bad = changed(small(), "R1", ring((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), name="")
    bad = changed(changed(bad, "R2", parent="X"), "R3", square(2, wide=2))
    told = faults(bad)
    assert {words.split("：")[0].split("，")[0] for words in told} == {
        "R1: name（名称）应是 1 到 60 个字",
        "R1: 边界自己交叉",
        "R2: 找不到上级网格 X",
        "R3: 有 1057099 平方米在街道之外",
    }


def test_the_children_of_a_grid_that_cannot_be_read_are_not_blamed() -> None:
    assert faults(changed(small(), "S", name="")) == ["S: name（名称）应是 1 到 60 个字"]


def test_a_file_with_faults_still_says_whose_it_is() -> None:
    reading: Reading = read(changed(small(), "R3", parent="X"))
    assert reading.faults and reading.root is not None and reading.root.name == "网格"
