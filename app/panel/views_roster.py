"""The roster: kept by the committee, read by the auditor; and each reviewer's own line of it."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import asked, me, page
from app.panel import shown_roster as shown
from app.panel.forms_roster import ApproveForm, AwayForm, CapForm, RefuseForm
from app.review.roster import ops

bp = Blueprint("roster", __name__, url_prefix="/roster")


@bp.get("")
@login_required
def index() -> Any:
    """Who asks to be on it, who stands on it, what was changed last."""
    return page("panel/roster.html", **shown.roster(me(), asked.number("grid"), clock.now()))


@bp.get("/<int:reviewer_id>")
@login_required
def member(reviewer_id: int) -> Any:
    """One line, and what its keeper may do with it."""
    return shown.member(me(), reviewer_id, CapForm(), clock.now())


@bp.post("/<int:reviewer_id>/cap")
@login_required
def cap(reviewer_id: int) -> Any:
    """How many seats a month."""
    form, at = CapForm(), clock.now()
    if not form.validate():
        return shown.member(me(), reviewer_id, form, at, 422)
    try:
        with transaction():
            ops.set_cap(me(), reviewer_id, form.cap.data, at=at)
    except Invalid as invalid:
        form.take(invalid)
        return shown.member(me(), reviewer_id, form, at, 422)
    flash(gettext("改好了，下次抽签起算。"), "ok")
    return redirect(url_for(".member", reviewer_id=reviewer_id), 303)


@bp.post("/<int:reviewer_id>/renew")
@login_required
def renew(reviewer_id: int) -> Any:
    """Two more years."""
    with transaction():
        row = ops.renew(me(), reviewer_id, at=clock.now())
        day = row.serves_until.isoformat()
    flash(gettext("续好了，到 %(day)s。", day=day), "ok")
    return redirect(url_for(".member", reviewer_id=reviewer_id), 303)


@bp.post("/<int:reviewer_id>/end")
@login_required
def end(reviewer_id: int) -> Any:
    """Not drawn any more."""
    with transaction():
        ops.end_term(me(), reviewer_id, at=clock.now())
    flash(gettext("任期结束了，以后不再抽到。已经抽到的，还由本人评完。"), "ok")
    return redirect(url_for(".member", reviewer_id=reviewer_id), 303)


@bp.get("/wishes/<int:wish_id>")
@login_required
def wish(wish_id: int) -> Any:
    """Somebody asks to be on the roster."""
    return shown.wish(me(), wish_id, shown.approval(clock.now()), RefuseForm())


@bp.post("/wishes/<int:wish_id>/approve")
@login_required
def approve(wish_id: int) -> Any:
    """Onto the roster."""
    form, at = ApproveForm(), clock.now()
    shown.applied(me(), wish_id, form)
    if not form.validate():
        return shown.wish(me(), wish_id, form, RefuseForm(formdata=None), 422)
    try:
        with transaction():
            ops.approve(me(), wish_id, form.grant, at=at)
    except Invalid as invalid:
        form.take(invalid)
        return shown.wish(me(), wish_id, form, RefuseForm(formdata=None), 422)
    flash(gettext("批准了，从任期第一天起可以抽到。"), "ok")
    return redirect(url_for(".index"), 303)


@bp.post("/wishes/<int:wish_id>/refuse")
@login_required
def refuse(wish_id: int) -> Any:
    """Not onto the roster, and why."""
    form, at = RefuseForm(), clock.now()
    try:
        with transaction():
            ops.refuse(me(), wish_id, form.reason.data or "", at=at)
    except Invalid as invalid:
        form.take(invalid)
        return shown.wish(me(), wish_id, shown.approval(at), form, 422)
    flash(gettext("没有批准。报名的人查得到您写的理由。"), "ok")
    return redirect(url_for(".index"), 303)


@bp.get("/me")
@login_required
def mine() -> Any:
    """One's own term, cap and absence."""
    return shown.mine(me(), AwayForm(), clock.now())


@bp.post("/me/away")
@login_required
def away() -> Any:
    """Cannot for a while."""
    form, at = AwayForm(), clock.now()
    if not form.validate():
        return shown.mine(me(), form, at, 422)
    try:
        with transaction():
            ops.set_away(me(), form.until.data, at=at)
    except Invalid as invalid:
        form.take(invalid)
        return shown.mine(me(), form, at, 422)
    flash(gettext("记下了，这段时间不抽您。"), "ok")
    return redirect(url_for(".mine"), 303)


@bp.post("/me/back")
@login_required
def back() -> Any:
    """Back now."""
    with transaction():
        ops.set_away(me(), None, at=clock.now())
    flash(gettext("欢迎回来，从现在起又可以抽到您。"), "ok")
    return redirect(url_for(".mine"), 303)


@bp.post("/me/agree")
@login_required
def agree() -> Any:
    """Agree to the rules as they are today."""
    with transaction():
        ops.agree(me(), at=clock.now())
    flash(gettext("记下了，谢谢。"), "ok")
    return redirect(url_for(".mine"), 303)


@bp.post("/me/leave")
@login_required
def leave() -> Any:
    """Off the roster, by one's own will."""
    with transaction():
        ops.leave(me(), at=clock.now())
    flash(gettext("您已经退出，以后不再抽到。谢谢您。"), "ok")
    return redirect(url_for(".mine"), 303)
