"""What the templates of the worker's day are given besides their rows."""

from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext

from app.cases.policy import GRID_ROLES, may_merge_reports
from app.casework import script
from app.casework.steps import STEPS
from app.casework.turns import DO
from app.core.permissions import Actor, Role
from app.core.web import named, page
from app.core.web.locale import said as _
from app.field import likely, policy
from app.field.forms import NewForm
from app.field.queries import Day, Tab, Todo
from app.grid import queries as grid
from app.grid.policy import works_for_root
from app.sla.lamps import LAMP_WORDS

PEEK_MOVES = 1
GRIDS_TINTED = 8  # whoever holds the whole street needs no tint to find it


def day(actor: Actor, found: Day, shift: tuple[str, str] | None, chosen: int | None) -> dict[str, Any]:
    """The names of field/day.html. chosen: the line of the address, else the first."""
    ids = [line.case.id for line in found.rows]
    return {
        "found": found,
        "shift": shift,
        "tabs": _tabs(actor, found),
        "current": chosen if chosen in ids else next(iter(ids), None),
        "do_words": DO,
        "steps": STEPS,
        "peek_moves": PEEK_MOVES,
        "may_report": policy.may_report(actor),
        "hands_over": bool(actor.grid_ids) and works_for_root(actor, grid.root(actor.street_id)),
        "lamps": {kind.value: _(words) for kind, words in LAMP_WORDS.items()},
        "script": {"words": _script_words(), "pins": [pin for line in found.rows if (pin := _pin(line))]},
        "mine": sorted(actor.grid_ids) if len(actor.grid_ids) <= GRIDS_TINTED else [],
    }


def new(actor: Actor, form: NewForm, status: int = 200) -> Any:
    """The page of a report."""
    if not form.is_submitted():
        form.offer(actor)
    return page("field/new.html", status, form=form, near=likely.near(actor, form), script=_words_of_a_report())


def alike(actor: Actor, form: NewForm, at: datetime) -> Any:
    """The cards beside a report that is being written; empty while there are none. Two statements at most."""
    found = likely.likely(actor, form, at)
    g.bare = True  # a piece without head and menu: it needs no count of what is unread
    may_note = actor.has(
        *GRID_ROLES, Role.INTAKE_CLERK
    )  # lifecycle: who notes something down in any open case they see
    told: dict[str, Any] = {"may_merge": may_merge_reports(actor), "may_note": may_note, "chosen": form.chosen}
    return page("field/_alike.html", found=found, **told)


def _tabs(actor: Actor, found: Day) -> list[tuple[Tab, str, int | None]]:
    tabs: list[tuple[Tab, str, int | None]] = [
        (Tab.TODO, _("待办"), found.todo),
        (Tab.OTHERS, _("别人在办"), found.others),
    ]
    if found.rechecks or found.tab is Tab.RECHECK:
        tabs.append((Tab.RECHECK, _("复查"), found.rechecks))
    return [*tabs, (Tab.GRID, _("本网格"), None)] if actor.grid_ids else tabs


def _pin(line: Todo) -> dict[str, Any] | None:
    """A case on the map: its number, its lamp's shape, where."""
    point = line.case.point
    if point is None:
        return None
    kind = line.lamp.kind.value if line.lamp else "off"
    name = named(line.category) if line.category else _("还没定类别")
    title = f"{line.no} {_(DO[line.do])} {name}"
    return {"id": line.case.id, "no": line.no, "lon": point.lon, "lat": point.lat, "lamp": kind, "title": title}


def _words_of_a_report() -> dict[str, str]:
    more = {
        "alike": gettext("附近有 {n} 件没了结的可能是同一件事，在“在哪里”下面。"),
        "alikeNone": gettext("附近没有像同一件事的了。"),
        "alikeGone": gettext("选的那一件已经不在附近这些里，改回另记一件。"),
    }
    return script.words() | more


def _script_words() -> dict[str, str]:
    return {
        "schematic": gettext("边界为示意"),
        "zoomIn": gettext("放大"),
        "zoomOut": gettext("缩小"),
        "metres": gettext("{n} 米"),
        "kilometres": gettext("{n} 公里"),
        "noPosition": gettext("没拿到位置，按灯排。"),
        "byLamp": gettext("按灯，再按远近"),
        "byDistance": gettext("只按远近"),
        "work": url_for("field.day"),
    }
