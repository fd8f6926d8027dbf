"""The map of a hotline sheet: which of its columns holds what, and how its times and labels read. Pure."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from app.core.clock import STREET_ZONE
from app.core.errors import Invalid
from app.core.msgid import N_

COLUMNS = ("number", "title", "text", "time", "contact", "category", "due")
NEEDED = ("number", "text")
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
_TABLES: Mapping[str, frozenset[str] | None] = {
    "columns": frozenset(COLUMNS),
    "time": frozenset({"formats", "zone"}),
    "file": frozenset({"encoding", "delimiter", "worksheet"}),
    "categories": None,  # its keys are the sheet's own labels
}


class MapRefused(Invalid):
    """The map cannot be used."""


@dataclass(frozen=True)
class SheetMap:
    """columns: ours → the sheet's. zone: of times that name none. categories: the sheet's label → our code.

    encoding, worksheet: None to find out, or to take the first.
    """

    columns: Mapping[str, str]
    formats: tuple[str, ...] = FORMATS
    zone: ZoneInfo = STREET_ZONE
    categories: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str = ","
    worksheet: str | None = None


def read_map(content: str) -> SheetMap:
    """Read a map written as TOML or JSON; raises MapRefused with the reason."""
    tables = _tables(content)
    columns, time, file = (tables.get(name, {}) for name in ("columns", "time", "file"))
    for name in NEEDED:
        if not columns.get(name):
            raise MapRefused(N_("对照表缺一列：columns.%(name)s"), name=name)
    return SheetMap(
        columns={ours: theirs for ours, theirs in columns.items() if theirs},
        formats=tuple(_words(time.get("formats", FORMATS), "time.formats")),
        zone=_zone(str(time.get("zone", STREET_ZONE.key))),
        categories={str(k): str(v) for k, v in tables.get("categories", {}).items() if v},
        encoding=file.get("encoding"),
        delimiter=_delimiter(file.get("delimiter", ",")),
        worksheet=file.get("worksheet"),
    )


def _tables(content: str) -> dict[str, dict[str, Any]]:
    content = content.removeprefix("\ufeff")
    try:
        tables = json.loads(content) if content.lstrip().startswith("{") else tomllib.loads(content)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise MapRefused(N_("对照表读不懂：%(error)s"), error=str(error)) from None
    for name, table in tables.items():
        if name not in _TABLES or not isinstance(table, dict):
            raise MapRefused(N_("对照表里没有这一节：%(name)s"), name=name)
        known = _TABLES[name]
        for key in () if known is None else table.keys() - known:
            raise MapRefused(N_("对照表里没有这一项：%(name)s"), name=f"{name}.{key}")
    return tables


def _words(value: Any, name: str) -> list[str]:
    if isinstance(value, str) or not value or not all(isinstance(part, str) for part in value):
        raise MapRefused(N_("对照表里 %(name)s 要是一列文字"), name=name)
    return list(value)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        raise MapRefused(N_("没有这个时区：%(name)s"), name=name) from None


def _delimiter(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
        raise MapRefused(N_("分隔符要是一个字符"))
    return value
