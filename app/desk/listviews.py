"""What is done with a list as a whole."""

from typing import Any

from flask import Blueprint, request, send_file
from flask_login import login_required

from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web.locale import said
from app.desk import exporting, listpage, ops, policy, queries
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
