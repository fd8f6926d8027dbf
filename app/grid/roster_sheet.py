"""A roster file (xlsx) read into rows: bytes in, rows and faults out. Knows no database.

A row that cannot be read is a fault of its own; a file that cannot be read at all is refused as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.clock import from_street, of_this_century
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.workbook import rows_of
from app.grid.duty import Shift, clock_time

ROWS_MAX, CELL_MAX = 1000, 60
UNFOLDED_MAX = 100 * 1024 * 1024
GRID, LOGIN, LINE, KIND, FROM, UNTIL = "网格编码", "登录名", "条线", "班种", "从", "到"
WEEKDAYS, START, END, ORDER, STAND_IN = "星期", "上班", "下班", "电话顺序", "替班"
COLUMNS = (GRID, LOGIN, LINE, KIND, FROM, UNTIL, WEEKDAYS, START, END, ORDER, STAND_IN)
NEEDED = (GRID, LOGIN, FROM)
MEMBER_WORDS, NIGHT_WORDS = ("", "网格"), ("24小时", "24 小时", "24小时值班", "值班")
_DAYS = {**{str(n): str(n) for n in range(1, 8)}, **dict(zip("一二三四五六日天", "12345677", strict=True))}
_BLANK = "周星期、，, ，"
Cells = Mapping[str, str]


@dataclass(frozen=True)
class SheetDuty:
    """A row as it stands in the file: people by login, grids by code."""

    row: int
    grid_code: str
    login: str
    shift: Shift
    night: bool = False
    line: str = ""
    phone_order: int = 0
    stand_in: str = ""


@dataclass(frozen=True)
class SheetFault:
    """A row that cannot be taken; `words` is a msgid filled by `params`."""

    row: int
    login: str
    words: str
    params: Mapping[str, Any] = field(default_factory=dict)


def read(data: bytes) -> list[tuple[int, Cells]]:
    """The rows that are not empty, as text by column, with their numbers. Raises Invalid for what is no such file."""
    rows = _workbook(data)
    head = [_text(cell) for cell in next(rows, (0, ()))[1]]
    for name in NEEDED:
        if head.count(name) != 1:
            raise Invalid(errors={"file": N_("表头里要有一列叫 %(name)s")}, name=name)
    found = [(number, dict(zip(head, map(_text, cells), strict=False))) for number, cells in rows]
    told: list[tuple[int, Cells]] = [
        (number, {name: cells.get(name, "") for name in COLUMNS}) for number, cells in found if any(cells.values())
    ]
    if len(told) > ROWS_MAX:
        raise Invalid(errors={"file": N_("一次最多 %(n)s 行，请分成几份")}, n=ROWS_MAX)
    if not told:
        raise Invalid(errors={"file": N_("表里一行都没有")})
    return told


def parsed(number: int, cells: Cells) -> SheetDuty | SheetFault:
    """One row."""
    login = cells[LOGIN].lower()
    for name in NEEDED:
        if not cells[name]:
            return SheetFault(number, login, N_("没写“%(name)s”"), {"name": name})
    for name in COLUMNS:
        if len(cells[name]) > CELL_MAX:
            return SheetFault(number, login, N_("“%(name)s”太长"), {"name": name})
        if not cells[name].isprintable() or not _reads(_READ.get(name, str), cells[name]):
            return SheetFault(number, login, N_("“%(name)s”看不懂"), {"name": name})
    until = _day(cells[UNTIL]) if cells[UNTIL] else None
    ends = from_street(until + timedelta(days=1), time.min) if until else None
    hours = (cells[START] or None, cells[END] or None)
    shift = Shift(from_street(_day(cells[FROM]), time.min), ends, _weekdays(cells[WEEKDAYS]), *hours)
    night = cells[KIND] in NIGHT_WORDS
    order = int(cells[ORDER] or 0) if night else 0
    return SheetDuty(number, cells[GRID], login, shift, night, cells[LINE], order, cells[STAND_IN].lower())


def _workbook(data: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        rows = rows_of(data, UNFOLDED_MAX)
    except Invalid as refused:
        raise Invalid(errors={"file": refused.message}) from None
    yield from enumerate(rows, start=1)


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case time():
            return f"{cell:%H:%M}"
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()


def _day(text: str) -> date:
    """Raises ValueError for what is no day of this century."""
    found = date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    if not of_this_century(found):
        raise ValueError(text)
    return found


def _weekdays(text: str) -> str:
    """Digits 1 to 7, in order; "" for every day. Raises KeyError for what is no weekday."""
    days = {_DAYS[sign] for sign in text if sign not in _BLANK}
    return "" if len(days) == len(set(_DAYS.values())) else "".join(sorted(days))


def _kind(text: str) -> None:
    if text not in (*MEMBER_WORDS, *NIGHT_WORDS):
        raise ValueError(text)


def _order(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise ValueError(text)
    return int(text)


def _reads(how: Any, text: str) -> bool:
    try:
        return not text or how(text) is not NotImplemented
    except (ValueError, KeyError, OverflowError):
        return False


_READ: Mapping[str, Any] = {
    FROM: _day,
    UNTIL: _day,
    WEEKDAYS: _weekdays,
    START: clock_time,
    END: clock_time,
    ORDER: _order,
    KIND: _kind,
}
