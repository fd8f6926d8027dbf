"""Somebody asks to sit on panels at the public door."""

import re
from typing import Any

from sqlalchemy import func, select, update

from app.core.crypto import mac
from app.core.db import db
from app.review.models import Reviewer
from app.review.roster import ops
from app.review.roster.models import ReviewerApplication
from tests.builders.roster import NAME, PHONE
from tests.builders.town import MONDAY
from tests.resident.conftest import Door

PASSWORD = "Panda-2026-panda"


def filled(door: Door, **more: Any) -> dict[str, Any]:
    form = {"form_key": "j" * 32, "grid": door.town.grid_ids["R1"], "kind": "resident", "name": NAME, "phone": PHONE}
    return form | {"password": PASSWORD, "again": PASSWORD, "agreed": "y"} | more


def join(door: Door, **more: Any) -> tuple[int, str]:
    answer = door.resident.post(f"{door.base}/reviewers/join", data=filled(door, **more), follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def ask(door: Door, number: str, password: str = PASSWORD) -> tuple[int, str]:
    answer = door.resident.post(f"{door.base}/reviewers/asked", data={"number": number, "password": password})
    return answer.status_code, answer.get_data(as_text=True)


def number_in(page: str) -> str:
    found = re.search(r"py\d{6}", page)
    assert found is not None
    return found.group()


def without_chance(page: str) -> str:
    """A page without what is drawn anew for everybody."""
    return re.sub(r'py\d{6}|name="csrf_token" value="[^"]*"', "", page)


def wishes(door: Door) -> int:
    with door.web.read():
        return db.session.scalar(select(func.count()).select_from(ReviewerApplication)) or 0


def test_the_page_says_what_is_asked_and_how_often(door: Door) -> None:
    page = door.resident.get(f"{door.base}/reviewers/join").get_data(as_text=True)
    assert "一次约 10 分钟" in page and "一个月最多 4 次" in page and "不问住址" in page
    assert "address" not in page and "checked" not in page
    assert f'href="{door.base}/reviewers/join"' in door.resident.get(f"{door.base}/").get_data(as_text=True)


def test_a_wish_is_taken_in_and_answered_by_a_number(door: Door) -> None:
    status, page = join(door)
    assert status == 200 and "您的报名编号" in page
    assert "还没有批准" in ask(door, number_in(page))[1]


def test_the_same_form_sent_twice_is_one_wish(door: Door) -> None:
    assert number_in(join(door)[1]) == number_in(join(door)[1])
    assert wishes(door) == 1


def test_a_known_phone_reads_the_same(door: Door) -> None:
    fresh = join(door)[1]
    with door.web.write():
        rows = update(Reviewer).where(Reviewer.user_id == door.town.reviewers[0].id)
        db.session.execute(rows.values(phone_mac=mac("phone", PHONE)))
    known = join(door, form_key="k" * 32)[1]
    assert without_chance(known) == without_chance(fresh)


def test_every_fault_stands_at_its_field_and_what_was_typed_stays(door: Door) -> None:
    wrong = {"grid": "", "kind": "", "phone": "1381234567", "password": "short", "again": "other", "agreed": ""}
    status, page = join(door, **wrong)
    assert status == 422 and wishes(door) == 0
    for words in ("请选您住的居民区", "请选一个身份", "少一位", "太短", "两遍写的不一样", "同意了才能报名"):
        assert words in page
    assert page.count('class="error"') == 6 and f'value="{NAME}"' in page and "short" not in page
    assert 'value="1381234567"' in page


def test_another_street_s_community_and_a_made_up_one_are_refused(door: Door) -> None:
    for grid in (door.town.grid_ids["S"], door.town.grid_ids["M1"], "999999", "x"):
        assert join(door, grid=grid)[0] == 422
    assert wishes(door) == 0


def test_too_many_from_one_phone_are_told_to_come_another_day(door: Door) -> None:
    for n in range(3):
        assert join(door, form_key=f"{n}" * 32)[0] == 200
    status, page = join(door)
    assert status == 429 and "今天报名的人太多了" in page and f'value="{NAME}"' in page


def test_whoever_works_here_is_not_asked_to_join(door: Door) -> None:
    client = door.web.as_(door.town.worker)
    assert "您已经有账号了" in client.get(f"{door.base}/reviewers/join").get_data(as_text=True)
    assert client.post(f"{door.base}/reviewers/join", data=filled(door)).status_code == 403
    assert wishes(door) == 0


def test_a_refusal_is_read_with_its_reason_and_a_wrong_password_reads_nothing(door: Door) -> None:
    number = number_in(join(door)[1])
    with door.web.write():
        wish = db.session.scalars(select(ReviewerApplication.id)).one()
        ops.refuse(door.town.committee, wish, "不住本居民区", at=MONDAY)
    assert "不住本居民区" in ask(door, number)[1]
    status, page = ask(door, number, "Wrong-2026-wrong")
    assert status == 422 and "不住本居民区" not in page and "还能试" in page
    assert ask(door, "py000000", PASSWORD)[0] == 422


def test_five_wrong_tries_close_the_door_for_a_while(door: Door) -> None:
    answers = [ask(door, "py123456", "Wrong-2026-wrong")[0] for _ in range(6)]
    assert answers == [422] * 4 + [429] * 2


def test_the_number_is_shown_to_nobody_else(door: Door) -> None:
    answer = door.resident.get(f"{door.base}/reviewers/joined")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("/reviewers/join")
