"""Photos on their way into a report: kept by the server at once, so nobody picks one twice.

What was accepted travels in the form as a signed token. The ticket in a picture's address names only its
hash, so an address tells nothing of time or place.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from app.core import files
from app.core.errors import NotFound
from app.core.files import Stored
from app.core.values import Point

PHOTOS_MAX = 4
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Kept:
    """A photo the server has: what it is, and how the form names it."""

    stored: Stored
    token: str
    ticket: str


def keep(upload: FileStorage, at: datetime) -> Kept:
    """Store a photo; raises Invalid or TooLarge (see core.files). Not inside a transaction."""
    with closing(upload):  # large ones lie in a temporary file
        return _kept(files.store_image(upload.stream.read(files.BYTES_MAX + 1), at))


def again(tokens: Iterable[str]) -> list[Kept]:
    """The photos that a form brought back, each once; forged and stale tokens are left out."""
    found = [stored for token in tokens if (stored := _opened(token)) is not None]
    return [_kept(stored) for stored in dict.fromkeys(found)]


def sha_of(ticket: str) -> str:
    """The hash behind a picture's address; raises NotFound."""
    try:
        return str(_signer("ticket").loads(ticket, max_age=KEPT_SECONDS))
    except BadData:
        raise NotFound from None


def _kept(stored: Stored) -> Kept:
    return Kept(stored, str(_signer("photo").dumps(_plain(stored))), str(_signer("ticket").dumps(stored.sha256)))


def _plain(stored: Stored) -> dict[str, Any]:
    taken = stored.taken_at.isoformat() if stored.taken_at else None
    point = list(stored.point) if stored.point else None
    return {"h": stored.sha256, "w": [stored.width, stored.height], "t": taken, "p": point}


def _opened(token: str) -> Stored | None:
    try:
        plain = _signer("photo").loads(token, max_age=KEPT_SECONDS)
    except BadData:
        return None
    taken = datetime.fromisoformat(plain["t"]) if plain["t"] else None
    point = Point(*plain["p"]) if plain["p"] else None
    width, height = plain["w"]
    return Stored(plain["h"], "image/jpeg", width=width, height=height, taken_at=taken, point=point)


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"resident-{purpose}")
