"""What the templates of the calendar are given."""

import hashlib
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from app.admin.calendar_forms import FORMS, AnyForm, NoticeForm, ReopenForm
from app.admin.calendar_year import months, special
from app.cases.naming import names_of
from app.core.clock import street_time
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.web import page
from app.people.policy import may_set_up
from app.sla import calendar_ops as ops
from app.sla.almanac import Source
from app.sla.calendar_ops import Changes
from app.sla.calendar_queries import runs, version_rows
from app.sla.lamps import CLOCK_WORDS

FOR_ADMINS = N_("这一页是给管理员看的")
MOVES_SHOWN = 50
TITLES = {
    "notice": N_("按国务院通知安排一年"),
    "close": N_("本街道停办几天"),
    "windows": N_("改办公时间"),
    "reopen": N_("停办的一天照常办公"),
}
SOURCES = {Source.OFFICIAL: N_("通知"), Source.ESTIMATED: N_("估算"), Source.MANUAL: N_("本街道停办")}


def year(actor: Actor, wanted: int | None, at: datetime) -> Any:
    """The calendar as it stands: a year of it, its versions, and what can be changed."""
    require(may_set_up(actor), FOR_ADMINS)
    table, today = ops.latest(actor.street_id), street_time(at).date()
    shown = wanted if wanted is not None and wanted in table.years else today.year
    return page(
        "admin/calendar_year.html",
        table=table,
        year=shown,
        years=[y for y in table.years if y >= today.year - 1],
        months=months(table, shown),
        special=special(table, shown),
        official=runs(table.official),
        estimated=runs(set(table.years) - table.official),
        versions=version_rows(actor.street_id),
        titles=TITLES,
        sources=SOURCES,
    )


def form_of(actor: Actor, kind: str) -> AnyForm:
    """The form of a kind of change, with what it offers."""
    require(may_set_up(actor), FOR_ADMINS)
    form = FORMS[kind]()
    if isinstance(form, ReopenForm):
        days = ops.latest(actor.street_id).days
        form.offer(said for _, said in sorted(days.items()) if said.source is Source.MANUAL)
    return form


def change(actor: Actor, kind: str, form: AnyForm, status: int = 200, **more: Any) -> Any:
    """The page of one change; more: its effect, once that is known."""
    if not form.is_submitted():
        _fill(form, actor)
    context = {"kind": kind, "title": TITLES[kind], "sources": SOURCES, "clocks": CLOCK_WORDS, "effect": None}
    return page("admin/calendar_change.html", status, form=form, **{"faults": (), **context, **more})


def refused(actor: Actor, kind: str, form: AnyForm, invalid: Invalid) -> Any:
    """The page again, with what is wrong line by line."""
    form.take(invalid)
    return change(actor, kind, form, 422, faults=getattr(invalid, "faults", ()))


def looked(actor: Actor, kind: str, form: AnyForm, changes: Changes, at: datetime, status: int = 200) -> Any:
    """The page with what the changes would move; from here they can be put in force."""
    made = ops.draft(actor.street_id, changes, at)
    effect, moves = ops.looked_at(made, at, MOVES_SHOWN)
    form.seen.data, form.looked.data = str(made.before.version), mark(changes)
    days = [(d, made.before.days.get(d), made.table.days.get(d)) for d in made.before.otherwise(made.table)]
    cases = names_of(actor, (move.clock.case_id for move in moves))
    return change(actor, kind, form, status, effect=effect, is_new=made.is_new, days=days, moves=moves, cases=cases)


def is_as_looked(form: AnyForm, changes: Changes) -> bool:
    """Whether these are the changes whose effect was shown; what was typed since is shown its own effect first."""
    if form.looked.data == mark(changes):
        return True
    form.form_errors.append(str(_("先看看会有什么变化，再启用")))
    return False


def mark(changes: Changes) -> str:
    """A short name of exactly these changes."""
    return hashlib.sha256(repr(changes).encode()).hexdigest()[:16]


def _fill(form: AnyForm, actor: Actor) -> None:
    if isinstance(form, NoticeForm):
        form.year.data = max(ops.latest(actor.street_id).official, default=0) + 1
    elif hasattr(form, "windows"):
        form.windows.data = ",".join("-".join(window) for window in ops.latest(actor.street_id).windows)
