"""A notice of the State Council, or a street's own closures, as CSV: read as a whole with every fault found. Pure.

The header is `day,kind,name`; `day` is an ISO date. A notice has the kinds `rest` and `work` (a weekend worked), a
sheet of closures has `closed`. UTF-8, with or without a byte-order mark.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from app.sla.almanac import AlmanacDay, Source
from app.sla.daytable import CalendarRefused, Notice
from app.sla.workcal import DayKind

COLUMNS = ("day", "kind", "name")
NOTICE_KINDS = {"rest": DayKind.REST, "work": DayKind.WORK}
CLOSURE_KINDS = {"closed": DayKind.REST}
NAME_MAX = 80
DECEMBER = 12
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line of the file."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True)
class _Sheet:
    """What a line may say. year: the notice's, None for closures of any year."""

    kinds: Mapping[str, DayKind]
    source: Source
    year: int | None = None

    def day_faults(self, text: str) -> Iterator[str]:
        day = _date(text)
        if day is None:
            yield f"{text!r} is no day; write it like 2027-01-01"
        elif self.year and day.year != self.year and (day.year, day.month) != (self.year - 1, DECEMBER):
            yield f"{text} is no day of {self.year}, nor of the December before"

    def faults(self, day: str, kind: str, name: str) -> Iterator[str]:
        yield from self.day_faults(day)
        if kind not in self.kinds:
            yield f"unknown kind {kind!r}; it must be {' or '.join(self.kinds)}"
        if not 0 < len(name) <= NAME_MAX:
            yield f"the name must have 1 to {NAME_MAX} characters"


def read_notice(data: bytes, year: int) -> Notice:
    """The arrangement of `year`; raises CalendarRefused with every fault."""
    days = _read(data, _Sheet(NOTICE_KINDS, Source.OFFICIAL, year))
    if not any(d.day.year == year for d in days):
        raise CalendarRefused("the file names no day of %(year)s", year=year)
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
        raise _refused([Fault(1, "not UTF-8; save the sheet as CSV UTF-8")]) from None
    except csv.Error as error:
        raise _refused([Fault(1, f"not CSV: {error}")]) from None
    faults = [*_header_faults(rows), *_row_faults(rows, sheet), *_twice(rows)]
    if faults:
        raise _refused(sorted(faults, key=lambda fault: fault.line))
    made = (_day(_named(rows, cells), sheet) for _, cells in rows[1:])
    return tuple(sorted(made, key=lambda day: day.day))


def _refused(faults: list[Fault]) -> CalendarRefused:
    return CalendarRefused("the calendar was not changed", faults)


def _rows(text: str) -> Iterator[Row]:
    """Every line that is not empty, the header first, with the number of its first line."""
    start, rows = 1, csv.reader(StringIO(text, newline=""), strict=True)
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]
        start = rows.line_num + 1


def _header_faults(rows: list[Row]) -> Iterator[Fault]:
    if not rows:
        yield Fault(1, f"the file is empty; it begins with {','.join(COLUMNS)}")
        return
    line, header = rows[0]
    yield from (Fault(line, f"the column {name} is missing") for name in COLUMNS if name not in header)
    yield from (Fault(line, f"there is no column {name!r}") for name in dict.fromkeys(header) if name not in COLUMNS)
    yield from (Fault(line, f"the column {name} is there twice") for name in COLUMNS if header.count(name) > 1)
    if len(rows) == 1:
        yield Fault(line, "there is no day below the header")


def _row_faults(rows: list[Row], sheet: _Sheet) -> Iterator[Fault]:
    if not rows or sorted(rows[0][1]) != sorted(COLUMNS):
        return
    for line, cells in rows[1:]:
        if len(cells) != len(COLUMNS):
            yield Fault(line, f"{len(cells)} cells instead of {len(COLUMNS)}")
        else:
            yield from (Fault(line, said) for said in sheet.faults(*_named(rows, cells)))


def _twice(rows: list[Row]) -> Iterator[Fault]:
    if not rows or "day" not in rows[0][1]:
        return
    first: dict[date, int] = {}
    column = rows[0][1].index("day")
    for line, cells in rows[1:]:
        day = _date(cells[column]) if column < len(cells) else None
        if day is not None and first.setdefault(day, line) != line:
            yield Fault(line, f"{day} stands in line {first[day]} already")


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
