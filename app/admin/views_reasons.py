"""The reasons of a 退单 and a 挂账."""

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import login_required
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from app.admin import policy
from app.admin.forms import stripped
from app.admin.sending import ask
from app.casework.fields import NO_NUMBER, WholeNumberField
from app.catalog.queries_reasons import all_reasons
from app.catalog.reasons import KEPT, Reason
from app.catalog.setup import ops
from app.catalog.setup.reasons import ReasonEntry
from app.catalog.words import ReasonAct
from app.core import clock
from app.core.errors import NotFound
from app.core.msgid import N_
from app.core.web import me, page
from app.core.web.forms import Form

bp = Blueprint("reasons", __name__, url_prefix="/admin/reasons")
ACTS = {ReasonAct.REFUSE: N_("退单的理由"), ReasonAct.SUSPEND: N_("挂账的理由")}
ACT = "/<any(refuse, suspend):act>"


class ReasonForm(Form):
    """A reason in both languages, its place, and whether it is offered."""

    name_zh = StringField(_("中文"), [InputRequired(_("请写理由"))], filters=[stripped])
    name_en = StringField(_("英文"), [InputRequired(_("请写理由"))], filters=[stripped])
    place = WholeNumberField(_("排第几"), [InputRequired(NO_NUMBER)])
    active = BooleanField(_("在用"))

    @property
    def entry(self) -> ReasonEntry:
        """What was typed, as the ops take it."""
        words = (self.name_zh.data or "", self.name_en.data or "")
        return ReasonEntry(*words, self.place.data or 1, bool(self.active.data))


@bp.get("")
@login_required
def index() -> Any:
    """Both lists."""
    policy.require_admin(me())
    lists = {act: all_reasons(me().street_id, act) for act in ReasonAct}
    return page("admin/reasons.html", lists=lists, titles=ACTS)


@bp.route(f"{ACT}/new", methods=["GET", "POST"])
@login_required
def add(act: str) -> Any:
    """A new one, at the end of the list."""
    policy.require_admin(me())
    kind, at = ReasonAct(act), clock.now()
    form = ReasonForm(active=True, place=len(all_reasons(me().street_id, kind)) + 1)
    return ask(
        form,
        lambda: ops.add_reason(me(), kind, form.entry, at=at),
        lambda status: _shown(kind, form, status=status),
        gettext("加好了，以后就能选。"),
        lambda _made: url_for(".index"),
    )


@bp.route(f"{ACT}/<code>", methods=["GET", "POST"])
@login_required
def edit(act: str, code: str) -> Any:
    """Word it otherwise, move it, retire it."""
    policy.require_admin(me())
    kind, at = ReasonAct(act), clock.now()
    known = all_reasons(me().street_id, kind)
    row = next((one for one in known if one.code == code), None)
    if row is None:
        raise NotFound
    form = ReasonForm(name_zh=row.name_zh, name_en=row.name_en, place=known.index(row) + 1, active=row.active)
    return ask(
        form,
        lambda: ops.edit_reason(me(), kind, code, form.entry, at=at),
        lambda status: _shown(kind, form, row, status),
        gettext("改好了，以后的按新的来。"),
        lambda _made: url_for(".index"),
    )


def _shown(kind: ReasonAct, form: ReasonForm, row: Reason | None = None, status: int = 200) -> Any:
    kept = row is not None and (kind, row.code) in KEPT
    return page("admin/reason.html", status, form=form, row=row, title=ACTS[kind], kept=kept)
