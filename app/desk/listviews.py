"""What is done with a list as a whole."""

from typing import Any

from flask import Blueprint, flash, redirect, request, send_file, url_for
from flask_login import login_required

from app.core.db import transaction
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.web import me
from app.core.web.locale import said
from app.desk import exporting, listpage, ops, policy, queries, queries_saved
from app.desk.forms import SaveForm
from app.desk.sheets import MIME
from app.desk.words import SheetKind

bp = Blueprint("lists", __name__, url_prefix="/desk/list")


@bp.post("/export")
@login_required
def export() -> Any:
    """The list as a file; who took it is written down first. 422 with the list when that is too much."""
    now = listpage.asked(request.form)
    policy.require_export(now.actor)
    kind = SheetKind.CSV if request.form.get("kind") == SheetKind.CSV.value else SheetKind.XLSX
    rows = queries.whole_list(now.actor, now.filters, now.tree, ops.MOST + 1, now.at)
    try:
        with transaction():
            ops.export(now.actor, now.filters, kind, len(rows), wrong=now.wrong, at=now.at)
    except Invalid as refused:
        return listpage.show(now, status=422, fault=said(refused.message, **refused.params))
    file = exporting.file_of(kind, rows)
    answer = send_file(file, MIME[kind], as_attachment=True, download_name=exporting.name_of(kind, now.at))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/saved/<int:saved_id>")
@login_required
def saved(saved_id: int) -> Any:
    """The list by a saved filter; what has gone of it is named, the rest is used."""
    return listpage.show(listpage.kept(saved_id))


@bp.post("/saved")
@login_required
def save() -> Any:
    """Keep the filters under a name."""
    now, form = listpage.asked(request.form), SaveForm()
    try:
        with transaction():
            made = ops.save_filter(now.actor, form.name.data or "", now.filters, shared=form.shared.data, at=now.at)
            saved_id = made.id
    except Invalid as refused:
        form.take(refused)
        return listpage.show(now, status=422, form=form)
    flash(said(N_("存好了")), "ok")
    return redirect(url_for(".saved", saved_id=saved_id), 303)


@bp.post("/saved/<int:saved_id>/drop")
@login_required
def drop(saved_id: int) -> Any:
    """Forget a saved filter."""
    with transaction():
        ops.drop_filter(me(), queries_saved.saved_filter(me(), saved_id))
    flash(said(N_("删掉了")), "ok")
    return redirect(url_for("desk.index"), 303)
