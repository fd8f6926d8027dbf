"""Reading a hotline sheet by its map."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from app.intake.sheet_map import MapRefused, SheetMap, read_map
from app.intake.sheets import RowFault, SheetRefused, SheetRow, read_sheet
from tests.builders.sheets import HEADER, as_csv, as_xlsx, rows

SHIPPED = (Path(app.__file__).parent / "intake" / "maps" / "complaints.toml").read_text("utf-8")
SMALL = read_map('columns = {number = "no", text = "what", time = "when", category = "kind"}')
SMALL_HEADER = ("no", "what", "when", "kind")


def small(*table: tuple[object, ...], sheet_map: SheetMap = SMALL) -> list[SheetRow | RowFault]:
    return read_sheet(as_csv([[str(cell) for cell in row] for row in table], SMALL_HEADER), sheet_map)


def test_the_shipped_map_reads_every_row_of_a_sheet_of_its_shape() -> None:
    read = read_sheet(as_csv(list(rows(60))), read_map(SHIPPED))
    assert len(read) == 60
    assert all(isinstance(row, SheetRow) for row in read)


def test_a_row_is_told_with_its_columns_and_street_time() -> None:
    table = [["24", "U1", "路灯不亮", "三天了", "2019-03-04 08:30:00", "粗类", "", "", "", ""]]
    row = SheetRow(2, "24", "路灯不亮", "三天了", datetime(2019, 3, 4, 0, 30, tzinfo=UTC), "U1", "粗类")
    assert read_sheet(as_csv(table), read_map(SHIPPED)) == [row]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    table = list(rows(3))
    assert read_sheet(as_csv(table, encoding=encoding), read_map(SHIPPED)) == read_sheet(
        as_csv(table), read_map(SHIPPED)
    )


def test_a_workbook_reads_like_the_csv_also_with_real_numbers_and_dates() -> None:
    table = list(rows(5))
    typed = [[int(row[0]), *row[1:4], datetime.fromisoformat(row[4]), *row[5:]] for row in table]
    assert read_sheet(as_xlsx(typed), read_map(SHIPPED)) == read_sheet(as_csv(table), read_map(SHIPPED))


def test_a_text_over_several_lines_stays_one_row_and_lines_are_counted_as_in_an_editor() -> None:
    read = small(("1", "一\n二\r\n三", "", ""), ("2", "四", "", ""))
    assert [(row.line, row.number) for row in read] == [(2, "1"), (5, "2")]
    assert isinstance(read[0], SheetRow) and read[0].text == "一\n二\r\n三"


def test_empty_rows_are_passed_over() -> None:
    assert [row.number for row in small(("1", "一", "", ""), ("", "", "", ""), ("2", "二", "", ""))] == ["1", "2"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("", "有内容", "", ""), "没有编号"),
        (("9" * 65, "有内容", "", ""), "编号太长：最多 64 个字"),
        (("1", " ", "", ""), "没有内容"),
        (("1", "有内容", "上个月", ""), "时间读不懂"),
        (("1", "有内容", "9999-99-99", ""), "时间读不懂"),
        (("1", "有内容"), "格数和表头不一样"),
        (("1", "有", "内容", "2019-01-01", "多了"), "格数和表头不一样"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_fault_and_the_next_is_read(row: tuple[str, ...], message: str) -> None:
    bad, good = small(row, ("2", "好的", "", ""))
    assert isinstance(bad, RowFault) and (bad.line, bad.message) == (2, message)
    assert isinstance(good, SheetRow)


@pytest.mark.parametrize(
    ("written", "utc_hour"),
    [
        ("2019-03-04 08:30:00", 0),
        ("2019/3/4 08:30", 0),
        ("2019-03-04T08:30+08:00", 0),
        ("2019-03-04 08:30:00+00:00", 8),
    ],
)
def test_a_naive_time_is_street_time_and_a_zone_is_obeyed(written: str, utc_hour: int) -> None:
    (row,) = small(("1", "有内容", written, ""))
    assert isinstance(row, SheetRow) and row.at == datetime(2019, 3, 4, utc_hour, 30, tzinfo=UTC)


def test_the_map_may_name_another_zone_other_formats_and_our_categories() -> None:
    sheet_map = read_map(
        '{"columns": {"number": "no", "text": "what", "time": "when", "category": "kind"},'
        ' "time": {"zone": "UTC", "formats": ["%d.%m.%Y"]}, "categories": {"油烟": "0404"}}'
    )
    (row,) = small(("1", "有内容", "04.03.2019", "油烟"), sheet_map=sheet_map)
    assert row == SheetRow(2, "1", "", "有内容", datetime(2019, 3, 4, tzinfo=UTC), "", "油烟", "0404")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "columns = 1",
        '{"columns": ',
        'columns = {number = "no"}',
        'columns = {number = "no", text = "what", phone = "tel"}',
        'colums = {number = "no", text = "what"}',
        'columns = {number = "no", text = "what"}\ntime = {zone = "Mars/Olympus"}',
        'columns = {number = "no", text = "what"}\ntime = {formats = "%Y"}',
        'columns = {number = "no", text = "what"}\nfile = {delimiter = ";;"}',
    ],
)
def test_a_map_that_cannot_be_used_is_refused(content: str) -> None:
    with pytest.raises(MapRefused):
        read_map(content)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        as_csv([], ("id", "id", "text")),
        as_csv([], ("nothing", "of", "ours")),
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"PK\x03\x04 not a workbook",
        b"\xff\xff\xff\xff\x81",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(SheetRefused):
        read_sheet(data, read_map(SHIPPED))


def test_no_message_repeats_what_stands_in_a_cell() -> None:
    faults = small(("CANARY" * 20, "CANARY", "CANARY", "CANARY"), ("1", "CANARY", "CANARY", ""))
    assert not any("CANARY" in fault.message for fault in faults if isinstance(fault, RowFault))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=4, max_size=4))
def test_every_cell_comes_back_as_it_was_but_for_the_spaces_around(cells: list[str]) -> None:
    table = [["1", cells[0], cells[1], "x" + cells[2], "", cells[3], "", "", "", ""]]
    (row,) = read_sheet(as_csv(table), read_map(SHIPPED))
    assert isinstance(row, SheetRow)
    assert [row.contact, row.title, row.text, row.label] == [
        cells[0].strip(), cells[1].strip(), ("x" + cells[2]).strip(), cells[3].strip(),
    ]  # fmt: skip


def test_the_shipped_map_s_columns_are_those_of_the_sheet() -> None:
    assert set(read_map(SHIPPED).columns.values()) <= set(HEADER)
