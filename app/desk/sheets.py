"""A list as a file: CSV and XLSX whose cells no spreadsheet takes for a formula. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

from app.core.workbook import workbook
from app.desk.words import SheetKind

# What a spreadsheet would reckon with, or hand on to another program.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MIME = {
    SheetKind.CSV: "text/csv; charset=utf-8",
    SheetKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Row = Sequence[str]


def safe(cell: str) -> str:
    """The cell as text that stays text: an apostrophe goes before what looks like a formula, also behind blanks."""
    shown = "".join(c if c.isprintable() or c in "\t\n\r" else "�" for c in cell)
    return f"'{shown}" if shown.lstrip(" \u3000").startswith(STARTS) or shown.startswith(STARTS) else shown


def made(kind: SheetKind, head: Row, rows: Iterable[Row]) -> bytes:
    """The file."""
    lines = [[safe(cell) for cell in row] for row in (head, *rows)]
    return _csv(lines) if kind is SheetKind.CSV else workbook({"LinGrid": lines})


def _csv(lines: Iterable[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(lines)
    return out.getvalue().encode("utf-8-sig")  # the mark tells Excel that it is UTF-8
