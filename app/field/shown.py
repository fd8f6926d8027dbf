"""What the templates of the worker's day are given besides their rows."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from app.casework import script
from app.casework.steps import STEPS
from app.casework.turns import DO
from app.core.permissions import Actor
from app.core.web import named, page
from app.core.web.locale import said as _
from app.field import policy
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
    return page("field/new.html", status, form=form, script=script.words())


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
