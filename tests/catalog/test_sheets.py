"""Reading the two sheets: everything that is wrong, with its line and column."""

import contextlib
import csv
from collections.abc import Callable
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import cells
from app.catalog.checks import read_catalog, surely_shorter
from app.catalog.sheets import CATEGORY_COLUMNS, Fault
from app.core.values import Span, Unit
from tests.builders.intake import CATEGORIES, DEPARTMENTS

SPANS = st.builds(Span, st.integers(1, 999), st.sampled_from(Unit))


def with_cell(column: str, cell: str, line: int = 2, sheet: str = CATEGORIES) -> str:
    """The shipped sheet with one cell changed; `line` as an editor counts it."""
    rows = list(csv.reader(StringIO(sheet)))
    rows[line - 1][rows[0].index(column)] = cell
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def faults(departments: str = DEPARTMENTS, categories: str = CATEGORIES) -> list[Fault]:
    return [fault for sheet in read_catalog(departments, categories) for fault in sheet.faults]


def test_the_shipped_catalogue_is_without_fault() -> None:
    departments, categories = read_catalog(DEPARTMENTS, CATEGORIES)
    assert faults() == []
    assert (len(departments.records), len(categories.records)) == (23, 49)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    as_saved_by_a_spreadsheet = ("\ufeff" + text.replace("\n", "\r\n") for text in (DEPARTMENTS, CATEGORIES))
    assert read_catalog(*as_saved_by_a_spreadsheet) == read_catalog(DEPARTMENTS, CATEGORIES)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("code", ""),
        ("code", "01 01"),
        ("name_zh", ""),
        ("name_zh", "字" * 61),
        ("name_zh", "暴露\u202e垃圾"),
        ("kind", "thing"),
        ("tier", "Street"),
        ("lead_department", "NOBODY"),
        ("lead_department", ""),
        ("assist_departments", "WY;NOBODY"),
        ("assist_departments", "WY;WY"),
        ("assist_departments", "WY;LHSR"),
        ("urgency", "high"),
        ("complex", "yes"),
        ("respond", "soon"),
        ("respond", "0 working_hour"),
        ("respond", "-4 working_hour"),
        ("dispose", "4 hours"),
        ("dispose", "30 working_minute"),
        ("dispose_ceiling", "3 working_hour"),
        ("respond", "2 working_day"),
        ("extensions_max", "-1"),
        ("extensions_max", ""),
        ("review", "always"),
        ("evidence", "photo"),
        ("duplicate_radius_m", "50.5"),
        ("duplicate_radius_m", ""),
        ("recheck_days", "30,90"),
        ("recheck_days", "30;30"),
        ("public", ""),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(column: str, cell: str) -> None:
    found = faults(categories=with_cell(column, cell))
    assert ("categories", 2, column if column != "respond" or cell != "2 working_day" else "dispose") in {
        (fault.sheet, fault.line, fault.column) for fault in found
    }


def test_every_fault_of_both_sheets_is_listed_at_once() -> None:
    departments = with_cell("kind", "office", line=3, sheet=DEPARTMENTS)
    categories = with_cell("urgency", "high", 5).replace(",sampled,", ",perhaps,", 1)
    assert [(f.sheet, f.line, f.column) for f in faults(departments, categories)] == [
        ("departments", 3, "kind"),
        ("categories", 2, "review"),
        ("categories", 5, "urgency"),
    ]


@pytest.mark.parametrize(
    ("spoil", "column"),
    [
        (lambda s: s.replace("dispose_ceiling", "ceiling", 1), "dispose_ceiling"),
        (lambda s: s.replace("code,major_code", "code,code", 1), "code"),
        (lambda s: "", "code"),
    ],
)
def test_a_wrong_header_is_told_before_any_line(spoil: Callable[[str], str], column: str) -> None:
    found = faults(categories=spoil(CATEGORIES))
    assert {fault.line for fault in found} == {1}
    assert column in {fault.column for fault in found}


def test_a_code_twice_names_the_first_line() -> None:
    found = faults(categories=with_cell("code", "0101", line=4))
    assert [(f.line, f.column, f.params["line"]) for f in found] == [(4, "code", 2)]


def test_a_line_with_a_cell_too_many_is_a_fault_of_that_line() -> None:
    lines = DEPARTMENTS.splitlines()
    found = faults("\n".join([lines[0], lines[1] + ",more", *lines[2:]]))
    assert [(f.line, f.column) for f in found] == [(2, "")]


def test_lines_are_counted_as_an_editor_does_also_after_a_text_over_two_lines() -> None:
    lines = DEPARTMENTS.splitlines()
    two_lines = lines[1] + '"one\ntwo"'
    found = faults("\n".join([lines[0], two_lines, lines[2].replace("organisation", "office"), *lines[3:]]))
    assert (4, "kind") in [(f.line, f.column) for f in found]


def test_what_is_no_csv_is_one_fault() -> None:
    assert [f.sheet for f in faults(departments='code,"name') if not f.column] == ["departments"]


@given(SPANS)
def test_every_span_of_time_reads_back_as_written(span: Span) -> None:
    assert cells.span(str(span)) == span


@given(SPANS, SPANS, SPANS)
def test_shorter_is_a_strict_order_within_a_family_and_silent_between(a: Span, b: Span, c: Span) -> None:
    assert not surely_shorter(a, a)
    assert not (surely_shorter(a, b) and surely_shorter(b, a))
    if surely_shorter(a, b) and surely_shorter(b, c):
        assert surely_shorter(a, c)
    if a.unit.elapsed != b.unit.elapsed:
        assert not surely_shorter(a, b)


@given(st.text(max_size=20), st.sampled_from(sorted(CATEGORY_COLUMNS)))
def test_no_cell_whatever_breaks_the_reader(cell: str, column: str) -> None:
    with contextlib.suppress(cells.BadCell):
        CATEGORY_COLUMNS[column](cell)
