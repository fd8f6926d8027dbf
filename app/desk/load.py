"""Open work 在手工作: who has how much, and moving some of it to others."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from flask_login import login_required
from sqlalchemy.orm.exc import StaleDataError

from app.cases import ops as cases
from app.cases import queries as found
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid, Refusal
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web import asked, me, page
from app.core.web.locale import said
from app.desk import load_queries as queries
from app.desk import load_shown as shown

bp = Blueprint("load", __name__, url_prefix="/load")
NONE_CHOSEN, NO_REASON = N_("请勾几件要移的"), N_("写一句为什么移，接手的人会看到")


@bp.get("")
@login_required
def index() -> Any:
    """Open work by grid and by member."""
    return page("desk/load.html", **shown.overview(me(), asked.number("grid")))


@bp.get("/<int:user_id>")
@login_required
def choose(user_id: int) -> Any:
    """Which cases of a member."""
    return shown.choose_page(me(), shown.mover(me(), user_id))


@bp.post("/<int:user_id>")
@login_required
def move(user_id: int) -> Any:
    """Who would get them; and once that was seen and a reason is given, each goes there."""
    actor, at = me(), clock.now()
    person, reason = shown.mover(actor, user_id), request.form.get("reason", "").strip()
    chosen = {int(one) for one in request.form.getlist("case") if one.isascii() and one.isdigit() and len(one) < 10}
    kept: dict[str, Any] = {"chosen": chosen, "reason": reason}
    if not chosen:
        return shown.choose_page(actor, person, 422, error=said(NONE_CHOSEN), **kept)
    targets = shown.would_get(queries.movable(actor, user_id, chosen), user_id, at)
    if request.form.get("go") != "do":
        return shown.choose_page(actor, person, targets=targets, **kept)
    if not reason:
        return shown.choose_page(actor, person, 422, targets=targets, error=said(NO_REASON), **kept)
    results = [_moved(actor, user_id, case_id, request.form, reason) for case_id in sorted(chosen)]
    return shown.choose_page(actor, person, results=results)


def _moved(actor: Actor, user_id: int, case_id: int, sent: Mapping[str, str], reason: str) -> dict[str, Any]:
    """One case goes to whom the page named for it, in a transaction of its own; what a rule says else."""
    to, version = (sent.get(f"{name}-{case_id}", "") for name in ("to", "version"))
    told: dict[str, Any] = {
        "id": case_id,
        "receipt": "",
        "ok": False,
        "words": said(N_("没有合适的人接，或勾了以后没有再看会给谁")),
    }
    if not (to.isascii() and to.isdigit() and version.isascii() and version.isdigit() and len(to + version) < 18):
        return told
    try:
        with transaction():
            case = found.visible_case(actor, case_id)
            told["receipt"] = case.receipt
            found.expect_version(case, int(version))
            if case.owner_id != user_id:
                raise Invalid(N_("已经不在他手上了"))
            cases.pass_on(actor, case, int(to), reason, at=clock.now())
    except Refusal as refusal:
        errors = refusal.errors.values() if isinstance(refusal, Invalid) else ()
        return {**told, "words": said(next(iter(errors), refusal.message), **refusal.params)}
    except StaleDataError:  # somebody was faster between reading and writing; the others are moved all the same
        return {**told, "words": said(found.Stale(()).message)}
    return {**told, "ok": True, "words": said(N_("移好了"))}
