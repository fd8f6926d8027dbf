"""Departments, units, limits and reply texts at the administrator's screen."""

import html
import re

import pytest
from sqlalchemy import select

from app.catalog.models import CategoryLimit, Department
from app.catalog.models_places import Unit
from app.catalog.models_replies import ReplyText
from app.core.db import db
from tests.builders.staffed import Office, text
from tests.builders.town import CG, CLUTTER, PA, Town, a_town

NEW = {"code": "NEW", "kind": "organisation", "name_zh": "新部门", "name_en": "New office", "active": "y"}
LIMITS = {
    "respond_n": "3",
    "respond_u": "working_hour",
    "dispose_n": "4",
    "dispose_u": "working_day",
    "ceiling_n": "",
    "ceiling_u": "elapsed_minute",
    "extensions_max": "1",
    "from_day": "2026-11-16",
}
REPLY = {"title": "已清理", "text": "已经清理，谢谢您。", "category": "", "active": "y"}


def department(office: Office, code: str, town: Town | None = None) -> int:
    street_id = (town or office.town).street_id
    with office.web.read():
        rows = select(Department.id).where(Department.street_id == street_id, Department.code == code)
        return db.session.scalars(rows).one()


def unit(office: Office, unit_id: int) -> Unit:
    with office.web.read():
        return db.session.get_one(Unit, unit_id)


def versions(office: Office) -> list[CategoryLimit]:
    with office.web.read():
        rows = select(CategoryLimit).where(CategoryLimit.category_id == office.town.category(CLUTTER))
        return list(db.session.scalars(rows.order_by(CategoryLimit.from_at)))


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the preview's form."""
    form = page.split("<form")[-1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def test_a_department_is_added_and_changed(office: Office) -> None:
    admin = office.town.admin
    answer = office.sends(admin, "/admin/departments/new", **NEW)
    assert answer.status_code == 303
    page = office.sees(admin, answer.location)
    assert "新部门" in page and "部门加好了" not in page and page.count('class="door"') == 1
    assert office.sends(admin, answer.location, **NEW | {"name_zh": "改名部门", "active": ""}).status_code == 303
    listed = office.sees(admin, "/admin/departments")
    assert "改名部门" in listed and "已停用" in listed
    assert "改名部门" in office.sees(office.town.auditor, "/admin/changes?kind=department")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "JW"}, "这个代码已经有部门用了"),
        ({"code": "新"}, "代码只用字母"),
        ({"kind": "guild"}, "请从列表里选一个"),
        ({"name_zh": ""}, "请写名称"),
        ({"line": "x" * 21}, "最多 20 个字"),
    ],
)
def test_a_wrong_department_keeps_what_was_typed(office: Office, wrong: dict[str, str], words: str) -> None:
    answer = office.sends(office.town.admin, "/admin/departments/new", **NEW | wrong)
    assert answer.status_code == 422 and words in text(answer) and 'value="New office"' in text(answer)
    edited = office.sends(office.town.admin, f"/admin/departments/{department(office, 'JW')}", name_zh="", name_en="x")
    assert edited.status_code == 422 and "请写名称" in text(edited) and 'value="x"' in text(edited)


def test_a_unit_is_added_to_a_grid_and_changed(office: Office) -> None:
    admin, path = office.town.admin, f"/admin/departments/{department(office, 'JW')}/units/new"
    told = {"name": "春风居委会", "phone": "021 5551", "grid": str(office.town.grid_ids["R2"])}
    assert "请选一个居民区网格" in text(office.sends(admin, path, **told | {"grid": ""}))
    wrong = office.sends(admin, path, **told | {"grid": str(office.town.grid_ids["M1"])})
    assert wrong.status_code == 422 and 'value="春风居委会"' in text(wrong)
    answer = office.sends(admin, path, **told)
    assert answer.status_code == 303 and "春风居委会" in office.sees(admin, answer.location)
    bad = office.sends(admin, answer.location, name="", phone="021")
    assert bad.status_code == 422 and "请写名称" in text(bad)
    assert office.sends(admin, answer.location, name="春风里居委会", phone="").status_code == 303
    assert "春风里居委会" in office.sees(admin, path.removesuffix("/units/new"))


