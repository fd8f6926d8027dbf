"""A committed street with one member, and the moment held at noon."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.core import clock
from app.core.permissions import Role
from tests.builders.people import NOON, PASSWORD, a_street, a_user
from tests.support.web import Client, Web


@dataclass
class Door:
    """The street's door, and somebody who may come in."""

    web: Web
    street_id: int
    user_id: int
    login: str

    def knock(self, client: Client, password: str = PASSWORD, **more: Any) -> TestResponse:
        """Type a name and a password."""
        return client.post("/sign-in", data={"login": self.login, "password": password, **more})

    def another(self, *roles: Role, **more: Any) -> int:
        """Somebody else with an account."""
        with self.web.write():
            return a_user(self.street_id, *roles, **more).id


@pytest.fixture
def door(web: Web) -> Iterator[Door]:
    """A member called 陈一苇."""
    clock.set(NOON)
    with web.write():
        street = a_street()
        chen = a_user(street, Role.GRID_WORKER)
        made = Door(web, street.id, chen.id, chen.login)
    yield made
    clock.reset()
