"""Everything that changes the grid and its roster. Commits nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select, update

from app.core.db import db
from app.core.errors import Conflict
from app.core.msgid import N_
from app.core.values import Tier
from app.grid import queries, shelf
from app.grid.linter import Drawn
from app.grid.models import Grid, GridBoundary, GridVersion
from app.grid.ops_duties import (
    Draft,
    book_off,
    check_draft,
    check_end,
    check_leave,
    check_stand_in,
    finish_duty,
    give_stand_in,
    put_on_duty,
    take_leave_back,
)
from app.grid.ops_handover import sign_hand_over, write_hand_over
from app.grid.ops_roster import add_duty, add_leave, end_duty, end_leave
from app.grid.reading import GridRefused as GridRefused
from app.grid.reading import checked, latest

__all__ = [
    "Draft",
    "GridRefused",
    "ImportResult",
    "add_duty",
    "add_leave",
    "book_off",
    "check_draft",
    "check_end",
    "check_leave",
    "check_stand_in",
    "end_duty",
    "end_leave",
    "finish_duty",
    "give_stand_in",
    "import_grid",
    "put_on_duty",
    "retire_grids",
    "sign_hand_over",
    "take_leave_back",
    "write_hand_over",
]

TIERS = (Tier.STREET, Tier.RESIDENTIAL, Tier.MICRO)


@dataclass(frozen=True)
class ImportResult:
    """What an import did, by code. version_id: in force from now on; is_new: False when nothing had changed."""

    version_id: int
    number: int
    is_new: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def import_grid(
    street_id: int, source: str | bytes | dict[str, Any], at: datetime, *, from_at: datetime | None = None
) -> ImportResult:
    """Take a grid file (text, or parsed): the first one of a street, or a new version of all boundaries.

    Grids are known by code. One that the file lacks becomes inactive and keeps its history; one that comes
    back is active again. The former version ends where this one begins: at `from_at` when it is to hold later, and
    grids that go stay in the lists till then (`retire_grids`). When nothing changed there is no new version.
    Raises GridRefused with every fault, Conflict when it would not begin after the version in force.
    """
    known, reading = checked(street_id, source)
    now = latest(street_id)
    before = _boundaries(now.id) if now else {}
    begins = from_at or at
    added, changed, removed = _apply(street_id, known, reading.grids, before)
    if now and not (added or changed or removed):
        return ImportResult(now.id, now.number, is_new=False)
    version = _next_version(street_id, now, begins)
    shapes = {known[drawn.code].id: drawn.geometry for drawn in reading.grids}
    db.session.add_all(GridBoundary(version_id=version.id, grid_id=i, geometry=g) for i, g in shapes.items())
    db.session.flush()
    if begins <= at:
        retire_grids(at, street_id)
    shelf.forget()
    queries.forget_tree()
    return ImportResult(version.id, version.number, True, tuple(added), tuple(changed), tuple(removed))


def retire_grids(at: datetime, street_id: int | None = None) -> int:
    """Grids in no boundaries that hold at `at` or later leave the lists, of one street or of all; returns how many."""
    stays = exists().where(GridBoundary.grid_id == Grid.id, GridBoundary.version_id == GridVersion.id)
    stays = stays.where(or_(GridVersion.until_at.is_(None), GridVersion.until_at > at))
    gone = update(Grid).where(Grid.active, Grid.tier != Tier.STREET, ~stays)
    gone = gone if street_id is None else gone.where(Grid.street_id == street_id)
    found = db.session.execute(gone.values(active=False), execution_options={"synchronize_session": "fetch"})
    if found.rowcount:  # type: ignore[attr-defined]
        queries.forget_tree()
    return int(found.rowcount)  # type: ignore[attr-defined]


def _boundaries(version_id: int) -> dict[int, Any]:
    rows = select(GridBoundary.grid_id, GridBoundary.geometry).where(GridBoundary.version_id == version_id)
    return dict(db.session.execute(rows).all())


def _apply(
    street_id: int, known: dict[str, Grid], drawn: Sequence[Drawn], before: dict[int, Any]
) -> tuple[list[str], list[str], list[str]]:
    """Write the rows of the tree; returns the codes that are new, changed and gone. Fills `known`."""
    added: list[str] = []
    changed: list[str] = []
    for tier in TIERS:  # a parent has its id before its children need it
        for grid in (g for g in drawn if g.tier is tier):
            parent_id = known[grid.parent].id if grid.parent is not None else None
            if (row := known.get(grid.code)) is None:
                row = known[grid.code] = Grid(street_id=street_id, code=grid.code, tier=tier)
                db.session.add(row)
                added.append(grid.code)
            elif (row.name, row.parent_id, row.active) != (grid.name, parent_id, True) or (
                before.get(row.id) != grid.geometry
            ):
                changed.append(grid.code)
            row.name, row.parent_id, row.active = grid.name, parent_id, True
        db.session.flush()
    codes = {grid.code for grid in drawn}
    removed = sorted(code for code, row in known.items() if row.id in before and code not in codes)
    return added, changed, removed


def _next_version(street_id: int, now: GridVersion | None, at: datetime) -> GridVersion:
    if now is not None:
        if at <= now.from_at:
            raise Conflict(N_("现行的边界比这个时间更晚，不能倒着导入"))
        mine = update(GridVersion).where(GridVersion.id == now.id, GridVersion.until_at.is_(None))
        closed = db.session.execute(mine.values(until_at=at), execution_options={"synchronize_session": False})
        if closed.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(N_("别人刚导入过网格，请重新导入"))
    last = db.session.scalar(select(func.max(GridVersion.number)).where(GridVersion.street_id == street_id))
    version = GridVersion(street_id=street_id, number=(last or 0) + 1, from_at=at)
    db.session.add(version)
    db.session.flush()
    return version
