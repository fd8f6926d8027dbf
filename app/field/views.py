"""The worker's day, and reports from the street."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_login import login_required

from app.casework import pictures
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.web import asked, me, page
from app.field import policy, queries, shown, taking
from app.field.forms import NewForm

bp = Blueprint("field", __name__, url_prefix="/work")


@bp.get("")
@login_required
def day() -> Any:
    """What is to do, by lamp; with a script also by distance, and on a map."""
    actor, at = me(), clock.now()
    tab = queries.Tab(wanted) if (wanted := request.args.get("tab")) in list(queries.Tab) else queries.Tab.TODO
    found = queries.day(actor, tab, request.args.get("only", ""), at)
    shift = queries.shift_today(actor, at)
    return page("field/day.html", **shown.day(actor, found, shift, asked.number("case")))


@bp.get("/new")
@login_required
def new() -> Any:
    """The empty report."""
    policy.require_reporter(me())
    return shown.new(me(), NewForm())


@bp.post("/new")
@login_required
def send() -> Any:
    """Take it in; wrong input comes back at its field with everything typed, pictures included."""
    actor, at, form = me(), clock.now(), NewForm()
    policy.require_reporter(actor)
    form.offer(actor)
    valid, status = form.validate(), pictures.deposit(form, at)
    if "buildings" in request.form or not valid or status != 200:
        return shown.new(actor, form, 200 if "buildings" in request.form else max(status, 422))
    try:
        taken = taking.take(actor, form, at)
    except (Invalid, NotAllowed) as refused:
        form.take(refused if isinstance(refused, Invalid) else Invalid(refused.message))
        return shown.new(actor, form, refused.status)
    flash(taken.words, taken.kind)
    return redirect(taken.way, 303)


@bp.post("/new/alike")
@login_required
def alike() -> Any:
    """Cards of open cases that may be what is being written down: a piece of the report's page, for its script. A POST,
    so that words which may name somebody stand in no address and no log."""
    actor = me()
    policy.require_reporter(actor)
    return shown.alike(actor, NewForm(), clock.now())
