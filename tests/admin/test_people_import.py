"""People from a sheet, page by page."""

import re
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core.db import db
from app.core.permissions import Role
from app.people.models import User
from tests.builders.staffed import Office, text

HEAD = "用户名,姓名,角色,网格,单位,电话\n"
GOOD = "chen,陈一苇,网格员,R1,,021 5550\nmei,梅小雨,处置部门,,综合行政执法队(城管中队),\n"
BAD = "bad,坏一行,皇帝,,,\nchen,别人,网格员,,,\n"


def sends(office: Office, content: str | bytes, name: str = "人.csv") -> TestResponse:
    raw = content.encode() if isinstance(content, str) else content
    return office.sends(office.town.admin, "/admin/people/import", sheet=(BytesIO(raw), name))


def slip_in(page: str) -> str:
    found = re.search(r'name="slip"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def how_many(office: Office) -> int:
    with office.web.read():
        return db.session.scalar(select(func.count()).select_from(User)) or 0


def test_a_sheet_is_looked_at_first_and_nothing_is_made(office: Office) -> None:
    before = how_many(office)
    page = text(sends(office, HEAD + GOOD + BAD))
    assert "可以建 2 个账号" in page and "有 2 行有错" in page
    assert "没有这个角色：皇帝" in page and "用户名和第 2 行一样" in page
    assert how_many(office) == before


def test_the_good_rows_are_done_exactly_once_however_often_it_is_sent(office: Office) -> None:
    before, admin = how_many(office), office.town.admin
    slip = slip_in(text(sends(office, HEAD + GOOD + BAD)))
    done = text(office.sends(admin, "/admin/people/import/run", slip=slip))
    assert "建好 2 个账号" in done and len(re.findall(r"\w{4}-\w{4}-\w{4}", done)) == 2
    again = text(office.sends(admin, "/admin/people/import/run", slip=slip))
    assert "建好 0 个账号" in again and again.count("已经有了") == 2
    twice = text(sends(office, HEAD + GOOD))
    assert "可以建 0 个账号" in twice and "2 人已经有账号，跳过" in twice
    assert how_many(office) == before + 2


def test_a_workbook_is_read_like_a_csv(office: Office) -> None:
    book, out = Workbook(), BytesIO()
    for line in (HEAD + GOOD).strip().split("\n"):
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(out)
    assert "可以建 2 个账号" in text(sends(office, out.getvalue(), "人.xlsx"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "请选一个文件"),
        (b"PK\x03\x04nothing", "表格打不开"),
        (b"\xd0\xcf\x11\xe0", "旧的 xls 读不了"),
        ("姓名\n某人\n", "表头里要有用户名、姓名、角色"),
        (HEAD, "表里一个人也没有"),
        (HEAD + GOOD * 60, "一次最多 100 人"),
    ],
)
def test_a_file_that_is_no_sheet_of_people_is_refused_with_the_reason(
    office: Office, content: str | bytes, words: str
) -> None:
    answer = sends(office, content)
    assert answer.status_code == 422 and words in text(answer)


def test_a_slip_of_somebody_else_and_a_forged_one_make_nobody(office: Office) -> None:
    slip, before = slip_in(text(sends(office, HEAD + GOOD))), how_many(office)
    with office.web.write():
        other = office.town.person("第二管理员", Role.ADMIN)
    for who, sent in ((other, slip), (office.town.admin, slip + "x"), (office.town.admin, "")):
        answer = office.sends(who, "/admin/people/import/run", slip=sent)
        assert answer.status_code == 422 and "请重新选一次文件" in text(answer)
    assert how_many(office) == before + 1
