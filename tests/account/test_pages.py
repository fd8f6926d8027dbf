"""The inbox, the language and the look of the pages; stepping into a role where it is a demo."""

from typing import Any

import pytest

from app.cases.models import Case
from app.cases.words import Source
from app.core.counting import count_statements
from app.core.db import db
from app.core.permissions import Role
from app.notices.models import Notice
from app.notices.words import Channel, NoticeKind
from tests.account.conftest import Door
from tests.builders.people import NOON, a_street, a_user
from tests.support.databases import Databases, make_app
from tests.support.web import Web


def tell(door: Door, times: int = 1, user_id: int | None = None) -> None:
    with door.web.write():
        case = Case(street_id=door.street_id, receipt="ZX-1116-0001-K", source=Source.RESIDENT)
        case.reported_at = NOON
        db.session.add(case)
        db.session.flush()
        for n in range(times):
            row = Notice(street_id=door.street_id, user_id=user_id or door.user_id, channel=Channel.INBOX)
            row.event_key, row.kind, row.case_id, row.created_at = f"closed:{n}", NoticeKind.CLOSED, case.id, NOON
            row.params = {"receipt": case.receipt}
            db.session.add(row)


def test_an_empty_inbox_says_what_comes(door: Door) -> None:
    assert "没有消息" in door.web.as_(door.user_id).get("/inbox").text


def test_a_notice_is_read_and_taken_off_the_count(door: Door) -> None:
    tell(door)
    client = door.web.as_(door.user_id)
    first = client.get("/inbox").text
    assert "ZX-1116-0001-K" in first and 'href="/cases/' in first and "11-16 12:00" in first and "都看过了" in first
    assert client.post("/inbox/read", data={"up_to": "999999"}).location == "/inbox"
    assert "都看过了" not in client.get("/inbox").text


def test_a_long_inbox_goes_on_by_key(door: Door) -> None:
    tell(door, times=60)
    client = door.web.as_(door.user_id)
    first = client.get("/inbox").text
    older = first.split("/inbox?before=")[1].split('"')[0]
    second = client.get(f"/inbox?before={older}").text
    assert (first.count('<li class="card">'), second.count('<li class="card">')) == (50, 10)


def test_nobody_reads_the_notices_of_somebody_else(door: Door) -> None:
    other = door.another(Role.DISPATCHER)
    tell(door, user_id=other)
    assert "ZX-1116-0001-K" not in door.web.as_(door.user_id).get("/inbox").text


def test_a_broken_request_marks_nothing(door: Door) -> None:
    tell(door)
    client = door.web.as_(door.user_id)
    for up_to in ("", "abc", "-1", "9" * 40):
        assert client.post("/inbox/read", data={"up_to": up_to}).status_code == 303
        assert client.get(f"/inbox?before={up_to}").status_code == 200
    assert "都看过了" in client.get("/inbox").text


def test_the_inbox_takes_few_statements(door: Door) -> None:
    tell(door, times=20)
    client = door.web.as_(door.user_id)
    client.get("/inbox")
    with count_statements() as counted:
        client.get("/inbox")
    assert counted.n <= 8


def test_the_language_is_kept_on_this_device_and_leads_back(door: Door) -> None:
    client = door.web.client()
    answer = client.get("/lang/en?next=/sign-in")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert 'lang="en"' in client.get("/sign-in").text
    assert client.get("/lang/en?next=https://evil.example").location == "/"
    assert client.get("/lang/fr").status_code == 404


def test_theme_and_size_are_kept_on_this_device_and_taken_back(door: Door) -> None:
    client = door.web.client()
    client.post("/look", data={"theme": "dark", "next": "/sign-in"})
    client.post("/look", data={"size": "large"})
    assert all(part in client.get("/sign-in").text for part in ('data-theme="dark"', 'data-size="large"'))
    client.post("/look", data={"size": ""})
    text = client.get("/sign-in").text
    assert 'data-size="large"' not in text and 'data-theme="dark"' in text


def test_a_look_that_nobody_offers_is_let_be(door: Door) -> None:
    answer = door.web.client().post("/look", data={"theme": "neon\r\nSet-Cookie: a=b", "next": "//evil.example"})
    assert answer.location == "/" and not any("theme" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_without_a_demo_the_door_for_roles_does_not_exist(door: Door) -> None:
    assert not any(str(rule).startswith("/demo") for rule in door.web.app.url_map.iter_rules())
    assert door.web.client().post(f"/demo/{door.user_id}").status_code == 404


@pytest.fixture
def demo(database_kind: str, databases: Databases, tmp_path: Any) -> Any:
    """An application with LINGRID_DEMO on; the street is marked as the test says."""
    with databases.fresh(database_kind) as url:
        app = make_app(url, tmp_path, DEMO="1")
        with Web.on(app, url) as made:
            yield made


def test_a_role_is_stepped_into_only_in_a_demo_and_at_this_machine(demo: Web) -> None:
    with demo.write():
        chief = a_user(a_street(demo=True), Role.DUTY_CHIEF).id
    path, client = f"/demo/{chief}", demo.client()
    assert client.post(path, environ_overrides={"REMOTE_ADDR": "10.0.0.9"}).status_code == 404
    assert client.post(path, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert [client.post(f"/demo/{n}").status_code for n in (999_999, 10**30)] == [404, 404]
    assert client.get(path).status_code == 405 and client.get("/inbox").status_code == 303
    answer = client.post(path)
    assert (answer.status_code, answer.location) == (303, "/desk/queue")
    assert client.get("/inbox").status_code == 200


def test_with_one_real_street_in_the_database_nobody_steps_in(demo: Web) -> None:
    with demo.write():
        chief = a_user(a_street(demo=True), Role.DUTY_CHIEF).id
        a_street()
    assert demo.client().post(f"/demo/{chief}").status_code == 404
