"""A resident at the public door of the town."""

from types import ModuleType

import pytest

from tests.builders.residents import a_form
from tests.builders.staffed import office as office
from tests.builders.town import FUMES, MONDAY, Town
from tests.support.towns import Served, cast, seeded, served  # noqa: F401 (fixtures)
from tests.support.web import Client, Web


class Door:
    """The public door of one street, and what is sent there."""

    def __init__(self, web: Web, town: Town) -> None:
        self.web, self.town = web, town
        self.base = f"/s/{town.slug}"

    @property
    def resident(self) -> Client:
        """Somebody who was never here before."""
        return self.web.client()

    def send(self, code: str = FUMES, client: Client | None = None, **more: object) -> tuple[int, str]:
        """Send the report form, as somebody new unless told; gives the status and the page at the end."""
        data = a_form(self.town.category(code), **more)
        answer = (client or self.resident).post(f"{self.base}/report", data=data, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def door(served: Served, clock: ModuleType) -> Door:  # noqa: F811 (a fixture)
    """The town on a Monday morning."""
    clock.set(MONDAY)
    return Door(served.web, served.town)
