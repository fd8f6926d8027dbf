"""Handing a shift over 交接班: written by who goes, signed by who comes."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import login_required
from wtforms import HiddenField, TextAreaField

from app.core import clock
from app.core.db import transaction
from app.core.errors import Conflict, Invalid
from app.core.web import me
from app.core.web.forms import Form
from app.desk import handover_shown as shown
from app.desk.queries import key_of
from app.grid import ops

bp = Blueprint("handover", __name__, url_prefix="/handover")


class NoteForm(Form):
    """What the next shift must know."""

    note = TextAreaField(_("要交代的"), default="")


class SignForm(Form):
    """Which text was read: the key of the moment at which it was written, and of the hand-over."""

    seen = HiddenField()

    @property
    def written_at(self) -> datetime | None:
        """When it was written; None for what no page of ours sent."""
        key = key_of(str(self.seen.data or ""))
        return key[0] if key else None


@bp.get("")
@login_required
def index() -> Any:
    """What is open, what waits, whom to call, what happened; and the note."""
    return shown.board(me(), NoteForm(formdata=None), clock.now())


@bp.post("")
@login_required
def write() -> Any:
    """Who goes writes."""
    form, actor, at = NoteForm(), me(), clock.now()
    try:
        with transaction():
            ops.write_hand_over(actor, form.note.data or "", shown.left(actor.street_id, at), at=at)
    except (Invalid, Conflict) as refusal:
        form.take(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message, **refusal.params))
        return shown.board(actor, form, at, refusal.status)
    flash(gettext("写好了，等接班的签。"), "ok")
    return redirect(url_for(".index"), 303)


@bp.get("/<int:handover_id>")
@login_required
def show(handover_id: int) -> Any:
    """A hand-over that was."""
    return shown.one(me(), handover_id, clock.now())


@bp.post("/<int:handover_id>/sign")
@login_required
def sign(handover_id: int) -> Any:
    """Who comes signs."""
    form = SignForm()
    with transaction():
        ops.sign_hand_over(me(), handover_id, form.written_at, at=clock.now())
    flash(gettext("签了，现在是你的班。"), "ok")
    return redirect(url_for(".show", handover_id=handover_id), 303)
