"""A street that takes reports: three residential grids, the shipped catalogue, an estate, desks with people."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.reports import Report, Spot
from app.cases.words import Source
from app.catalog import ops as catalog
from app.catalog import queries
from app.catalog.models_places import Estate
from app.catalog.words import EstateKind
from app.core.permissions import Actor, Role
from app.core.values import Point
from app.grid import ops as grid
from app.grid import queries as grids
from app.intake import ops
from app.intake.reports import Receipt, ReportIn
from app.people import ops as people
from app.sla import calendars
from tests.builders.grids import small

DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
DEPARTMENTS, CATEGORIES = ((DATA / f"{name}.csv").read_text("utf-8") for name in ("departments", "categories"))
BORN = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
IN_R1 = Point(121.352, 31.242)
PHONE, NAME = "13812345678", "王小明"
FUMES, NOISE, PROPERTY, PETITION, SWITCHED_OFF = "0404", "0405", "0305", "0902", "0104"
_number = count(1)


@dataclass
class Office:
    """The street under test, and what a resident or a clerk does there."""

    street_id: int
    home: int
    estate: Estate

    def category(self, code: str) -> int:
        """The id of a category by its code."""
        found = queries.category_by_code(self.street_id, code)
        assert found is not None
        return found.id

    def form(self, code: str = FUMES, **values: Any) -> ReportIn:
        """A filled-in public form, with a key of its own."""
        told: dict[str, Any] = {
            "category_id": self.category(code),
            "text": "楼下排烟管对着窗",
            "spot": Spot(point=IN_R1),
        }
        return ReportIn(**{"form_key": f"form-key-{next(_number):020d}", **told, **values})

    def send(self, code: str = FUMES, at: datetime = NOON, **values: Any) -> Receipt:
        """A resident sends it, phone and name included."""
        return ops.take_report(self.street_id, self.form(code, **{"name": NAME, "phone": PHONE, **values}), at)

    def case(self, code: str = FUMES, **values: Any) -> Case:
        """The case that comes of it."""
        return self.open(self.send(code, **values).case_id)

    def open(self, case_id: int) -> Case:
        """A case as a person of the desk has it before them."""
        return cases.visible_case(self.person(Role.AUDITOR), case_id)

    def person(self, *roles: Role, unit_id: int | None = None) -> Actor:
        """Somebody with an account."""
        login = f"intake{next(_number)}"
        user = people.create_user(self.street_id, login, "某人", "x", roles, unit_id=unit_id, at=BORN)
        return Actor(user.id, self.street_id, user.name, frozenset(roles), unit_id=unit_id)

    def call(self, code: str = PROPERTY, phone: str = PHONE, **values: Any) -> Report:
        """What a caller told the clerk."""
        told = {"category_id": self.category(code), "spot": Spot(point=IN_R1), **values}
        return Report(**{"source": Source.HOTLINE, "text": "物业不接电话", **told})


def an_office(slug: str = "") -> Office:
    """A fresh street."""
    n = next(_number)
    street = people.create_street(f"97{n:010d}", slug or f"intake-{n}", "受理街", "Intake Street", BORN)
    calendars.seed(street.id, BORN)
    grid.import_grid(street.id, small(), BORN)
    catalog.import_catalog(street.id, DEPARTMENTS, CATEGORIES, BORN)
    catalog.seed_stage_limits(street.id, BORN)
    home = next(row.id for row in grids.tree(street.id) if row.code == "R1")
    company = catalog.create_unit(street.id, "WY", "和风物业")
    estate = catalog.create_estate(street.id, "和风苑", EstateKind.COMMODITY, home, IN_R1, property_unit_id=company.id)
    catalog.create_places(
        street.id, estate.id, "丰庄北路120弄", [(str(i), Point(121.352, 31.242)) for i in (3, 13, 30)]
    )
    return Office(street.id, home, estate)
