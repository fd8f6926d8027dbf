"""The working calendar: see a year, look at what a change would move, put it in force with a reason."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import calendar_shown as shown
from app.admin.calendar_forms import AnyForm
from app.core import clock
from app.core.db import transaction
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.web import asked, me
from app.sla import calendar_ops as ops

bp = Blueprint("admin_calendar", __name__, url_prefix="/admin/calendar")
KIND = "/<any(notice, close, windows, reopen):kind>"


@bp.get("")
@login_required
def index() -> Any:
    """A year of the calendar in force."""
    return shown.year(me(), asked.number("year"), clock.now())


@bp.get(KIND)
@login_required
def ask(kind: str) -> Any:
    """What shall be otherwise."""
    return shown.change(me(), kind, shown.form_of(me(), kind))


@bp.post(KIND)
@login_required
def look(kind: str) -> Any:
    """What that would move; nothing is written."""
    form, at = shown.form_of(me(), kind), clock.now()
    if not form.validate():
        return shown.change(me(), kind, form, 422)
    try:
        return shown.looked(me(), kind, form, form.changes(), at)
    except Invalid as invalid:
        return shown.refused(me(), kind, form, invalid)


@bp.post(f"{KIND}/activate")
@login_required
def activate(kind: str) -> Any:
    """In force from now on: exactly what was looked at."""
    form, at = shown.form_of(me(), kind), clock.now()
    if not form.validate():
        return shown.change(me(), kind, form, 422)
    try:
        changes = form.changes()
    except Invalid as invalid:
        return shown.refused(me(), kind, form, invalid)
    if not shown.is_as_looked(form, changes):
        return shown.looked(me(), kind, form, changes, at, 422)
    return _put_in_force(kind, form, changes, at)


def _put_in_force(kind: str, form: AnyForm, changes: ops.Changes, at: datetime) -> Any:
    """Refused, the effect is shown as it is now, and nothing that was typed is lost."""
    try:
        with transaction():
            done = ops.change(me(), changes, form.reason.data or "", form.seen_version, at=at)
    except (Conflict, Invalid) as refusal:
        form.take(Invalid(refusal.message, getattr(refusal, "errors", None), **refusal.params))
        return shown.looked(me(), kind, form, changes, at, refusal.status)
    told = N_("第 %(n)s 版日历从现在起生效。") if done.is_new else N_("第 %(n)s 版日历已经是这样了，没有再改。")
    flash(gettext(told, n=done.version), "ok")
    return redirect(url_for(".index"), 303)
