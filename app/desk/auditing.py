"""What the auditor and the leader read of the street: attempts that were refused, lists that were taken."""

from typing import Any

from flask import Blueprint
from flask_login import login_required

from app.cases import queries as cases
from app.core.values import BIGGEST_ID
from app.core.web import asked, me, page
from app.desk import listing, policy, queries

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/refusals")
@login_required
def refusals() -> Any:
    """Attempts to close a case without an approval, newest first."""
    actor = me()
    policy.require_audit(actor)
    rows = cases.refused(actor, before=asked.number_or("before", BIGGEST_ID))
    return page("desk/refusals.html", rows=rows, older=rows[-1].id if len(rows) == cases.PAGE else None)


@bp.get("/exports")
@login_required
def exports() -> Any:
    """Lists that were taken out of the house, newest first."""
    actor = me()
    policy.require_audit(actor)
    rows = queries.exports(actor, asked.number_or("before", BIGGEST_ID))
    older = rows[-1].made.id if len(rows) == queries.PAGE else None
    return page(
        "desk/exports.html", rows=[(made, name, listing.said_of(made.filters)) for made, name in rows], older=older
    )
