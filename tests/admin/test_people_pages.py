"""The people of the street at the administrator's screen."""

import re

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Role
from app.people import passwords
from app.people.models import User, UserRole
from tests.builders.people import a_street, a_user
from tests.builders.staffed import Office, text

NEW = {"login": "chen.yw", "name": "陈一苇", "roles": ["grid_worker", "patroller"], "phone": "021 5550", "unit": ""}


def first_password(page: str) -> str:
    found = re.search(r'id="first" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def user_of(office: Office, login: str) -> User | None:
    with office.web.read():
        return db.session.scalar(select(User).where(User.login == login))


def test_the_list_is_searched_by_name_login_and_role(office: Office) -> None:
    admin = office.town.admin
    page = office.sees(admin, "/admin/people")
    assert f'href="/admin/people/{office.town.chief.id}"' in page
    assert (
        "other_chief" in office.sees(admin, "/admin/people?q=OTHER_ch")
        and "worker" not in office.sees(admin, "/admin/people?q=OTHER_ch").split("<tbody>")[1]
    )
    only = office.sees(admin, "/admin/people?role=auditor").split("<tbody>")[1]
    assert only.count("<tr>") == 1 and "auditor" in only
    assert "没有这样的人" in office.sees(admin, "/admin/people?q=%25")
    assert "没有这样的人" in office.sees(admin, "/admin/people?state=locked&role=nothing")
    for odd in ("?q=%00", "?after=%00", "?after=%ED%A0%80", "?role=x&state=x"):
        assert "chief" in office.sees(admin, f"/admin/people{odd}")


def test_the_list_is_paged_by_key(office: Office) -> None:
    with office.web.write():
        for n in range(60):
            a_user(office.town.street_id, Role.GRID_WORKER, login=f"zz{n:02d}")
    page, seen, address = "", [], "/admin/people?role=grid_worker"
    while address:
        page = office.sees(office.town.admin, address)
        seen += re.findall(r'/admin/people/(\d+)"', page)
        more = re.search(r'href="(/admin/people\?after=[^"]+)"', page)
        address = more.group(1).replace("&amp;", "&") if more else ""
    with office.web.read():
        held = db.session.scalars(select(UserRole.user_id).where(UserRole.role == Role.GRID_WORKER)).all()
    assert len(seen) == len(set(seen)) == len(held)


def test_a_new_person_gets_a_password_that_is_shown_once(office: Office) -> None:
    grids = [str(office.town.grid_ids["R1"])]
    answer = office.sends(office.town.admin, "/admin/people/new", **NEW, grids=grids)
    password, made = first_password(text(answer)), user_of(office, "chen.yw")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert made is not None and made.must_change and passwords.verify(made.password_hash, password)
    page = office.sees(office.town.admin, f"/admin/people/{made.id}")
    assert password not in page and "还没换第一个密码" in page and 'value="021 5550"' in page
    trail = office.sees(office.town.auditor, "/admin/changes?kind=person")
    assert "陈一苇" in trail and "网格员" in trail and "021" not in trail.split("<tbody>")[1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"login": "陈"}, "用户名是 2 到 40 位"),
        ({"login": ""}, "请写用户名"),
        ({"name": " "}, "请写姓名"),
        ({"roles": []}, "至少选一个角色"),
        ({"roles": ["admin", "auditor"]}, "管理员和审计员不能是同一个人"),
        ({"roles": ["king"]}, "请从列表里选一个"),
        ({"roles": ["reviewer"]}, "请从列表里选一个"),
        ({"grids": ["x"]}, "请从列表里选一个"),
        ({"grids": ["999999"]}, "请从列表里选一个"),
        ({"unit": "999999"}, "请从列表里选一个"),
        ({"phone": "打我"}, "电话只写数字"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    office: Office, wrong: dict[str, object], words: str
) -> None:
    answer = office.sends(office.town.admin, "/admin/people/new", **NEW | wrong)
    assert answer.status_code == 422 and words in text(answer)
    assert "陈一苇" in text(answer) or "name" in wrong
    assert user_of(office, "chen.yw") is None