def test_before_a_unit_is_closed_the_page_says_what_it_has(office: Office) -> None:
    page = office.sees(office.town.admin, f"/admin/units/{office.town.units['和风物业']}")
    assert "1 个账号属于它" in page and "1 个小区写着由它管" in page
    assert "个类别只有它主办" in office.sees(office.town.admin, f"/admin/units/{office.town.units[CG]}")
    idle = office.sees(office.town.admin, f"/admin/units/{office.town.units['绿化市容管理所']}")
    assert "件在办的" not in idle and "账号属于它" not in idle


def test_a_unit_is_closed_and_opened_again(office: Office) -> None:
    admin, unit_id = office.town.admin, office.town.units[CG]
    path = f"/admin/units/{unit_id}"
    for day, words in (("", "请选一天"), ("2028-11-17", "太远了"), ("x", "请选一天")):
        answer = office.sends(admin, f"{path}/close", last_day=day)
        assert answer.status_code == 422 and words in text(answer) and CG in text(answer)
    later = office.sends(admin, f"{path}/close", last_day="2026-11-20", successor=str(office.town.units[PA]))
    page = office.sees(admin, path)
    assert later.status_code == 303 and "11月21日起停用" in page and f"在办的交给 {PA}" in page and "不停用了" in page
    assert unit(office, unit_id).active
    assert office.sends(admin, f"{path}/close", last_day="2026-11-10").status_code == 303
    assert "11月11日起停用" in office.sees(admin, path) and not unit(office, unit_id).active
    assert f">{CG}" not in office.sees(admin, "/admin/people/new")
    assert f">{CG}（已停用）" in office.sees(admin, f"/admin/people/{office.town.enforcer.id}")
    assert office.sends(admin, f"{path}/close", last_day="2026-11-10").status_code == 409
    assert office.sends(admin, f"{path}/reopen").status_code == 303 and unit(office, unit_id).active


def test_new_limits_are_looked_at_before_they_are_made(office: Office) -> None:
    office.case(office.town.report)
    category_id, before = office.town.category(CLUTTER), versions(office)
    path = f"/admin/categories/{category_id}"
    seen = office.value_in(office.sees(office.town.admin, path), "seen")
    page = text(office.sends(office.town.admin, f"{path}/limits", **LIMITS, seen=seen))
    assert "<b>4 个工作日</b>" in page and "1 件已派出、没结的" in page and "0 件还没派出去的" in page
    assert len(versions(office)) == len(before)
    answer = office.sends(office.town.admin, f"{path}/limits", **hidden(page))
    assert answer.status_code == 303
    assert [row.dispose for row in versions(office)] == [before[0].dispose, "4 working_day"]
    assert "4 个工作日" in office.sees(office.town.auditor, "/admin/changes?kind=category")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dispose_n": ""}, "请填一个整数"),
        ({"dispose_n": "x"}, "请填一个整数"),
        ({"dispose_n": "0"}, "写 1 到 999"),
        ({"dispose_n": "2", "dispose_u": "working_hour"}, "办结不能比先行联系还早"),
        ({"ceiling_n": "3", "ceiling_u": "working_day"}, "最长不能比办结还短"),
        ({"dispose_u": "fortnight"}, "请从列表里选一个"),
        ({"extensions_max": "10"}, "写 0 到 9"),
        ({"from_day": "2026-11-15"}, "不能早于今天"),
        ({"from_day": ""}, "请选一天"),
    ],
)
@pytest.mark.parametrize("sure", ["", "yes"])
def test_wrong_limits_stand_at_their_fields(office: Office, wrong: dict[str, str], words: str, sure: str) -> None:
    path = f"/admin/categories/{office.town.category(CLUTTER)}"
    seen = office.value_in(office.sees(office.town.admin, path), "seen")
    answer = office.sends(office.town.admin, f"{path}/limits", **LIMITS | wrong, seen=seen, sure=sure)
    assert answer.status_code == 422 and words in text(answer) and 'value="3"' in text(answer)
    assert office.value_in(text(answer), "sure") == "" and len(versions(office)) == 1


