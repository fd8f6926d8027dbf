"""What the auditor and the leader read of the street: attempts that were refused."""

from typing import Any

from flask import Blueprint, request
from flask_login import login_required

from app.cases import queries as cases
from app.core.web import me, page
from app.desk import policy

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/refusals")
@login_required
def refusals() -> Any:
    """Attempts to close a case without an approval, newest first."""
    actor = me()
    policy.require_audit(actor)
    before = min(max(request.args.get("before", cases.BIGGEST, type=int), 0), cases.BIGGEST)
    rows = cases.refused(actor, before=before)
    return page("desk/refusals.html", rows=rows, older=rows[-1].id if len(rows) == cases.PAGE else None)
