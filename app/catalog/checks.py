"""Whether a catalogue holds together: what no single cell can say. Pure (domain.md section 3)."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.catalog.sheets import (
    CATEGORIES,
    CATEGORY_COLUMNS,
    DEPARTMENT_COLUMNS,
    DEPARTMENTS,
    Fault,
    Record,
    Sheet,
    read_sheet,
)
from app.core.msgid import N_
from app.core.values import Span, Unit

# Spans of one family can be compared; "24 elapsed_hour" and "10 working_day" cannot, without a calendar.
# A working day is 8 working hours.
_FAMILY = {
    Unit.ELAPSED_MINUTE: ("elapsed", 1),
    Unit.ELAPSED_HOUR: ("elapsed", 60),
    Unit.WORKING_HOUR: ("working", 1),
    Unit.WORKING_DAY: ("working", 8),
    Unit.CALENDAR_DAY: ("calendar", 1),
}
_PAIRS = (("duplicate_radius_m", "duplicate_days"), ("relapse_radius_m", "relapse_days"))


def surely_shorter(a: Span, b: Span) -> bool:
    """True when `a` is shorter than `b` on any calendar; False when not, or when nobody can say."""
    (family_a, size_a), (family_b, size_b) = _FAMILY[a.unit], _FAMILY[b.unit]
    return family_a == family_b and a.amount * size_a < b.amount * size_b


def read_catalog(departments_csv: str, categories_csv: str) -> tuple[Sheet, Sheet]:
    """Both sheets, each with its own faults and with what does not fit together."""
    departments = read_sheet(DEPARTMENTS, departments_csv, DEPARTMENT_COLUMNS)
    categories = read_sheet(CATEGORIES, categories_csv, CATEGORY_COLUMNS)
    more = [fault for record in categories.records for fault in faults_of(record, departments.codes)]
    return departments, Sheet(categories.records, (*categories.faults, *more))


def faults_of(record: Record, departments: frozenset[str]) -> Iterator[Fault]:
    """What is wrong between the cells of a category, or between them and the departments."""
    for column, message, params in clashes(record.values, departments):
        yield Fault(CATEGORIES, record.line, column, message, params)


def clashes(values: Mapping[str, Any], known: frozenset[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Column, words and their values for all that does not fit together; known: the codes of the departments."""
    lead, assists = values.get("lead_department"), values.get("assist_departments") or []
    for column, codes in (("lead_department", [lead] if lead else []), ("assist_departments", assists)):
        for unknown in (c for c in codes if c not in known):
            yield column, N_("没有这个部门：%(code)s"), {"code": unknown}
    if lead in assists:
        yield "assist_departments", N_("主办部门不能又是协办：%(code)s"), {"code": lead}
    dispose = values.get("dispose")
    for column, short, long in (
        ("dispose_ceiling", values.get("dispose_ceiling"), dispose),
        ("dispose", dispose, values.get("respond")),
    ):
        if short and long and surely_shorter(short, long):
            yield column, N_("%(short)s 比 %(long)s 还短"), {"short": str(short), "long": str(long)}
    for radius, days in _PAIRS:
        if (values.get(radius) is None) != (values.get(days) is None):
            yield radius, N_("距离和天数要么都填，要么都不填"), {}
