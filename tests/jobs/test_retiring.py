"""Boundaries that hold from a later day: the grids that they lack leave the lists on that day, and not before."""

import json
from datetime import timedelta

from app import jobs
from app.core.db import db
from app.grid import queries
from app.grid.drafts.ops import activate_draft, upload_draft
from app.jobs import Turn
from tests.builders.grids import small, without
from tests.builders.town import MONDAY, Town


def test_the_worker_retires_a_grid_on_the_day_from_which_it_is_gone(cast: Town) -> None:
    friday, data = MONDAY + timedelta(days=4), json.dumps(without(small(), "M1")).encode()
    activate_draft(cast.admin, upload_draft(cast.admin, "x", data, at=MONDAY), friday, at=MONDAY)
    db.session.commit()
    listed = []
    for at in (MONDAY, friday):
        jobs.retire_grids(Turn(at))
        listed.append("M1" in {row.code for row in queries.tree(cast.street_id)})
    assert listed == [True, False]
