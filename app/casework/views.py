"""The page of a case and the pages of its moves."""

from typing import Any

from flask import Blueprint, flash, redirect, request, send_file
from flask_login import login_required

from app.cases import queries as cases
from app.casework import doing, pictures, preparing, queries, reporter, shown
from app.casework.stamped import stamped
from app.casework.steps import step_of
from app.core import clock, files
from app.core.db import transaction
from app.core.msgid import N_
from app.core.web import me, page
from app.core.web.locale import said
from app.sla import noting
from app.sla.lamps import CLOCK_WORDS

bp = Blueprint("casework", __name__, url_prefix="/cases")


@bp.get("/<int:case_id>")
@login_required
def show(case_id: int) -> Any:
    """The whole story of a case."""
    at, actor = clock.now(), me()
    return page("casework/case.html", **shown.context(actor, queries.case_page(actor, case_id, at), at))


@bp.get("/<int:case_id>/<verb>")
@login_required
def ask(case_id: int, verb: str) -> Any:
    """The form of a move."""
    return doing.ask(step_of(verb), me(), case_id, clock.now())


@bp.post("/<int:case_id>/<verb>")
@login_required
def act(case_id: int, verb: str) -> Any:
    """The move itself."""
    return doing.act(step_of(verb), me(), case_id, clock.now())


@bp.route("/<int:case_id>/reporter", methods=["GET", "POST"])
@login_required
def show_reporter(case_id: int) -> Any:
    """Whom to call: masked until somebody says why they need it; every look is written down."""
    return reporter.answer(me(), case_id, clock.now())


@bp.get("/<int:case_id>/packet")
@login_required
def packet(case_id: int) -> Any:
    """What the panel will read, or has read."""
    return preparing.show(me(), case_id, clock.now())


@bp.post("/<int:case_id>/packet")
@login_required
def prepare(case_id: int) -> Any:
    """Hide something of it, or take that back."""
    return preparing.act(me(), case_id, clock.now())


@bp.get("/<int:case_id>/packet/photos/<int:photo_id>")
@login_required
def packet_photo(case_id: int, photo_id: int) -> Any:
    """A picture as the panel has it; never kept by a cache."""
    path = files.open_stored(preparing.picture(me(), case_id, photo_id), thumb="thumb" in request.args)
    answer = send_file(path, mimetype=files.PICTURE)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/<int:case_id>/why/<int:clock_id>")
@login_required
def why(case_id: int, clock_id: int) -> Any:
    """Why a clock is due when it is due, line by line."""
    case = cases.visible_case(me(), case_id)
    found, lines = queries.why_due(case.id, clock_id)
    return page("casework/why.html", case=case, clock=found, lines=lines, name=CLOCK_WORDS[found.kind])


@bp.post("/<int:case_id>/clocks/<int:clock_id>/noted")
@login_required
def note_late(case_id: int, clock_id: int) -> Any:
    """Somebody above knows that this promise is late."""
    with transaction():
        noting.note_late(me(), cases.visible_case(me(), case_id), clock_id, clock.now())
    flash(said(N_("记下了：你知道这件事超期")), "ok")
    return redirect(doing.way_on(request.form.get("next", ""), case_id), 303)


@bp.get("/kept/<ticket>")
@login_required
def kept(ticket: str) -> Any:
    """A picture that is kept but not yet sent with its form."""
    answer = send_file(files.open_stored(pictures.sha_of(ticket), thumb=True), mimetype=files.PICTURE)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/<int:case_id>/photos/<int:photo_id>")
@login_required
def photo(case_id: int, photo_id: int) -> Any:
    """A picture or file of a case, for whoever may see the case; with `stamped` the copy that says what it is. Never
    kept by a cache."""
    case = cases.visible_case(me(), case_id)
    found = cases.photo(case.id, photo_id)
    thumb = "thumb" in request.args and found.mime.startswith("image/")
    path = stamped(case, found) if "stamped" in request.args else files.open_stored(found.sha256, thumb=thumb)
    paper = found.mime == files.PAPER
    answer = send_file(path, mimetype=found.mime, as_attachment=paper, download_name=found.name or None)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
