"""What the pages of departments and units are given."""

from datetime import datetime
from typing import Any

from app.admin import queries_catalog as queries
from app.admin.forms_catalog import KINDS, CloseForm, DepartmentForm, UnitForm
from app.catalog import queries as catalog
from app.catalog.models import Department
from app.catalog.models_places import Unit
from app.catalog.words import DepartmentKind
from app.core.clock import street_time
from app.core.permissions import Actor
from app.core.values import Tier
from app.core.web import page
from app.grid import queries as grid

SHOWN = ("name_zh", "name_en", "line", "external", "note", "active")


def department_form(row: Department) -> DepartmentForm:
    """Filled with what is, or with what was sent."""
    form = DepartmentForm(**department_facts(row))
    form.shows(department_facts(row))
    return form


def department_facts(row: Department) -> dict[str, Any]:
    """What its form shows."""
    return {name: getattr(row, name) for name in SHOWN}


def unit_facts(row: Unit) -> dict[str, Any]:
    """What its form shows."""
    return {"name": row.name, "phone": row.phone, "external": row.external}


def department_page(actor: Actor, row: Department, form: DepartmentForm, status: int = 200) -> Any:
    """A department and its units."""
    context = {"units": queries.units_of(row.id), "leads": queries.leads(actor.street_id, row.code), "kinds": KINDS}
    context |= {"held": queries.held_by_units(row.id)}
    return page("admin/department.html", status, form=form, row=row, **context)


def filled(row: Unit) -> UnitForm:
    """The form of a unit with what is, whatever another form of the page sent."""
    form = UnitForm(formdata=None, **unit_facts(row))
    form.shows(unit_facts(row))
    del form.grid
    return form


def unit_form(actor: Actor, department: Department | None, row: Unit | None = None) -> UnitForm:
    """For a new unit of a department, or for one that is there: its grid stands for good."""
    form = UnitForm(**(unit_facts(row) if row is not None else {}))
    if row is not None:
        form.shows(unit_facts(row))
    if row is None and department is not None and department.kind is DepartmentKind.PER_GRID:
        form.offer(one for one in grid.tree(actor.street_id) if one.tier is Tier.RESIDENTIAL)
    else:
        del form.grid
    return form


def unit_new_page(department: Department, form: UnitForm, status: int = 200) -> Any:
    """A new unit of a department."""
    return page("admin/unit_new.html", status, form=form, department=department)


def close_form(actor: Actor, row: Unit, **told: Any) -> CloseForm:
    """What is asked before a unit is closed."""
    form = CloseForm(**told)
    form.offer(catalog.units(actor.street_id), row.id)
    return form


def unit_page(
    actor: Actor, row: Unit, form: UnitForm, at: datetime, closing: CloseForm | None = None, status: int = 200
) -> Any:
    """A unit: change it, close it with what it has in hand before one's eyes, or open it again."""
    owner = queries.department(actor.street_id, row.department_id) if row.department_id is not None else None
    day = street_time(at).date()
    form_of_end = closing or close_form(actor, row, formdata=None, last_day=day)
    named = queries.unit(actor.street_id, row.successor_id).name if row.successor_id is not None else ""
    context = {
        "department": owner,
        "left": queries.left(row.id),
        "closing": form_of_end,
        "day": day,
        "successor": named,
    }
    return page("admin/unit.html", status, form=form, row=row, **context)
