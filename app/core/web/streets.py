"""Which street a page speaks of: the one in its address, else the signed-in person's, else the only one."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from flask import Flask, current_app, g, request

from app.core.db import db
from app.core.errors import NotFound
from app.core.msgid import N_
from app.core.web.sessions import signed_in

FRESH_SECONDS = 60.0


class StreetRow(Protocol):
    """What is read of a street's row."""

    id: Any
    slug: Any
    name_zh: Any
    name_en: Any
    demo: Any


@dataclass(frozen=True)
class StreetRef:
    """A street as pages show it. demo: marked at its creation as invented."""

    id: int
    slug: str
    name_zh: str
    name_en: str
    demo: bool


@dataclass(frozen=True)
class StreetsDoor:
    """All streets of the database, told by the factory."""

    rows: Callable[[], list[Any]]


@dataclass
class _Shelf:
    until: float = 0.0
    streets: list[StreetRef] = field(default_factory=list)


_shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()


def install(app: Flask, rows: Callable[[], list[Any]]) -> None:
    """Say how the streets of the database are read."""
    app.extensions["lingrid_streets"] = StreetsDoor(rows)


def all_streets() -> list[StreetRef]:
    """Every street by slug; asked of the database once a minute at most, and always while there is none."""
    shelf = _shelves.setdefault(db.session.get_bind(), _Shelf())
    if not shelf.streets or shelf.until < time.monotonic():
        rows: list[StreetRow] = current_app.extensions["lingrid_streets"].rows()
        found = [StreetRef(r.id, r.slug, r.name_zh, r.name_en, bool(r.demo)) for r in rows]
        shelf.streets, shelf.until = sorted(found, key=lambda s: s.slug), time.monotonic() + FRESH_SECONDS
    return shelf.streets


def forget() -> None:
    """Read the streets anew: one was made, or a test took one back."""
    _shelves.clear()


def current_street() -> StreetRef:
    """The street of this page; raises NotFound for an unknown address or where none can be told."""
    found = street_or_none()
    if found is None:
        raise NotFound(N_("没有这个街道"))
    return found


def street_or_none() -> StreetRef | None:
    """The same, None where no street can be told."""
    if "street" not in g:
        g.street = _find()
    found: StreetRef | None = g.street
    return found


def _find() -> StreetRef | None:
    streets = all_streets()
    slug = (request.view_args or {}).get("slug")
    if slug is not None:
        return next((s for s in streets if s.slug == slug), None)
    person = signed_in()
    if person is not None:
        return next((s for s in streets if s.id == person.actor.street_id), None)
    chosen = current_app.config["PUBLIC_STREET"]
    named = [s for s in streets if s.slug == chosen] if chosen else streets
    return named[0] if len(named) == 1 else None
