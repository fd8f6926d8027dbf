"""A notice as CSV: what is read, and that every fault is named with its line."""

from datetime import date

import pytest

from app.sla.almanac import AlmanacDay, Source
from app.sla.daytable import CalendarRefused
from app.sla.notices_csv import closures_sheet, read_closures, read_notice
from app.sla.workcal import DayKind

NOTICE = """day,kind,name
2027-01-01,rest,元旦
2027-02-05,rest,春节
2027-01-30,work,春节
2026-12-31,rest,元旦
"""


def faults(data: str | bytes, year: int | None = 2027) -> list[str]:
    """What is wrong with a sheet; with no year it is read as closures."""
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(CalendarRefused) as refused:
        read_notice(raw, year) if year else read_closures(raw)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_notice_is_read_in_the_order_of_its_days_with_or_without_a_byte_order_mark(mark: bytes) -> None:
    notice = read_notice(mark + NOTICE.encode(), 2027)
    found = [(f"{d.day:%m-%d}", d.kind.value, d.name) for d in notice.days]
    assert found == [
        ("12-31", "rest", "元旦"),
        ("01-01", "rest", "元旦"),
        ("01-30", "work", "春节"),
        ("02-05", "rest", "春节"),
    ]
    assert notice.year == 2027 and {d.source for d in notice.days} == {Source.OFFICIAL}


def test_columns_may_stand_in_any_order_and_empty_lines_are_nothing() -> None:
    sheet = "name,day,kind\r\n\r\n 元旦 , 2027-01-01 ,rest\r\n,,\r\n"
    assert read_notice(sheet.encode(), 2027).days[0].name == "元旦"


def test_a_closure_is_a_day_off_of_this_street_alone() -> None:
    days = read_closures("day,kind,name\n2026-12-24,closed,停电\n".encode())
    assert days == (AlmanacDay(date(2026, 12, 24), DayKind.REST, "停电", Source.MANUAL),)


def test_days_told_one_by_one_are_read_by_the_rules_of_a_sheet() -> None:
    told = [date(2026, 12, 25), date(2026, 12, 24)]
    assert [d.day.day for d in read_closures(closures_sheet(told, '停电, "检修"'))] == [24, 25]
    assert faults(closures_sheet(told[:1] * 2, ""), None) == [
        "第 2 行：名称要 1 到 80 个字",
        "第 3 行：名称要 1 到 80 个字",
        "第 3 行：2026-12-25 在第 2 行已经有了",
    ]


def test_every_fault_of_every_line_is_named() -> None:
    sheet = f"""day,kind,name
2027-01-01,rest,元旦
2027-01-01,rest,元旦
2027/2/5,rest,春节
2027-02-30,holiday,春节
20270207,rest,春节
2028-01-01,rest,元旦
2026-11-30,work,元旦
2027-03-01,closed,
2027-03-02,rest,{"长" * 81}
2027-03-03,rest
"""
    assert faults(sheet) == [
        "第 3 行：2027-01-01 在第 2 行已经有了",
        "第 4 行：“2027/2/5”不是一天：写成 2027-01-01 这样",
        "第 5 行：“2027-02-30”不是一天：写成 2027-01-01 这样",
        "第 5 行：没有“holiday”这一种，只能是 rest、work",
        "第 6 行：“20270207”不是一天：写成 2027-01-01 这样",
        "第 7 行：2028-01-01 不在 2027 年，也不在前一年的 12 月",
        "第 8 行：2026-11-30 不在 2027 年，也不在前一年的 12 月",
        "第 9 行：没有“closed”这一种，只能是 rest、work",
        "第 9 行：名称要 1 到 80 个字",
        "第 10 行：名称要 1 到 80 个字",
        "第 11 行：有 2 格，应为 3 格",
    ]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("", ["第 1 行：是空的：第一行写 day,kind,name"]),
        ("\n\n", ["第 1 行：是空的：第一行写 day,kind,name"]),
        ("day,kind,name\n", ["第 1 行：表头下面没有一天"]),
        ("day,name\n2027-01-01,元旦\n", ["第 1 行：缺 kind 这一列"]),
        ("day,kind,day,why\n2027-01-01,rest,元旦,x\n", None),
        ("日期,类型\n2027-01-01,rest\n", None),
        ('day,kind,name\n2027-01-01,rest,"元旦\n', None),
        ("day,kind,name\n2027-01-01,rest,元旦\n".encode("gb18030"), ["第 1 行：不是 UTF-8：请另存为 CSV UTF-8"]),
    ],
)
def test_a_sheet_that_is_no_notice_is_refused_as_a_whole(sheet: str | bytes, said: list[str] | None) -> None:
    found = faults(sheet)
    assert found == said if said else all(fault.startswith("第 1 行：") for fault in found)


def test_a_line_after_a_name_over_two_lines_keeps_its_number() -> None:
    assert faults('day,kind,name\n2027-01-01,rest,"元\n旦"\nx,rest,春节\n') == [
        "第 4 行：“x”不是一天：写成 2027-01-01 这样"
    ]


def test_a_notice_without_a_day_of_its_year_is_refused() -> None:
    with pytest.raises(CalendarRefused, match="里面没有"):
        read_notice(b"day,kind,name\n2026-12-31,rest,x\n", 2027)


def test_closures_take_any_year_and_no_other_kind() -> None:
    assert faults("day,kind,name\n2026-12-24,rest,停电\n2031-01-01,closed,停电\n", None) == [
        "第 2 行：没有“rest”这一种，只能是 closed"
    ]
