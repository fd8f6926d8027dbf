"""What every template may name: who acts, when, in which language, and the words of lists."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, current_app, g, render_template
from jinja2 import StrictUndefined

from app.core import clock
from app.core.permissions import Actor
from app.core.web.locale import lang, local, named, said, size, theme
from app.core.web.sessions import signed_in
from app.core.web.streets import StreetRef, street_or_none

Label = Callable[[StrEnum], str]


class Worded(Protocol):
    """A sentence before translation (sla.lamps.Words)."""

    @property
    def msgid(self) -> str:
        """The Chinese msgid."""
        ...

    @property
    def params(self) -> Mapping[str, Any]:
        """What fills its places."""
        ...


def install(app: Flask, label: Label, unread: Callable[[int], int]) -> None:
    """Strict templates with the names of this file; `label`: a list value's msgid, `unread`: a person's count."""
    app.extensions["lingrid_unread"] = unread
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(local=local, iso=iso)
    app.jinja_env.globals.update(label=lambda value: said(label(value)), words=words, named=named)
    app.context_processor(_names)
    app.url_defaults(_stamp)


def page(template: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """A rendered page and its status; 422 for a form that is shown again."""
    return render_template(template, **context), status


def words(worded: Worded) -> str:
    """A sentence in the page's language."""
    return said(worded.msgid, **worded.params)


def iso(moment: datetime) -> str:
    """For the attribute `datetime` of <time>."""
    return moment.isoformat(timespec="seconds")


def _names() -> dict[str, Any]:
    actor, street = _actor(), _street()
    return {
        "actor": actor,
        "at": clock.now(),
        "street": street,
        "demo_data": street is not None and street.demo,
        "unread": current_app.extensions["lingrid_unread"](actor.id) if actor is not None else 0,
        "lang": lang(),
        "theme": theme(),
        "size": size(),
    }


def _actor() -> Actor | None:
    person = None if g.get("bare") else signed_in()
    return person.actor if person is not None else None


def _street() -> StreetRef | None:
    return None if g.get("bare") else street_or_none()


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    # An address that changes with the file may be kept for a year.
    if endpoint == "static" and "filename" in values and current_app.static_folder:
        path = Path(current_app.static_folder, values["filename"])
        if path.is_file():
            values["v"] = _digest(path, path.stat().st_mtime_ns)


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
