"""Roster files as people make them: what can be read is read, and what cannot is named by its row."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.core.clock import from_street
from app.core.errors import Invalid
from app.grid import roster_sheet
from app.grid.roster_sheet import COLUMNS, SheetDuty, SheetFault, parsed

HEAD = ["网格编码", "登录名", "从", "到", "星期", "上班", "下班"]


def a_file(*rows: list[Any], head: list[str] | None = None) -> bytes:
    """A workbook with these rows under a header."""
    book, out = Workbook(), BytesIO()
    for row in (head or HEAD, *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def a_row(**more: str) -> SheetDuty | SheetFault:
    plain = dict.fromkeys(COLUMNS, "") | {"网格编码": "R1", "登录名": "Deputy", "从": "2026-11-17"}
    return parsed(2, plain | more)


def test_cells_are_read_as_programs_write_them() -> None:
    made = a_file(
        [310.0, " Deputy ", datetime(2026, 11, 17), "2026/11/30", 12345, time(8, 30), "17:30"],  # noqa: DTZ001
        [None] * 7,
        ["R2", "x", "2026.11.17", None, "周一、周三", None, None],
    )
    rows = roster_sheet.read(made)
    assert [number for number, _ in rows] == [2, 4]
    first, second = (parsed(number, cells) for number, cells in rows)
    assert isinstance(first, SheetDuty) and isinstance(second, SheetDuty)
    assert (first.grid_code, first.login, first.shift.weekdays) == ("310", "deputy", "12345")
    assert (first.shift.start, first.shift.end) == ("08:30", "17:30")
    assert first.shift.from_at == from_street(date(2026, 11, 17), time.min)
    assert first.shift.until_at == from_street(date(2026, 12, 1), time.min)
    assert (second.shift.weekdays, second.shift.until_at, second.shift.start) == ("13", None, None)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("登录名", "", "没写"),
        ("从", "下周", "看不懂"),
        ("到", "2026-02-30", "看不懂"),
        ("星期", "8", "看不懂"),
        ("上班", "8点", "看不懂"),
        ("班种", "早班", "看不懂"),
        ("电话顺序", "-1", "看不懂"),
        ("登录名", "a\x00b", "看不懂"),
        ("从", "0001-01-01", "看不懂"),
        ("条线", "线" * 61, "太长"),
    ],
)
def test_a_row_that_cannot_be_read_says_which_column(column: str, cell: str, words: str) -> None:
    fault = a_row(**{column: cell})
    assert isinstance(fault, SheetFault) and words in fault.words and fault.params == {"name": column}


def test_the_24_hour_duty_has_its_place_on_the_phone_list_and_all_days_are_every_day() -> None:
    night = a_row(班种="24小时", 电话顺序="2", 星期="1234567")
    assert isinstance(night, SheetDuty) and (night.night, night.phone_order, night.shift.weekdays) == (True, 2, "")
    day = a_row(电话顺序="2")
    assert isinstance(day, SheetDuty) and (day.night, day.phone_order) == (False, 0)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "打不开"),
        (b"PK\x03\x04 nothing", "打不开"),
        (b"a,b\n1,2", "打不开"),
        (a_file(), "一行都没有"),
        (a_file(["R1"], head=["网格编码"]), "表头"),
        (a_file(*[["R1", "x", "2026-11-17"]] * 1001), "最多"),
    ],
)
def test_what_is_no_roster_file_is_refused_as_a_whole(data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        roster_sheet.read(data)
    assert words in refused.value.errors["file"]


@given(st.fixed_dictionaries({name: st.text(max_size=8) for name in COLUMNS}))
def test_whatever_stands_in_a_row_it_is_read_or_named(cells: dict[str, str]) -> None:
    found = parsed(7, cells)
    assert found.row == 7 and isinstance(found, SheetDuty | SheetFault)
