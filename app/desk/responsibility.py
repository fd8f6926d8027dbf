"""责任清单: whose a kind of case is, as duty chiefs have ruled; read by those who dispatch and by those who do it."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.cases import ops, policy, responsibility
from app.core import clock
from app.core.db import transaction
from app.core.web import asked, me, page
from app.desk.policy import require_responsibility

bp = Blueprint("responsibility", __name__, url_prefix="/desk/responsibility")


@bp.get("")
@login_required
def index() -> Any:
    """The lines, the newest first."""
    actor = me()
    require_responsibility(actor)
    rows = responsibility.lines(actor, asked.number("before"))
    older = rows[-1].id if len(rows) == responsibility.PAGE else None
    return page("desk/responsibility.html", rows=rows, older=older, may_end=policy.may_end_listing(actor))


@bp.post("/<int:line_id>/end")
@login_required
def end(line_id: int) -> Any:
    """From now on the catalogue says it again."""
    with transaction():
        ops.end_listing(me(), line_id, at=clock.now())
    flash(gettext("停用了：以后按类别清单派。"), "ok")
    return redirect(url_for(".index"), 303)
