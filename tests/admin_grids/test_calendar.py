"""The calendar at the administrator's screen: a year, the effect of a change, and the change with its reason."""

from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.core.permissions import Role
from app.people.changes import changes
from app.sla import calendar_ops as ops
from app.sla.daytable import DayTable
from tests.builders.staffed import Office, text
from tests.builders.town import CLUTTER

NOTICE = "day,kind,name\n2027-01-01,rest,元旦\n2027-01-10,work,元旦\n"
KINDS = ("notice", "close", "windows", "reopen")
TOMORROW = {"first": "2026-11-17", "last": "2026-11-18", "name": "停电"}


def looks(office: Office, kind: str, **form: Any) -> TestResponse:
    return office.sends(office.town.admin, f"/admin/calendar/{kind}", **form)


def activates(office: Office, kind: str, page: str, **form: Any) -> TestResponse:
    """From the page that showed the effect."""
    told = {name: office.value_in(page, name) for name in ("seen", "looked")}
    return office.sends(office.town.admin, f"/admin/calendar/{kind}/activate", **{**told, "reason": "线路检修", **form})


def in_force(office: Office) -> DayTable:
    with office.web.read():
        return ops.latest(office.town.street_id)


def puts(office: Office, kind: str, **form: Any) -> TestResponse:
    return activates(office, kind, text(looks(office, kind, **form)), **form)


def test_a_year_is_shown_with_its_holidays_and_make_up_days(office: Office) -> None:
    page = office.sees(office.town.admin, "/admin/calendar?year=2026")
    assert page.count('class="month"') == 12 and "day-work" in page and "day-rest" in page
    assert "<dd>2026</dd>" in page and "<dd>2027-2029</dd>" in page


@pytest.mark.parametrize("year", ["1066", "x", "99999999999"])
def test_a_year_that_it_does_not_reach_shows_this_one(office: Office, year: str) -> None:
    assert "2026 年" in office.sees(office.town.admin, f"/admin/calendar?year={year}")


def test_a_notice_is_looked_at_first_and_nothing_is_written(office: Office) -> None:
    office.case(office.town.report, CLUTTER)
    page = text(looks(office, "notice", year="2027", days=NOTICE))
    assert "2027-01-10" in page and "件在办的案件" in page and "启用" in page
    assert in_force(office).version == 1


def test_it_says_which_clocks_move_and_names_the_cases_to_those_who_may_read_them(office: Office) -> None:
    case_id = office.case(office.town.report, CLUTTER)
    page = text(looks(office, "close", **TOMORROW))
    assert "1 件在办的案件、1 个时钟" in page and "<td>—</td>" in page and office.of(case_id).receipt not in page
    with office.web.write():
        both = office.town.person("二", Role.ADMIN, Role.DUTY_CHIEF)
    assert office.of(case_id).receipt in text(office.sends(both, "/admin/calendar/close", **TOMORROW))


def test_a_closure_holds_with_its_reason_in_the_trail(office: Office) -> None:
    answer = puts(office, "close", **TOMORROW)
    assert answer.status_code == 303 and in_force(office).version == 2
    with office.web.read():
        (line,) = changes(office.town.street_id)
    assert (line.by_id, line.subject, line.after["reason"]) == (office.town.admin.id, "2", "线路检修")
    assert line.after["days"] == dict.fromkeys(("2026-11-17", "2026-11-18"), "rest manual 停电")
    assert line.before == {"version": 1, "days": {}}
    assert "day-closed" in office.sees(office.town.admin, "/admin/calendar")


def test_a_closure_is_taken_back_and_the_day_is_what_it_was(office: Office) -> None:
    before = in_force(office)
    puts(office, "close", first="2026-10-10", name="停电")  # a Saturday that the notice has worked
    assert puts(office, "reopen", day="2026-10-10").status_code == 303
    assert in_force(office).version == 3 and in_force(office).same_as(before)
    assert looks(office, "reopen", day="2026-10-10").status_code == 422


def test_other_office_hours_and_a_notice_from_a_file_are_put_in_force(office: Office) -> None:
    assert puts(office, "windows", windows="09:00-12:00,13:00-17:00").status_code == 303
    page = text(looks(office, "notice", year="2027", days="", file=(BytesIO(NOTICE.encode()), "2027.csv")))
    assert "2027-01-10,work" in page  # what the file said stands in the field from now on
    assert activates(office, "notice", page, year="2027", days=NOTICE).status_code == 303
    assert in_force(office).version == 3 and 2027 in in_force(office).official


