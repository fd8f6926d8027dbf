"""Which body answers for what, and what stands where. Each function is one statement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, exists, func, literal, null, or_, select

from app.catalog.models import Department
from app.catalog.models_places import Estate, Place, Unit
from app.catalog.words import DepartmentKind
from app.core.db import db, fetch
from app.core.errors import NotFound
from app.core.shelves import Shelf, copy_of
from app.core.values import Point

HITS_MAX = 20
TERMS_MAX = 8
HOUSE_WORDS = frozenset(["号", "号楼", "楼", "栋", "幢"])


@dataclass(frozen=True)
class UnitRef:
    """A concrete body. external: it has no accounts here, its owner signs in for it."""

    id: int
    name: str
    external: bool


@dataclass(frozen=True)
class PlaceHit:
    """An estate, or a building (place_id not None), as the place search offers it; WGS-84."""

    estate_id: int | None
    place_id: int | None
    label: str
    point: Point


def resolve_unit(
    street_id: int,
    department_code: str,
    estate_id: int | None,
    residential_grid_id: int | None,
    at: datetime,
) -> UnitRef | None:
    """The body of a department for a place: its one unit, its grid's, or its estate's at `at`.

    None when there is none: an unknown department, no estate known, an estate without a property company.
    """
    values = {"street": street_id, "code": department_code, "estate": estate_id, "grid": residential_grid_id, "at": at}
    return next((UnitRef(*row) for row in fetch(_RESOLVED, values)), None)


def stands(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether an estate has not ended at `at`; a building without an estate has no end."""
    return or_(Estate.until_at.is_(None), Estate.until_at > at)


def _resolved() -> Any:
    """Put together once: urgent reports ask, and half the price of a statement is its making."""
    at: BindParameter[datetime] = bindparam("at")
    of_estate = or_(Estate.property_unit_id == Unit.id, Estate.owners_unit_id == Unit.id)
    since = or_(Estate.from_at.is_(None), Estate.from_at <= at)
    serves = exists(select(Estate.id).where(Estate.id == bindparam("estate"), of_estate, since, stands(at)))
    in_place = or_(
        Department.kind == DepartmentKind.ORGANISATION,
        and_(Department.kind == DepartmentKind.PER_GRID, Unit.grid_id == bindparam("grid")),
        and_(Department.kind == DepartmentKind.PER_ESTATE, serves),
    )
    rows = select(Unit.id, Unit.name, Unit.external).join(Department, Department.id == Unit.department_id)
    rows = rows.where(Department.street_id == bindparam("street"), Department.code == bindparam("code"))
    lasts = or_(Unit.until_at.is_(None), Unit.until_at > at)
    return rows.where(Department.active, Unit.active, lasts, in_place).order_by(Unit.id).limit(1)


_RESOLVED = _resolved()


def unit(street_id: int, unit_id: int) -> UnitRef | None:
    """An active body of the street."""
    rows = select(Unit.id, Unit.name, Unit.external).where(Unit.street_id == street_id, Unit.id == unit_id)
    row = db.session.execute(rows.where(Unit.active)).one_or_none()
    return UnitRef(*row) if row else None


def successor(unit_id: int) -> int | None:
    """Which unit gets what this one had in hand."""
    return db.session.scalar(select(Unit.successor_id).where(Unit.id == unit_id))


def units(street_id: int) -> list[UnitRef]:
    """Every active body of the street, departments in the order of their sheet, then by name."""
    rows = select(Unit.id, Unit.name, Unit.external).where(Unit.street_id == street_id, Unit.active)
    found = db.session.execute(rows.order_by(Unit.department_id, Unit.name, Unit.id))
    return [UnitRef(*row) for row in found]


def estates(street_id: int, at: datetime, also: int | None = None) -> Sequence[Estate]:
    """The estates that stand at `at`, by name. also: the one that was chosen before, offered though it has ended."""
    rows = select(Estate).where(Estate.street_id == street_id, or_(stands(at), Estate.id == also))
    return db.session.scalars(rows.order_by(Estate.name)).all()


_estates: Shelf[Estate] = Shelf()
_places: Shelf[Place] = Shelf()


def forget_places() -> None:
    """An estate or a building was changed in this transaction: read them again."""
    _estates.forget()
    _places.forget()


def estate(estate_id: int) -> Estate | None:
    """An estate, to read only. Mostly without a statement."""
    try:
        return _estates.get(estate_id, lambda: copy_of(Estate, estate_id))
    except NotFound:
        return None


def place(place_id: int) -> Place | None:
    """A building, to read only. Mostly without a statement."""
    try:
        return _places.get(place_id, lambda: copy_of(Place, place_id))
    except NotFound:
        return None


def places(estate_id: int) -> Sequence[Place]:
    """The buildings of an estate, lane by lane, numbers in their natural order."""
    rows = select(Place).where(Place.estate_id == estate_id)
    return db.session.scalars(rows.order_by(Place.lane, func.length(Place.number), Place.number)).all()


def search_places(street_id: int, text: str, at: datetime) -> list[PlaceHit]:
    """Estates that stand at `at` and buildings whose name, lane and number hold every part of `text`; at most 20.

    "和风苑3号", "120弄 5" and "１２０弄５号" are all understood; an empty text finds nothing.
    """
    terms = _terms(text)
    if not terms:
        return []
    label = func.coalesce(Estate.name, "") + " " + Place.lane + Place.number
    in_places = select(Place.estate_id, Place.id, label, Place.lon, Place.lat, _rank(terms), func.length(label))
    in_places = in_places.outerjoin(Estate, Estate.id == Place.estate_id).where(Place.street_id == street_id)
    in_estates = select(Estate.id, null(), Estate.name, Estate.lon, Estate.lat, literal(0), literal(0))
    in_places, in_estates = in_places.where(stands(at)), in_estates.where(Estate.street_id == street_id, stands(at))
    for term in terms:
        in_places = in_places.where(label.contains(term, autoescape=True))
        in_estates = in_estates.where(Estate.name.contains(term, autoescape=True))
    both = in_estates.union_all(in_places).subquery()
    rank, length, name = both.c[5], both.c[6], both.c[2]
    found = db.session.execute(select(both).order_by(rank, length, name, both.c[1]).limit(HITS_MAX))
    return [PlaceHit(row[0], row[1], _label(row[2], row[1]), Point(row[3], row[4])) for row in found]


def _rank(terms: Sequence[str]) -> ColumnElement[int]:
    """A building whose number was typed stands before one whose number only holds it (5 before 15)."""
    return case((Place.number.in_(terms), 1), else_=2)


def _terms(text: str) -> list[str]:
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    found = re.findall(r"\d+[A-Za-z]?|[^\W\d_]+", re.sub(r"\d+\s*室", "", plain))
    return [term for term in dict.fromkeys(found) if term not in HOUSE_WORDS][:TERMS_MAX]


def _label(name: str, place_id: int | None) -> str:
    whole = name.strip()
    return whole + "号" if place_id is not None and whole[-1:].isdigit() else whole
