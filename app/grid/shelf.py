"""The boundaries of the streets, kept ready in the process.

A version never changes, so a process may keep what it has read. Which versions there are is asked again
after a minute: a new one reaches every process within that time, and each case keeps the version it was
placed with.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from app.core.db import db
from app.core.shelves import bind_of
from app.grid.geometry import Cell, GridIndex
from app.grid.models import Grid, GridBoundary, GridVersion

FRESH_SECONDS = 60.0
KEPT = 512


@dataclass(frozen=True)
class _Version:
    id: int
    from_at: datetime
    until_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


@dataclass
class _Shelf:
    """What one database's boundaries look like from here."""

    versions: dict[int, tuple[float, list[_Version]]] = field(default_factory=dict)
    indexes: dict[_Version, GridIndex] = field(default_factory=dict)


_shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()


def in_force(street_id: int, at: datetime) -> GridIndex | None:
    """The boundaries that hold at `at`; None for a street that had none. Mostly without a statement."""
    shelf = _shelves.setdefault(bind_of(db.session()), _Shelf())
    known = shelf.versions.get(street_id)
    if known is None or known[0] < time.monotonic():
        known = (time.monotonic() + FRESH_SECONDS, _versions(street_id))
        if known[1]:
            shelf.versions[street_id] = known
    version = next((v for v in known[1] if v.holds(at)), None)
    return None if version is None else _index(shelf, version)


def forget() -> None:
    """Read everything anew: boundaries changed, or a test took them back."""
    _shelves.clear()


def _versions(street_id: int) -> list[_Version]:
    rows = select(GridVersion.id, GridVersion.from_at, GridVersion.until_at)
    rows = rows.where(GridVersion.street_id == street_id).order_by(GridVersion.number.desc())
    return [_Version(*row) for row in db.session.execute(rows)]


def _index(shelf: _Shelf, version: _Version) -> GridIndex:
    # Known by its id and its beginning: after a rollback another version may get the same id.
    known = _Version(version.id, version.from_at, None)
    if known not in shelf.indexes:
        while len(shelf.indexes) >= KEPT:
            shelf.indexes.pop(next(iter(shelf.indexes)), None)
        shelf.indexes[known] = GridIndex(version.id, _cells(version.id))
    return shelf.indexes[known]


def _cells(version_id: int) -> list[Cell]:
    rows = select(GridBoundary.grid_id, Grid.code, Grid.tier, GridBoundary.geometry)
    rows = rows.join(Grid, Grid.id == GridBoundary.grid_id).where(GridBoundary.version_id == version_id)
    return [Cell(*row) for row in db.session.execute(rows)]
