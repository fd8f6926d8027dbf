"""The auditor's page of a draw: why first, then the names, on this page only."""

from datetime import datetime
from typing import Any

from app.casework.reporter import LookForm
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.core.web import page
from app.review import ops as review
from app.review.looking import draw_to_look_at
from app.review.words import EXCLUSION_WORDS, LEFT_WORDS


def answer(actor: Actor, review_id: int, at: datetime) -> Any:
    """The question why; after the answer everybody by name. Raises NotAllowed, NotFound."""
    form, rows = LookForm(), None
    draw_to_look_at(actor, review_id)
    if form.validate_on_submit():
        try:
            with transaction():
                rows = review.look(actor, review_id, form.reason.data or "", at)
        except Invalid as invalid:
            form.take(invalid)
    words = {"reasons": EXCLUSION_WORDS, "ends": LEFT_WORDS}
    status = 422 if form.is_submitted() and rows is None else 200
    return page("panel/names.html", status, form=form, rows=rows, review_id=review_id, **words)
