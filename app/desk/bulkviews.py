"""One move on many cases: preview, run, answers."""

from typing import Any

from flask import Blueprint, abort, request
from flask_login import login_required

from app.desk import bulking
from app.desk.words import BulkVerb

bp = Blueprint("bulk", __name__, url_prefix="/desk/bulk")


@bp.post("/preview")
@login_required
def preview() -> Any:
    """What would happen to each; writes nothing."""
    return bulking.preview(_verb(request.form.get("verb", "")))


@bp.post("/run/<verb>")
@login_required
def run(verb: str) -> Any:
    """Do it; the same form sent twice is answered with the first run."""
    return bulking.run(_verb(verb))


@bp.post("/<int:run_id>/go-on")
@login_required
def go_on(run_id: int) -> Any:
    """The next two hundred."""
    return bulking.go_on(run_id)


@bp.get("/<int:run_id>")
@login_required
def done(run_id: int) -> Any:
    """What became of each."""
    return bulking.answers(run_id)


def _verb(typed: str) -> BulkVerb:
    if typed not in list(BulkVerb):
        abort(404)
    return BulkVerb(typed)
