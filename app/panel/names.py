"""The auditor's page of a draw: why first, then the names, on this page only."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.core.db import transaction
from app.core.permissions import Actor
from app.core.web import page
from app.core.web.forms import Form
from app.review import ops as review
from app.review.looking import REASON_MAX, draw_to_look_at
from app.review.words import EXCLUSION_WORDS, LEFT_WORDS


class NamesForm(Form):
    """Why somebody wants to see the names."""

    reason = StringField(
        _("为什么要看"),
        [
            InputRequired(_("写一句为什么要看，200 字以内")),
            Length(max=REASON_MAX, message=_("写一句为什么要看，200 字以内")),
        ],
        description=_("记录在案：谁、什么时候、为什么看。"),
    )


def answer(actor: Actor, review_id: int, at: datetime) -> Any:
    """The question why; after the answer everybody by name. Raises NotAllowed, NotFound."""
    form, rows = NamesForm(), None
    draw_to_look_at(actor, review_id)
    if form.validate_on_submit():
        with transaction():
            rows = review.look(actor, review_id, form.reason.data or "", at)
    words = {"reasons": EXCLUSION_WORDS, "ends": LEFT_WORDS}
    status = 422 if form.is_submitted() and rows is None else 200
    return page("panel/names.html", status, form=form, rows=rows, review_id=review_id, **words)
