"""A roster file at the screen: every bad row is named, the good ones are done exactly once."""

import json
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core.db import db
from app.core.permissions import Actor
from app.grid import ops as grid
from app.grid import roster_sheet
from app.grid.models import Duty, DutyKind, Grid
from app.people.changes import SetupChange
from app.people.models import User
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY
from tests.grid.test_roster_sheet import HEAD, a_file

PATH = "/duties/import"


def duties(office: Office) -> int:
    with office.web.read():
        return int(db.session.scalar(select(func.count()).select_from(Duty)) or 0)


def names(office: Office) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of grids and logins of people, by the names the tests use."""
    with office.web.read():
        grids = dict(db.session.execute(select(Grid.id, Grid.code)).all())
        logins = dict(db.session.execute(select(User.id, User.login)).all())
    codes = {name: grids[grid_id] for name, grid_id in office.town.grid_ids.items()}
    return codes, {name: logins[who.id] for name, who in office.town.cast.items() if who.id}


def a_roster(office: Office) -> bytes:
    """Two good rows, one that is there already after them, and six that cannot be taken."""
    codes, logins = names(office)
    deputy, far = logins["deputy"], logins["far"]
    return a_file(
        [codes["R1"], deputy, "2026-11-17", None, "12345", "17:30", "21:00"],
        [codes["R3"], deputy, "2026-11-17", None, "67", "08:30", "12:00"],
        [codes["R1"], deputy, "2026-11-18", None, "3", "20:00", "22:00"],
        [codes["R1"], "nobody-here", "2026-11-17", None, None, None, None],
        ["R999", deputy, "2026-11-17", None, None, None, None],
        [codes["R3"], far, "2026-11-17", None, "1", "09:00", "10:00"],
        [codes["R1"], deputy, "2026-11-17", None, "8", None, None],
        [codes["R1"], logins["handler"], "2026-11-17", None, None, None, None],
        [codes["R2"], deputy, "2026-11-01", None, None, None, None],
    )


def looks(office: Office, who: Actor, data: bytes) -> TestResponse:
    return office.sends(who, PATH, file=(BytesIO(data), "排班.xlsx"))


def does(office: Office, who: Actor, looked: TestResponse) -> TestResponse:
    kept = {name: office.value_in(text(looked), name) for name in ("rows", "seen")}
    return office.sends(who, PATH, **kept, go="do")


def test_every_bad_row_is_named_with_its_reason_before_anything_is_done(office: Office) -> None:
    before = duties(office)
    page = text(looks(office, office.town.admin, a_roster(office)))
    assert "能排 2 行" in page and duties(office) == before
    for row, words in (
        (4, "和第 2 行排在同一个班上"),
        (5, "没有登录名是 nobody-here 的人"),
        (6, "没有编码是 R999 的网格"),
        (7, "这个人在这段时间已经排了这个班"),
        (8, "“星期”看不懂"),
        (9, "这个人不能值班"),
        (10, "从今天起才能排"),
    ):
        assert f'<td class="num">{row}</td>' in page and words in page, (row, words)


def test_the_good_rows_are_done_once_and_the_same_file_again_changes_nothing(office: Office) -> None:
    before, data = duties(office), a_roster(office)
    looked = looks(office, office.town.admin, data)
    first = does(office, office.town.admin, looked)
    assert "排好 2 行" in text(first) and "没收下的 7 行" in text(first)
    again = does(office, office.town.admin, looked)
    assert "排好 0 行" in text(again) and "已经有的 2 行" in text(again)
    page = text(looks(office, office.town.admin, data))
    assert "能排 0 行" in page and "把能排的" not in page
    assert duties(office) == before + 2
    with office.web.read():
        assert db.session.scalar(select(func.count()).select_from(SetupChange)) == 2


def test_a_person_at_two_places_at_once_is_told_before(office: Office) -> None:
    codes, logins = names(office)
    data = a_file([codes["R1"], logins["far"], "2026-11-17", None, "1", "09:00", "10:00"])
    page = text(looks(office, office.town.chief, data))
    assert "能排 1 行" in page and "同时排在两处" in page


def test_a_grid_chief_takes_in_the_rows_of_their_grids_only(office: Office) -> None:
    page = text(looks(office, office.town.grid_chief, a_roster(office)))
    assert "能排 1 行" in page and "这个网格的班不归你排" in page


@pytest.mark.parametrize(("name", "status"), [("worker", 404), ("auditor", 404), ("dispatcher", 403), ("leader", 403)])
def test_nobody_else_takes_in_a_roster(office: Office, name: str, status: int) -> None:
    office.sees(office.town.cast[name], PATH, status)
    assert looks(office, office.town.cast[name], b"").status_code == status


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "请选一个 xlsx 文件"),
        ({"file": (BytesIO(b"a,b"), "x.csv")}, "表格打不开"),
        ({"rows": "[[1"}, "没有传全"),
        ({"rows": json.dumps([[1, {"登录名": "x"}]])}, "没有传全"),
        ({"rows": "[[Infinity, {}]]"}, "没有传全"),
        ({"rows": "[" * 9999}, "没有传全"),
        ({"file": (BytesIO(a_file(["1"], head=HEAD[1:])), "x.xlsx")}, "表头里要有一列叫 网格编码"),
    ],
)
def test_what_is_no_roster_file_is_told_and_nothing_is_done(office: Office, form: dict[str, Any], words: str) -> None:
    sent = {name: (BytesIO(value[0].getvalue()), value[1]) if name == "file" else value for name, value in form.items()}
    before = duties(office)
    answer = office.sends(office.town.admin, PATH, **sent, go="do")
    assert (answer.status_code, words in text(answer), duties(office)) == (422, True, before), text(answer)


def test_a_row_that_somebody_else_did_meanwhile_is_not_done_twice(office: Office) -> None:
    codes, logins = names(office)
    looked = looks(office, office.town.admin, a_roster(office))
    other = a_file([codes["R1"], logins["deputy"], "2026-11-17", None, "1", "18:00", "19:00"])
    does(office, office.town.chief, looks(office, office.town.chief, other))
    done = text(does(office, office.town.admin, looked))
    assert "排好 1 行" in done and "这个人在这段时间已经排了这个班" in done and "请再看一遍" in done


def test_without_a_token_no_file_is_read(office: Office) -> None:
    assert office.at_screen(office.town.admin).post(PATH, data={"rows": "[]"}, csrf=False).status_code == 400
    assert office.statements(office.town.admin, PATH) <= 6


@pytest.mark.parametrize("who", ["chief", "grid_chief"])
def test_the_sample_is_a_week_of_the_streets_own_and_comes_in_as_it_is(office: Office, who: str) -> None:
    actor = office.town.cast[who]
    with office.web.write():
        for duty_id in db.session.scalars(select(Duty.id).where(Duty.kind == DutyKind.NIGHT)).all():
            grid.end_duty(office.town.street_id, duty_id, MONDAY)
    assert f'href="{PATH}/sample"' in office.sees(actor, PATH)
    sample = office.at_screen(actor).get(f"{PATH}/sample").data
    rows = roster_sheet.read(sample)
    looked = looks(office, actor, sample)
    assert f"能排 {len(rows)} 行" in text(looked) and "排不了的 0 行" in text(looked)
    before = duties(office)
    assert f"排好 {len(rows)} 行" in text(does(office, actor, looked))
    assert duties(office) == before + len(rows) > before
    assert f"已经有的 {len(rows)} 行" in text(looks(office, actor, sample))
    nights = [cells for _, cells in rows if cells["班种"] == "24小时"]
    assert bool(nights) is (who == "chief")
    assert office.at_screen(office.town.worker).get(f"{PATH}/sample").status_code == 404
