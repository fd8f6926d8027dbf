"""A workbook that somebody sent: read, or refused in words, whatever is in it."""

import contextlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.core import workbook
from app.core.errors import Invalid
from app.core.workbook import COLUMNS_MAX, rows_of

MEGABYTE = 1024 * 1024


def book(*rows: list[Any]) -> bytes:
    made, out = Workbook(), BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(out)
    return out.getvalue()


def with_sheet(rows: str) -> bytes:
    """The workbook of somebody who writes its parts by hand."""
    out, words = BytesIO(), "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with ZipFile(BytesIO(GOOD)) as good, ZipFile(out, "w", ZIP_DEFLATED) as bad:
        for name in good.namelist():
            own = f'<worksheet xmlns="{words}"><sheetData>{rows}</sheetData></worksheet>'
            bad.writestr(name, own if "sheet1" in name else good.read(name))
    return out.getvalue()


GOOD = book(["网格编码", None, "x"], [1, 2.5], [None, None])


def test_a_row_ends_with_its_last_cell_that_says_something() -> None:
    assert [row for row in rows_of(GOOD, MEGABYTE) if row] == [("网格编码", None, "x"), (1, 2.5)]


@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
def test_a_damaged_file_is_read_or_refused(at: int, byte: int) -> None:
    with contextlib.suppress(Invalid):  # nothing else
        rows_of(GOOD[:at] + bytes([byte]) + GOOD[at + 1 :], MEGABYTE)


@pytest.mark.parametrize("rows", ["<row r='1'><c", "<row r='x'/>", "<row r='1'><c r='1A1'><v>1</v></c></row>"])
def test_what_is_no_sheet_inside_a_whole_zip_is_refused(rows: str) -> None:
    with pytest.raises(Invalid, match="打不开"):
        rows_of(with_sheet(rows), MEGABYTE)


def test_a_few_letters_do_not_unfold_to_a_million_cells() -> None:
    [row] = rows_of(with_sheet("<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>"), MEGABYTE)
    assert len(row) <= COLUMNS_MAX
    with pytest.raises(Invalid, match="太大"):
        rows_of(with_sheet("<row r='1048576'><c r='A1048576'><v>1</v></c></row>"), MEGABYTE)
    with pytest.raises(Invalid, match="太大"):
        rows_of(GOOD, 100)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS_MAX", 1)
    with pytest.raises(Invalid, match="太大"):
        rows_of(GOOD, MEGABYTE)


def test_one_row_of_many_empty_cells_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ELEMENTS_MAX", 1_000)
    assert rows_of(GOOD, MEGABYTE)
    with pytest.raises(Invalid, match="太大"):
        rows_of(with_sheet("<row r='1'>" + "<c/>" * 1_000 + "</row>"), MEGABYTE)
