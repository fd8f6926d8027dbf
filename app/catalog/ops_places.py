"""New bodies and places: units, estates, buildings. Commits nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists, select, update

from app.catalog.models import Department
from app.catalog.models_places import Estate, Place, Unit
from app.catalog.queries_places import forget_places
from app.catalog.words import DepartmentKind, EstateKind
from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.values import Point


def create_unit(
    street_id: int,
    department_code: str,
    name: str,
    *,
    grid_id: int | None = None,
    external: bool | None = None,
    phone: str = "",
) -> Unit:
    """A concrete body of a department; `grid_id`: the residential grid of a per-grid one, required there.

    external: no accounts here; as the department says when None. Raises Invalid.
    """
    rows = select(Department).where(Department.street_id == street_id, Department.code == department_code)
    department = db.session.scalars(rows).one_or_none()
    if department is None:
        raise Invalid(errors={"department": N_("没有这个部门")})
    if (department.kind is DepartmentKind.PER_GRID) != (grid_id is not None):
        raise Invalid(errors={"grid": N_("每个网格一个的单位要写网格，别的不写")})
    unit = Unit(street_id=street_id, department_id=department.id, name=name, grid_id=grid_id, phone=phone)
    unit.external = department.external if external is None else external
    db.session.add(unit)
    db.session.flush()
    return unit


def found_organisations(street_id: int) -> int:
    """Give every organisation department without a unit its one body, under its own name; returns how many."""
    bodiless = select(Department).where(
        Department.street_id == street_id,
        Department.kind == DepartmentKind.ORGANISATION,
        ~exists(select(Unit.id).where(Unit.department_id == Department.id)),
    )
    found = db.session.scalars(bodiless.order_by(Department.id)).all()
    db.session.add_all(
        Unit(street_id=street_id, department_id=d.id, name=d.name_zh, external=d.external) for d in found
    )
    db.session.flush()
    return len(found)


def create_estate(
    street_id: int,
    name: str,
    kind: EstateKind,
    grid_id: int,
    point: Point,
    *,
    property_unit_id: int | None = None,
    owners_unit_id: int | None = None,
    from_at: datetime | None = None,
) -> Estate:
    """A housing estate in a residential grid; `point`: its middle, WGS-84. None for a body it does not have."""
    estate = Estate(street_id=street_id, name=name, kind=kind, grid_id=grid_id, lon=point.lon, lat=point.lat)
    estate.property_unit_id, estate.owners_unit_id, estate.from_at = property_unit_id, owners_unit_id, from_at
    db.session.add(estate)
    db.session.flush()
    return estate


def set_estate_units(estate_id: int, property_unit_id: int | None, owners_unit_id: int | None) -> None:
    """Who looks after an estate from now on; cases already with a unit stay with it."""
    row = update(Estate).where(Estate.id == estate_id)
    db.session.execute(row.values(property_unit_id=property_unit_id, owners_unit_id=owners_unit_id))
    forget_places()


def create_place(street_id: int, estate_id: int | None, lane: str, number: str, point: Point) -> Place:
    """A building: lane ("丰庄北路 120 弄"), number ("5"), and where it stands, WGS-84."""
    place = Place(street_id=street_id, estate_id=estate_id, lane=lane, number=number)
    place.lon, place.lat = point.lon, point.lat
    db.session.add(place)
    db.session.flush()
    return place


def create_places(street_id: int, estate_id: int, lane: str, buildings: Iterable[tuple[str, Point]]) -> list[Place]:
    """Every building of a lane at once: (number, point)."""
    rows = {"street_id": street_id, "estate_id": estate_id, "lane": lane}
    places = [Place(**rows, number=number, lon=point.lon, lat=point.lat) for number, point in buildings]
    db.session.add_all(places)
    db.session.flush()
    return places
