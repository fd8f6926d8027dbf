"""How the town of tests/builders/town.py comes to be: few ops and few statements, so that a test can afford it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from app.catalog import ops as catalog
from app.catalog import queries as catalogue
from app.catalog.models import Category
from app.catalog.ops_places import create_estate, create_places, create_unit
from app.catalog.words import EstateKind
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.values import Point
from app.grid import ops as grid
from app.grid import queries as grids
from app.grid.models import Duty, DutyKind
from app.people import ops as people
from app.people.models import User, UserGrid, UserRole
from app.review.models import Reviewer
from app.review.words import ReviewerKind
from app.sla import calendars
from app.sla.models import CalendarVersion
from app.sla.workcal import DEFAULT_WINDOWS
from tests.builders.grids import small
from tests.builders.people import HASH

BORN = datetime(2026, 1, 5, 1, tzinfo=UTC)
IN_R1, IN_R2, IN_R3 = Point(121.352, 31.242), Point(121.363, 31.242), Point(121.375, 31.245)
IN_MARKET, OUTSIDE = Point(121.361, 31.245), Point(121.47, 31.23)  # the market lies in M1, on the side of R2
DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
YEARS = range(2026, 2030)
CODES = (
    *("0101", "0102", "0103", "0104", "0301", "0302", "0303", "0305", "0306", "0404", "0405", "0501"),
    *("0604", "0801", "0902", "0904", "1001", "1099"),
)
CG, PA, JW, WY, YWH = "综合行政执法队(城管中队)", "社区平安办公室", "和风居委会", "和风物业", "和风业委会"
R = Role
# name: (roles, grids, unit, phone order of the night duty)
PEOPLE: dict[str, tuple[tuple[Role, ...], tuple[str, ...], str, int]] = {
    "worker": ((R.GRID_WORKER,), ("R1",), "", 0),
    "neighbour": ((R.GRID_WORKER,), ("R2",), "", 0),
    "far": ((R.GRID_WORKER,), ("R3",), "", 0),
    "market": ((R.GRID_WORKER,), ("M1",), "", 0),
    "deputy": ((R.GRID_WORKER,), ("R1",), "", 0),
    "street_worker": ((R.GRID_WORKER,), ("S",), "", 0),
    "grid_chief": ((R.GRID_CHIEF,), ("R1",), "", 0),
    "root_chief": ((R.GRID_CHIEF,), ("S",), "", 0),
    "patroller": ((R.PATROLLER,), ("S",), "", 0),
    "inspector": ((R.INSPECTOR,), (), "", 0),
    "clerk": ((R.INTAKE_CLERK,), (), "", 0),
    "dispatcher": ((R.DISPATCHER,), (), "", 0),
    "chief": ((R.DUTY_CHIEF,), (), "", 0),
    "other_chief": ((R.DUTY_CHIEF,), (), "", 0),
    "leader": ((R.LEADER,), (), "", 0),
    "auditor": ((R.AUDITOR,), (), "", 0),
    "admin": ((R.ADMIN,), (), "", 0),
    "handler": ((R.PROPERTY,), (), WY, 0),
    "owners": ((R.OWNERS_COMMITTEE,), (), YWH, 0),
    "committee": ((R.COMMITTEE,), (), JW, 0),
    "enforcer": ((R.HANDLER,), (), CG, 0),
    "enforcer2": ((R.HANDLER,), (), CG, 0),
    "safety": ((R.HANDLER,), (), PA, 0),
    "roads": ((R.HANDLER,), (), "市政道路养护", 0),
    "night1": ((R.GRID_WORKER,), ("S",), "", 1),
    "night2": ((R.GRID_WORKER,), ("S",), "", 2),
    "night3": ((R.GRID_WORKER,), ("S",), "", 3),
}
DUTIES = {"worker": "R1", "neighbour": "R2", "far": "R3", "market": "M1", "street_worker": "S"}
STAND_INS = {"worker": "deputy"}
JURY = ("R1",) * 7 + ("R2",) * 3 + ("R3",) * 2
_number = count(1)


@dataclass
class Founded:
    """A street, its rows by their plain names, and its people."""

    street_id: int
    slug: str
    grid_ids: dict[str, int]
    units: dict[str, int]
    categories: dict[str, int]
    estates: dict[str, int]
    places: list[int] = field(default_factory=list)
    cast: dict[str, Actor] = field(default_factory=dict)
    reviewers: list[Actor] = field(default_factory=list)


def found(slug: str = "") -> Founded:
    """A fresh street with its cast; flushed, not committed."""
    n = next(_number)
    street = people.create_street(
        f"96{n:010d}", slug or f"town-{n}", "真新街道", "Zhenxin", BORN, demo=True, settings={"sampled_rate": 0}
    )
    _calendar(street.id)
    grid.import_grid(street.id, small(), BORN)
    _catalogue(street.id)
    codes = {row.code: row.id for row in grids.tree(street.id)}
    made = Founded(street.id, street.slug, codes, {}, _categories(street.id), {})
    _places(made)
    _people(made, n)
    return made


def _calendar(street_id: int) -> None:
    """The default windows and the four years that tests live in."""
    windows = [list(window) for window in DEFAULT_WINDOWS]
    row = CalendarVersion(street_id=street_id, version=1, from_at=calendars.BEGINNING, windows=windows)
    db.session.add(row)
    db.session.flush()
    calendars._fill(row.id, YEARS)
    calendars.forget()


def _catalogue(street_id: int) -> None:
    """The shipped departments, and some shipped categories."""
    departments, categories = ((DATA / f"{name}.csv").read_text("utf-8") for name in ("departments", "categories"))
    head, *lines = categories.splitlines()
    chosen = [line for line in lines if line.startswith(CODES)]
    catalog.import_catalog(street_id, departments, "\n".join([head, *chosen]), BORN)
    catalog.seed_stage_limits(street_id, BORN)


def _categories(street_id: int) -> dict[str, int]:
    return dict(db.session.execute(select(Category.code, Category.id).where(Category.street_id == street_id)).all())


def _places(made: Founded) -> None:
    """An estate with everything, and one that no property company looks after."""
    keeper, owners = create_unit(made.street_id, "WY", WY), create_unit(made.street_id, "YWH", YWH)
    create_unit(made.street_id, "JW", JW, grid_id=made.grid_ids["R1"])
    home = create_estate(
        made.street_id,
        "和风苑",
        EstateKind.OLD,
        made.grid_ids["R1"],
        IN_R1,
        property_unit_id=keeper.id,
        owners_unit_id=owners.id,
    )
    alone = create_estate(made.street_id, "春风里", EstateKind.COMMODITY, made.grid_ids["R2"], IN_R2)
    made.estates = {"和风苑": home.id, "春风里": alone.id}
    made.places = [p.id for p in create_places(made.street_id, home.id, "演示路18弄", [("6", IN_R1), ("7", IN_R1)])]
    made.units = {unit.name: unit.id for unit in catalogue.units(made.street_id)}


def _people(made: Founded, n: int) -> None:
    jury = {f"judge{i}": ((R.REVIEWER,), (), "", 0) for i in range(len(JURY))}
    everybody = PEOPLE | jury
    ids = _accounts(made, everybody, n)
    rows = [(ids[name], role) for name, (roles, *_) in everybody.items() for role in roles]
    _insert(UserRole, [{"user_id": i, "role": role} for i, role in rows])
    held = [(ids[name], made.grid_ids[code]) for name, (_, codes, *_) in everybody.items() for code in codes]
    _insert(UserGrid, [{"user_id": i, "grid_id": g} for i, g in held])
    _duties(made, ids)
    actors = {name: _actor(made, ids[name], name, everybody[name]) for name in everybody}
    made.cast = {name: actors[name] for name in PEOPLE}
    made.reviewers = [actors[name] for name in jury]
    roster = zip(made.reviewers, JURY, strict=True)
    seats = [{"user_id": who.id, "grid_id": made.grid_ids[home]} for who, home in roster]
    term = {"serves_from": date(2026, 1, 1), "serves_until": date(2029, 12, 31), "consented_at": BORN}
    plain = {"street_id": made.street_id, "kind": ReviewerKind.RESIDENT, "active": True, **term, "consent_version": 1}
    _insert(Reviewer, [{**plain, **s} for s in seats])


def _accounts(made: Founded, everybody: dict[str, Any], n: int) -> dict[str, int]:
    """One statement for all; the password is tests.builders.people.PASSWORD, the login ends in the town's number."""
    rows = [
        {
            "street_id": made.street_id,
            "login": f"{name}-{n}",
            "name": name,
            "password_hash": HASH,
            "unit_id": made.units[unit] if unit else None,
            "password_at": BORN,
            "phone": f"1390000{order:04d}" if order else "",
            "active": True,
            "must_change": False,
            "session_epoch": 0,
            "locale": "zh",
        }
        for name, (_, _, unit, order) in everybody.items()
    ]
    _insert(User, rows)
    found_rows = db.session.execute(select(User.name, User.id).where(User.street_id == made.street_id))
    return dict(found_rows.all())


