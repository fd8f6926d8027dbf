"""Two people put a calendar in force at the very same moment."""

from app.core.db import transaction
from app.sla.calendar_ops import Activated, Changes, activate
from app.sla.calendar_queries import versions
from app.sla.daytable import read_windows
from tests.builders.calendars import closing
from tests.builders.town import MONDAY
from tests.support.together import at_once
from tests.support.towns import Served


def test_two_versions_put_in_force_at_once_stand_one_upon_the_other(served: Served) -> None:
    windows = Changes(windows=read_windows("09:00-12:00,13:00-17:00"))

    def putting(changes: Changes) -> Activated:
        with transaction():
            return activate(served.town.street_id, changes, MONDAY)

    changes = (windows, closing("2026-11-17"))
    results = at_once(served.web, [lambda c=c: putting(c) for c in changes])  # type: ignore[misc]
    assert all(isinstance(done, Activated) and done.is_new for done in results), results
    with served.web.read():
        last = versions(served.town.street_id)[-1]
    assert sorted(done.version for done in results) == [last.version - 1, last.version]
    assert last.table.windows[0][0] == "09:00"
    assert any(str(day) == "2026-11-17" for day in last.table.days)
