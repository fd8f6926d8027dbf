"""Files on their way into a form: the server keeps them at once, so that nobody picks one twice.

A browser cannot fill a file field again, so what was kept comes back as a signed slip in a hidden field. The
ticket in a picture's address names only its hash: an address tells nothing of time or place. `door` parts
the slips of residents from those of staff.
"""

from dataclasses import asdict
from datetime import datetime

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app.core.errors import NotFound
from app.core.files import Stored
from app.core.values import Point

KEPT_SECONDS = 24 * 3600


def write(door: str, stored: Stored, kind: str = "") -> str:
    """The slip of a kept file; kind: what it shows, where a form has several sorts."""
    plain = asdict(stored)
    plain["taken_at"] = stored.taken_at.isoformat() if stored.taken_at else None
    return str(_signer(door, "slip").dumps([kind, plain]))


def read(door: str, slip: str, kind: str = "") -> Stored | None:
    """The file of a slip; None for one that is forged, too old, or of another door or kind."""
    try:
        of, plain = _signer(door, "slip").loads(slip, max_age=KEPT_SECONDS)
    except BadData:
        return None
    if of != kind:
        return None
    taken, point = plain.pop("taken_at"), plain.pop("point")
    moment = datetime.fromisoformat(taken) if taken else None
    return Stored(**plain, taken_at=moment, point=Point(*point) if point else None)


def ticket(door: str, stored: Stored) -> str:
    """How a kept picture is named in an address."""
    return str(_signer(door, "ticket").dumps(stored.sha256))


def sha_of(door: str, shown: str) -> str:
    """The hash behind the ticket of a kept picture; raises NotFound."""
    try:
        return str(_signer(door, "ticket").loads(shown, max_age=KEPT_SECONDS))
    except BadData:
        raise NotFound() from None


def _signer(door: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"{door}-{purpose}")
