"""Boundaries: upload a file, see what it would have done, put it in force."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import grids_shown as shown
from app.admin.grids_forms import ActivateForm, UploadForm
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.permissions import require
from app.core.web import asked, local, me
from app.grid import linter
from app.grid.drafts import ops
from app.grid.ops import GridRefused
from app.people.policy import may_set_up

bp = Blueprint("admin_grids", __name__, url_prefix="/admin/grids")
DRAFT = "/<int:draft_id>"


@bp.get("")
@login_required
def index() -> Any:
    """The versions, the files that wait, the next upload."""
    return shown.index(me(), UploadForm())


@bp.post("")
@login_required
def upload() -> Any:
    """Keep a file without faults and go to its comparison; else say every fault."""
    form, at = UploadForm(), clock.now()
    require(may_set_up(me()), shown.FOR_ADMINS)
    if not form.validate():
        return shown.index(me(), form, status=422)
    name, data = form.read()
    reading = linter.read(data)
    try:
        with transaction():
            draft_id = ops.upload_draft(me(), name, data, at=at, reading=reading)
    except GridRefused as refused:
        return shown.index(me(), form, refused.faults, 422)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.get(DRAFT)
@login_required
def draft(draft_id: int) -> Any:
    """What a file would have done in the last ninety days."""
    return shown.draft(me(), draft_id, ActivateForm(), clock.now(), asked.number_or("after", 0))


@bp.post(f"{DRAFT}/activate")
@login_required
def activate(draft_id: int) -> Any:
    """In force, once."""
    form, at = ActivateForm(), clock.now()
    if not form.validate():
        return shown.draft(me(), draft_id, form, at, status=422)
    try:
        with transaction():
            done = ops.activate_draft(me(), draft_id, form.from_at, at=at)
    except Invalid as invalid:
        form.take(invalid)
        return shown.draft(me(), draft_id, form, at, status=422)
    told = {"number": done.number, "day": local(form.from_at or at)}
    flash(gettext("第 %(number)s 版边界从 %(day)s 起生效，之后的案件按它找网格。", **told), "ok")
    return redirect(url_for(".index"), 303)
