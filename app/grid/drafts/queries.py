"""What is shown of boundary files: the drafts, the versions, what a draft draws otherwise, where somebody answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Role
from app.grid import linter, shelf
from app.grid.drafts.models import GridDraft
from app.grid.geometry import Cell, GridIndex
from app.grid.linter import Drawn
from app.grid.models import Duty, DutyKind, Grid, GridBoundary, GridVersion
from app.grid.reading import latest
from app.grid.redrawn import Change, Named, Redrawn, differences
from app.people.models import User, UserGrid, UserRole

SHOWN = 20
By, Into = aliased(User), aliased(User)


@dataclass(frozen=True)
class DraftRow:
    """A draft as it is listed. number: of the version it became; stale: other boundaries came after it was uploaded."""

    id: int
    name: str
    grids: int
    at: datetime
    by: str
    sha256: str
    activated_at: datetime | None
    activated_by: str | None
    number: int | None
    from_at: datetime | None
    stale: bool

    @property
    def waits(self) -> bool:
        """It can still be put in force."""
        return self.activated_at is None and not self.stale


@dataclass(frozen=True)
class VersionRow:
    """A version of the boundaries, with how many grids it has."""

    number: int
    from_at: datetime
    until_at: datetime | None
    grids: int


def drafts(street_id: int) -> list[DraftRow]:
    """The newest drafts of a street. Two statements."""
    now = latest(street_id)
    rows = _listed(now.id if now else None).where(GridDraft.street_id == street_id)
    return [DraftRow(*row) for row in db.session.execute(rows.order_by(GridDraft.id.desc()).limit(SHOWN))]


def draft(street_id: int, draft_id: int) -> tuple[DraftRow, tuple[Drawn, ...]]:
    """A draft and what it draws. Raises NotFound for another street's. Three statements."""
    now = latest(street_id)
    found = db.session.execute(_listed(now.id if now else None).where(GridDraft.id == draft_id)).one_or_none()
    source = db.session.scalar(
        select(GridDraft.source).where(GridDraft.id == draft_id, GridDraft.street_id == street_id)
    )
    if found is None or source is None:
        raise NotFound
    return DraftRow(*found), linter.read(source).grids


def versions(street_id: int) -> list[VersionRow]:
    """The versions of a street's boundaries, the newest first. One statement."""
    grids = select(func.count()).where(GridBoundary.version_id == GridVersion.id).scalar_subquery()
    rows = select(GridVersion.number, GridVersion.from_at, GridVersion.until_at, grids)
    rows = rows.where(GridVersion.street_id == street_id).order_by(GridVersion.number.desc()).limit(SHOWN)
    return [VersionRow(*row) for row in db.session.execute(rows)]


def redrawn(street_id: int, drawn: Sequence[Drawn], at: datetime) -> Redrawn:
    """The present boundaries beside those of a draft, ready to be asked. Four statements at most.

    Grids that the street does not know yet get ids below zero: they have no row.
    """
    rows = select(Grid.id, Grid.code, Grid.name, Grid.tier, Grid.parent_id).where(Grid.street_id == street_id)
    known = {row.code: row for row in db.session.execute(rows)}
    now = latest(street_id)
    shapes = _shapes(now.id) if now else {}
    ids = {d.code: known[d.code].id if d.code in known else -n for n, d in enumerate(drawn, start=1)}
    codes = {row.id: code for code, row in known.items()}
    was = [
        Drawn(code, row.name, row.tier, codes.get(row.parent_id), shapes[row.id])
        for code, row in known.items()
        if row.id in shapes
    ]
    names = {row.id: Named(code, row.name, row.tier) for code, row in known.items()}
    names |= {ids[d.code]: Named(d.code, d.name, d.tier) for d in drawn}
    before = shelf.in_force(street_id, max(at, now.from_at)) if now else None
    after = GridIndex(0, [Cell(ids[d.code], d.code, d.tier, d.geometry) for d in drawn])
    return Redrawn(before, after, names, tuple(was), tuple(drawn))


def changes_of(found: Redrawn) -> tuple[Change, ...]:
    """Which grids come, go and are drawn otherwise. No statement."""
    return differences(found.was, found.drawn)


def answered_grids(street_id: int, at: datetime) -> frozenset[int]:
    """The grids that have a member on their roster, or a chief: a case there is not left to the desk. One statement.

    Whatever the hour of the shift: the dry run asks about ninety days, not about this moment.
    """
    holds = (Duty.from_at <= at) & or_(Duty.until_at.is_(None), Duty.until_at > at)
    duties = select(Duty.grid_id).join(User, User.id == Duty.user_id)
    duties = duties.where(Duty.street_id == street_id, Duty.kind == DutyKind.MEMBER, holds, User.active)
    chiefs = select(UserGrid.grid_id).join(User, User.id == UserGrid.user_id)
    chiefs = chiefs.join(UserRole, UserRole.user_id == User.id)
    chiefs = chiefs.where(User.street_id == street_id, User.active, UserRole.role == Role.GRID_CHIEF)
    return frozenset(db.session.scalars(union(duties, chiefs)))


def _shapes(version_id: int) -> dict[int, Any]:
    rows = select(GridBoundary.grid_id, GridBoundary.geometry).where(GridBoundary.version_id == version_id)
    return dict(db.session.execute(rows).all())


def _listed(now_id: int | None) -> Any:
    stale = GridDraft.activated_at.is_(None) & GridDraft.base_id.is_distinct_from(now_id)
    told = (GridDraft.id, GridDraft.name, GridDraft.grids, GridDraft.at, By.name, GridDraft.sha256)
    became = (GridDraft.activated_at, Into.name, GridVersion.number, GridVersion.from_at)
    rows = select(*told, *became, stale).join(By, By.id == GridDraft.by_id)
    rows = rows.outerjoin(Into, Into.id == GridDraft.activated_by_id)
    return rows.outerjoin(GridVersion, GridVersion.id == GridDraft.version_id)
