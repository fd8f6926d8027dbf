"""The rows of an xlsx file: read from one that somebody sent, refused where it is too large or none; and written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from app.core.errors import Invalid, Refusal
from app.core.msgid import N_

# A row of a few letters can name the last of 16,384 columns, or the millionth row: what lies beyond is not unfolded.
ROWS_MAX, COLUMNS_MAX = 20_000, 128
ELEMENTS_MAX = 1_000_000  # a row is held whole while it is read, and an element takes a hundred times its letters
CHUNK = 1024 * 1024
TOO_LARGE = N_("表格太大：请分成几份")


def rows_of(data: bytes, unfolded_max: int, worksheet: str = "") -> Sequence[tuple[Any, ...]]:
    """Every row of a worksheet (by default the first), each cell as the program that wrote it computed it.

    A row ends with its last cell that says something. unfolded_max: bytes that its parts may have together.
    Raises Invalid for what is too large, and for what is no workbook.
    """
    try:
        return list(_rows(data, unfolded_max, worksheet))
    except Refusal:
        raise
    except Exception:  # noqa: BLE001 -- a damaged file fails in the zip, in the XML or in a cell, each in its own way
        raise Invalid(N_("表格打不开，或没有这一页")) from None


def _rows(data: bytes, unfolded_max: int, worksheet: str) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook  # seconds to load, for few requests

    with ZipFile(BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > unfolded_max or _elements(parts) > ELEMENTS_MAX:
            raise Invalid(TOO_LARGE)
    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheet = book[worksheet] if worksheet else book.worksheets[0]
    sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MAX, values_only=True), start=1):
        if number > ROWS_MAX:
            raise Invalid(TOO_LARGE)
        yield row[: max((n for n, cell in enumerate(row, start=1) if cell is not None), default=0)]
    book.close()


def _elements(parts: ZipFile) -> int:
    """At most so many elements have all parts together, told from their angle brackets."""
    found = 0
    for part in parts.infolist():
        with parts.open(part) as opened:
            while chunk := opened.read(CHUNK):
                found += chunk.count(b"<")
    return found


def workbook(sheets: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """An xlsx file with these worksheets, each with its header in the first row. Cells are text as they are given."""
    from openpyxl import Workbook  # 0.2 s to import, for whoever takes one

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
