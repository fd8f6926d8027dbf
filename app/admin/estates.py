"""Estates and their buildings: listed, made and changed, and taken in by a sheet with a preview."""

from dataclasses import astuple
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import estates_shown as shown
from app.admin.estates_forms import EndForm, EstateForm, SheetForm
from app.admin.sending import send
from app.catalog.estates import ops, queries
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.permissions import require
from app.core.web import asked, me
from app.people.policy import may_set_up

bp = Blueprint("admin_estates", __name__, url_prefix="/admin/estates")
ESTATE = "/<int:estate_id>"
HOUSE = f"{ESTATE}/houses/<int:place_id>"
SHEET = "/sheets/<int:sheet_id>"


@bp.get("")
@login_required
def index() -> Any:
    """Every estate, and the way in for a sheet."""
    return shown.index(me(), SheetForm(), asked.words("after"), asked.words("q"))


@bp.post("/sheets")
@login_required
def upload() -> Any:
    """Keep a sheet and show what it would do."""
    require(may_set_up(me()), shown.FOR_ADMINS)
    form, at = SheetForm(), clock.now()
    if not form.validate():
        return shown.index(me(), form, status=422)
    try:
        name, rows = shown.read(form)
    except Invalid as invalid:
        form.take(invalid)
        return shown.index(me(), form, status=422)
    with transaction():
        sheet_id = ops.keep_sheet(me(), name, rows, at=at)
    return redirect(url_for(".sheet", sheet_id=sheet_id), 303)


@bp.get(SHEET)
@login_required
def sheet(sheet_id: int) -> Any:
    """What a sheet would do, or did."""
    return shown.sheet(me(), sheet_id, clock.now(), asked.number_or("after", 0))


@bp.post(f"{SHEET}/take")
@login_required
def take(sheet_id: int) -> Any:
    """Its good rows, once."""
    with transaction():
        counts = ops.take_sheet(me(), sheet_id, at=clock.now())
    done = {"new": counts.get("new", 0), "changed": counts.get("changed", 0)}
    flash(gettext("导入了：新的 %(new)s 行，改了 %(changed)s 行。", **done), "ok")
    return redirect(url_for(".sheet", sheet_id=sheet_id), 303)


@bp.get("/new", defaults={"estate_id": None})
@bp.get(ESTATE)
@login_required
def estate(estate_id: int | None) -> Any:
    """An estate and its buildings, or a new one."""
    return shown.estate(me(), estate_id, shown.estate_form(me(), estate_id))


@bp.post("/new", defaults={"estate_id": None})
@bp.post(ESTATE)
@login_required
def save(estate_id: int | None) -> Any:
    """Make or change it."""
    form, at = shown.estate_form(me(), estate_id), clock.now()
    return send(
        form,
        lambda: ops.save_estate(me(), estate_id, form.facts, at=at).id,
        lambda status: shown.estate(me(), estate_id, form, status),
        gettext("存好了。"),
        lambda saved: url_for(".estate", estate_id=saved),
        (lambda: astuple(queries.facts_of(queries.estate_of(me().street_id, estate_id)))) if estate_id else None,
    )


@bp.post(f"{ESTATE}/end")
@login_required
def end(estate_id: int) -> Any:
    """Say its last day, or that it goes on."""
    require(may_set_up(me()), shown.FOR_ADMINS)
    form, at = EndForm(), clock.now()
    edited = EstateForm(formdata=None)
    there = queries.estate_of(me().street_id, estate_id)
    edited.offer(me().street_id, there)
    edited.show(there)
    return send(
        form,
        lambda: ops.end_estate(me(), estate_id, form.last_day.data, at=at),
        lambda status: shown.estate(me(), estate_id, edited, status, form),
        gettext("存好了。"),
        lambda _made: url_for(".estate", estate_id=estate_id),
    )


@bp.get(f"{ESTATE}/houses/new", defaults={"place_id": None})
@bp.get(HOUSE)
@login_required
def house(estate_id: int, place_id: int | None) -> Any:
    """A building of an estate, or a new one."""
    return shown.house(me(), estate_id, place_id, shown.house_form(me(), estate_id, place_id))


@bp.post(f"{ESTATE}/houses/new", defaults={"place_id": None})
@bp.post(HOUSE)
@login_required
def save_house(estate_id: int, place_id: int | None) -> Any:
    """Make or change it."""
    form, at = shown.house_form(me(), estate_id, place_id), clock.now()
    name = queries.estate_of(me().street_id, estate_id).name
    return send(
        form,
        lambda: ops.save_house(me(), estate_id, place_id, form.house(name), at=at),
        lambda status: shown.house(me(), estate_id, place_id, form, status),
        gettext("存好了。"),
        lambda _made: url_for(".estate", estate_id=estate_id),
    )
