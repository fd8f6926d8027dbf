"""Stepping in needs the setting, the mark on every street, loopback, and a request of this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import transaction
from app.core.permissions import Role
from app.core.web import streets
from tests.builders.people import a_street, a_user
from tests.support.databases import Databases, make_app
from tests.support.web import Client

Door = Callable[..., tuple[FlaskClient, int]]


@pytest.fixture
def door(databases: Databases) -> Iterator[Door]:
    """A client and somebody's id, on an application with these settings and streets so marked."""
    with databases.fresh("sqlite") as url:

        def made(*marks: bool, **settings: str) -> tuple[FlaskClient, int]:
            app = make_app(url, databases.folder, **settings)
            app.test_client_class = Client
            with at_work(app):
                users = [a_user(a_street(demo=mark), Role.DISPATCHER).id for mark in marks]
            return app.test_client(), users[0]

        yield made


@contextmanager
def at_work(app: Flask) -> Iterator[None]:
    with app.app_context(), transaction():
        yield
    streets.forget()


def step_in(client: FlaskClient, user_id: int, **more: object) -> int:
    return client.post(f"/demo/{user_id}", **more).status_code


def test_in_a_demo_on_this_machine_the_door_is_open(door: Door) -> None:
    client, user_id = door(True, DEMO="1")
    assert step_in(client, user_id) in (302, 303)
    assert client.get("/inbox").status_code == 200


@pytest.mark.parametrize("settings", [{"DEMO": "0"}, {"DEMO": "1", "HOST": "0.0.0.0", "HTTPS": "0"}])
def test_without_the_setting_or_off_loopback_there_is_no_such_route(door: Door, settings: dict[str, str]) -> None:
    client, user_id = door(True, **settings)
    assert not [rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith("/demo/")]
    assert step_in(client, user_id) == 404


@pytest.mark.parametrize("marks", [(False,), (True, False)])
def test_one_street_without_the_mark_closes_it(door: Door, marks: tuple[bool, ...]) -> None:
    client, user_id = door(*marks, DEMO="1")
    assert step_in(client, user_id) == 404


def test_a_request_from_elsewhere_finds_nothing(door: Door) -> None:
    client, user_id = door(True, DEMO="1")
    assert step_in(client, user_id, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}) == 404
    assert step_in(client, user_id, headers={"X-Forwarded-For": "192.0.2.7"}) == 404
