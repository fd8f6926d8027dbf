"""The two sheets of the catalogue, read as a whole with every fault found. Pure.

Columns as in domain.md section 3. A fault names sheet, line and column; nothing is guessed.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from app.catalog.cells import BadCell, Reader, code, flag, listed, maybe, number, one_of, some_of, span, text
from app.catalog.words import CategoryKind, DepartmentKind, Evidence, ReviewRule, Urgency
from app.core.msgid import N_
from app.core.values import Tier

DEPARTMENTS, CATEGORIES = "departments", "categories"

DEPARTMENT_COLUMNS: Mapping[str, Reader] = {
    "code": code(12),
    "name_zh": text(60, needed=True),
    "name_en": text(120, needed=True),
    "line": text(20),
    "kind": one_of(DepartmentKind),
    "external": flag,
    "note": text(2000),
}
CATEGORY_COLUMNS: Mapping[str, Reader] = {
    "code": code(12),
    "major_code": code(8),
    "major_zh": text(60, needed=True),
    "major_en": text(120, needed=True),
    "name_zh": text(60, needed=True),
    "name_en": text(120, needed=True),
    "kind": one_of(CategoryKind),
    "tier": one_of(Tier),
    "lead_department": code(12),
    "assist_departments": listed(code(12)),
    "urgency": one_of(Urgency),
    "complex": flag,
    "make_safe": flag,
    "respond": span,
    "dispose": span,
    "dispose_ceiling": maybe(span),
    "extensions_max": number,
    "suspend_allowed": flag,
    "review": one_of(ReviewRule),
    "evidence": some_of(Evidence),
    "family": code(12, needed=False),
    "duplicate_radius_m": maybe(number),
    "duplicate_days": maybe(number),
    "relapse_radius_m": maybe(number),
    "relapse_days": maybe(number),
    "recheck_days": listed(number),
    "public": flag,
    "confidential": flag,
    "contact_required": flag,
    "active": flag,
    "note": text(2000),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong where; column "" for the line as a whole. `message` is a msgid filled by `params`."""

    sheet: str
    line: int
    column: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        words = self.message % self.params if self.params else self.message
        return f"{self.sheet}:{self.line} {self.column}: {words}"


@dataclass(frozen=True)
class Record:
    """A line of a sheet with the values of its columns; a column that could not be read is missing."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """What was read, and everything that was wrong."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the sheet brings."""
        return frozenset(r.values["code"] for r in self.records if "code" in r.values)


def read_sheet(name: str, content: str, columns: Mapping[str, Reader]) -> Sheet:
    """Read every cell of a CSV sheet; `content` is its text, a byte-order mark is let be."""
    records: list[Record] = []
    faults: list[Fault] = []
    try:
        lines = _lines(content)
        header = next(lines, (1, []))[1]
        faults += _header_faults(name, header, columns)
        if not faults:
            for line, cells in lines:
                record, wrong = _record(name, line, dict(zip(header, cells, strict=False)), columns)
                records.append(record)
                faults += wrong if len(cells) == len(header) else [_cells_fault(name, line, header, cells)]
    except csv.Error as error:
        faults.append(Fault(name, 0, "", N_("这不是一张 CSV 表：%(error)s"), {"error": str(error)}))
    return Sheet(tuple(records), (*faults, *_twice(name, records)))


def _lines(content: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    start = 1
    for cells in rows:
        if any(cells):
            yield start, [cell.strip() for cell in cells]
        start = rows.line_num + 1  # a quoted cell may run over several lines: the fault names the first


def _header_faults(name: str, header: list[str], columns: Mapping[str, Reader]) -> list[Fault]:
    missing = [c for c in columns if c not in header]
    twice = sorted({c for c in header if header.count(c) > 1})
    return [
        *(Fault(name, 1, c, N_("缺这一列")) for c in missing),
        *(Fault(name, 1, c, N_("没有这样的列")) for c in header if c not in columns),
        *(Fault(name, 1, c, N_("这一列有两次")) for c in twice),
    ]


def _cells_fault(name: str, line: int, header: list[str], cells: list[str]) -> Fault:
    params = {"found": len(cells), "expected": len(header)}
    return Fault(name, line, "", N_("有 %(found)s 格，应为 %(expected)s 格"), params)


def _record(
    name: str, line: int, cells: Mapping[str, str], columns: Mapping[str, Reader]
) -> tuple[Record, list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, read in columns.items():
        try:
            values[column] = read(cells.get(column, ""))
        except BadCell as bad:
            faults.append(Fault(name, line, column, bad.message, bad.params))
    return Record(line, values), faults


def _twice(name: str, records: list[Record]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for record in records:
        seen = record.values.get("code")
        if seen is not None and first.setdefault(seen, record.line) != record.line:
            yield Fault(name, record.line, "code", N_("代码重复：第 %(line)s 行已有"), {"line": first[seen]})
