"""Headers, cookies, CSRF and errors of every answer."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from app.core import errors
from app.core.web import security
from tests.support.databases import Databases, make_app
from tests.support.web import Client, Web

DOOR = "/t/s3cr3t/breaks/"


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database without a street."""
    with databases.fresh("sqlite") as address:
        yield address


@pytest.fixture
def app(url: str, databases: Databases) -> Flask:
    """An application of its own with a few doors that break on purpose."""
    made = make_app(url, databases.folder)
    made.test_client_class = Client
    refusals = {
        "missing": errors.NotFound(),
        "not-mine": errors.NotAllowed("这一步不归你办"),
        "changed": errors.Conflict("别人刚改过"),
        "wrong": errors.Invalid(errors={"phone": "少一位：手机号是 %(n)s 位"}, n=11),
        "large": errors.TooLarge("文件太大了"),
        "often": errors.TooMany("试得太多了"),
        "stale": StaleDataError(),
        "broken": RuntimeError("13800000000"),
    }

    def door(name: str) -> str:
        raise refusals[name]

    made.add_url_rule(f"{DOOR}<name>", "breaks", door, methods=["GET", "POST"])
    made.testing = False
    return made


STATUS = [
    ("missing", 404),
    ("not-mine", 403),
    ("changed", 409),
    ("wrong", 422),
    ("large", 413),
    ("often", 429),
    ("stale", 409),
    ("broken", 500),
]


@pytest.mark.parametrize(("name", "status"), STATUS)
def test_a_refusal_is_answered_with_its_status_as_page_and_as_json(app: Flask, name: str, status: int) -> None:
    client = app.test_client()
    assert client.get(DOOR + name, json=None).status_code == status
    told = client.get(DOOR + name, headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["status"]) == (status, status)


def test_a_wrong_field_is_named_with_its_words_filled(app: Flask) -> None:
    told = app.test_client().get(DOOR + "wrong", headers={"Accept": "application/json"}).get_json()
    assert told["fields"] == {"phone": "少一位：手机号是 11 位"}


def test_an_accident_is_logged_without_its_words_and_without_the_secret(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get(DOOR + "broken?phone=13800000000")
    assert "RuntimeError on GET /t/…/breaks/broken" in caplog.text
    assert "13800000000" not in caplog.text + answer.text
    assert "s3cr3t" not in caplog.text


def test_every_answer_carries_the_headers(app: Flask) -> None:
    for path in (DOOR + "missing", DOOR + "broken", "/nowhere", "/static/css/tokens.css"):
        with app.test_client().get(path) as answer:
            assert {name: answer.headers[name] for name in security.HEADERS} == security.HEADERS
    assert "unsafe" not in security.CSP


def test_pages_are_kept_by_nobody_and_stamped_files_for_a_year(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"
    with app.test_request_context():
        stamped = app.url_for("static", filename="css/tokens.css")
    for path, kept in ((stamped, True), ("/static/css/tokens.css", False)):
        with client.get(path) as answer:
            assert ("immutable" in answer.headers["Cache-Control"]) is kept


def test_a_post_without_a_token_is_refused_and_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    assert client.post(DOOR + "missing", csrf=False).status_code == 400
    assert client.post(DOOR + "missing").status_code == 404


@pytest.mark.parametrize("https", ["0", "1"])
def test_the_session_cookie_carries_its_flags(url: str, databases: Databases, https: str) -> None:
    app = make_app(url, databases.folder, HTTPS=https)
    answer = app.test_client().get("/nowhere", base_url="https://localhost" if https == "1" else None)
    [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if "lingrid=" in c]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert ("Secure" in cookie, cookie.startswith("__Host-")) == (https == "1", https == "1")
    assert ("Strict-Transport-Security" in answer.headers) == (https == "1")


def test_a_demo_answers_to_loopback_names_only(url: str, databases: Databases) -> None:
    app = make_app(url, databases.folder, DEMO="1")
    assert app.test_client().get("/nowhere", headers={"Host": "evil.example"}).status_code == 400
    assert app.test_client().get("/nowhere", headers={"Host": "127.0.0.1:8000"}).status_code == 404


def test_an_error_page_stands_even_where_the_database_does_not(databases: Databases) -> None:
    app = make_app(f"sqlite:///{databases.folder}/without-tables.db", databases.folder)
    app.testing = False
    assert app.test_client().get("/nowhere").status_code == 404
    assert "503" in app.test_client().get("/s/x/").status


def test_too_large_a_request_is_refused_with_413(web: Web) -> None:
    web.app.config["MAX_CONTENT_LENGTH"], before = 1000, web.app.config["MAX_CONTENT_LENGTH"]
    answer = web.client().post("/sign-in", data={"login": "x" * 2000})
    web.app.config["MAX_CONTENT_LENGTH"] = before
    assert answer.status_code == 413
