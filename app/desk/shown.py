"""What the desk's templates are given besides their rows: names of filters, kinds with counts, waits in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from app.cases.labels import label
from app.cases.lifecycle import State
from app.cases.words import DeskKind, Source
from app.casework import choices, script
from app.core import counters
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Tier
from app.core.web import lang, named
from app.core.web.locale import said as _
from app.desk.filters import ALL, LAMPS, OPEN, TO_CALL, Filters
from app.desk.queries import DeskPage
from app.grid.queries import GridRow
from app.sla.lamps import LAMP_WORDS

FILTER_WORDS = {
    "state": N_("状态"),
    "lamp": N_("灯"),
    "category": N_("类别"),
    "grid": N_("网格"),
    "who": N_("归口或单位"),
    "source": N_("来源"),
    "since": N_("从哪天"),
    "until": N_("到哪天"),
    "q": N_("编号或地址"),
}
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
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def listed(actor: Actor, filters: Filters, wrong: Sequence[str], tree: Sequence[GridRow]) -> dict[str, Any]:
    """The names of the list's page: what can be chosen, what is, what was not understood."""
    majors = choices.categories(actor)
    options = {
        "state": [
            (OPEN, _("没了结的")),
            (ALL, _("全部")),
            (TO_CALL, _("等回访")),
            *((s.value, _(label(s))) for s in State),
        ],
        "lamp": [("", _("全部")), *((k.value, _(LAMP_WORDS[k])) for k in LAMPS)],
        "source": [("", _("全部")), *((s.value, _(label(s))) for s in Source)],
        "grid": [("", _("全部 %(n)s 格", n=len(tree))), *((str(g.id), INDENT[g.tier] + g.name) for g in tree)],
    }
    groups = [(named(m), [(str(c.id), f"{c.code} {named(c)}") for c in m.categories]) for m in majors]
    names = {key: dict(rows) for key, rows in options.items()}
    names["category"] = {value: text for _group, rows in groups for value, text in rows}
    return {
        "filters": filters,
        "options": options,
        "groups": groups,
        "chips": [_chip(filters, name, value, names) for name, value in filters.active()],
        "wrong": [_(FILTER_WORDS[name]) for name in wrong],
        "filter_words": {name: _(words) for name, words in FILTER_WORDS.items()},
    }


INDENT = {Tier.STREET: "", Tier.RESIDENTIAL: "　", Tier.MICRO: "　　"}


def _chip(filters: Filters, name: str, value: object, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    said_value = names.get(name, {}).get(str(value), str(value)).strip()
    text = _("%(name)s %(value)s", name=_(FILTER_WORDS[name]), value=said_value)
    return {"text": text, "drop": filters.without(name)}


def queued(
    found: DeskPage, counted: Mapping[DeskKind, int], kind: DeskKind | None, chosen: int | None, at: datetime
) -> dict[str, Any]:
    """The names of the queue's page. chosen: the row of the address, else the first."""
    ids = [row.id for row in found.rows]
    current = chosen if chosen in ids else next(iter(ids), None)
    kinds = [(k, KIND_ICONS[k], counted.get(k, 0)) for k in DeskKind if counted.get(k) or k is kind]
    oldest = min((row.desk_since for row in found.rows if row.desk_since), default=None)
    return {
        "script": script.words(),
        "found": found,
        "kind": kind,
        "kinds": kinds,
        "total": sum(counted.values()),
        "here": counted.get(kind, 0) if kind else sum(counted.values()),
        "current": current,
        "oldest": waited(oldest, at) if oldest else "",
        "waits": {row.id: waited(row.desk_since, at) for row in found.rows if row.desk_since},
    }


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
