"""The duty roster at its screens: who reads it, who changes it, and what a change does before it is done."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core.db import db
from app.core.permissions import Actor
from app.grid.models import Duty, DutyKind, Leave
from app.people.changes import SetupChange
from app.people.words import Setting
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY, a_town

WEEK = "/duties?day=2026-11-16"


def duty_of(office: Office, who: Actor) -> int:
    with office.web.read():
        return int(db.session.scalars(select(Duty.id).where(Duty.user_id == who.id)).one())


def count(office: Office, model: Any) -> int:
    with office.web.read():
        return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def filled(office: Office, home: str = "R1", who: str = "deputy", **more: Any) -> dict[str, Any]:
    form = {"kind": "member", "grid": office.town.grid_ids[home], "user": office.town.cast[who].id}
    return form | {"from_day": "2026-11-17", "start": "17:30", "end": "21:00", "line": "联勤"} | more


def twice(office: Office, who: Actor, path: str, **form: Any) -> tuple[TestResponse, TestResponse]:
    """Sent to see, and sent again as it was seen."""
    looked = office.sends(who, path, **form)
    assert looked.status_code == 200, text(looked)
    page = text(looked)
    assert "会有什么影响" in page
    seen = next(iter(re.findall(r'name="seen"[^>]*value="([^"]+)"', page)))
    return looked, office.sends(who, path, **form, seen=seen)


def test_the_week_shows_who_is_on_and_who_stands_in(office: Office) -> None:
    with office.web.write():
        office.town.away(office.town.worker, MONDAY)
    page = office.sees(office.town.chief, WEEK)
    assert "替 worker" in page and "24 小时值班" in page and "1.</span>" in page
    assert page.index("night1") < page.index("neighbour")
    assert "2026-11-16 – 11-22" in page and "没有空档" in page


def test_what_worries_stands_above_and_the_24_hour_duty_first(office: Office) -> None:
    with office.web.write():
        for who in (office.town.night1, office.town.night2, office.town.night3, office.town.far):
            office.town.away(who, MONDAY)
    page = office.sees(office.town.dispatcher, WEEK)
    assert page.index("24 小时值班没人接") < page.index("班上没人") < page.index("请假，没人替")
    assert "缺 00:00–09:30" in page and "<b>far</b>" in page


def test_a_month_counts_shifts_and_names_who_is_away(office: Office) -> None:
    with office.web.write():
        office.town.away(office.town.far, MONDAY)
    page = office.sees(office.town.leader, "/duties?view=month&day=2026-11-16")
    assert page.count("8 个班") == 42 and "请假：far" in page and "1 处没人" in page
    for odd in ("day=x", "day=9999-01-01", "view=year", "grid=", "grid=x", "grid=²", "grid=9999999999999"):
        office.sees(office.town.leader, f"/duties?{odd}")


def test_a_grid_chief_reads_their_subtree_only(office: Office) -> None:
    page = office.sees(office.town.grid_chief, WEEK)
    assert "worker" in page and "market" in page and "neighbour" not in page and "night1" not in page
    office.sees(office.town.grid_chief, f"/duties?grid={office.town.grid_ids['R2']}", 404)
    office.sees(office.town.grid_chief, f"/duties?grid={office.town.grid_ids['M1']}")


@pytest.mark.parametrize("name", ["worker", "clerk", "handler", "auditor", "committee"])
def test_nobody_else_finds_the_roster(office: Office, name: str) -> None:
    duty = duty_of(office, office.town.worker)
    for path in ("/duties", "/duties/new", f"/duties/{duty}", "/duties/leave"):
        office.sees(office.town.cast[name], path, 404)


@pytest.mark.parametrize("name", ["dispatcher", "leader"])
def test_who_only_reads_finds_no_button_and_no_form(office: Office, name: str) -> None:
    duty = duty_of(office, office.town.worker)
    assert "/duties/new" not in office.sees(office.town.cast[name], WEEK)
    for path in ("/duties/new", f"/duties/{duty}", "/duties/leave"):
        office.sees(office.town.cast[name], path, 403)
    assert office.sends(office.town.cast[name], f"/duties/{duty}/end").status_code == 403


def test_the_pages_take_few_statements(office: Office) -> None:
    assert office.statements(office.town.chief, WEEK) <= 10
    assert office.statements(office.town.chief, "/duties?view=month&day=2026-11-16") <= 10
    assert office.statements(office.town.chief, "/duties/new") <= 7


def test_a_duty_is_seen_before_it_is_made(office: Office) -> None:
    before = count(office, Duty)
    looked, done = twice(office, office.town.grid_chief, "/duties/new", **filled(office, weekdays=["1", "5"]))
    assert "今后两周没有新的空档" in text(looked) and 'value="17:30"' in text(looked)
    assert (done.status_code, count(office, Duty)) == (303, before + 1)
    assert "17:30–21:00" in office.sees(office.town.grid_chief, WEEK)
    with office.web.read():
        assert db.session.scalars(select(SetupChange.what)).all() == [Setting.DUTY]


def test_what_was_changed_after_it_was_seen_is_shown_anew(office: Office) -> None:
    form = filled(office)
    seen = office.value_in(text(office.sends(office.town.chief, "/duties/new", **form)), "seen")
    again = office.sends(office.town.chief, "/duties/new", **form | {"start": "18:00"}, seen=seen)
    assert (again.status_code, "先看影响" in text(again), count(office, Leave)) == (200, False, 0)
    assert office.value_in(text(again), "seen") != seen


def test_a_duty_at_two_places_at_once_is_told_before_it_is_made(office: Office) -> None:
    form = filled(office, "R1", "neighbour", start="08:30", end="12:00")
    looked, _ = twice(office, office.town.chief, "/duties/new", **form)
    assert "会多出这些问题" in text(looked) and "同时排在两处" in text(looked)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"grid": ""}, "请选一个网格"),
        ({"user": ""}, "请选一个人"),
        ({"from_day": "x"}, "请选一天"),
        ({"from_day": "0001-01-01"}, "请选一天"),
        ({"until_day": "9999-12-31"}, "请选一天"),
        ({"line": "联\x00勤"}, "看不懂的字符"),
        ({"from_day": "2026-11-15"}, "从今天起才能排"),
        ({"until_day": "2026-11-16"}, "结束要晚于开始"),
        ({"start": "25:00"}, "时间写成 08:30 这样"),
        ({"start": ""}, "要么都写"),
        ({"line": "线" * 21}, "最多 20 个字"),
        ({"kind": "night"}, "只排在街道总网格"),
        ({"phone_order": "x"}, "请填一个整数"),
        ({"stand_in": "self"}, "替班的不能是本人"),
        ({"kind": ""}, "请选一个"),
    ],
)
def test_a_duty_that_makes_no_sense_says_why_and_loses_nothing(
    office: Office, wrong: dict[str, str], words: str
) -> None:
    if wrong.get("stand_in"):
        wrong = {"stand_in": str(office.town.deputy.id)}
    answer = office.sends(office.town.chief, "/duties/new", **filled(office) | wrong)
    assert (answer.status_code, words in text(answer)) == (422, True), text(answer)
    assert 'value="21:00"' in text(answer) and ('value="联勤"' in text(answer) or "line" in wrong)


def test_the_same_shift_twice_is_a_conflict_that_keeps_the_form(office: Office) -> None:
    twice(office, office.town.chief, "/duties/new", **filled(office))
    answer = office.sends(office.town.chief, "/duties/new", **filled(office))
    assert (answer.status_code, "已经排了这个班" in text(answer)) == (409, True)


def test_grids_and_people_of_another_street_are_not_offered(office: Office) -> None:
    with office.web.write():
        far = a_town("far-away")
    for form in (filled(office, grid=far.grid_ids["R1"]), filled(office, user=far.worker.id)):
        answer = office.sends(office.town.chief, "/duties/new", **form)
        assert (answer.status_code, "请从列表里选一个" in text(answer)) == (422, True)
    with office.web.read():
        theirs = db.session.scalars(select(Duty.id).where(Duty.user_id == far.worker.id)).one()
    for path in (f"/duties/{theirs}", "/duties/99999", "/duties/leave/99999"):
        office.sees(office.town.chief, path, 404)
    assert office.sends(office.town.chief, f"/duties/{theirs}/end").status_code == 404
    assert office.sends(office.town.chief, f"/duties/{theirs}/stand-in").status_code == 404


def test_the_end_of_a_duty_tells_what_it_leaves_open(office: Office) -> None:
    path = f"/duties/{duty_of(office, office.town.far)}"
    assert "换替班" in office.sees(office.town.chief, path)
    for last, words in (("x", "请选一天"), ("2026-11-14", "不能早于现在")):
        wrong = office.sends(office.town.chief, f"{path}/end", last=last)
        assert (wrong.status_code, words in text(wrong), f'value="{last}"' in text(wrong)) == (422, True, True)
    looked, done = twice(office, office.town.chief, f"{path}/end", last="2026-11-18")
    assert "班上没人" in text(looked) and done.status_code == 303
    office.on(MONDAY + timedelta(days=4))
    assert "已经结束了" in office.sees(office.town.chief, path)
    answer = office.sends(office.town.chief, f"{path}/stand-in", stand_in=office.town.deputy.id)
    assert (answer.status_code, "已经结束了" in text(answer)) == (409, True)


def test_a_stand_in_is_changed_from_now_on(office: Office) -> None:
    path = f"/duties/{duty_of(office, office.town.worker)}/stand-in"
    _, done = twice(office, office.town.grid_chief, path, stand_in=office.town.neighbour.id)
    assert done.status_code == 303
    with office.web.read():
        rows = select(Duty.stand_in_id, Duty.until_at).where(Duty.user_id == office.town.worker.id).order_by(Duty.id)
        assert [row[0] for row in db.session.execute(rows)] == [office.town.deputy.id, office.town.neighbour.id]
    answer = office.sends(office.town.chief, path, stand_in=office.town.deputy.id)
    assert (answer.status_code, "已经结束了" in text(answer)) == (409, True)


def test_a_leave_without_a_stand_in_is_told_and_taken_back(office: Office) -> None:
    form = {"user": office.town.far.id, "from_day": "2026-11-17", "until_day": "2026-11-17", "until_time": "12:00"}
    looked, done = twice(office, office.town.chief, "/duties/leave", **form)
    assert "请假，没人替" in text(looked) and "11-17 00:00 – 11-17 12:00" in text(looked)
    assert (done.status_code, count(office, Leave)) == (303, 1)
    with office.web.read():
        leave_id = db.session.scalars(select(Leave.id)).one()
    assert f"/duties/leave/{leave_id}" in office.sees(office.town.chief, WEEK)
    office.sees(office.town.grid_chief, f"/duties/leave/{leave_id}", 404)
    office.sees(office.town.leader, f"/duties/leave/{leave_id}", 403)
    assert "far 销假" in office.sees(office.town.chief, f"/duties/leave/{leave_id}")
    looked, done = twice(office, office.town.chief, f"/duties/leave/{leave_id}")
    assert "会补上这些" in text(looked) and (done.status_code, count(office, Leave)) == (303, 0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"user": ""}, "请选一个人"),
        ({"from_day": ""}, "请选一天"),
        ({"until_day": "9999-12-31"}, "请选一天"),
        ({"from_time": "8"}, "时间写成 08:30 这样"),
        ({"until_day": "2026-11-16"}, "结束要晚于开始"),
        ({"from_day": "2026-11-15"}, "从今天起才能排"),
    ],
)
def test_a_leave_that_makes_no_sense_says_why(office: Office, wrong: dict[str, str], words: str) -> None:
    form = {"user": office.town.far.id, "from_day": "2026-11-17", "until_day": "2026-11-17"}
    answer = office.sends(office.town.chief, "/duties/leave", **form | wrong)
    assert (answer.status_code, words in text(answer), count(office, Leave)) == (422, True, 0), text(answer)


def test_without_a_token_nothing_is_changed(office: Office) -> None:
    client = office.at_screen(office.town.chief)
    for path in ("/duties/new", "/duties/leave", f"/duties/{duty_of(office, office.town.far)}/end"):
        assert client.post(path, data=filled(office), csrf=False).status_code == 400


def test_the_24_hour_duty_is_put_on_the_root_grid_with_its_place_on_the_phone_list(office: Office) -> None:
    form = filled(office, "S", "street_worker", kind="night", phone_order="4")
    _, done = twice(office, office.town.admin, "/duties/new", **form)
    assert done.status_code == 303
    with office.web.read():
        assert db.session.scalars(select(Duty.kind).order_by(Duty.id.desc()).limit(1)).one() is DutyKind.NIGHT
