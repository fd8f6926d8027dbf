"""The rows of an xlsx file: read from one that somebody sent, refused where it is too large or none; and written."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from app.core.errors import Invalid
from app.core.msgid import N_


def rows_of(data: bytes, unfolded_max: int, worksheet: str = "") -> Sequence[tuple[Any, ...]]:
    """Every row of a worksheet (by default the first), each cell as the program that wrote it computed it.

    unfolded_max: bytes that its parts may have together. Raises Invalid.
    """
    from openpyxl import load_workbook  # seconds to load, for few requests

    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > unfolded_max:
                raise Invalid(N_("表格太大：请分成几份"))
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = book[worksheet] if worksheet else book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
        rows = list(sheet.iter_rows(values_only=True))
        book.close()
    except (BadZipFile, KeyError, IndexError, ValueError, OSError):
        raise Invalid(N_("表格打不开，或没有这一页")) from None
    return rows


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
