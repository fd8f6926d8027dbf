"""A boundary file is kept, compared, and put in force once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor, Role
from app.grid import ops, queries
from app.grid.drafts import queries as drafts
from app.grid.drafts.ops import activate_draft, upload_draft
from app.grid.models import Grid
from app.grid.ops import GridRefused
from app.people.changes import changes
from app.people.models import Street
from tests.builders.grids import changed, feature, small, square, without
from tests.builders.people import NOON, a_street, a_user

LATER, TOMORROW = NOON + timedelta(days=30), NOON + timedelta(days=31)
WIDER = changed(changed(small(), "R1", square(0, wide=1.5)), "R2", square(1.5, wide=0.5))


def data(collection: dict[str, Any]) -> bytes:
    return json.dumps(collection).encode()


def admin_of(street: Street, role: Role = Role.ADMIN) -> Actor:
    person = a_user(street, role)
    return Actor(id=person.id, street_id=street.id, name=person.name, roles=frozenset({role}))


def kept(who: Actor, collection: dict[str, Any]) -> int:
    return upload_draft(who, "新边界.geojson", data(collection), at=LATER)


def listed(street: Street) -> set[str]:
    return {row.code for row in queries.tree(street.id)}


def test_a_file_is_kept_as_it_came_and_changes_nothing(street: Street) -> None:
    draft_id = kept(admin_of(street), WIDER)
    row, drawn = drafts.draft(street.id, draft_id)
    assert (row.name, row.grids, row.waits, len(drawn)) == ("新边界.geojson", 5, True, 5)
    assert [version.number for version in drafts.versions(street.id)] == [1]


def test_the_same_file_again_is_the_same_draft(street: Street) -> None:
    who = admin_of(street)
    assert kept(who, WIDER) == kept(who, WIDER)
    assert len(drafts.drafts(street.id)) == 1


def test_one_bad_polygon_and_nothing_is_kept(street: Street) -> None:
    ring = [[121.36, 31.24], [121.37, 31.25], [121.37, 31.24], [121.36, 31.25], [121.36, 31.24]]
    bow = {"type": "Polygon", "coordinates": [ring]}
    with pytest.raises(GridRefused) as refused:
        kept(admin_of(street), changed(small(), "R2", bow))
    assert {fault.code for fault in refused.value.faults} == {"R2"}
    assert drafts.drafts(street.id) == []


def test_it_holds_once_it_is_activated_and_the_trail_says_so(street: Street) -> None:
    who = admin_of(street)
    done = activate_draft(who, kept(who, WIDER), None, at=LATER)
    assert (done.number, done.changed) == (2, ("R1", "R2"))
    assert [row.number for row in drafts.drafts(street.id)] == [2]
    (line,) = changes(street.id)
    assert (line.by_id, line.subject, line.before, line.after["version"]) == (who.id, "2", {"version": 1}, 2)
    assert line.after["changed"] == ["R1", "R2"]


def test_a_second_click_is_told_that_it_is_done(street: Street) -> None:
    who = admin_of(street)
    draft_id = kept(who, WIDER)
    activate_draft(who, draft_id, None, at=LATER)
    with pytest.raises(Conflict, match="已经有人启用"):
        activate_draft(who, draft_id, None, at=LATER)
    assert len(drafts.versions(street.id)) == 2 and len(changes(street.id)) == 1


def test_of_two_files_the_second_was_compared_with_boundaries_that_are_gone(street: Street) -> None:
    who = admin_of(street)
    first, second = kept(who, WIDER), kept(who, without(small(), "M1"))
    activate_draft(who, first, None, at=LATER)
    with pytest.raises(Conflict, match="边界换过了"), db.session.begin_nested():
        activate_draft(who, second, None, at=TOMORROW)
    stale, _ = drafts.draft(street.id, second)
    assert stale.stale and not stale.waits and stale.activated_at is None


def test_a_file_like_the_present_boundaries_has_nothing_to_change(street: Street) -> None:
    who = admin_of(street)
    with pytest.raises(Conflict, match="一样"):
        activate_draft(who, kept(who, small()), None, at=LATER)


def test_a_day_that_is_past_is_no_effective_date(street: Street) -> None:
    who = admin_of(street)
    with pytest.raises(Invalid) as wrong:
        activate_draft(who, kept(who, WIDER), NOON, at=LATER)
    assert set(wrong.value.errors) == {"from_day"}


def test_from_a_later_day_the_old_boundaries_hold_till_then(street: Street) -> None:
    who = admin_of(street)
    rows = without(small(), "M1")["features"] + [feature("M2", "micro", "R3", square(2.4, 0.4, 0.2, 0.2))]
    after = {"type": "FeatureCollection", "features": rows}
    activate_draft(who, kept(who, after), TOMORROW, at=LATER)
    old, new = drafts.versions(street.id)[::-1]
    assert (old.until_at, new.from_at) == (TOMORROW, TOMORROW)
    assert {"M1", "M2"} <= listed(street)  # the new one may have its roster before it holds
    assert ops.retire_grids(LATER) == 0
    assert ops.retire_grids(TOMORROW, street.id) == 1
    assert "M1" not in listed(street) and "M2" in listed(street)


def test_at_once_a_grid_that_goes_leaves_the_lists(street: Street) -> None:
    who = admin_of(street)
    activate_draft(who, kept(who, without(small(), "M1")), None, at=LATER)
    assert "M1" not in listed(street)
    assert db.session.scalar(select(Grid.active).where(Grid.code == "M1", Grid.street_id == street.id)) is False


def test_nobody_else_uploads_and_no_other_street_finds_it(street: Street) -> None:
    draft_id = kept(admin_of(street), WIDER)
    with pytest.raises(NotAllowed):
        kept(admin_of(street, Role.DUTY_CHIEF), WIDER)
    with pytest.raises(NotFound):
        activate_draft(admin_of(a_street(demo=True)), draft_id, None, at=LATER)
    with pytest.raises(NotFound):
        drafts.draft(a_street(demo=True).id, draft_id)


def test_a_first_file_has_no_boundaries_to_be_compared_with(town: object) -> None:
    street = a_street()
    who = admin_of(street)
    draft_id = kept(who, small())
    found = drafts.redrawn(street.id, drafts.draft(street.id, draft_id)[1], LATER)
    assert found.before is None and len(drafts.changes_of(found)) == 5
    assert activate_draft(who, draft_id, None, at=LATER).number == 1
