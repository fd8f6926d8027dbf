"""A reviewer's pages: what waits for their vote, and the ballot."""

from typing import Any

from flask import Blueprint, flash, redirect, request, send_file, url_for
from flask_babel import gettext
from flask_login import login_required

from app.core import clock, files
from app.core.db import transaction
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.web import me, page
from app.panel import names as naming
from app.panel import queries, shown
from app.panel.forms import BallotForm
from app.review import ops as review
from app.review.words import SEAT_END_WORDS, VERDICT_WORDS, Vote

bp = Blueprint("panel", __name__, url_prefix="/panel")


@bp.get("")
@login_required
def index() -> Any:
    """What waits for a vote, then what was."""
    return page("panel/list.html", rows=queries.my_reviews(me()), verdicts=VERDICT_WORDS, seat_ends=SEAT_END_WORDS)


@bp.get("/<int:review_id>")
@login_required
def ballot(review_id: int) -> Any:
    """The ballot; once decided, how it ended."""
    return shown.ballot(me(), review_id, BallotForm(), clock.now())


@bp.post("/<int:review_id>")
@login_required
def vote(review_id: int) -> Any:
    """Cast or change a vote."""
    at, form = clock.now(), BallotForm()
    if not form.validate():
        return shown.ballot(me(), review_id, form, at, 422)
    try:
        with transaction():
            review.cast_ballot(me(), review_id, form.vote.data, form.attitude.data, form.line.data or "", at=at)
    except Invalid as invalid:
        form.take(invalid)
        return shown.ballot(me(), review_id, form, at, 422)
    except NotAllowed as refused:
        form.take(Invalid(errors={"vote": refused.message}))
        return shown.ballot(me(), review_id, form, at, 403)
    flash(
        gettext("已经回避，换人来投。") if form.vote.data is Vote.RECUSED else gettext("投好了，定下来之前可以改。"),
        "ok",
    )
    return redirect(url_for("panel.ballot", review_id=review_id), 303)


@bp.route("/<int:review_id>/names", methods=["GET", "POST"])
@login_required
def names(review_id: int) -> Any:
    """Whom the draw seated and left out, for an auditor with a reason; every look is written down."""
    return naming.answer(me(), review_id, clock.now())


@bp.get("/<int:review_id>/photos/<int:photo_id>")
@login_required
def photo(review_id: int, photo_id: int) -> Any:
    """A picture of the packet, for whoever sits on the review; never kept by a cache."""
    found = queries.packet_photo(me(), review_id, photo_id)
    if found is None:
        raise NotFound()
    answer = send_file(files.open_stored(found, thumb="thumb" in request.args), mimetype=files.PICTURE)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
