"""Tables of concrete bodies and places: units, estates (小区), and the buildings in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalog.words import EstateKind
from app.core.db import Base
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime, text_enum
from app.core.values import Point


class Unit(StreetScoped, Base):
    """A concrete body: an organisation, one estate's property company, one committee.

    grid_id: the residential grid of a per-grid department. external: no accounts here. phone: the desk's.
    active: offered; until_at: since when it is not, or from when it will not be (the worker closes it then), so that
    what it did keeps its name. successor_id: who got, or gets, what it had in hand.
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        same_street("department_id", "department"),
        same_street("grid_id", "grid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    department_id: Mapped[int | None] = mapped_column(index=True)
    grid_id: Mapped[int | None]
    external: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    successor_id: Mapped[int | None]  # no key: SQLite would copy the whole table to add one


class Estate(StreetScoped, Base):
    """A housing estate (小区) in a residential grid; lon, lat: its middle, WGS-84 degrees.

    property_unit_id: its property company, None where it has none; owners_unit_id: its owners' committee.
    """

    __tablename__ = "estate"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        UniqueConstraint("street_id", "name"),
        same_street("grid_id", "grid"),
        same_street("property_unit_id", "unit"),
        same_street("owners_unit_id", "unit"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="degrees"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[EstateKind] = mapped_column(text_enum(EstateKind))
    grid_id: Mapped[int] = mapped_column(index=True)
    property_unit_id: Mapped[int | None]
    owners_unit_id: Mapped[int | None]
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    from_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def point(self) -> Point:
        """Its middle."""
        return Point(self.lon, self.lat)


class Place(StreetScoped, Base):
    """A building: lane, number, estate, and where it stands (WGS-84 degrees)."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("street_id", "id"),
        same_street("estate_id", "estate"),
        Index("ix_place_estate", "estate_id", "number"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="degrees"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    estate_id: Mapped[int | None]
    lane: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(20), default="")
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)

    @property
    def point(self) -> Point:
        """Where it stands."""
        return Point(self.lon, self.lat)
