"""Reads of the grid: where a point lies, how the tree hangs together, who acts where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, cast, literal, null, select

from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Role
from app.core.shelves import Shelf
from app.core.values import Point, Tier
from app.grid import shelf
from app.grid.cover import holes as holes
from app.grid.geometry import Located as Located
from app.grid.models import Grid, GridBoundary, GridVersion
from app.grid.order import parents_first
from app.grid.roster import DutyRow as DutyRow
from app.grid.roster import Staff as Staff
from app.grid.roster import chiefs as chiefs
from app.grid.roster import members_of as members_of
from app.grid.roster import night_list as night_list
from app.grid.roster import on_duty as on_duty
from app.grid.roster import on_leave as on_leave
from app.grid.roster import plan as plan
from app.grid.roster import root_gaps as root_gaps
from app.grid.roster import staff as staff
from app.grid.shelf import forget as forget
from app.people.models import User, UserGrid, UserRole

DEEPEST = 8


@dataclass(frozen=True)
class GridRow:
    """A grid as lists and trees show it."""

    id: int
    code: str
    name: str
    tier: Tier
    parent_id: int | None


_grid_rows: Shelf[GridRow] = Shelf()
_root_ids: Shelf[int] = Shelf()
_above: Shelf[tuple[int, ...]] = Shelf()


@dataclass(frozen=True)
class Answered:
    """Who answered for a point: its grids from the finest up to the street, each with those in shift."""

    located: Located
    by_grid: tuple[tuple[GridRow, tuple[DutyRow, ...]], ...]

    @property
    def who(self) -> list[DutyRow]:
        """Those of the finest grid in which somebody answered; empty when nobody did."""
        for _, rows in self.by_grid:
            if there := [row for row in rows if row.answering_id is not None]:
                return there
        return []


def forget_tree() -> None:
    """Grids were made or renamed in this transaction: read them again."""
    _grid_rows.forget()
    _root_ids.forget()
    _above.forget()


def locate(street_id: int, point: Point, at: datetime) -> Located | None:
    """The grids that contain the point at `at`; None outside the street. Mostly without a statement."""
    index = shelf.in_force(street_id, at)
    return None if index is None else index.locate(point)


def answered(street_id: int, point: Point, at: datetime) -> Answered | None:
    """Who answered for this point at that moment; None outside the street. Two statements with the shelf warm."""
    located = locate(street_id, point, at)
    if located is None:
        return None
    finest_first = [located.micro_grid_id, located.residential_grid_id, located.street_grid_id]
    ids = [grid_id for grid_id in finest_first if grid_id is not None]
    rows = {row.id: row for row in _rows(select(*_COLUMNS).where(Grid.id.in_(ids)))}
    members = members_of(ids, at)
    return Answered(located, tuple((rows[i], tuple(m for m in members if m.grid_id == i)) for i in ids))


def row(grid_id: int) -> GridRow:
    """One grid. Raises NotFound. Mostly without a statement."""

    def read() -> GridRow:
        found = _rows(select(*_COLUMNS).where(Grid.id == grid_id))
        if not found:
            raise NotFound
        return found[0]

    return _grid_rows.get(grid_id, read)


def root(street_id: int) -> int:
    """The street grid. Raises NotFound for a street without. Mostly without a statement."""

    def read() -> int:
        found = db.session.scalar(select(Grid.id).where(Grid.street_id == street_id, Grid.tier == Tier.STREET))
        if found is None:
            raise NotFound
        return int(found)

    return _root_ids.get(street_id, read)


def tree(street_id: int) -> list[GridRow]:
    """The grids of today, each followed by its children, siblings by code, whatever the codes are. One statement."""
    rows = select(*_COLUMNS).where(Grid.street_id == street_id, Grid.active).order_by(Grid.code)
    return parents_first(_rows(rows))


def ancestors(grid_id: int) -> list[int]:
    """The grids above, the nearest first. Mostly without a statement."""
    return list(_above.get(grid_id, lambda: _read_above(grid_id)))


def _read_above(grid_id: int) -> tuple[int, ...]:
    start = select(Grid.id, Grid.parent_id, literal(0).label("above")).where(Grid.id == grid_id)
    up = start.cte("up", recursive=True)
    parents = select(Grid.id, Grid.parent_id, up.c.above + 1).join(up, Grid.id == up.c.parent_id)
    up = up.union_all(parents.where(up.c.above < DEEPEST))
    return tuple(db.session.scalars(select(up.c.id).where(up.c.above > 0).order_by(up.c.above)))


def subtree_ids(grid_ids: Iterable[int]) -> frozenset[int]:
    """These grids and all below them, former ones included. One statement, none for no ids."""
    wanted = sorted(set(grid_ids))
    down = _down(select(Grid.id).where(Grid.id.in_(wanted)))
    return frozenset(db.session.scalars(select(down.c.id))) if wanted else frozenset()


def neighbours(grid_id: int, at: datetime) -> list[int]:
    """The residential grids that touch this grid at `at`, by code. At most one statement with the shelf warm."""
    street_id = db.session.scalar(select(Grid.street_id).where(Grid.id == grid_id))
    index = None if street_id is None else shelf.in_force(street_id, at)
    return [] if index is None else index.neighbours(grid_id)


def boundaries_geojson(street_id: int, at: datetime) -> dict[str, Any]:
    """The map of a street at `at`: a FeatureCollection in the order of codes, with `version` for an ETag.

    version: id of the boundaries in force, None where there are none. properties: id, code, name, tier,
    parent (a code). Two statements.
    """
    version = db.session.scalar(_version_at(street_id, at))
    rows = select(*_COLUMNS, GridBoundary.geometry).join(GridBoundary, GridBoundary.grid_id == Grid.id)
    found = db.session.execute(rows.where(GridBoundary.version_id == version).order_by(Grid.code)).all()
    codes = {grid_id: code for grid_id, code, *_ in found}
    features = [
        {
            "type": "Feature",
            "id": grid_id,
            "properties": {"id": grid_id, "code": code, "name": name, "tier": tier.value, "parent": codes.get(parent)},
            "geometry": geometry,
        }
        for grid_id, code, name, tier, parent, geometry in found
    ]
    return {"type": "FeatureCollection", "version": version, "features": features}


def actor_of(user_id: int) -> Actor | None:
    """Who acts, with every grid of their subtrees; None for nobody and for those who left.

    Two statements at most, one when this transaction has read the account.
    """
    person = db.session.get(User, user_id)
    if person is None or not person.active:
        return None
    # A scope never crosses streets, whatever the rows say.
    own = select(Grid.id).join(UserGrid, UserGrid.grid_id == Grid.id)
    down = _down(own.where(UserGrid.user_id == user_id, Grid.street_id == person.street_id))
    roles = select(cast(UserRole.role, String), cast(null(), Integer)).where(UserRole.user_id == user_id)
    found = db.session.execute(roles.union_all(select(cast(null(), String), down.c.id))).all()
    return Actor(
        person.id,
        person.street_id,
        person.name,
        roles=frozenset(Role(role) for role, _ in found if role is not None),
        grid_ids=frozenset(grid_id for _, grid_id in found if grid_id is not None),
        unit_id=person.unit_id,
    )


_COLUMNS = (Grid.id, Grid.code, Grid.name, Grid.tier, Grid.parent_id)


def _rows(rows: Any) -> list[GridRow]:
    return [GridRow(*found) for found in db.session.execute(rows)]


def _down(start: Any) -> Any:
    """The subtree below what `start` selects (a column `id`), each grid once."""
    down = start.cte("down", recursive=True)
    return down.union(select(Grid.id).join(down, Grid.parent_id == down.c.id))


def _version_at(street_id: int, at: datetime) -> Any:
    holds = (GridVersion.until_at.is_(None)) | (GridVersion.until_at > at)
    return select(GridVersion.id).where(GridVersion.street_id == street_id, GridVersion.from_at <= at, holds)
