"""A notice of the State Council, or a street's own closures, as CSV: read as a whole with every fault found. Pure.

The header is `day,kind,name`; `day` is an ISO date. A notice has the kinds `rest` and `work` (a weekend worked), a
sheet of closures has `closed`. UTF-8, with or without a byte-order mark.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from app.core.msgid import N_
from app.sla.almanac import AlmanacDay, Source
from app.sla.daytable import CalendarRefused, Fault, Notice
from app.sla.workcal import DayKind

COLUMNS = ("day", "kind", "name")
NOTICE_KINDS = {"rest": DayKind.REST, "work": DayKind.WORK}
CLOSURE_KINDS = {"closed": DayKind.REST}
NAME_MAX = 80
DECEMBER = 12
Row = tuple[int, list[str]]
Said = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class _Sheet:
    """What a line may say. year: the notice's, None for closures of any year."""

    kinds: Mapping[str, DayKind]
    source: Source
    year: int | None = None

    def day_faults(self, text: str) -> Iterator[Said]:
        day = _date(text)
        if day is None:
            yield N_("“%(text)s”不是一天：写成 2027-01-01 这样"), {"text": text}
        elif self.year and day.year != self.year and (day.year, day.month) != (self.year - 1, DECEMBER):
            yield N_("%(text)s 不在 %(year)s 年，也不在前一年的 12 月"), {"text": text, "year": self.year}

    def faults(self, day: str, kind: str, name: str) -> Iterator[Said]:
        yield from self.day_faults(day)
        if kind not in self.kinds:
            yield N_("没有“%(kind)s”这一种，只能是 %(kinds)s"), {"kind": kind, "kinds": "、".join(self.kinds)}
        if not 0 < len(name) <= NAME_MAX or "\x00" in name:  # which no database keeps in such a column
            yield N_("名称要 1 到 %(longest)s 个字"), {"longest": NAME_MAX}


def read_notice(data: bytes, year: int) -> Notice:
    """The arrangement of `year`; raises CalendarRefused with every fault."""
    days = _read(data, _Sheet(NOTICE_KINDS, Source.OFFICIAL, year))
    if not any(d.day.year == year for d in days):
        raise CalendarRefused(N_("里面没有 %(year)s 年的日子"), year=year)
    return Notice(year, days)


def read_closures(data: bytes) -> tuple[AlmanacDay, ...]:
    """Days on which this street's office is shut, as nobody else's is; raises CalendarRefused with every fault."""
    return _read(data, _Sheet(CLOSURE_KINDS, Source.MANUAL))


def closures_sheet(days: Iterable[date], name: str) -> bytes:
    """The same days as a sheet, so that they are read by the same rules."""
    out = StringIO()
    csv.writer(out).writerows([COLUMNS, *((day.isoformat(), *CLOSURE_KINDS, name) for day in days)])
    return out.getvalue().encode()


def _read(data: bytes, sheet: _Sheet) -> tuple[AlmanacDay, ...]:
    try:
        rows = list(_rows(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise _refused([Fault(N_("不是 UTF-8：请另存为 CSV UTF-8"), line=1)]) from None
    except csv.Error as error:
        raise _refused([Fault(N_("这不是一张 CSV 表：%(error)s"), {"error": str(error)}, 1)]) from None
    faults = [*_header_faults(rows), *_row_faults(rows, sheet), *_twice(rows)]
    if faults:
        raise _refused(sorted(faults, key=lambda fault: fault.line))
    made = (_day(_named(rows, cells), sheet) for _, cells in rows[1:])
    return tuple(sorted(made, key=lambda day: day.day))


def _refused(faults: list[Fault]) -> CalendarRefused:
    return CalendarRefused(N_("日历没有改"), faults)


def _rows(text: str) -> Iterator[Row]:
    """Every line that is not empty, the header first, with the number of its first line."""
    start, rows = 1, csv.reader(StringIO(text, newline=""), strict=True)
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]
        start = rows.line_num + 1


def _header_faults(rows: list[Row]) -> Iterator[Fault]:
    if not rows:
        yield Fault(N_("是空的：第一行写 %(columns)s"), {"columns": ",".join(COLUMNS)}, 1)
        return
    line, header = rows[0]
    for message, names in (
        (N_("缺 %(name)s 这一列"), [name for name in COLUMNS if name not in header]),
        (N_("没有“%(name)s”这样的列"), [name for name in dict.fromkeys(header) if name not in COLUMNS]),
        (N_("%(name)s 这一列有两次"), [name for name in COLUMNS if header.count(name) > 1]),
    ):
        yield from (Fault(message, {"name": name}, line) for name in names)
    if len(rows) == 1:
        yield Fault(N_("表头下面没有一天"), line=line)


def _row_faults(rows: list[Row], sheet: _Sheet) -> Iterator[Fault]:
    if not rows or sorted(rows[0][1]) != sorted(COLUMNS):
        return
    for line, cells in rows[1:]:
        if len(cells) != len(COLUMNS):
            params = {"found": len(cells), "expected": len(COLUMNS)}
            yield Fault(N_("有 %(found)s 格，应为 %(expected)s 格"), params, line)
        else:
            yield from (Fault(*said, line) for said in sheet.faults(*_named(rows, cells)))


def _twice(rows: list[Row]) -> Iterator[Fault]:
    if not rows or "day" not in rows[0][1]:
        return
    first: dict[date, int] = {}
    column = rows[0][1].index("day")
    for line, cells in rows[1:]:
        day = _date(cells[column]) if column < len(cells) else None
        if day is not None and first.setdefault(day, line) != line:
            yield Fault(N_("%(day)s 在第 %(first)s 行已经有了"), {"day": str(day), "first": first[day]}, line)


def _named(rows: list[Row], cells: list[str]) -> tuple[str, str, str]:
    """Day, kind and name of a line, whatever the order of the columns."""
    found = dict(zip(rows[0][1], cells, strict=True))
    return found["day"], found["kind"], found["name"]


def _day(cells: tuple[str, str, str], sheet: _Sheet) -> AlmanacDay:
    day, kind, name = cells
    return AlmanacDay(date.fromisoformat(day), sheet.kinds[kind], name, sheet.source)


def _date(text: str) -> date | None:
    """ISO with hyphens alone: fromisoformat knows other ways too, which nobody reads at a glance."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
