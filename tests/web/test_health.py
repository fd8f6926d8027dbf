"""/healthz: 503 only for what stops the service, warnings for what a person should see to."""

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import text

import config
from app import jobs
from app.core import leases
from app.core.db import db
from app.core.permissions import Role
from app.sla import calendars
from tests.builders.people import a_street, a_user
from tests.builders.reviews import put
from tests.support.web import Web

NOVEMBER = datetime(2026, 11, 16, 4, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 20, 4, tzinfo=UTC)


@pytest.fixture
def started(web: Web, clock: ModuleType) -> Web:
    """A web process that has been up for an hour, at noon of a Monday in November."""
    clock.set(NOVEMBER)
    web.app.config["STARTED_AT"] = NOVEMBER - timedelta(hours=1)
    return web


def beat(web: Web, at: datetime) -> None:
    with web.write():
        leases.beat(jobs.HEARTBEAT, at)


def ask(web: Web) -> tuple[int, dict[str, Any]]:
    answer = web.client().get("/healthz")
    return answer.status_code, answer.get_json()


def test_all_is_well_with_a_version_and_without_a_sign_in(started: Web) -> None:
    beat(started, NOVEMBER)
    assert ask(started) == (200, {"status": "ok", "version": config.VERSION, "warnings": []})


@pytest.mark.parametrize(("seconds", "status"), [(45, 200), (46, 503)])
def test_a_worker_may_be_silent_for_three_intervals(started: Web, seconds: int, status: int) -> None:
    beat(started, NOVEMBER - timedelta(seconds=seconds))
    assert ask(started)[0] == status


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 503)])
def test_a_worker_that_never_spoke_has_a_minute_after_the_start(started: Web, seconds: int, status: int) -> None:
    started.app.config["STARTED_AT"] = NOVEMBER - timedelta(seconds=seconds)
    answered, body = ask(started)
    assert (answered, body.get("fault")) == (status, "worker" if status == 503 else None)


def test_a_database_that_is_behind_is_told(started: Web) -> None:
    with started.write():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert ask(started) == (503, {"status": "down", "version": config.VERSION, "warnings": [], "fault": "migrations"})


@pytest.mark.parametrize(("moment", "years"), [(OCTOBER, []), (NOVEMBER, [2027])])
def test_the_coming_year_is_missed_from_november_on(
    started: Web, clock: ModuleType, moment: datetime, years: list[int]
) -> None:
    clock.set(moment)
    with started.write():
        calendars.seed(a_street().id, moment)
    beat(started, moment)
    assert [w["year"] for w in ask(started)[1]["warnings"] if w["kind"] == "calendar"] == years


@pytest.mark.parametrize("covered", [True, False])
def test_an_hour_without_night_duty_is_a_gap(started: Web, covered: bool) -> None:
    with started.write():
        street = a_street()
        root = put("grid", street_id=street.id, code="1", name="街道", tier="street", parent_id=None, active=True)
        row = {"street_id": street.id, "grid_id": root, "user_id": a_user(street, Role.DUTY_CHIEF).id, "kind": "night"}
        until = None if covered else NOVEMBER + timedelta(hours=1)
        put("duty", **row, line="", from_at=NOVEMBER, until_at=until, weekdays="", phone_order=1)
    beat(started, NOVEMBER)
    gaps = [w for w in ask(started)[1]["warnings"] if w["kind"] == "roster_gap"]
    assert len(gaps) == (0 if covered else 1)
