"""In and out: what the door says, what a session is worth, and when it ends."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import unquote

from markupsafe import escape

from app.core import clock
from app.core.permissions import Role
from app.people import ops
from tests.account.conftest import Door
from tests.builders.people import NOON, PASSWORD

NEW = "Quite-new 2027"


def test_the_right_password_leads_to_the_work(door: Door) -> None:
    client = door.web.client()
    answer = door.knock(client)
    assert (answer.status_code, answer.location) == (303, "/work")
    assert client.get("/inbox").status_code == 200


def test_the_door_leads_to_the_page_that_was_wanted_and_nowhere_else(door: Door) -> None:
    asked = door.web.client().get("/inbox?before=7")
    assert asked.status_code == 303 and unquote(asked.location) == "/sign-in?next=/inbox?before=7"
    assert door.knock(door.web.client(), next="/inbox?before=7").location == "/inbox?before=7"
    assert door.knock(door.web.client(), next="//evil.example/").location == "/work"


def test_a_wrong_name_and_a_wrong_password_read_the_same_and_keep_the_name(door: Door) -> None:
    known = door.knock(door.web.client(), "Wrong-guess 1")
    unknown = door.web.client().post("/sign-in", data={"login": "nobody", "password": "Wrong-guess 1"})
    assert known.status_code == unknown.status_code == 422
    for answer, login in ((known, door.login), (unknown, "nobody")):
        assert "用户名或密码不对，还能试 4 次。" in answer.text
        assert f'value="{login}"' in answer.text and "Wrong-guess" not in answer.text


def test_nothing_typed_is_said_at_the_field(door: Door) -> None:
    answer = door.web.client().post("/sign-in", data={})
    assert answer.status_code == 422 and "请写用户名" in answer.text and "请写密码" in answer.text


def test_strange_names_are_kept_as_text_and_open_nothing(door: Door) -> None:
    for login in ("chen\x00", "<b>陈</b>", "a" * 10_000, "\u202eabc", "😀"):
        answer = door.web.client().post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 422 and "<b>陈</b>" not in answer.text
        assert f'value="{escape(login)}"' in answer.text


def test_after_five_tries_the_door_says_when_it_opens(door: Door) -> None:
    said = [door.knock(door.web.client(), "Wrong-guess 1").status_code for _ in range(5)]
    assert said == [422, 422, 422, 422, 429]
    locked = door.knock(door.web.client())
    assert locked.status_code == 429 and "请 12:15 以后再登录" in locked.text
    clock.set(NOON + timedelta(minutes=15))
    assert door.knock(door.web.client()).status_code == 303


def test_twelve_tries_at_once_are_five(door: Door) -> None:
    def guess(_n: int) -> int:
        return door.knock(door.web.client(), "Wrong-guess 1").status_code

    with ThreadPoolExecutor(6) as crowd:
        said = Counter(crowd.map(guess, range(12)))
    assert said == {422: 4, 429: 8}


def test_a_session_begins_anew_at_sign_in(door: Door) -> None:
    client = door.web.client()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = client.token()
    door.knock(client)
    with client.session_transaction() as session:
        assert "planted" not in session and session["_user_id"] == str(door.user_id)
    assert client.post("/sign-out", headers={"X-CSRFToken": before}, csrf=False).status_code == 400


def test_the_door_refuses_a_form_of_another_site(door: Door) -> None:
    answer = door.web.client().post("/sign-in", data={"login": door.login, "password": PASSWORD}, csrf=False)
    assert answer.status_code == 400


def test_signing_out_ends_the_session_here(door: Door) -> None:
    client = door.web.client()
    door.knock(client)
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/inbox").status_code == 303
    assert client.get("/sign-out").status_code == 405


def test_somebody_who_is_in_is_not_asked_again(door: Door) -> None:
    assert door.web.as_(door.user_id).get("/sign-in").location == "/work"


def test_at_the_first_sign_in_the_password_is_changed_before_anything_else(door: Door) -> None:
    new = door.another(Role.GRID_WORKER, login="new.one", must_change=True)
    client = door.web.as_(new)
    assert client.get("/inbox").location == "/password"
    assert "先换成你自己的密码" in client.get("/password").text
    changed = client.post("/password", data={"current": PASSWORD, "new": NEW, "again": NEW})
    assert changed.location == "/work" and client.get("/inbox").status_code == 200


def test_a_changed_password_ends_the_sessions_of_other_devices(door: Door) -> None:
    here, tablet = door.web.as_(door.user_id), door.web.as_(door.user_id)
    assert here.post("/password", data={"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 303
    assert here.get("/inbox").status_code == 200 and tablet.get("/inbox").status_code == 303
    assert door.knock(door.web.client()).status_code == 422
    assert door.knock(door.web.client(), NEW).status_code == 303


WRONG: list[tuple[dict[str, str], str]] = [
    ({"current": "Wrong-guess 1", "new": NEW, "again": NEW}, "现在的密码不对"),
    ({"current": PASSWORD, "new": NEW, "again": "other"}, "两遍写的不一样"),
    ({"current": PASSWORD, "new": "short", "again": "short"}, "太短：至少 10 个字"),
    ({"current": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "最近用过的 5 个密码不能再用"),
    ({}, "请写现在的密码"),
]


def test_a_password_that_does_not_do_is_said_at_its_field(door: Door) -> None:
    client = door.web.as_(door.user_id)
    for typed, words in WRONG:
        answer = client.post("/password", data=typed)
        assert answer.status_code == 422 and words in answer.text and NEW not in answer.text
    assert client.get("/inbox").status_code == 200


def test_whoever_left_is_out_at_once(door: Door) -> None:
    client = door.web.as_(door.user_id)
    with door.web.write():
        ops.lock(door.user_id, NOON)
    assert client.get("/inbox").status_code == 303 and door.knock(door.web.client()).status_code == 422
