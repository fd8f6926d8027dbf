"""The limits of the stages: first what a change would do, then the change."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import policy, stages_shown
from app.admin.promises import starts
from app.admin.sending import typed
from app.catalog.setup import ops
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import me

bp = Blueprint("stages", __name__, url_prefix="/admin/stages")


@bp.get("")
@login_required
def index() -> Any:
    """Every stage."""
    policy.require_admin(me())
    return stages_shown.index(me(), clock.now())


@bp.get("/<stage>")
@login_required
def edit(stage: str) -> Any:
    """One of them."""
    policy.require_admin(me())
    return stages_shown.stage_page(stage, *stages_shown.stage_form(me(), stage, clock.now()))


@bp.post("/<stage>")
@login_required
def save(stage: str) -> Any:
    """The effect, or the change once it was looked at."""
    policy.require_admin(me())
    at = clock.now()
    form, rows = stages_shown.stage_form(me(), stage, at)
    if not form.validate():
        return stages_shown.stage_page(stage, form, rows, 422)
    try:
        if not form.sure.data:
            return stages_shown.preview_page(me(), stage, form, typed(), at)
        with transaction():
            begins = starts(form, at)
            differs = ops.change_stage(me(), stage, form.spans, from_at=begins, seen=form.seen_id, at=at)
    except Invalid as invalid:
        form.take(invalid)
        return stages_shown.stage_page(stage, form, stages_shown.stage_form(me(), stage, at)[1], 422)
    flash(gettext("时限改好了。") if differs else gettext("和原来一样，没有改。"), "ok" if differs else "note")
    return redirect(url_for(".index"), 303)
