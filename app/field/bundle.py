"""What a tablet takes along: the cases of its person's day and what is needed to work on them, as far as it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.permissions import Actor
from app.core.web.streets import StreetRef
from app.field import cursor, queries
from app.field.lines import lines
from app.field.queries import Tab
from app.field.sets import Kept, sets

# Of each sort the newest; all together the cursor must fit into an address.
MOST = {"mine": 250, "due": 50, "grid": 150}


@dataclass(frozen=True)
class Day:
    """The cases of a day as lines, and where some were left out because there were too many."""

    lines: list[dict[str, Any]]
    cut: bool


def bundle(actor: Actor, street: StreetRef, since: str, at: datetime) -> dict[str, Any]:
    """What changed since `since`, a cursor; all of it without one. Seven statements where the sets lie ready."""
    known, day, kept = cursor.read(since), _day(actor, at), sets(actor, at)
    totals = {line["id"]: cursor.checksum(line) for line in day.lines}
    now = cursor.Known(totals, {name: one.total for name, one in kept.items()})
    shift = queries.shift_today(actor, at)
    return {
        "cursor": cursor.write(now),
        "at": at.isoformat(),
        "full": known is cursor.NOTHING,
        "cut": day.cut,
        "me": about(actor) | {"shift": list(shift) if shift else None},
        "street": said(street),
        "mine": sorted(actor.grid_ids),
        "cases": [line for line in day.lines if known.cases.get(line["id"]) != totals[line["id"]]],
        "gone": sorted(known.cases.keys() - totals.keys()),
        "sets": _changed(known.sets, kept),
    }


def lines_of(actor: Actor, case_ids: set[int], at: datetime) -> dict[int, dict[str, Any]]:
    """The lines of some cases as they are now, by id; none for one that is not of the person's day: no cursor would
    know that the tablet has it, and so it would never leave."""
    if not case_ids:
        return {}
    tabs, _cut = _tabs(actor, at)
    theirs = {case_id: tabs[case_id] for case_id in case_ids & tabs.keys()}
    return {line["id"]: line for line in lines(actor, theirs, at)} if theirs else {}


def about(actor: Actor) -> dict[str, Any]:
    """Who it is."""
    return {"id": actor.id, "name": actor.name, "roles": sorted(role.value for role in actor.roles)}


def said(street: StreetRef) -> dict[str, Any]:
    """Where they work."""
    return {"slug": street.slug, "name_zh": street.name_zh, "name_en": street.name_en, "demo": street.demo}


def _day(actor: Actor, at: datetime) -> Day:
    tabs, cut = _tabs(actor, at)
    return Day(lines(actor, tabs, at), cut)


def _tabs(actor: Actor, at: datetime) -> tuple[dict[int, Tab], bool]:
    """The cases of the day, and whether some were left out. TODO for what is theirs: `lines` tells afterwards what
    lies with others."""
    sorts = queries.sorts_of(actor, at, around=bool(actor.grid_ids))
    found = queries.newest(actor, sorts, {name: most + 1 for name, most in MOST.items()})
    kept = {name: ids[: MOST[name]] for name, ids in found.items()}
    around = dict.fromkeys(kept.get("grid", ()), Tab.GRID)
    tabs = around | dict.fromkeys(kept["due"], Tab.RECHECK) | dict.fromkeys(kept["mine"], Tab.TODO)
    return tabs, kept != found


def _changed(known: Mapping[str, int], kept: Mapping[str, Kept]) -> dict[str, Any]:
    new = {name: one for name, one in kept.items() if known.get(name) != one.total}
    return {name: {"key": f"{one.total:08x}", "value": one.value} for name, one in new.items()}
