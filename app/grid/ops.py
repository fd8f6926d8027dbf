"""Everything that changes the grid and its roster. Commits nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.values import Tier
from app.grid import linter, queries, shelf
from app.grid.linter import Drawn, Fault
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
    "sign_hand_over",
    "take_leave_back",
    "write_hand_over",
]

TIERS = (Tier.STREET, Tier.RESIDENTIAL, Tier.MICRO)


class GridRefused(Invalid):
    """A grid file is refused as a whole; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(N_("这份网格文件有 %(count)s 处不对，什么都没有导入"), count=len(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join([self.message % self.params, *map(str, self.faults)])


@dataclass(frozen=True)
class ImportResult:
    """What an import did, by code. version_id: in force from now on; is_new: False when nothing had changed."""

    version_id: int
    number: int
    is_new: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def import_grid(street_id: int, source: str | bytes | dict[str, Any], at: datetime) -> ImportResult:
    """Take a grid file (text, or parsed): the first one of a street, or a new version of all boundaries.

    Grids are known by code. One that the file lacks becomes inactive and keeps its history; one that comes
    back is active again. The former version ends at `at`; when nothing changed there is no new one.
    Raises GridRefused with every fault, Conflict when `at` is not after the version in force.
    """
    reading = linter.read(source)
    known = {grid.code: grid for grid in db.session.scalars(select(Grid).where(Grid.street_id == street_id))}
    if faults := [*reading.faults, *_against(known, reading.grids)]:
        raise GridRefused(faults)
    now = db.session.scalar(
        select(GridVersion).where(GridVersion.street_id == street_id, GridVersion.until_at.is_(None))
    )
    before = _boundaries(now.id) if now else {}
    added, changed, removed = _apply(street_id, known, reading.grids, before)
    if now and not (added or changed or removed):
        return ImportResult(now.id, now.number, is_new=False)
    version = _next_version(street_id, now, at)
    shapes = {known[drawn.code].id: drawn.geometry for drawn in reading.grids}
    db.session.add_all(GridBoundary(version_id=version.id, grid_id=i, geometry=g) for i, g in shapes.items())
    db.session.flush()
    shelf.forget()
    queries.forget_tree()
    return ImportResult(version.id, version.number, True, tuple(added), tuple(changed), tuple(removed))


def _against(known: dict[str, Grid], drawn: Iterable[Drawn]) -> Iterable[Fault]:
    """What a file may not change: which grid is the street's, and the tier of a grid that has a history."""
    root = next((grid.code for grid in known.values() if grid.tier is Tier.STREET), None)
    for grid in drawn:
        if grid.tier is Tier.STREET and root is not None and grid.code != root:
            yield Fault(N_("本街道的总网格是 %(code)s，不能换成别的"), {"code": root}, grid.code)
        elif grid.code in known and known[grid.code].tier is not grid.tier:
            yield Fault(N_("这个编码用过了，是另一级的网格，不能换级"), {}, grid.code)


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
    removed = sorted(code for code, row in known.items() if row.active and code not in codes)
    for code in removed:
        known[code].active = False
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