def test_every_fault_of_the_days_is_named_with_its_line_and_nothing_typed_is_lost(office: Office) -> None:
    days = "day,kind,name\n2027-01-01,off,元旦\n2027-13-01,rest,元旦\n"
    answer = looks(office, "notice", year="2027", days=days)
    page = text(answer)
    assert answer.status_code == 422 and "有 2 处不对" in page and "第 2 行" in page and "第 3 行" in page
    assert "2027-13-01,rest" in page


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("notice", {"year": "2027"}),
        ("notice", {"year": "1900", "days": NOTICE}),
        ("notice", {"year": "2040", "days": NOTICE.replace("2027", "2040")}),
        ("notice", {"year": "2027", "days": "", "file": b"\x00\x01"}),
        ("close", {"first": "x", "name": "停电"}),
        ("close", {"first": "2026-11-18", "last": "2026-11-17", "name": "停电"}),
        ("close", {"first": "2026-11-18", "last": "2029-11-17", "name": "停电"}),
        ("close", {"first": "2026-11-18", "name": "长" * 81}),
        ("close", {"first": "2040-11-18", "name": "停电"}),
        ("close", {"first": "9999-12-31", "last": "9999-12-31", "name": "停电"}),
        ("close", {"first": "0001-01-01", "name": "停电"}),
        ("close", {"first": "2026-11-18", "name": "停\x00电"}),
        ("windows", {"windows": "8-12"}),
        ("reopen", {"day": "2026-11-17"}),
        ("reopen", {}),
    ],
)
def test_what_cannot_be_comes_back_with_words(office: Office, kind: str, form: dict[str, Any]) -> None:
    for path in ("", "/activate"):
        sent = {k: (BytesIO(v), "x.csv") if isinstance(v, bytes) else v for k, v in form.items()}
        answer = office.sends(office.town.admin, f"/admin/calendar/{kind}{path}", **sent)
        assert answer.status_code == 422 and ("error" in text(answer))
    assert in_force(office).version == 1


def test_without_a_reason_nothing_holds_and_the_effect_stands_again(office: Office) -> None:
    page = text(looks(office, "close", **TOMORROW))
    answer = activates(office, "close", page, **TOMORROW, reason=" ")
    assert answer.status_code == 422 and "写一句为什么改" in text(answer) and "会有什么变化" in text(answer)


def test_what_was_typed_since_is_looked_at_first(office: Office) -> None:
    page = text(looks(office, "close", **TOMORROW))
    answer = activates(office, "close", page, **{**TOMORROW, "last": "2026-11-20"})
    assert answer.status_code == 422 and "先看看会有什么变化" in text(answer) and "线路检修" in text(answer)
    assert activates(office, "close", text(answer), **{**TOMORROW, "last": "2026-11-20"}).status_code == 303


def test_a_second_click_changes_nothing_more_and_another_change_in_between_is_told(office: Office) -> None:
    page, other = text(looks(office, "close", **TOMORROW)), text(looks(office, "windows", windows="09:00-17:00"))
    assert [activates(office, "close", page, **TOMORROW).status_code for _ in range(2)] == [303, 303]
    assert in_force(office).version == 2
    late = activates(office, "windows", other, windows="09:00-17:00")
    assert late.status_code == 409 and "日历又改过了" in text(late) and "09:00-17:00" in text(late)
    assert activates(office, "windows", text(late), windows="09:00-17:00").status_code == 303


@pytest.mark.parametrize("name", ["worker", "chief", "dispatcher", "leader", "auditor"])
def test_nobody_else_comes_in(office: Office, name: str) -> None:
    who = getattr(office.town, name)
    for path in ("/admin/calendar", *(f"/admin/calendar/{kind}" for kind in KINDS)):
        office.sees(who, path, 403)
    assert office.sends(who, "/admin/calendar/close", **TOMORROW).status_code == 403
    assert office.sends(who, "/admin/calendar/close/activate", **TOMORROW, reason="x").status_code == 403
    assert in_force(office).version == 1


def test_nothing_is_sent_from_another_site(office: Office) -> None:
    client = office.at_screen(office.town.admin)
    for path in ("close", "close/activate"):
        assert client.post(f"/admin/calendar/{path}", data=TOMORROW, csrf=False).status_code == 400


def test_the_pages_take_few_statements_however_many_versions(office: Office) -> None:
    before = office.statements(office.town.admin, "/admin/calendar")
    for day in ("2026-12-01", "2026-12-02"):
        puts(office, "close", first=day, name="停电")
    assert office.statements(office.town.admin, "/admin/calendar") == before <= 10
