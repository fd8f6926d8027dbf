"""Departments and their units."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import bodies, policy
from app.admin import queries_catalog as queries
from app.admin.forms_catalog import KINDS, NewDepartmentForm
from app.admin.sending import ask, send
from app.catalog.setup import ops
from app.core import clock
from app.core.db import transaction
from app.core.web import me, page

bp = Blueprint("catalog", __name__, url_prefix="/admin")


@bp.get("/departments")
@login_required
def departments() -> Any:
    """Every department."""
    policy.require_admin(me())
    return page("admin/departments.html", rows=queries.departments(me().street_id), kinds=KINDS)


@bp.route("/departments/new", methods=["GET", "POST"])
@login_required
def new_department() -> Any:
    """A new department."""
    policy.require_admin(me())
    form, at = NewDepartmentForm(active=True), clock.now()
    return ask(
        form,
        lambda: ops.add_department(me(), form.told, at=at).id,
        lambda status: page("admin/department_new.html", status, form=form),
        gettext("部门加好了。"),
        lambda made: url_for(".department", department_id=made),
    )


@bp.route("/departments/<int:department_id>", methods=["GET", "POST"])
@login_required
def department(department_id: int) -> Any:
    """A department: change it, see its units."""
    policy.require_admin(me())
    row, at = queries.department(me().street_id, department_id), clock.now()
    form = bodies.department_form(row)
    return ask(
        form,
        lambda: ops.edit_department(me(), department_id, form.told, active=bool(form.active.data), at=at),
        lambda status: bodies.department_page(me(), row, form, status),
        gettext("改好了。"),
        lambda _made: url_for(".department", department_id=department_id),
        lambda: bodies.department_facts(queries.department(me().street_id, department_id)),
    )


@bp.route("/departments/<int:department_id>/units/new", methods=["GET", "POST"])
@login_required
def new_unit(department_id: int) -> Any:
    """A new unit of a department."""
    policy.require_admin(me())
    owner, at = queries.department(me().street_id, department_id), clock.now()
    form = bodies.unit_form(me(), owner)
    return ask(
        form,
        lambda: ops.add_unit(me(), department_id, form.entry, at=at).id,
        lambda status: bodies.unit_new_page(owner, form, status),
        gettext("单位加好了，派单时就能选到。"),
        lambda made: url_for(".unit", unit_id=made),
    )


@bp.route("/units/<int:unit_id>", methods=["GET", "POST"])
@login_required
def unit(unit_id: int) -> Any:
    """A unit: change it."""
    policy.require_admin(me())
    row, at = queries.unit(me().street_id, unit_id), clock.now()
    form = bodies.unit_form(me(), None, row)
    return ask(
        form,
        lambda: ops.edit_unit(me(), unit_id, form.entry, at=at),
        lambda status: bodies.unit_page(me(), row, form, at, status=status),
        gettext("改好了。"),
        lambda _made: url_for(".unit", unit_id=unit_id),
        lambda: bodies.unit_facts(queries.unit(me().street_id, unit_id)),
    )


@bp.post("/units/<int:unit_id>/close")
@login_required
def close_unit(unit_id: int) -> Any:
    """It is offered nowhere any more."""
    policy.require_admin(me())
    row, at = queries.unit(me().street_id, unit_id), clock.now()
    form, shown = bodies.close_form(me(), row), bodies.filled(row)
    return send(
        form,
        lambda: ops.close_unit(me(), unit_id, form.last_day.data, form.successor.data, at=at),
        lambda status: bodies.unit_page(me(), row, shown, at, form, status),
        gettext("记下了：最后一天过后就选不到它，做过的事都留着。"),
        lambda _made: url_for(".unit", unit_id=unit_id),
    )


@bp.post("/units/<int:unit_id>/reopen")
@login_required
def reopen_unit(unit_id: int) -> Any:
    """It is there again."""
    policy.require_admin(me())
    with transaction():
        ops.reopen_unit(me(), unit_id, at=clock.now())
    flash(gettext("又启用了。"), "ok")
    return redirect(url_for(".unit", unit_id=unit_id), 303)
