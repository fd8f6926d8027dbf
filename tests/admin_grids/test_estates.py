"""Estates and buildings at the administrator's screen: one by one, and by a sheet with a preview."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.catalog import queries as catalog
from app.catalog.estates.ops import take_sheet
from app.catalog.models_places import Estate, Place
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.core.permissions import Actor, Role
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.people import a_street, a_user
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import IN_R2
from tests.support.together import at_once

HEAD = "小区,类型,网格,物业,业委会,弄,号,经度,纬度"
SHEET = f"""{HEAD}
明月里,商品房,R2,和风物业,,,,121.363,31.242
明月里,,,,,明月路9弄,1,121.3631,31.2421
明月里,,,,,明月路9弄,2,东,北
无名苑,别墅,,,,,,121.363,31.242
和风苑,类住宅,,,,,,121.352,31.242
和风苑,,,,,演示路18弄,6,121.352,31.242
"""


def form(office: Office, **more: Any) -> dict[str, Any]:
    grid, keeper = office.town.grid_ids["R2"], office.town.units["和风物业"]
    return {
        "name": "明月里",
        "kind": "commodity",
        "grid": grid,
        "keeper": keeper,
        "owners": "",
        "lon": IN_R2.lon,
        "lat": IN_R2.lat,
        **more,
    }


def uploads(office: Office, raw: bytes, name: str = "小区.csv", who: Actor | None = None) -> TestResponse:
    return office.sends(who or office.town.admin, "/admin/estates/sheets", file=(BytesIO(raw), name))


def sheet_of(office: Office, raw: bytes = SHEET.encode()) -> str:
    answer = uploads(office, raw)
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def estate(office: Office, name: str) -> Estate | None:
    with office.web.read():
        mine = select(Estate).where(Estate.street_id == office.town.street_id, Estate.name == name)
        return db.session.scalars(mine).one_or_none()


def houses(office: Office, name: str) -> list[str]:
    found = estate(office, name)
    with office.web.read():
        return [f"{p.lane}{p.number}" for p in catalog.places(found.id)] if found else []


def trail(office: Office, what: Setting) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    with office.web.read():
        return [(line.subject, line.before, line.after) for line in changes(office.town.street_id, what)]


def test_estates_are_listed_found_and_paged_by_name(office: Office) -> None:
    page = office.sees(office.town.admin, "/admin/estates")
    assert "和风苑" in page and "春风里" in page and "和风物业" in page
    found = office.sees(office.town.admin, "/admin/estates?q=春风")
    assert "春风里" in found and "和风苑" not in found
    assert "没有这样的小区" in office.sees(office.town.admin, "/admin/estates?q=%00x&after=%00")
    assert ">和风苑<" not in office.sees(office.town.admin, "/admin/estates?after=和风苑")


def test_a_new_estate_is_there_for_reports_at_once_and_in_the_trail(office: Office) -> None:
    answer = office.sends(office.town.admin, "/admin/estates/new", **form(office))
    made = estate(office, "明月里")
    assert answer.status_code == 303 and made is not None and made.grid_id == office.town.grid_ids["R2"]
    ((subject, before, after),) = trail(office, Setting.ESTATE)
    assert (subject, before, after["name"]) == ("明月里", {}, "明月里")
    with office.web.read():
        assert [hit.label for hit in catalog.search_places(office.town.street_id, "明月", LATER)] == ["明月里"]


def test_a_change_keeps_before_and_after_and_nothing_else(office: Office) -> None:
    path = f"/admin/estates/{office.town.estates['春风里']}"
    page = office.sees(office.town.admin, path)
    assert 'value="春风里"' in page
    answer = office.sends(office.town.admin, path, **form(office, name="春风新里"))
    assert answer.status_code == 303 and estate(office, "春风里") is None
    ((_, before, after),) = trail(office, Setting.ESTATE)
    assert before == {"name": "春风里", "property_unit": None}
    assert after == {"name": "春风新里", "property_unit": office.town.units["和风物业"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "和风苑"},
        {"name": "长" * 61},
        {"name": "明\x00月"},
        {"kind": "villa"},
        {"grid": "999999"},
        {"grid": ""},
        {"keeper": "999999"},
        {"lon": "东"},
        {"lon": "0", "lat": "0"},
        {"lat": ""},
    ],
)
def test_what_cannot_be_comes_back_at_its_field_and_nothing_is_lost(office: Office, wrong: dict[str, str]) -> None:
    answer = office.sends(office.town.admin, "/admin/estates/new", **form(office, **wrong))
    assert (answer.status_code == 422 and 'aria-invalid="true"' in text(answer)) or "has-error" in text(answer)
    assert 'value="31.242"' in text(answer) or "lat" in wrong
    assert trail(office, Setting.ESTATE) == []


def test_a_micro_grid_is_no_home_of_an_estate(office: Office) -> None:
    wrong = form(office, grid=office.town.grid_ids["M1"])
    assert office.sends(office.town.admin, "/admin/estates/new", **wrong).status_code == 422


def test_buildings_are_added_and_changed_and_none_is_there_twice(office: Office) -> None:
    path = f"/admin/estates/{office.town.estates['和风苑']}/houses"
    new = {"lane": "演示路18弄", "number": "8", "lon": "121.352", "lat": "31.242"}
    assert "121.352" in office.sees(office.town.admin, f"{path}/new")
    assert office.sends(office.town.admin, f"{path}/new", **new).status_code == 303
    twice = office.sends(office.town.admin, f"{path}/new", **new)
    assert twice.status_code == 422 and "已经有这一栋" in text(twice)
    moved = office.sends(office.town.admin, f"{path}/{office.town.places[0]}", **{**new, "number": "6A"})
    assert moved.status_code == 303 and houses(office, "和风苑") == ["演示路18弄7", "演示路18弄8", "演示路18弄6A"]
    assert [before for _, before, _ in trail(office, Setting.PLACE)] == [{"number": "6"}, {}]


@pytest.mark.parametrize("wrong", [{"number": ""}, {"number": "9" * 21}, {"lon": "x"}, {"lon": "0", "lat": "0"}])
def test_a_building_that_cannot_be_comes_back_with_words(office: Office, wrong: dict[str, str]) -> None:
    sent = {"lane": "演示路18弄", "number": "8", "lon": "121.352", "lat": "31.242", **wrong}
    path = f"/admin/estates/{office.town.estates['和风苑']}/houses/new"
    answer = office.sends(office.town.admin, path, **sent)
    assert answer.status_code == 422 and 'class="error"' in text(answer) and "演示路18弄" in text(answer)


def test_a_sheet_names_every_bad_row_and_does_nothing_before_it_is_taken_in(office: Office) -> None:
    page = office.sees(office.town.admin, sheet_of(office))
    assert "第 4 行" in page and "经纬度要写成" in page and "第 5 行" in page and "别墅" in page
    assert page.count("<td>第") == 5 and estate(office, "明月里") is None


def test_the_good_rows_are_done_exactly_once_and_stand_in_the_trail(office: Office) -> None:
    path = sheet_of(office)
    answers = [office.sends(office.town.admin, f"{path}/take").status_code for _ in range(2)]
    assert answers == [303, 409] and houses(office, "明月里") == ["明月路9弄1"] and len(houses(office, "和风苑")) == 2
    changed = estate(office, "和风苑")
    assert changed is not None and changed.kind.value == "quasi" and changed.property_unit_id is not None
    assert len(trail(office, Setting.ESTATE)) == 2 and len(trail(office, Setting.PLACE)) == 1
    page = office.sees(office.town.admin, path)
    assert "导入过了" in page and "第 4 行" in page and "/take" not in page


def test_the_mended_sheet_does_only_what_was_missing(office: Office) -> None:
    office.sends(office.town.admin, f"{sheet_of(office)}/take")
    mended = sheet_of(office, SHEET.replace("东,北", "121.3632,31.2422").replace("别墅", "老旧小区").encode())
    assert office.sees(office.town.admin, mended).count("<td>第") == 2
    office.sends(office.town.admin, f"{mended}/take")
    assert houses(office, "明月里") == ["明月路9弄1", "明月路9弄2"] and len(trail(office, Setting.ESTATE)) == 3


def test_a_workbook_is_read_like_a_csv(office: Office) -> None:
    book, out = Workbook(), BytesIO()
    page = book.active
    assert isinstance(page, Worksheet)
    for line in SHEET.splitlines():
        page.append([float(c) if c.replace(".", "").isdigit() and "." in c else c for c in line.split(",")])
    book.save(out)
    answer = uploads(office, out.getvalue(), "小区.xlsx")
    assert answer.status_code == 303
    office.sends(office.town.admin, f"{answer.headers['Location']}/take")
    assert houses(office, "明月里") == ["明月路9弄1"]


@pytest.mark.parametrize(
    "raw", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", "小区,经度\n".encode(), b"a,b\n", b"\x00", "小区,小区\n".encode()]
)
def test_what_is_no_such_sheet_is_refused_in_words(office: Office, raw: bytes) -> None:
    answer = uploads(office, raw)
    assert answer.status_code == 422 and 'class="error"' in text(answer)
    assert office.sends(office.town.admin, "/admin/estates/sheets").status_code == 422


def test_two_who_take_the_same_sheet_at_one_moment_do_it_once(office: Office) -> None:
    sheet_id, who = int(sheet_of(office).rsplit("/", 1)[1]), office.town.admin

    def takes() -> object:
        with transaction():
            return take_sheet(who, sheet_id, at=LATER)

    found = at_once(office.web, [takes, takes])
    assert sum(isinstance(one, Conflict) for one in found) == 1 and len(houses(office, "明月里")) == 1


def test_two_sheets_at_one_moment_make_a_building_once(office: Office) -> None:
    ids = [int(sheet_of(office).rsplit("/", 1)[1]) for _ in range(2)]
    who = office.town.admin

    def takes(sheet_id: int) -> object:
        with transaction():
            return take_sheet(who, sheet_id, at=LATER)

    at_once(office.web, [lambda: takes(ids[0]), lambda: takes(ids[1])])
    assert houses(office, "明月里") == ["明月路9弄1"]


@pytest.mark.parametrize("name", ["worker", "chief", "dispatcher", "leader", "auditor", "committee"])
def test_nobody_else_comes_in(office: Office, name: str) -> None:
    who, sheet = getattr(office.town, name), sheet_of(office)
    one = f"/admin/estates/{office.town.estates['和风苑']}"
    for path in ("/admin/estates", "/admin/estates/new", one, f"{one}/houses/new", sheet):
        office.sees(who, path, 403)
    for path in ("/admin/estates/new", one, f"{one}/houses/new", f"{sheet}/take"):
        assert office.sends(who, path, **form(office)).status_code == 403
    assert uploads(office, SHEET.encode(), who=who).status_code == 403 and trail(office, Setting.ESTATE) == []


def test_another_streets_rows_are_not_there(office: Office) -> None:
    sheet = sheet_of(office)
    with office.web.write():
        street = a_street(demo=True)
        person = a_user(street, Role.ADMIN)
        who = Actor(person.id, street.id, person.name, frozenset({Role.ADMIN}))
    one = f"/admin/estates/{office.town.estates['和风苑']}"
    for path in (one, f"{one}/houses/new", f"{one}/houses/{office.town.places[0]}", sheet):
        office.sees(who, path, 404)
    for path in (one, f"{one}/houses/{office.town.places[0]}", f"{sheet}/take"):
        assert office.sends(who, path, **form(office), number="1").status_code == 404
    office.sees(office.town.admin, "/admin/estates/2147483647", 404)


def test_nothing_is_sent_from_another_site(office: Office) -> None:
    client, sheet = office.at_screen(office.town.admin), sheet_of(office)
    for path in ("/admin/estates/new", "/admin/estates/sheets", f"{sheet}/take"):
        assert client.post(path, data=form(office), csrf=False).status_code == 400


def test_the_pages_take_few_statements_however_many_rows(office: Office) -> None:
    sheet, one = sheet_of(office), f"/admin/estates/{office.town.estates['和风苑']}"
    before = [office.statements(office.town.admin, path) for path in ("/admin/estates", one, sheet)]
    with office.web.write():
        for n in range(5):
            db.session.add(
                Place(
                    street_id=office.town.street_id,
                    estate_id=office.town.estates["和风苑"],
                    number=f"{n}x",
                    lon=1,
                    lat=1,
                )
            )
    office.sends(office.town.admin, "/admin/estates/new", **form(office, name="又一个"))
    assert [office.statements(office.town.admin, path) for path in ("/admin/estates", one, sheet)] == before
    assert max(before) <= 10


def test_an_estate_ends_and_goes_on_again(office: Office) -> None:
    case_id = office.case(office.town.report)
    with office.web.write():
        office.town.of(case_id).estate_id = office.town.estates["和风苑"]
    path = f"/admin/estates/{office.town.estates['和风苑']}"
    assert "没结的 1 件照旧写着它" in office.sees(office.town.admin, path)
    wrong = office.sends(office.town.admin, f"{path}/end", last_day="someday")
    assert wrong.status_code == 422 and "请选一天" in text(wrong) and 'value="和风苑"' in text(wrong)
    assert office.sends(office.town.admin, f"{path}/end", last_day="2026-11-15").status_code == 303
    assert "11月16日起不再是小区" in office.sees(office.town.admin, path)
    assert "11月16日起不再是小区" in office.sees(office.town.admin, "/admin/estates")
    assert 'value="2026-11-15"' in office.sees(office.town.admin, path)
    assert "和风苑" not in office.web.client().get(f"/s/{office.town.slug}/places.json?q=和风").get_data(as_text=True)
    assert office.of(case_id).estate_id == office.town.estates["和风苑"]
    assert office.sends(office.town.admin, f"{path}/end", last_day="").status_code == 303
    ((_, _, again), (_, before, after)) = trail(office, Setting.ESTATE)
    assert before == {"until_at": None} and after["until_at"].startswith("2026-11-15T16:00")
    assert again == {"until_at": None}
    office.sends(office.town.chief, f"{path}/end", last_day="2026-11-15")
    assert len(trail(office, Setting.ESTATE)) == 2