def test_limits_to_come_are_shown_and_only_later_ones_follow(office: Office) -> None:
    path = f"/admin/categories/{office.town.category(CLUTTER)}"
    seen = office.value_in(office.sees(office.town.admin, path), "seen")
    later = LIMITS | {"from_day": "2026-12-01", "sure": "yes"}
    assert office.sends(office.town.admin, f"{path}/limits", **later, seen=seen).status_code == 303
    page = office.sees(office.town.admin, path)
    assert "12月1日起有新时限" in page and "12月1日起有新时限" in office.sees(office.town.admin, "/admin/categories")
    now = office.value_in(page, "seen")
    early = office.sends(office.town.admin, f"{path}/limits", **LIMITS | {"dispose_n": "9"}, seen=now)
    assert early.status_code == 422 and "已经定了从 12月1日 起的新时限" in text(early)
    stale = office.sends(office.town.admin, f"{path}/limits", **later | {"dispose_n": "9"}, seen=seen)
    assert stale.status_code == 409


def test_a_category_is_switched_off_and_on(office: Office) -> None:
    path = f"/admin/categories/{office.town.category(CLUTTER)}"
    for active, words in (("no", "再启用"), ("yes", "停用这一类")):
        assert office.sends(office.town.admin, f"{path}/active", active=active).status_code == 303
        assert words in office.sees(office.town.admin, path)


def test_a_reply_text_is_written_changed_and_put_out_of_use(office: Office) -> None:
    admin = office.town.admin
    for wrong in ({"title": ""}, {"text": ""}, {"category": "999999"}, {"title": "x" * 21}):
        answer = office.sends(admin, "/admin/replies/new", **REPLY | wrong)
        assert answer.status_code == 422 and ("已清理" in text(answer) or "谢谢您" in text(answer))
    assert office.sends(admin, "/admin/replies/new", **REPLY).status_code == 303
    page = office.sees(admin, "/admin/replies")
    found = re.search(r'href="(/admin/replies/\d+)"', page)
    assert found is not None and "所有类别" in page
    changed = REPLY | {"category": str(office.town.category(CLUTTER)), "active": ""}
    assert office.sends(admin, found.group(1), **changed).status_code == 303
    assert "已停用" in office.sees(admin, "/admin/replies")
    assert office.sends(admin, found.group(1), **REPLY | {"text": " "}).status_code == 422


def places(office: Office, town: Town) -> tuple[list[str], list[str]]:
    """Every address of a town's catalogue: to read and to send to."""
    with office.web.read():
        reply = db.session.scalar(select(ReplyText.id).where(ReplyText.street_id == town.street_id)) or 999_999
    owner, one, kind = department(office, "JW", town), town.units[CG], town.category(CLUTTER)
    both = [f"departments/{owner}", f"departments/{owner}/units/new", f"units/{one}", f"replies/{reply}"]
    sent = [f"units/{one}/close", f"units/{one}/reopen", f"categories/{kind}/limits", f"categories/{kind}/active"]
    return [*both, f"categories/{kind}"], [*both, *sent]


def test_another_street_s_catalogue_is_not_there(office: Office) -> None:
    with office.web.write():
        far = a_town()
        db.session.add(ReplyText(street_id=far.street_id, title="远", text="远"))
    reads, writes = places(office, far)
    told = {**LIMITS, "name": "x", "last_day": "2026-11-16", "title": "x", "text": "x"}
    for path in reads:
        office.sees(office.town.admin, f"/admin/{path}", 404)
    for path in writes:
        assert office.sends(office.town.admin, f"/admin/{path}", **told).status_code == 404


@pytest.mark.parametrize("who", ["auditor", "chief", "worker"])
def test_nobody_else_opens_the_catalogue(office: Office, who: str) -> None:
    reads, writes = places(office, office.town)
    for path in (*reads, "departments", "departments/new", "categories", "replies", "replies/new"):
        office.sees(office.town.cast[who], f"/admin/{path}", 403)
    for path in writes:
        assert office.sends(office.town.cast[who], f"/admin/{path}", **LIMITS).status_code == 403


def test_without_a_token_nothing_is_changed(office: Office) -> None:
    client = office.at_screen(office.town.admin)
    for path in (*places(office, office.town)[1], "departments/new", "replies/new"):
        assert client.post(f"/admin/{path}", data=LIMITS, csrf=False).status_code == 400


def test_the_pages_take_few_statements(office: Office) -> None:
    admin = office.town.admin
    reads, _writes = places(office, office.town)
    office.sends(admin, "/admin/replies/new", **REPLY)
    for path, most in (("departments", 5), ("categories", 6), ("replies", 5), (reads[0], 7), (reads[2], 7)):
        assert office.statements(admin, f"/admin/{path}") <= most, path
    assert office.statements(admin, f"/admin/{reads[-1]}") <= 6
