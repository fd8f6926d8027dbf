"""Where and by whom, as a tablet keeps it: all of a street's estates and units, and the buildings of some grids."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.catalog.models import Category, Department
from app.catalog.models_places import Estate, Place, Unit
from app.catalog.queries_places import stands
from app.catalog.words import DepartmentKind
from app.core.db import db


def places(street_id: int, grid_ids: Collection[int], at: datetime) -> dict[str, list[list[Any]]]:
    """Estates that stand at `at` as [id, name, lon, lat, grid], and the buildings of those in these grids as
    [id, estate, address, lon, lat]. Two statements."""
    columns = (Estate.id, Estate.name, Estate.lon, Estate.lat, Estate.grid_id)
    estates = select(*columns).where(Estate.street_id == street_id, stands(at)).order_by(Estate.name, Estate.id)
    own = select(Estate.id).where(Estate.street_id == street_id, Estate.grid_id.in_(list(grid_ids)), stands(at))
    buildings = select(Place.id, Place.estate_id, Place.lane + Place.number, Place.lon, Place.lat)
    buildings = buildings.where(Place.estate_id.in_(own)).order_by(Place.estate_id, Place.lane, Place.number, Place.id)
    asked = {"estates": estates, "buildings": buildings}
    return {name: [list(row) for row in db.session.execute(rows)] for name, rows in asked.items()}


def categories(street_id: int) -> Sequence[Category]:
    """Every category of the street, switched-off ones too, in the order of the codes. One statement."""
    rows = select(Category).where(Category.street_id == street_id).order_by(Category.major_code, Category.code)
    return db.session.scalars(rows).all()


def units(street_id: int, at: datetime) -> dict[str, Any]:
    """Every active unit as [id, name, external]; by residential grid the ids of those that could handle a case there,
    under "" those that could anywhere. Two statements."""
    kind = select(Unit.id, Unit.name, Unit.external, Unit.grid_id, Department.kind)
    kind = kind.outerjoin(Department, Department.id == Unit.department_id)
    kind = kind.where(Unit.street_id == street_id, Unit.active).order_by(Unit.department_id, Unit.name, Unit.id)
    rows = db.session.execute(kind).all()
    near: dict[str, list[int]] = {"": []}
    for unit_id, _name, _external, grid_id, of_kind in rows:
        if of_kind in (None, DepartmentKind.ORGANISATION):
            near[""].append(unit_id)
        elif grid_id is not None:
            near.setdefault(str(grid_id), []).append(unit_id)
    for grid_id, unit_id in _serving(street_id, at):
        if unit_id not in near.setdefault(str(grid_id), []):
            near[str(grid_id)].append(unit_id)
    return {"all": [[u, name, external] for u, name, external, *_ in rows], "by_grid": near}


def _serving(street_id: int, at: datetime) -> list[tuple[int, int]]:
    """The active units that serve an estate, with the estate's grid."""
    serves = or_(Estate.property_unit_id == Unit.id, Estate.owners_unit_id == Unit.id)
    rows = select(Estate.grid_id, Unit.id).join(Unit, serves)
    rows = rows.where(Estate.street_id == street_id, Unit.street_id == street_id, Unit.active, stands(at)).distinct()
    return [(grid_id, unit_id) for grid_id, unit_id in db.session.execute(rows.order_by(Estate.grid_id, Unit.id))]
