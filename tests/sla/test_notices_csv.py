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
        "line 2: the name must have 1 to 80 characters",
        "line 3: the name must have 1 to 80 characters",
        "line 3: 2026-12-25 stands in line 2 already",
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
        "line 3: 2027-01-01 stands in line 2 already",
        "line 4: '2027/2/5' is no day; write it like 2027-01-01",
        "line 5: '2027-02-30' is no day; write it like 2027-01-01",
        "line 5: unknown kind 'holiday'; it must be rest or work",
        "line 6: '20270207' is no day; write it like 2027-01-01",
        "line 7: 2028-01-01 is no day of 2027, nor of the December before",
        "line 8: 2026-11-30 is no day of 2027, nor of the December before",
        "line 9: unknown kind 'closed'; it must be rest or work",
        "line 9: the name must have 1 to 80 characters",
        "line 10: the name must have 1 to 80 characters",
        "line 11: 2 cells instead of 3",
    ]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("", ["line 1: the file is empty; it begins with day,kind,name"]),
        ("\n\n", ["line 1: the file is empty; it begins with day,kind,name"]),
        ("day,kind,name\n", ["line 1: there is no day below the header"]),
        ("day,name\n2027-01-01,元旦\n", ["line 1: the column kind is missing"]),
        ("day,kind,day,why\n2027-01-01,rest,元旦,x\n", None),
        ("日期,类型\n2027-01-01,rest\n", None),
        ('day,kind,name\n2027-01-01,rest,"元旦\n', None),
        ("day,kind,name\n2027-01-01,rest,元旦\n".encode("gb18030"), ["line 1: not UTF-8; save the sheet as CSV UTF-8"]),
    ],
)
def test_a_sheet_that_is_no_notice_is_refused_as_a_whole(sheet: str | bytes, said: list[str] | None) -> None:
    found = faults(sheet)
    assert found == said if said else all(fault.startswith("line 1: ") for fault in found)


def test_a_line_after_a_name_over_two_lines_keeps_its_number() -> None:
    assert faults('day,kind,name\n2027-01-01,rest,"元\n旦"\nx,rest,春节\n') == [
        "line 4: 'x' is no day; write it like 2027-01-01"
    ]


def test_a_notice_without_a_day_of_its_year_is_refused() -> None:
    with pytest.raises(CalendarRefused, match="names no day"):
        read_notice(b"day,kind,name\n2026-12-31,rest,x\n", 2027)


def test_closures_take_any_year_and_no_other_kind() -> None:
    assert faults("day,kind,name\n2026-12-24,rest,停电\n2031-01-01,closed,停电\n", None) == [
        "line 2: unknown kind 'rest'; it must be closed"
    ]
