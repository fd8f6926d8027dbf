"""Reads a grid file whole and lists everything that is wrong with it. Pure: text in, grids or faults out.

The form: a GeoJSON FeatureCollection, one Feature a grid, with `code`, `name`, `tier` (street,
residential, micro) and `parent` (a code, null for the street). Anything else in it is let be.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from app.core.msgid import N_
from app.core.values import Tier
from app.grid.rings import outline
from app.grid.terrain import Area, Terrain

MAX_BYTES = 20_000_000
MAX_GRIDS = 1_000
MAX_OVERLAPS = 100  # named; of a file whose grids all lie on each other nobody reads half a million
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")
NAME_MAX = 60
# China's own frame agrees with WGS-84 to a few centimetres and is taken for it (domain.md section 5).
SAME_AS_WGS84 = ("CRS84", ":4326", ":4490")


@dataclass(frozen=True)
class Fault:
    """One thing wrong. code: the grid's, "" where it is the file's; number: its place in the file from 1."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    number: int | None = None

    def __str__(self) -> str:
        words = self.message % self.params
        where = self.code or (f"#{self.number}" if self.number else "")
        return f"{where}: {words}" if where else words


@dataclass(frozen=True)
class Drawn:
    """A grid as the file draws it."""

    code: str
    name: str
    tier: Tier
    parent: str | None
    geometry: dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """What the file says; with any fault, nothing of it is to be used."""

    grids: tuple[Drawn, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def root(self) -> Drawn | None:
        """The street grid, when there is exactly one."""
        streets = [grid for grid in self.grids if grid.tier is Tier.STREET]
        return streets[0] if len(streets) == 1 else None


def read(source: str | bytes | Mapping[str, Any]) -> Reading:
    """Read a file, or what was read of one already."""
    if isinstance(source, Mapping):
        return _collection(source)
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(data) > MAX_BYTES:
        return _hopeless(N_("文件超过 %(mb)s MB"), mb=MAX_BYTES // 1_000_000)
    try:
        return _collection(json.loads(data.decode("utf-8-sig"), parse_constant=_refuse))
    except UnicodeDecodeError:
        return _hopeless(N_("不是 UTF-8 文字"))
    except json.JSONDecodeError as bad:
        return _hopeless(N_("不是 JSON：第 %(line)s 行第 %(column)s 个字"), line=bad.lineno, column=bad.colno)
    except (ValueError, RecursionError):
        return _hopeless(N_("不是 JSON"))


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _hopeless(message: str, **params: Any) -> Reading:
    return Reading(faults=(Fault(message, params),))


def _collection(collection: Any) -> Reading:
    if not isinstance(collection, Mapping) or collection.get("type") != "FeatureCollection":
        return _hopeless(N_("不是 GeoJSON 的 FeatureCollection"))
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        return _hopeless(N_("没有一个网格"))
    if len(features) > MAX_GRIDS:
        return _hopeless(N_("网格超过 %(max)s 个"), max=MAX_GRIDS)
    return _Reader(collection.get("crs")).all(features)


class _Reader:
    """One reading in progress: the faults so far, and the grids that could be read."""

    def __init__(self, crs: Any) -> None:
        self.faults: list[Fault] = []
        self.grids: list[Drawn] = []
        self.areas: list[Area] = []
        self.unread: set[Any] = set()  # codes and tiers of grids with faults: told once, not by their children too
        name = str(crs.get("properties")) if isinstance(crs, Mapping) else None
        if name is not None and not any(known in name for known in SAME_AS_WGS84):
            self.faults.append(Fault(N_("坐标系写的是 %(crs)s，只收 WGS-84 经纬度"), {"crs": name[:80]}))

    def all(self, features: Sequence[Any]) -> Reading:
        for number, feature in enumerate(features, start=1):
            self._feature(feature, number)
        self._codes()
        self._tree()
        if self.areas:
            self._ground(Terrain(self.areas))
        return Reading(tuple(self.grids), tuple(self.faults))

    def _feature(self, feature: Any, number: int) -> None:
        if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
            self.faults.append(Fault(N_("不是 GeoJSON 的 Feature"), number=number))
            return
        told = feature.get("properties")
        told = told if isinstance(told, Mapping) else {}
        code = told["code"] if _is_code(told.get("code")) else ""
        wrong = [*_properties(told)]
        drawn = outline(feature.get("geometry"))
        for message, params in (*wrong, *drawn.faults):
            self.faults.append(Fault(message, params, code, number))
        if wrong:
            self.unread |= {value for key in ("code", "tier") if isinstance(value := told.get(key), str)}
        else:
            tier = Tier(told["tier"])
            self.grids.append(Drawn(code, told["name"].strip(), tier, told.get("parent"), drawn.geometry))
            if drawn.area is not None:
                self.areas.append(Area(code, tier, drawn.area))

    def _codes(self) -> None:
        for code, times in Counter(grid.code for grid in self.grids).items():
            if times > 1:
                self.faults.append(Fault(N_("编码重复，出现了 %(times)s 次"), {"times": times}, code))

    def _tree(self) -> None:
        tiers = {grid.code: grid.tier for grid in self.grids}
        roots = sorted(grid.code for grid in self.grids if grid.tier is Tier.STREET)
        if not roots and Tier.STREET.value not in self.unread:
            self.faults.append(Fault(N_("没有街道总网格")))
        if len(set(roots)) > 1:
            self.faults.append(Fault(N_("街道总网格不止一个：%(codes)s"), {"codes": "、".join(roots)}))
        for grid in self.grids:
            if grid.parent not in self.unread and (message := _parent_fault(grid, tiers)):
                self.faults.append(Fault(message, {"parent": grid.parent or ""}, grid.code))

    def _ground(self, terrain: Terrain) -> None:
        for code, area in terrain.outside():
            self.faults.append(Fault(N_("有 %(area)s 平方米在街道之外"), {"area": round(area)}, code))
        overlaps = terrain.overlaps()
        for code, other, area in islice(overlaps, MAX_OVERLAPS):
            params = {"other": other, "area": round(area)}
            self.faults.append(Fault(N_("和 %(other)s 重叠 %(area)s 平方米"), params, code))
        if next(overlaps, None) is not None:
            self.faults.append(Fault(N_("重叠不止 %(n)s 处，其余没有列出"), {"n": MAX_OVERLAPS}))


def _properties(told: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    name, parent = told.get("name"), told.get("parent")
    if not _is_code(told.get("code")):
        yield N_("code（编码）应是 1 到 20 位字母或数字"), {}
    if not isinstance(name, str) or not 0 < len(name.strip()) <= NAME_MAX or not name.strip().isprintable():
        yield N_("name（名称）应是 1 到 60 个字"), {}
    if told.get("tier") not in [tier.value for tier in Tier]:
        yield N_("tier（级别）应是 street、residential 或 micro"), {}
    if parent is not None and not _is_code(parent):
        yield N_("parent（上级）应是一个网格的编码"), {}


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def _parent_fault(grid: Drawn, tiers: Mapping[str, Tier]) -> str | None:
    if grid.tier is Tier.STREET:
        return N_("街道总网格不能有上级") if grid.parent is not None else None
    if grid.parent is None:
        return N_("缺 parent（上级网格）")
    if grid.parent not in tiers:
        return N_("找不到上级网格 %(parent)s")
    if grid.tier is Tier.RESIDENTIAL and tiers[grid.parent] is not Tier.STREET:
        return N_("上级 %(parent)s 不是街道总网格")
    if grid.tier is Tier.MICRO and tiers[grid.parent] is not Tier.RESIDENTIAL:
        return N_("上级 %(parent)s 不是居民区网格")
    return None
