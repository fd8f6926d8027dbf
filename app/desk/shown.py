"""What the queue's template is given besides its rows: kinds with counts, waits in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from app.cases.words import DeskKind
from app.casework import script
from app.core import counters
from app.core.permissions import Actor
from app.core.web import lang
from app.core.web.locale import said as _
from app.desk.queries import DeskPage

KIND_ICONS = {
    DeskKind.UNPLACED: "pin",
    DeskKind.OUTSIDE: "map",
    DeskKind.UNCLASSIFIED: "list",
    DeskKind.UNROUTED: "user",
    DeskKind.BY_HAND: "lock",
    DeskKind.NO_UNIT: "building",
    DeskKind.NO_CHECKER: "shield",
    DeskKind.NO_PANEL: "ballot",
    DeskKind.DICE: "ballot",
    DeskKind.REFUSED: "back",
    DeskKind.CONFERENCE: "users",
    DeskKind.OVERRIDE: "gavel",
    DeskKind.OVERRIDE_UP: "gavel",
    DeskKind.EXTENSION: "clock",
    DeskKind.SUSPENSION: "pause",
    DeskKind.REOPEN_ASKED: "refresh",
    DeskKind.REOPEN_APPEAL: "gavel",
    DeskKind.UNIT_CLOSED: "building",
    DeskKind.OWNER_GONE: "user",
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def queued(
    found: DeskPage, counted: Mapping[DeskKind, int], kind: DeskKind | None, chosen: int | None, at: datetime
) -> dict[str, Any]:
    """The names of the queue's page. chosen: the row of the address, else the first."""
    ids = [row.id for row in found.rows]
    current = chosen if chosen in ids else next(iter(ids), None)
    oldest = min((row.desk_since for row in found.rows if row.desk_since), default=None)
    return {
        "script": script.words(),
        "found": found,
        **kinds(counted, kind),
        "n": counted.get(kind, 0) if kind else sum(counted.values()),
        "current": current,
        "oldest": waited(oldest, at) if oldest else "",
        "waits": {row.id: waited(row.desk_since, at) for row in found.rows if row.desk_since},
    }


def kinds(counted: Mapping[DeskKind, int], kind: DeskKind | None = None) -> dict[str, Any]:
    """The kinds of what waits, with counts; kind: the one that is looked at, shown also when nothing of it waits."""
    shown = [(k, KIND_ICONS[k], counted.get(k, 0)) for k in DeskKind if counted.get(k) or k is kind]
    return {"kind": kind, "kinds": shown, "total": sum(counted.values())}


def tag(actor: Actor, address: str, at: datetime) -> str:
    """What stays the same while the queue at this address does: nothing was put before the desk nor decided, and the
    lamps are at most a minute old. One statement."""
    minute = int(at.timestamp()) // 60
    version = counters.version(counters.desk_of(actor.street_id))
    return sha256(f"{version} {minute} {actor.id} {lang()} {address}".encode()).hexdigest()[:16]


def waited(since: datetime, at: datetime) -> str:
    """How long somebody has waited, in plain hours: 46 分, 2 时 10 分, 1 天 2 时."""
    gone = max(at - since, timedelta(0))
    minutes, hours = gone // timedelta(minutes=1), gone // HOUR
    if gone < HOUR:
        return _("%(m)s 分", m=minutes)
    if gone < DAY:
        return _("%(h)s 时 %(m)s 分", h=hours, m=minutes % 60)
    return _("%(d)s 天 %(h)s 时", d=gone // DAY, h=hours % 24)


def kind_of(typed: str | None) -> DeskKind | None:
    """The kind in an address; None for all, and for what is none."""
    return DeskKind(typed) if typed in list(DeskKind) else None