def test_a_person_is_changed_and_keeps_what_was_not_touched(office: Office) -> None:
    worker = office.town.worker
    path = f"/admin/people/{worker.id}"
    form = {"name": "新名字", "roles": ["inspector"], "grids": [str(office.town.grid_ids["R2"])], "unit": ""}
    assert office.sends(office.town.admin, path, **form).status_code == 303
    page = office.sees(office.town.admin, path)
    assert "新名字" in page and re.search(r'checked[^>]*value="inspector"', page)
    wrong = office.sends(office.town.admin, path, **form | {"name": ""})
    assert wrong.status_code == 422 and "请写姓名" in text(wrong)


def test_a_reset_shows_a_new_password_and_throws_everybody_out(office: Office) -> None:
    worker, client = office.town.worker, office.at_screen(office.town.worker)
    assert client.get("/work").status_code == 200
    answer = office.sends(office.town.admin, f"/admin/people/{worker.id}/password")
    found = user_of(office, _login(office, worker.id))
    assert answer.status_code == 200 and found is not None
    assert passwords.verify(found.password_hash, first_password(text(answer)))
    assert client.get("/work").status_code == 303
    assert office.sends(office.town.admin, f"/admin/people/{office.town.admin.id}/password").status_code == 409


def test_before_locking_the_page_says_what_is_in_their_hands(office: Office) -> None:
    for _ in range(2):
        office.case(office.town.report)
    worker = office.town.worker
    page = office.sees(office.town.admin, f"/admin/people/{worker.id}")
    assert "负责 2 件没结的案件" in page and "排着 1 个值班" in page
    assert "给别人替 1 个班" in office.sees(office.town.admin, f"/admin/people/{office.town.deputy.id}")
    assert "手里没有没结的案件" in office.sees(office.town.admin, f"/admin/people/{office.town.clerk.id}")


def test_a_locked_person_is_out_at_once_and_may_come_back(office: Office) -> None:
    worker, client = office.town.worker, office.at_screen(office.town.worker)
    path = f"/admin/people/{worker.id}"
    assert office.sends(office.town.admin, f"{path}/lock").status_code == 303
    assert client.get("/work").status_code == 303
    assert "起停用" in office.sees(office.town.admin, path)
    assert "worker" in office.sees(office.town.admin, "/admin/people?state=locked")
    assert office.sends(office.town.admin, f"{path}/unlock").status_code == 303
    assert "停用账号…" in office.sees(office.town.admin, path)
    assert office.sends(office.town.admin, f"/admin/people/{office.town.admin.id}/lock").status_code == 409


ACTS = ("", "/password", "/lock", "/unlock")


@pytest.mark.parametrize("who", ["auditor", "leader", "chief", "worker"])
def test_nobody_else_keeps_people(office: Office, who: str) -> None:
    other, somebody = office.town.cast[who], office.town.clerk.id
    for path in ("", "/new", "/import", f"/{somebody}"):
        office.sees(other, f"/admin/people{path}", 403)
    for path in ("/new", "/import", "/import/run", *(f"/{somebody}{act}" for act in ACTS)):
        assert office.sends(other, f"/admin/people{path}", **NEW).status_code == 403


def test_people_of_another_street_and_nobody_are_not_there(office: Office) -> None:
    with office.web.write():
        far = a_user(a_street(), Role.GRID_WORKER).id
    for user_id in (far, 999_999):
        office.sees(office.town.admin, f"/admin/people/{user_id}", 404)
        for act in ACTS:
            assert office.sends(office.town.admin, f"/admin/people/{user_id}{act}", **NEW).status_code == 404


def test_without_a_token_nobody_is_changed(office: Office) -> None:
    client = office.at_screen(office.town.admin)
    for path in ("/new", "/import/run", *(f"/{office.town.clerk.id}{act}" for act in ACTS)):
        assert client.post(f"/admin/people{path}", data=NEW, csrf=False).status_code == 400


def test_the_pages_take_few_statements(office: Office) -> None:
    admin = office.town.admin
    assert office.statements(admin, "/admin/people") == office.statements(admin, "/admin/people?q=worker") <= 8
    assert office.statements(admin, f"/admin/people/{office.town.worker.id}") <= 16
    assert office.statements(admin, "/admin/people/new") <= 8
    assert office.statements(admin, "/admin") <= 6


def _login(office: Office, user_id: int | None) -> str:
    with office.web.read():
        return db.session.get_one(User, user_id).login
