"""Secret links: 128 bits derived from the form's key, of which the database keeps only a hash."""

import base64
import hashlib
import re

from app.core.crypto import mac

SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
SECRET_BYTES = 16


def secret_for(street_id: int, form_key: str) -> str:
    """The secret of a form: the same for the same form, so that a form sent again shows the same link."""
    code = bytes.fromhex(mac("link", f"{street_id} {form_key}"))[:SECRET_BYTES]
    return base64.urlsafe_b64encode(code).decode().rstrip("=")


def hash_of(secret: str) -> str:
    """What is kept of a secret; 128 bits of chance need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(typed: str) -> bool:
    """True when it has the shape of a secret."""
    return SECRET.fullmatch(typed) is not None
