"""How a form of the set-up is sent: checked, done in one transaction, and said; or shown again with what was wrong."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect

from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web.forms import Form


def send(form: Form, op: Callable[[], Any], again: Callable[[int], Any], done: str, to: Callable[[Any], str]) -> Any:
    """op: the change, whose answer `to` turns into the next address; again: the same page with a status."""
    if not form.validate():
        return again(422)
    try:
        with transaction():
            made = op()
    except Invalid as invalid:
        form.take(invalid)
        return again(422)
    flash(done, "ok")
    return redirect(to(made), 303)