def _duties(made: Founded, ids: dict[str, int]) -> None:
    plain = {"street_id": made.street_id, "from_at": BORN, "line": "", "weekdays": ""}
    days = [
        {
            **plain,
            "grid_id": made.grid_ids[code],
            "user_id": ids[name],
            "kind": DutyKind.MEMBER,
            "phone_order": 0,
            "stand_in_id": ids[STAND_INS[name]] if name in STAND_INS else None,
        }
        for name, code in DUTIES.items()
    ]
    nights = [
        {
            **plain,
            "grid_id": made.grid_ids["S"],
            "user_id": ids[name],
            "kind": DutyKind.NIGHT,
            "phone_order": order,
            "stand_in_id": None,
        }
        for name, (_, _, _, order) in PEOPLE.items()
        if order
    ]
    _insert(Duty, [*days, *nights])


def _actor(made: Founded, user_id: int, name: str, told: Any) -> Actor:
    """As grid.queries.actor_of would say it, without asking."""
    roles, codes, unit, _ = told
    below = {"S": tuple(made.grid_ids), "R1": ("R1", "M1")}
    scope = frozenset(made.grid_ids[c] for code in codes for c in below.get(code, (code,)))
    return Actor(user_id, made.street_id, name, frozenset(roles), scope, made.units[unit] if unit else None)


def _insert(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    db.session.execute(insert(model), list(rows))
