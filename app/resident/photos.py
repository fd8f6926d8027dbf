"""Photos on their way into a report: kept by the server at once, so nobody picks one twice."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import FileStorage

from app.core import files
from app.core.files import Stored
from app.core.web import slips

DOOR = "resident"
PHOTOS_MAX = 4


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
    found = [stored for token in tokens if (stored := slips.read(DOOR, token)) is not None]
    return [_kept(stored) for stored in dict.fromkeys(found)]


def sha_of(ticket: str) -> str:
    """The hash behind a picture's address; raises NotFound."""
    return slips.sha_of(DOOR, ticket)


def _kept(stored: Stored) -> Kept:
    return Kept(stored, slips.write(DOOR, stored), slips.ticket(DOOR, stored))
