"""Sessions end by idling, by a raised epoch and with the account; they begin anew at the door."""

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest

from app.core.db import db
from app.core.permissions import Role
from app.core.web.sessions import POLL
from app.people import ops
from app.people.models import User
from tests.builders.people import a_street, a_user
from tests.support.web import Client, Web

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
DOOR = "/inbox"


def somebody(web: Web, *roles: Role, **more: Any) -> int:
    """An account of a street of its own."""
    with web.write():
        return a_user(a_street(), *(roles or (Role.DISPATCHER,)), **more).id


def is_in(client: Client, headers: dict[str, str] | None = None) -> bool:
    """Does the door open?"""
    answer = client.get(DOOR, headers=headers)
    assert answer.status_code == 200 or answer.location.startswith("/sign-in")
    return answer.status_code == 200


OUTSIDE = [
    ((Role.DISPATCHER,), 30, 31),
    ((Role.GRID_WORKER,), 600, 601),
    ((Role.GRID_WORKER, Role.PATROLLER), 600, 601),
    ((Role.GRID_WORKER, Role.DUTY_CHIEF), 30, 31),
]


@pytest.mark.parametrize(("roles", "still", "over"), OUTSIDE)
def test_an_unused_session_ends(web: Web, clock: ModuleType, roles: tuple[Role, ...], still: int, over: int) -> None:
    clock.set(NOON)
    user = somebody(web, *roles)
    kept, lost = web.as_(user), web.as_(user)
    clock.set(NOON + timedelta(minutes=still))
    assert is_in(kept)
    clock.set(NOON + timedelta(minutes=over, seconds=1))
    assert not is_in(lost)


def test_using_it_keeps_it_and_a_page_that_asks_by_itself_does_not(web: Web, clock: ModuleType) -> None:
    clock.set(NOON)
    user = somebody(web)
    person, page = web.as_(user), web.as_(user)
    for minutes in (20, 40, 60):
        clock.set(NOON + timedelta(minutes=minutes))
        assert is_in(person)
        page.get(DOOR, headers={POLL: "1"})
    assert not is_in(page)


def test_a_raised_epoch_and_a_locked_account_end_every_session(web: Web) -> None:
    user, other = somebody(web), somebody(web)
    clients = [web.as_(user), web.as_(user), web.as_(other)]
    with web.write():
        ops.end_sessions(user)
        db.session.get_one(User, other).active = False
    assert [is_in(client) for client in clients] == [False, False, False]


def test_a_cookie_of_somebody_who_never_was_opens_nothing(web: Web) -> None:
    client = web.as_(somebody(web))
    with client.session_transaction() as session:
        session["_user_id"] = "999999"
    assert not is_in(client)


def test_a_first_password_must_be_changed_before_anything_else(web: Web) -> None:
    client = web.as_(somebody(web, must_change=True))
    assert client.get(DOOR).location == "/password"
    assert client.get("/password").status_code == 200


def test_whoever_is_not_in_is_led_to_the_door_and_back_again(web: Web) -> None:
    assert web.client().get(f"{DOOR}?before=3").location == "/sign-in?next=%2Finbox%3Fbefore%3D3"
    assert web.client().get(DOOR, headers={"Accept": "application/json"}).status_code == 401


def test_two_clients_are_two_people(web: Web) -> None:
    assert is_in(web.as_(somebody(web)))
    assert not is_in(web.client())
