"""A list as a file: nothing in it is reckoned, everything in it is read."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.desk.sheets import STARTS, made, safe
from app.desk.words import SheetKind


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert not safe(cell).lstrip().startswith(STARTS)


@pytest.mark.parametrize("cell", ["=1+1", "+8613", "-1", "@cmd", "\t=1", "  =1", "\r=1"])
def test_what_looks_like_a_formula_stays_text_in_both_files(cell: str) -> None:
    lines = list(csv.reader(io.StringIO(made(SheetKind.CSV, ["编号"], [[cell]]).decode("utf-8-sig"), newline="")))
    assert lines == [["编号"], [f"'{cell}"]]
    sheet = load_workbook(io.BytesIO(made(SheetKind.XLSX, ["编号"], [[cell]]))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


def test_what_no_file_may_hold_becomes_a_mark() -> None:
    assert safe("a\x00b\x0b") == "a�b�"
    assert made(SheetKind.XLSX, ["编号"], [["a\x00b"]])
