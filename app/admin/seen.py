"""A hidden mark of what a form showed, so that nobody overwrites what somebody else changed meanwhile."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from wtforms import HiddenField

from app.core.msgid import N_
from app.core.web.forms import Form
from app.core.web.locale import said


class SeenForm(Form):
    """A form of something that is there. seen: the mark of what it said when the page was made; empty for new."""

    seen = HiddenField()

    def shows(self, facts: Any) -> None:
        """Take the mark of what stands, unless the form was sent and carries its own."""
        self.seen.data = self.seen.data or mark(facts)

    def overtaken(self, facts: Callable[[], Any]) -> bool:
        """Whether it changed since; then the form says so and carries the new mark, with what was typed."""
        now = mark(facts())
        if self.seen.data in ("", None, now):
            return False
        self.seen.data = now
        self.form_errors.append(said(N_("别人刚改过这里，没有存；你写的都还在。看过现在的样子，再存一次就按你写的")))
        return True


def mark(facts: Any) -> str:
    """A short sign of plain values, sets and dataclasses' fields among them. Pure."""
    plain = json.dumps(facts, sort_keys=True, default=lambda v: sorted(v) if isinstance(v, frozenset) else str(v))
    return sha256(plain.encode()).hexdigest()[:16]
