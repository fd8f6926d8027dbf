"""The rows of an xlsx file that somebody sent: refused before it is unfolded when it is too large, or is none."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from app.core.errors import Invalid, Refusal
from app.core.msgid import N_

# A row of a few letters can name the last of 16,384 columns, or the millionth row: what lies beyond is not unfolded.
ROWS_MAX, COLUMNS_MAX = 20_000, 128
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
        if sum(part.file_size for part in parts.infolist()) > unfolded_max:
            raise Invalid(TOO_LARGE)
    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheet = book[worksheet] if worksheet else book.worksheets[0]
    sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MAX, values_only=True), start=1):
        if number > ROWS_MAX:
            raise Invalid(TOO_LARGE)
        yield row[: max((n for n, cell in enumerate(row, start=1) if cell is not None), default=0)]
    book.close()
