"""Where somebody goes next: back to where they came from, or to the first page of their work."""

from urllib.parse import urlsplit

from app.casework.turns import landing
from app.core.permissions import Actor

LONGEST = 2000
HERE = ("/sign-in", "/sign-out", "/password", "/lang/", "/look", "/demo/")


def safe(target: str | None, otherwise: str) -> str:
    """An address of our own site to return to; `otherwise` for anything that could lead elsewhere.

    Browsers read a backslash as a slash and drop control characters, so //evil.example has many spellings.
    """
    wanted = (target or "").rstrip("?")
    if not wanted.startswith("/") or len(wanted) > LONGEST or "\\" in wanted or not wanted.isprintable():
        return otherwise
    if wanted.startswith("//") or urlsplit(wanted).netloc:
        return otherwise
    return wanted


def after_sign_in(target: str | None, actor: Actor) -> str:
    """The page somebody wanted before they were asked who they are, else their home."""
    wanted = safe(target, landing(actor))
    return landing(actor) if wanted == "/" or wanted.startswith(HERE) else wanted
