"""A root of the ledger every hour, and every minute in a demo."""

from datetime import datetime, timedelta

import pytest

from app.jobs import JOBS
from app.worker import _trigger
from tests.builders.town import MONDAY


@pytest.mark.parametrize(("demo", "apart"), [(False, timedelta(hours=1)), (True, timedelta(minutes=1))])
def test_the_root_is_made_every_hour_and_every_minute_in_a_demo(demo: bool, apart: timedelta) -> None:
    job = next(job for job in JOBS if job.name == "make_root")
    trigger = _trigger(job, {"DEMO": demo, "SWEEP_SECONDS": 15})
    first: datetime = trigger.get_next_fire_time(None, MONDAY)
    assert trigger.get_next_fire_time(first, first + timedelta(seconds=1)) - first == apart
