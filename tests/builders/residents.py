"""A whole street as a resident meets it: grids, catalogue, calendar, one estate with two buildings."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from app.catalog import ops as catalog
from app.catalog import queries as catalogue
from app.catalog.models_places import Estate
from app.catalog.ops_places import create_estate, create_place, create_unit, found_organisations
from app.catalog.words import EstateKind
from app.core.permissions import Role
from app.core.types import Point
from app.grid import ops as grid
from app.grid import queries as grids
from app.grid.ops import Shift
from app.people import ops as people
from app.people.models import Street
from app.sla import calendars
from tests.builders.grids import zhenxin

DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
INSIDE = Point(121.3575, 31.2535)
OUTSIDE = Point(121.47, 31.23)


def a_street(at: datetime, slug: str = "zhenxin", *, demo: bool = True) -> Street:
    """The demo street, with a grid worker on duty in every grid and one estate; flushed, not committed."""
    street = people.create_street(f"31{slug}"[:20], slug, "真新街道", "Zhenxin", at, demo=demo)
    calendars.seed(street.id, at)
    grid.import_grid(street.id, zhenxin(), at)
    sheets = [(DATA / f"{name}.csv").read_text(encoding="utf-8-sig") for name in ("departments", "categories")]
    catalog.import_catalog(street.id, sheets[0], sheets[1], at)
    catalog.seed_stage_limits(street.id, at)
    found_organisations(street.id)
    _staff(street, at)
    an_estate(street)
    return street


def an_estate(street: Street, name: str = "和风苑") -> Estate:
    """An estate with two buildings and a property company, inside the street."""
    home = next(row for row in grids.tree(street.id) if row.tier == "residential")
    keeper = create_unit(street.id, "WY", f"物业·{name}")
    estate = create_estate(street.id, name, EstateKind.OLD, home.id, INSIDE, property_unit_id=keeper.id)
    for number in ("3", "5"):
        create_place(street.id, estate.id, "演示路18弄", number, INSIDE)
    return estate


def category_id(street_id: int, code: str = "0404") -> int:
    """A category of the street by its code; 0404 is 餐饮油烟扰民, which needs no phone."""
    found = catalogue.category_by_code(street_id, code)
    assert found is not None, code
    return found.id


def a_form(category: int, **more: Any) -> dict[str, Any]:
    """What a browser sends: enough to be taken in, unless `more` says otherwise."""
    form = {
        "form_key": "k" * 32,
        "category": category,
        "text": "楼下油烟大",
        "address": "演示路 18 号",
        "phone": "13812345678",
    }
    form |= {"lon": INSIDE.lon, "lat": INSIDE.lat}
    return form | more


def a_jpeg(colour: str = "red", size: tuple[int, int] = (64, 48)) -> BytesIO:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    out.seek(0)
    return out


def secret_in(html: str) -> str:
    """The secret of the link that a page shows."""
    found = re.search(r"/t/([A-Za-z0-9_-]{22})", html)
    assert found is not None, "no link on the page"
    return found.group(1)


def _staff(street: Street, at: datetime) -> None:
    for row in grids.tree(street.id):
        login = f"{street.slug}-{row.code}"
        who = people.create_user(street.id, login, f"网格员{row.id}", "x", [Role.GRID_WORKER], grid_ids=[row.id], at=at)
        grid.add_duty(street.id, row.id, who.id, Shift(from_at=at))
