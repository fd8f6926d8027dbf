"""Two administrators at the very same moment."""

from collections.abc import Callable

import pytest

from app.core.db import transaction
from app.core.errors import Refusal
from app.core.permissions import Actor, Role
from app.people.setup import ops
from app.people.setup.accounts import Entry
from tests.builders.staffed import Office
from tests.builders.town import MONDAY
from tests.support.together import at_once, meeting

Take = Callable[[Actor, int], None]
PLAIN = Entry("某人", frozenset({Role.GRID_WORKER}))
TAKES: dict[str, Take] = {
    "lock": lambda actor, other: ops.lock_account(actor, other, at=MONDAY),
    "role": lambda actor, other: ops.edit_account(actor, other, PLAIN, at=MONDAY),
}


@pytest.mark.parametrize("take", TAKES)
def test_two_who_take_the_administration_from_each_other_leave_one(office: Office, take: str) -> None:
    with office.web.write():
        second = office.town.person("第二管理员", Role.ADMIN)
    first, meet = office.town.admin, meeting(office.web, 2)

    def job(actor: Actor, other: Actor) -> Callable[[], None]:
        def run() -> None:
            with transaction():
                meet()
                TAKES[take](actor, other.id or 0)

        return run

    done = at_once(office.web, [job(first, second), job(second, first)])
    assert [isinstance(one, Refusal) for one in done].count(True) == 1 and done.count(None) == 1
