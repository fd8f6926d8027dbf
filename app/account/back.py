"""Where somebody goes next: back to where they came from, or to the first page of their work. Pure."""

from urllib.parse import urlsplit

from app.core.permissions import Actor, Role

LONGEST = 2000
DESK = (Role.DUTY_CHIEF, Role.DISPATCHER, Role.INTAKE_CLERK)
OUTSIDE = (
    Role.GRID_WORKER,
    Role.GRID_CHIEF,
    Role.PATROLLER,
    Role.INSPECTOR,
    Role.HANDLER,
    Role.COMMITTEE,
    Role.PROPERTY,
    Role.OWNERS_COMMITTEE,
)
READING = (Role.LEADER, Role.AUDITOR)
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
    wanted = safe(target, home(actor))
    return home(actor) if wanted == "/" or wanted.startswith(HERE) else wanted


def home(actor: Actor) -> str:
    """The first page of somebody's work."""
    if actor.has(*DESK):
        return "/desk/queue"
    if actor.has(*OUTSIDE):
        return "/work"
    if actor.has(*READING):
        return "/desk"
    return "/panel" if actor.has(Role.REVIEWER) else "/inbox"
