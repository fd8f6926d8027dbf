"""The duty desk: every case of the street, and what waits for a decision."""

from typing import Any

from flask import Blueprint, Response, make_response, request
from flask_login import login_required

from app.core import clock
from app.core.web import asked, me, page
from app.desk import beside, deciding, listpage, policy, queries, shown

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("")
@login_required
def index() -> Any:
    """Every case that the person may see, by filter."""
    return listpage.show(listpage.asked(request.args), request.args.get("before", ""))


@bp.get("/queue")
@login_required
def queue() -> Any:
    """What waits for a decision; the pane beside it comes by `decide`. Its script asks every ten seconds for what is
    new, and most times the answer is 304 after one statement more than signing in takes."""
    actor, at = me(), clock.now()
    policy.require_queue(actor)
    tag = shown.tag(actor, request.full_path, at)
    if request.if_none_match.contains(tag):
        return Response(status=304)
    kind, after = shown.kind_of(request.args.get("kind")), queries.key_of(request.args.get("after", ""))
    found, counted = queries.queue(actor, kind, after, at), queries.counts(actor)
    names = shown.queued(found, counted, kind, asked.number("case"), at)
    template = "desk/_queue.html" if request.headers.get("X-Piece") else "desk/queue.html"
    answer = make_response(page(template, **names, beside=beside.waiting(actor, at), here="desk.queue"))
    answer.set_etag(tag)
    return answer


@bp.get("/queue/<int:case_id>")
@login_required
def decide(case_id: int) -> Any:
    """One decision with its form: a piece of the queue's page for its script, a page of its own without one."""
    actor = me()
    policy.require_queue(actor)
    template = "desk/_pane.html" if request.headers.get("X-Piece") else "desk/decide.html"
    return page(template, **deciding.context(actor, case_id, clock.now(), request.args.get("kind", "")))
