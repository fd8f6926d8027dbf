"""What waits for a decision beside the cases of the queue: late promises nobody noted, mails that were given up."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import login_required

from app.cases import backlog as standing
from app.core import clock
from app.core.db import transaction
from app.core.permissions import Actor
from app.core.web import asked, me, page
from app.desk import beside, policy, queries, shown
from app.notices import failed
from app.sla import late, noting
from app.sla.lamps import CLOCK_WORDS

bp = Blueprint("standing", __name__, url_prefix="/desk")


def _waiting(actor: Actor) -> dict[str, Any]:
    """The kinds beside this list, so that one goes from kind to kind without going back. Five statements."""
    counted = shown.kinds(queries.counts(actor))
    return {**counted, "beside": beside.waiting(actor, clock.now()), "here": request.endpoint, "deciding": False}


@bp.get("/late")
@login_required
def index() -> Any:
    """红牌, the longest first."""
    actor = me()
    policy.require_queue(actor)
    rows = late.late(actor, asked.number("after"))
    more = rows[-1].key if len(rows) == late.PAGE else None
    found: dict[str, Any] = {
        "rows": rows,
        "more": more,
        "may_note": noting.notes_for_the_street(actor),
        "clock_words": CLOCK_WORDS,
    }
    return page("desk/late.html", **found, **_waiting(actor))


@bp.get("/backlog")
@login_required
def backlog() -> Any:
    """积案, the oldest first."""
    actor, at = me(), clock.now()
    policy.require_list(actor)
    rows = standing.backlog(actor, at, asked.number("after"))
    return page("desk/backlog.html", rows=rows, more=rows[-1].id if len(rows) == standing.PAGE else None)


@bp.get("/messages")
@login_required
def messages() -> Any:
    """Mails that were given up."""
    actor = me()
    policy.require_queue(actor)
    rows = failed.failed(actor)
    return page("desk/messages.html", rows=rows, may_settle=failed.may_settle(actor), **_waiting(actor))


@bp.post("/messages/<int:notice_id>/again")
@login_required
def send_again(notice_id: int) -> Any:
    """Once more, from the first try."""
    with transaction():
        failed.send_again(me(), notice_id, at=clock.now())
    flash(gettext("又排上队了，一分钟内会再发。"), "ok")
    return redirect(url_for(".messages"), 303)


@bp.post("/messages/<int:notice_id>/let-be")
@login_required
def let_be(notice_id: int) -> Any:
    """It is not sent any more."""
    with transaction():
        failed.let_be(me(), notice_id, at=clock.now())
    flash(gettext("记下了，不再发。"), "ok")
    return redirect(url_for(".messages"), 303)
