"""What is shown of estates, and what a sheet is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.catalog.cells import by_name
from app.catalog.estates.models import EstateSheet
from app.catalog.estates.sheet import Facts, Known, Line, plan
from app.catalog.models_places import Estate, Place, Unit
from app.catalog.words import EstateKind
from app.core.db import db
from app.core.errors import NotFound
from app.core.values import Point, Tier
from app.grid import queries as grid
from app.grid.models import Grid
from app.people.models import User

PAGE, SHEETS = 100, 10
Keeper, Owners, TakenBy = aliased(Unit), aliased(Unit), aliased(User)


@dataclass(frozen=True)
class EstateRow:
    """An estate as it is listed."""

    id: int
    name: str
    kind: EstateKind
    grid: str
    keeper: str | None
    owners: str | None
    houses: int
    until_at: datetime | None


@dataclass(frozen=True)
class SheetRow:
    """A sheet as it is listed; taken_at None: it waits."""

    id: int
    name: str
    at: datetime
    by: str
    taken_at: datetime | None
    taken_by: str | None
    counts: dict[str, int]


def estate_rows(street_id: int, after: str = "", named: str = "") -> list[EstateRow]:
    """Estates by name, those behind `after`, whose name holds `named`; one more than a page. One statement."""
    houses = select(func.count()).where(Place.estate_id == Estate.id).correlate(Estate).scalar_subquery()
    rows = select(Estate.id, Estate.name, Estate.kind, Grid.name, Keeper.name, Owners.name, houses, Estate.until_at)
    rows = rows.join(Grid, Grid.id == Estate.grid_id).outerjoin(Keeper, Keeper.id == Estate.property_unit_id)
    rows = rows.outerjoin(Owners, Owners.id == Estate.owners_unit_id).where(Estate.street_id == street_id)
    if after:
        rows = rows.where(Estate.name > after)
    if named:
        rows = rows.where(Estate.name.contains(named, autoescape=True))
    return [EstateRow(*row) for row in db.session.execute(rows.order_by(Estate.name).limit(PAGE + 1))]


def estate_of(street_id: int, estate_id: int) -> Estate:
    """An estate of the street. Raises NotFound. One statement."""
    found = db.session.scalar(select(Estate).where(Estate.id == estate_id, Estate.street_id == street_id))
    if found is None:
        raise NotFound
    return found


def house_of(street_id: int, estate_id: int, place_id: int) -> Place:
    """A building of an estate of the street. Raises NotFound. One statement."""
    rows = select(Place).where(Place.id == place_id, Place.street_id == street_id, Place.estate_id == estate_id)
    found = db.session.scalar(rows)
    if found is None:
        raise NotFound
    return found


def homes(street_id: int) -> list[grid.GridRow]:
    """The residential grids of today. One statement."""
    return [row for row in grid.tree(street_id) if row.tier is Tier.RESIDENTIAL]


def out_of_use(
    model: type[Grid] | type[Unit], ids: Iterable[int | None], offered: Iterable[int]
) -> list[tuple[int, str]]:
    """Ids and names of the grids or units that something has though they are offered no more.

    One statement, none where all are offered.
    """
    gone = {row_id for row_id in ids if row_id is not None} - set(offered)
    rows = select(model.id, model.name).where(model.id.in_(gone)).order_by(model.id)
    return [(row_id, name) for row_id, name in db.session.execute(rows)] if gone else []


def sheets(street_id: int) -> list[SheetRow]:
    """The newest sheets. One statement."""
    rows = _sheets().where(EstateSheet.street_id == street_id).order_by(EstateSheet.id.desc()).limit(SHEETS)
    return [SheetRow(*row) for row in db.session.execute(rows)]


def sheet_of(street_id: int, sheet_id: int) -> tuple[SheetRow, Sequence[Any]]:
    """A sheet of the street, and its rows. Raises NotFound. One statement."""
    rows = _sheets().add_columns(EstateSheet.rows)
    rows = rows.where(EstateSheet.id == sheet_id, EstateSheet.street_id == street_id)
    found = db.session.execute(rows).one_or_none()
    if found is None:
        raise NotFound
    *told, lines = found
    return SheetRow(*told), lines


def planned(street_id: int, rows: Sequence[Any], at: datetime) -> list[Line]:
    """What the rows of a sheet would do now. Four statements."""
    return plan([(number, cells) for number, cells in rows], known(street_id, at))


def known(street_id: int, at: datetime) -> Known:
    """What the street has. Four statements."""
    estates = db.session.scalars(select(Estate).where(Estate.street_id == street_id)).all()
    names = {estate.id: estate.name for estate in estates}
    places = select(Place.estate_id, Place.lane, Place.number, Place.lon, Place.lat).where(
        Place.street_id == street_id, Place.estate_id.is_not(None)
    )
    units = select(Unit.name, Unit.id).where(Unit.street_id == street_id, Unit.active)
    grids = homes(street_id)

    def home(point: Point) -> int | None:
        found = grid.locate(street_id, point, at)
        return found.residential_grid_id if found else None

    return Known(
        {estate.name: facts_of(estate) for estate in estates},
        {(names[e], lane, n): Point(lon, lat) for e, lane, n, lon, lat in db.session.execute(places) if e in names},
        by_name((row.name, row.id) for row in grids) | {row.code: row.id for row in grids},
        by_name((name, unit_id) for name, unit_id in db.session.execute(units)),
        home,
    )


def facts_of(estate: Estate) -> Facts:
    """As the rules take it."""
    bodies = (estate.property_unit_id, estate.owners_unit_id)
    return Facts(estate.name, estate.kind, estate.grid_id, estate.point, *bodies)


def _sheets() -> Any:
    told = (EstateSheet.id, EstateSheet.name, EstateSheet.at, User.name, EstateSheet.taken_at, TakenBy.name)
    rows = select(*told, EstateSheet.counts).join(User, User.id == EstateSheet.by_id)
    return rows.outerjoin(TakenBy, TakenBy.id == EstateSheet.taken_by_id)
