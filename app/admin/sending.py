"""How a form of the set-up is shown and sent: checked, done in one transaction, and said; or shown again with what was
wrong."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request

from app.admin.seen import SeenForm
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import me
from app.core.web.forms import Form
from app.people.changes import one_at_a_time


def typed() -> list[tuple[str, str]]:
    """Everything that was typed, to be sent again with the button of a preview."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "sure")]


def ask(
    form: Form,
    op: Callable[[], Any],
    shown: Callable[[int], Any],
    done: str,
    to: Callable[[Any], str],
    seen: Callable[[], Any] | None = None,
) -> Any:
    """A page that is a form: shown with a status as long as nothing good was sent, else as `send` has it."""
    return send(form, op, shown, done, to, seen) if form.is_submitted() else shown(200)


def send(
    form: Form,
    op: Callable[[], Any],
    again: Callable[[int], Any],
    done: str,
    to: Callable[[Any], str],
    seen: Callable[[], Any] | None = None,
) -> Any:
    """op: the change, whose answer `to` turns into the next address; again: the same page with a status.

    seen: what stands now; where the form showed something else, nothing is changed and it comes again with 409.
    """
    if not form.validate():
        return again(422)
    try:
        with transaction():
            one_at_a_time(me().street_id)
            stale = seen is not None and isinstance(form, SeenForm) and form.overtaken(seen)
            made = None if stale else op()
    except Invalid as invalid:
        form.take(invalid)
        return again(422)
    if stale:
        return again(409)
    flash(done, "ok")
    return redirect(to(made), 303)
