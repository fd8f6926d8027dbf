"""A sheet of estates and buildings: what each row would do, or why it cannot. Pure.

A row without lane and number is an estate, any other a building of the estate it names, which may stand further up in
the same sheet. An empty cell of an estate that is there already changes nothing of it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.catalog.cells import BadCell, text
from app.catalog.words import EstateKind
from app.core.msgid import N_
from app.core.values import Point

COLUMNS = ("estate", "kind", "grid", "property", "owners", "lane", "number", "lon", "lat")
NEEDED = ("estate", "lon", "lat")
# What people write above a column, besides its own name.
HEADERS: Mapping[str, str] = {
    N_("小区"): "estate",
    N_("类型"): "kind",
    N_("网格"): "grid",
    N_("物业"): "property",
    N_("业委会"): "owners",
    N_("弄"): "lane",
    N_("号"): "number",
    N_("经度"): "lon",
    N_("纬度"): "lat",
}
KINDS: Mapping[str, EstateKind] = {
    N_("商品房"): EstateKind.COMMODITY,
    N_("老旧小区"): EstateKind.OLD,
    N_("类住宅"): EstateKind.QUASI,
    **{kind.value: kind for kind in EstateKind},
}
BEYOND = "beyond"  # a row that has cells beyond the header
ESTATE_MAX, LANE_MAX, NUMBER_MAX, ROWS_MAX = 60, 60, 20, 20_000
Cells = Mapping[str, str]


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True)
class Facts:
    """What is kept of an estate; None for a body that it does not have."""

    name: str
    kind: EstateKind
    grid_id: int
    point: Point
    property_unit_id: int | None = None
    owners_unit_id: int | None = None


@dataclass(frozen=True)
class House:
    """A building: whose, where."""

    estate: str
    lane: str
    number: str
    point: Point

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.estate, self.lane, self.number


@dataclass(frozen=True)
class Known:
    """What the street has. grids: residential ones by code and by name; home: the residential grid of a point.

    grids, units: None for a name that several have.
    """

    estates: Mapping[str, Facts]
    houses: Mapping[tuple[str, str, str], Point]
    grids: Mapping[str, int | None]
    units: Mapping[str, int | None]
    home: Callable[[Point], int | None]


@dataclass(frozen=True)
class Line:
    """A row of the sheet and what becomes of it. message: why it cannot be, a msgid filled by params."""

    number: int
    label: str
    outcome: Outcome
    value: Facts | House | None = None
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def columns_of(header: Sequence[str]) -> list[str]:
    """Our names of the columns. Raises BadCell for one that is unknown, there twice or missing."""
    named = [HEADERS.get(cell, cell) for cell in header]
    for column in named:
        if column not in COLUMNS:
            raise BadCell(N_("没有“%(name)s”这样的列"), name=column)
        if named.count(column) > 1:
            raise BadCell(N_("%(name)s 这一列有两次"), name=column)
    for column in NEEDED:
        if column not in named:
            raise BadCell(N_("缺 %(name)s 这一列"), name=next(n for n, c in HEADERS.items() if c == column))
    return named


def plan(rows: Sequence[tuple[int, Cells]], known: Known) -> list[Line]:
    """What every row would do, in order; the same row twice is the same thing the second time."""
    estates, houses = dict(known.estates), dict(known.houses)
    found: list[Line] = []
    for number, cells in rows:
        label = " ".join(filter(None, (cells.get(name, "") for name in ("estate", "lane", "number"))))
        try:
            value = _value(cells, known, estates)
        except BadCell as bad:
            found.append(Line(number, label[:120], Outcome.BAD, None, bad.message, bad.params))
            continue
        outcome = (
            _done(houses, value.key, value.point) if isinstance(value, House) else _done(estates, value.name, value)
        )
        found.append(Line(number, label[:120], outcome, value))
    return found


def records(lines: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[int, Cells]]:
    """The rows below the header with their cells by column. Raises BadCell for a header, or more rows than may be."""
    if not lines:
        raise BadCell(N_("表是空的"))
    header = columns_of([cell.strip() for cell in lines[0][1]])
    if len(lines) > ROWS_MAX:
        raise BadCell(N_("行太多：一次最多 %(max)s 行"), max=ROWS_MAX)
    found: list[tuple[int, Cells]] = []
    for number, cells in lines[1:]:
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        found.append((number, named | ({BEYOND: "x"} if any(cells[len(header) :]) else {})))
    return found


def read_point(lon: str, lat: str) -> Point:
    """Two cells as a place on earth; raises BadCell."""
    try:
        point = Point(round(float(lon), 7), round(float(lat), 7))
    except ValueError:
        raise BadCell(N_("经纬度要写成 121.3665 和 31.2478 这样")) from None
    if not (math.isfinite(point.lon) and -180 <= point.lon <= 180 and -90 <= point.lat <= 90):
        raise BadCell(N_("经纬度要写成 121.3665 和 31.2478 这样"))
    return point


def _done(there: dict[Any, Any], key: Any, value: Any) -> Outcome:
    before = there.get(key)
    there[key] = value
    return Outcome.NEW if before is None else Outcome.SAME if before == value else Outcome.CHANGED


def _value(cells: Cells, known: Known, estates: Mapping[str, Facts]) -> Facts | House:
    if BEYOND in cells:
        raise BadCell(N_("格数和表头不一样"))
    if not cells.get("estate"):
        raise BadCell(N_("没写小区"))
    return _house(cells, estates) if _is_house(cells) else _estate(cells, known, estates)


def _is_house(cells: Cells) -> bool:
    return bool(cells.get("lane") or cells.get("number"))


def _house(cells: Cells, estates: Mapping[str, Facts]) -> House:
    name = text(ESTATE_MAX, needed=True)(cells["estate"])
    if name not in estates:
        raise BadCell(N_("没有“%(name)s”这个小区：先写小区那一行"), name=name)
    if not cells.get("number"):
        raise BadCell(N_("写了弄，没写号"))
    lane, number = text(LANE_MAX)(cells.get("lane", "")), text(NUMBER_MAX)(cells["number"])
    return House(name, lane, number.removesuffix(N_("号")), read_point(cells.get("lon", ""), cells.get("lat", "")))


def _estate(cells: Cells, known: Known, estates: Mapping[str, Facts]) -> Facts:
    name, point = text(ESTATE_MAX, needed=True)(cells["estate"]), read_point(cells.get("lon", ""), cells.get("lat", ""))
    before = estates.get(name)
    home = known.home(point)
    if home is None:
        raise BadCell(N_("这一点不在本街道的居民区里"))
    grid = _one_of(cells.get("grid", ""), known.grids, N_("没有“%(cell)s”这个居民区网格")) or home
    kind = _one_of(cells.get("kind", ""), KINDS, N_("没有“%(cell)s”这种小区：商品房、老旧小区或类住宅"))
    no_unit = N_("没有“%(cell)s”这个单位")
    keeper, owners = (_one_of(cells.get(name, ""), known.units, no_unit) for name in ("property", "owners"))
    if before is None:
        if kind is None:
            raise BadCell(N_("新的小区要写类型"))
        return Facts(name, kind, grid, point, keeper, owners)
    return replace(
        before,
        kind=kind or before.kind,
        grid_id=grid if cells.get("grid") else before.grid_id,
        point=point,
        property_unit_id=keeper or before.property_unit_id,
        owners_unit_id=owners or before.owners_unit_id,
    )


def _one_of(cell: str, known: Mapping[str, Any], message: str) -> Any:
    if not cell:
        return None
    if cell not in known:
        raise BadCell(message, cell=cell[:40])
    if known[cell] is None:
        raise BadCell(N_("叫“%(word)s”的不止一个，说不准是哪个"), word=cell[:40])
    return known[cell]
