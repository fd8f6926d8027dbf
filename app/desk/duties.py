"""The duty roster 值班: who is on when, what is about to go wrong, and the changes of those who keep it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import login_required

from app.core import clock
from app.core.db import transaction
from app.core.errors import Conflict, Invalid
from app.core.web import me, page
from app.desk import duties_pages as pages
from app.desk import duties_shown as shown
from app.desk.duties_forms import BackForm, ChangeForm, EndForm
from app.grid import ops
from app.grid.plans import Plan

bp = Blueprint("duties", __name__, url_prefix="/duties")
Change = Callable[[Plan], Plan]
Look = Callable[[datetime], Change]
Save = Callable[[datetime], object]


@bp.get("")
@login_required
def index() -> Any:
    """A week or a month of the rosters that somebody reads, and what worries in the next fortnight."""
    return page("desk/duties.html", **pages.calendar(me(), request.args, clock.now()))


@bp.route("/new", methods=["GET", "POST"])
@login_required
def new() -> Any:
    """Somebody goes on duty."""
    form = pages.duty_form(me(), request.args)

    def look(at: datetime) -> Change:
        ops.check_draft(me(), form.draft, at=at)
        return lambda plan: plan.with_duty(form.draft.stint)

    def save(at: datetime) -> object:
        return ops.put_on_duty(me(), form.draft, at=at)

    return _changed(form, lambda **more: pages.new(form, **more), look, save, gettext("排好了。"))


@bp.get("/<int:duty_id>")
@login_required
def show(duty_id: int) -> Any:
    """One duty, and what may be done with it."""
    return pages.duty(me(), duty_id)


@bp.post("/<int:duty_id>/end")
@login_required
def end(duty_id: int) -> Any:
    """A duty ends."""
    form, actor = EndForm(), me()
    pages.kept(actor, duty_id)

    def look(at: datetime) -> Change:
        ops.check_end(actor, duty_id, form.ends(at), at=at)
        return lambda plan: plan.ending(duty_id, form.ends(at))

    def save(at: datetime) -> None:
        ops.finish_duty(actor, duty_id, form.ends(at), at=at)

    return _changed(form, lambda **more: pages.duty(actor, duty_id, end=form, **more), look, save, gettext("记下了。"))


@bp.post("/<int:duty_id>/stand-in")
@login_required
def stand_in(duty_id: int) -> Any:
    """Somebody else stands in."""
    form, actor = pages.stand_in_form(me(), duty_id), me()

    def look(at: datetime) -> Change:
        ops.check_stand_in(actor, duty_id, form.stand_in.data, at=at)
        return lambda plan: plan.standing_in(duty_id, form.stand_in.data)

    def save(at: datetime) -> object:
        return ops.give_stand_in(actor, duty_id, form.stand_in.data, at=at)

    shows = pages.duty
    return _changed(form, lambda **more: shows(actor, duty_id, other=form, **more), look, save, gettext("换好了。"))


@bp.route("/leave", methods=["GET", "POST"])
@login_required
def leave() -> Any:
    """Somebody is away."""
    form, actor = pages.leave_form(me()), me()

    def look(at: datetime) -> Change:
        ops.check_leave(actor, form.user.data, *form.span, at=at)
        return lambda plan: plan.with_leave(form.user.data, *form.span)

    def save(at: datetime) -> object:
        return ops.book_off(actor, form.user.data, *form.span, at=at)

    return _changed(form, lambda **more: pages.leave(form, **more), look, save, gettext("请假记下了。"))


@bp.route("/leave/<int:leave_id>", methods=["GET", "POST"])
@login_required
def back(leave_id: int) -> Any:
    """Somebody is back, or does not go."""
    form, actor = BackForm(), me()
    absence = pages.absence(actor, leave_id)

    def look(_at: datetime) -> Change:
        return lambda plan: plan.without_leave(leave_id)

    def save(at: datetime) -> None:
        ops.take_leave_back(actor, leave_id, at=at)

    return _changed(form, lambda **more: pages.back(form, absence, **more), look, save, gettext("销假了。"))


def _changed(form: ChangeForm, show: Callable[..., Any], look: Look, save: Save, done: str) -> Any:
    """Show a form; what it would do, once it is filled in; and do it, when it is sent again as it was seen."""
    at = clock.now()
    if request.method == "GET":
        return show()
    if not form.validate():
        return show(status=422)
    try:
        if not form.was_seen:
            effects = shown.effects(me(), look(at), at)
            form.seen.data = form.mark
            return show(effects=effects)
        with transaction():
            save(at)
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return show(status=refusal.status)
    flash(done, "ok")
    return redirect(url_for(".index"), 303)
