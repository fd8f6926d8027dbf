"""A hotline sheet (CSV or xlsx) read into rows by its map. Pure: bytes in, rows and faults out.

What a file is, its bytes say. A row that cannot be read is a fault of its own; a file that cannot be read
at all is refused before anything is taken in. No cell is repeated in a message: they hold personal data.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.workbook import rows_of
from app.intake.sheet_map import SheetMap

NUMBER_MAX = 64
UNFOLDED_MAX = 300 * 1024 * 1024
_ZIP, _OLD_EXCEL, _UTF16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")
Cells = list[Any]


class SheetRefused(Invalid):
    """The file as a whole cannot be read."""


@dataclass(frozen=True)
class SheetRow:
    """A work order as the sheet tells it. at: aware UTC or None; label: the sheet's own category word.

    category_code: what the map makes of the label, empty for nothing. due_at: the city's own limit.
    """

    line: int
    number: str
    title: str
    text: str
    at: datetime | None = None
    contact: str = ""
    label: str = ""
    category_code: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class RowFault:
    """A row that cannot be read; `message` is a Chinese msgid."""

    line: int
    number: str
    message: str


def table_of(data: bytes) -> list[tuple[int, list[str]]]:
    """Every line of a plain table that is not empty, its cells as text; raises SheetRefused for a file that is none."""
    try:
        return [(line, [_text(cell) for cell in cells]) for line, cells in _lines(data, SheetMap({}))]
    except csv.Error as error:
        raise SheetRefused(N_("表格读不下去：%(error)s"), error=str(error)) from None


def read_sheet(data: bytes, sheet_map: SheetMap) -> list[SheetRow | RowFault]:
    """Every row that is not empty, in order; raises SheetRefused for a file or header that cannot be read."""
    lines = _lines(data, sheet_map)
    try:
        header = [_text(cell) for cell in next(lines, (0, []))[1]]
        _check_header(header, sheet_map)
        return [_row(line, cells, header, sheet_map) for line, cells in lines]
    except csv.Error as error:
        raise SheetRefused(N_("表格读不下去：%(error)s"), error=str(error)) from None


def _lines(data: bytes, sheet_map: SheetMap) -> Iterator[tuple[int, Cells]]:
    return _workbook(data, sheet_map) if data.startswith(_ZIP) else _csv(data, sheet_map)


def decoded(data: bytes, encoding: str | None = None) -> str:
    """The text of a CSV file: as told, else UTF-16 by its mark, UTF-8 (with or without one), GB18030."""
    if encoding is None and data.startswith(_UTF16):
        encoding = "utf-16"
    for name in (encoding,) if encoding else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise SheetRefused(N_("没有这种编码：%(name)s"), name=name) from None
    raise SheetRefused(N_("文字读不出来：请存成 UTF-8 的 CSV，或 xlsx"))


def _csv(data: bytes, sheet_map: SheetMap) -> Iterator[tuple[int, Cells]]:
    if data.startswith(_OLD_EXCEL):
        raise SheetRefused(N_("旧的 xls 读不了：请另存为 xlsx 或 CSV"))
    rows = csv.reader(StringIO(decoded(data, sheet_map.encoding), newline=""), delimiter=sheet_map.delimiter)
    line = 1
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = rows.line_num + 1  # a quoted text may run over several lines


def _workbook(data: bytes, sheet_map: SheetMap) -> Iterator[tuple[int, Cells]]:
    try:
        rows = rows_of(data, UNFOLDED_MAX, sheet_map.worksheet or "")
    except Invalid as refused:
        raise SheetRefused(refused.message) from None
    width = max((len(row) for row in rows), default=0)
    for line, row in enumerate(rows, start=1):
        if any(_text(cell) for cell in row):
            yield line, [*row, *[None] * (width - len(row))]


def _check_header(header: list[str], sheet_map: SheetMap) -> None:
    for theirs in sheet_map.columns.values():
        if header.count(theirs) != 1:
            raise SheetRefused(N_("表头里要有一列叫 %(name)s"), name=theirs)


def _row(line: int, cells: Cells, header: list[str], sheet_map: SheetMap) -> SheetRow | RowFault:
    found = dict(zip(header, cells, strict=False))
    told = {ours: found.get(theirs) for ours, theirs in sheet_map.columns.items()}
    number, title, text = (_text(told.get(name)) for name in ("number", "title", "text"))
    fault = _fault(number, title or text, whole=len(cells) == len(header))
    try:
        at, due_at = _moment(told.get("time"), sheet_map), _moment(told.get("due"), sheet_map)
    except (ValueError, OverflowError):
        fault = fault or N_("时间读不懂")
    if fault:
        return RowFault(line, number[:NUMBER_MAX], fault)
    label = _text(told.get("category"))
    code = sheet_map.categories.get(label, "")
    return SheetRow(line, number, title, text, at, _text(told.get("contact")), label, code, due_at)


def _fault(number: str, words: str, *, whole: bool) -> str:
    if not whole:
        return N_("格数和表头不一样")
    if not number:
        return N_("没有编号")
    if len(number) > NUMBER_MAX:
        return N_("编号太长：最多 64 个字")
    return "" if words else N_("没有内容")


def _text(cell: Any) -> str:
    """A cell as text; whole numbers that a workbook keeps as 24.0 are "24"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _moment(cell: Any, sheet_map: SheetMap) -> datetime | None:
    """Aware UTC; a time that names no zone is in the map's. None for an empty cell, ValueError for rubbish."""
    text = _text(cell)
    if not text:
        return None
    moment = cell if isinstance(cell, datetime) else _parsed(text, sheet_map.formats)
    zoned = moment if moment.tzinfo is not None else moment.replace(tzinfo=sheet_map.zone)
    return zoned.astimezone(UTC)


def _parsed(text: str, formats: Iterable[str]) -> datetime:
    for written in formats:
        try:
            return datetime.strptime(text, written)  # noqa: DTZ007 (the zone is the map's)
        except ValueError:
            continue
    return datetime.fromisoformat(text)
