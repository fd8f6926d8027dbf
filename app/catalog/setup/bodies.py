"""Departments and their units as an administrator keeps them. Commits nothing; nothing is deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.catalog import ops_places
from app.catalog.models import Department
from app.catalog.models_places import Unit
from app.catalog.setup.closing import facts_of
from app.catalog.setup.reading import read_told
from app.catalog.sheets import DEPARTMENT_COLUMNS
from app.catalog.words import DepartmentKind
from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.core.values import Tier
from app.grid import queries as grid
from app.people.changes import note
from app.people.policy import may_set_up
from app.people.wording import fault_of_phone
from app.people.words import Setting

# A department's code and kind stand for good: categories name the one, units are made by the other.
EDITABLE = ("name_zh", "name_en", "line", "external", "note")
UNIT_NAME_MAX = 80


@dataclass(frozen=True)
class UnitEntry:
    """What an administrator says of a unit. grid_id: of a per-grid department only."""

    name: str
    phone: str = ""
    external: bool = False
    grid_id: int | None = None


def add_department(actor: Actor, told: Mapping[str, Any], *, at: datetime) -> Department:
    """A new department, told as in the catalogue's sheet; an organisation gets its one unit at once.

    Raises Invalid at whatever column would be refused there, and for a code that is taken.
    """
    require(may_set_up(actor))
    values = read_told(told, DEPARTMENT_COLUMNS)
    taken = select(Department.id).where(Department.street_id == actor.street_id, Department.code == values["code"])
    if db.session.scalar(taken) is not None:
        raise Invalid(errors={"code": N_("这个代码已经有部门用了")})
    made = Department(street_id=actor.street_id, **values)
    db.session.add(made)
    db.session.flush()
    ops_places.found_organisations(actor.street_id)
    note(actor, Setting.DEPARTMENT, _called(made), {}, {**_facts(made), "kind": made.kind.value}, at=at)
    return made


def edit_department(actor: Actor, department_id: int, told: Mapping[str, Any], *, active: bool, at: datetime) -> None:
    """Change its names, line and note, or whether it is in use. Raises NotFound outside the street, Invalid."""
    require(may_set_up(actor))
    row = _department(actor, department_id)
    before, values = _facts(row), read_told(told, {name: DEPARTMENT_COLUMNS[name] for name in EDITABLE})
    for name, value in values.items():
        setattr(row, name, value)
    row.active = active
    db.session.flush()
    note(actor, Setting.DEPARTMENT, _called(row), before, _facts(row), at=at)


def add_unit(actor: Actor, department_id: int, entry: UnitEntry, *, at: datetime) -> Unit:
    """A new unit of a department. Raises NotFound outside the street, Invalid at `name`, `phone` or `grid`."""
    require(may_set_up(actor))
    department = _department(actor, department_id)
    _check(entry)
    if department.kind is DepartmentKind.PER_GRID and not _is_residential(actor, entry.grid_id):
        raise Invalid(errors={"grid": N_("请选一个居民区网格")})
    grid_id = entry.grid_id if department.kind is DepartmentKind.PER_GRID else None
    name, phone = entry.name.strip(), entry.phone.strip()
    made = ops_places.create_unit(
        actor.street_id, department.code, name, grid_id=grid_id, external=entry.external, phone=phone
    )
    note(actor, Setting.UNIT, made.name, {}, {**facts_of(made), "department": department.name_zh}, at=at)
    return made


def edit_unit(actor: Actor, unit_id: int, entry: UnitEntry, *, at: datetime) -> None:
    """Change its name, its telephone, and whether it has accounts here. Raises NotFound outside the street, Invalid."""
    require(may_set_up(actor))
    row = _unit(actor, unit_id)
    _check(entry)
    before = facts_of(row)
    row.name, row.phone, row.external = entry.name.strip(), entry.phone.strip(), entry.external
    db.session.flush()
    note(actor, Setting.UNIT, row.name, before, facts_of(row), at=at)


def _check(entry: UnitEntry) -> None:
    name = entry.name.strip()
    wrong = {"name": "", "phone": fault_of_phone(entry.phone)}
    if not name or not name.isprintable():
        wrong["name"] = N_("请写名称")
    elif len(name) > UNIT_NAME_MAX:
        wrong["name"] = N_("太长：最多 80 个字")
    if found := {key: words for key, words in wrong.items() if words}:
        raise Invalid(errors=found)


def _is_residential(actor: Actor, grid_id: int | None) -> bool:
    return any(row.id == grid_id and row.tier is Tier.RESIDENTIAL for row in grid.tree(actor.street_id))


def _department(actor: Actor, department_id: int) -> Department:
    return in_street(Department, department_id, actor.street_id)


def _unit(actor: Actor, unit_id: int) -> Unit:
    return in_street(Unit, unit_id, actor.street_id)


def _called(row: Department) -> str:
    return f"{row.code} {row.name_zh}"


def _facts(row: Department) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*EDITABLE, "active")}
