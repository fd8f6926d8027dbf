"""/healthz: is the street served, and what will need a person soon. Open to monitors, names nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

import config
from app.core import clock, leases
from app.core.db import db
from app.core.web.streets import all_streets

bp = Blueprint("health", __name__)
SILENT_INTERVALS = 3
GRACE = timedelta(seconds=60)
WARN_FROM_MONTH = 11  # the State Council publishes next year's days about November
ROSTER_DAYS = 7
Warning = dict[str, Any]


@bp.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 with warnings, 503 with what is broken."""
    at = clock.now()
    fault = _fault(at)
    warnings = [] if fault else list(_warnings(at))
    body = {"status": "down" if fault else "ok", "version": config.VERSION, "warnings": warnings}
    return jsonify(body | ({"fault": fault} if fault else {})), 503 if fault else 200


def _fault(at: datetime) -> str | None:
    """What stops the service, or None."""
    try:
        if current_revisions() != wanted_revisions():
            return "migrations"
        return "worker" if _worker_silent(at) else None
    except SQLAlchemyError:
        return "database"


def current_revisions() -> tuple[str, ...]:
    """Where the database stands; empty before the first migration."""
    return tuple(sorted(MigrationContext.configure(db.session.connection()).get_current_heads()))


@cache
def wanted_revisions() -> tuple[str, ...]:
    """Where this program's migrations end."""
    return tuple(sorted(ScriptDirectory(str(config.ROOT / "migrations")).get_heads()))


def _worker_silent(at: datetime) -> bool:
    from app.jobs import HEARTBEAT

    if at - current_app.config["STARTED_AT"] < GRACE:
        return False
    last = leases.last_beat(HEARTBEAT)
    return last is None or at - last > SILENT_INTERVALS * timedelta(seconds=current_app.config["SWEEP_SECONDS"])


def _warnings(at: datetime) -> Iterator[Warning]:
    """What a person should see to, street by street."""
    from app.grid import roster
    from app.sla import queries as sla

    slugs = {street.id: street.slug for street in all_streets()}
    for year in _years_due(at):
        for street_id in sla.streets_without_year(year):
            yield {"kind": "calendar", "street": slugs.get(street_id), "year": year}
    for street_id, slug in slugs.items():
        if gaps := roster.root_gaps(street_id, at, ROSTER_DAYS):
            yield {"kind": "roster_gap", "street": slug, "count": len(gaps)}
    for kind, counts in (("estimated_dates", sla.estimated_by_street()), ("parked_clocks", sla.parked_by_street())):
        for street_id, count in counts.items():
            yield {"kind": kind, "street": slugs.get(street_id), "count": count}


def _years_due(at: datetime) -> tuple[int, ...]:
    """The years whose official days should be there by now."""
    today = clock.street_time(at)
    return (today.year, today.year + 1) if today.month >= WARN_FROM_MONTH else (today.year,)
