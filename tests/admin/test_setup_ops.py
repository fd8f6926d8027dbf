"""What an administrator changes of the street, and what is kept of it."""

from dataclasses import replace

import pytest

from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.people.changes import changes
from app.people.models import Street
from app.people.setup import ops
from app.people.street_settings import StreetSettings, settings_of
from app.people.words import Setting
from tests.builders.town import MONDAY, Town

WANTED = StreetSettings(30, "dice", 2, "ZX")


def test_the_administrator_sets_the_street_and_only_what_differs_is_kept(cast: Town) -> None:
    db.session.get_one(Street, cast.street_id).settings = {"sampled_rate": 30, "else": 1}
    ops.set_street(cast.admin, WANTED, at=MONDAY)
    kept = db.session.get_one(Street, cast.street_id).settings
    assert settings_of(kept) == WANTED and kept["else"] == 1
    [line] = changes(cast.street_id, Setting.STREET)
    assert line.before == {"draw_value": "root", "reviewer_monthly_cap": 4, "receipt_prefix": ""}
    assert line.after == {"draw_value": "dice", "reviewer_monthly_cap": 2, "receipt_prefix": "ZX"}


def test_what_is_out_of_bounds_changes_nothing(cast: Town) -> None:
    with pytest.raises(Invalid) as refused:
        ops.set_street(cast.admin, replace(WANTED, sampled_rate=101), at=MONDAY)
    assert list(refused.value.errors) == ["sampled_rate"] and changes(cast.street_id) == []


@pytest.mark.parametrize("who", ["chief", "leader", "auditor", "worker", "clerk"])
def test_nobody_else_sets_a_street(cast: Town, who: str) -> None:
    with pytest.raises(NotAllowed):
        ops.set_street(cast.cast[who], WANTED, at=MONDAY)
