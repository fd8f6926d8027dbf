"""What new boundaries would have done to the cases of the last ninety days. Reads only.

Both boundaries are asked about every case that has a point, in this process: what the rules say of each is compared
in `app.grid.redrawn`. Answered is by the rosters as they stand, for nobody knows who will be on duty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cases.models import Case
from app.catalog.models import Category
from app.core.db import db
from app.core.values import Point
from app.grid.drafts.queries import answered_grids
from app.grid.redrawn import Moved, Redrawn, Spot, compare, flows

DAYS = 90
PAGE = 50


@dataclass(frozen=True)
class DryRun:
    """cases: how many were compared; elsewhere: another grid would answer; nobody: of those, for whom nobody would.

    moved: these, and those that only lie in another grid, the newest first. flows: (from, to) answering grids.
    reported: when each case was.
    """

    cases: int
    elsewhere: int
    nobody: int
    moved: tuple[Moved, ...]
    flows: Mapping[tuple[int | None, int | None], int]
    reported: Mapping[int, datetime]


def dry_run(street_id: int, found: Redrawn, at: datetime) -> DryRun:
    """Compare the boundaries over the last ninety days. Two statements, however many cases."""
    reported = spots_since(street_id, at - timedelta(days=DAYS))
    moved = tuple(compare(reported, found, answered_grids(street_id, at)))
    return DryRun(
        cases=len(reported),
        elsewhere=sum(move.elsewhere for move in moved),
        nobody=sum(move.nobody for move in moved),
        moved=moved,
        flows=flows(moved),
        reported={spot.case_id: when for spot, when in reported.items()},
    )


def spots_since(street_id: int, since: datetime) -> dict[Spot, datetime]:
    """Every case with a point that was reported since then, and when; the newest first. One statement."""
    rows = select(Case.id, Case.lon, Case.lat, Category.tier, Case.reported_at).outerjoin(
        Category, Category.id == Case.category_id
    )
    rows = rows.where(Case.street_id == street_id, Case.reported_at >= since, Case.lon.is_not(None))
    ordered = db.session.execute(rows.order_by(Case.reported_at.desc(), Case.id.desc()))
    return {Spot(case_id, Point(lon or 0, lat or 0), tier): when for case_id, lon, lat, tier, when in ordered}
