"""The pane of the queue: one decision, what led to it, and the form that ends it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from app.cases import queries as cases
from app.cases.duplicates import Twin
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.cases.words import DeskKind, TextKind
from app.casework import beside, doing, script, telling, turns
from app.casework.forms import Occasion
from app.casework.queries import names_of
from app.casework.shown import text_of
from app.casework.step import Step
from app.casework.steps import STEPS, form_for
from app.casework.twins import meant, twins_of
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web.locale import said as _
from app.desk.queries import wait_of
from app.sla import queries as sla
from app.sla.lamps import worst

SHOWN_LINES = 4
# Which form the pane opens with, for each reason why a case lies at the desk; the others follow as buttons.
OPENS_WITH: dict[DeskKind, tuple[Verb, ...]] = {
    DeskKind.UNPLACED: (Verb.PLACE,),
    DeskKind.OUTSIDE: (Verb.PLACE,),
    DeskKind.UNCLASSIFIED: (Verb.CLASSIFY, Verb.FILE),
    DeskKind.UNROUTED: (Verb.DISPATCH,),
    DeskKind.BY_HAND: (Verb.DISPATCH,),
    DeskKind.REFUSED: (Verb.RULE, Verb.REDISPATCH, Verb.CONFER),
    DeskKind.CONFERENCE: (Verb.CONCLUDE,),
    DeskKind.NO_PANEL: (Verb.OVERRIDE,),
    DeskKind.DICE: (Verb.DRAW,),
    DeskKind.OVERRIDE: (Verb.OVERRIDE,),
    DeskKind.OVERRIDE_UP: (Verb.OVERRIDE,),
    DeskKind.NO_UNIT: (Verb.NOTE,),
    DeskKind.NO_CHECKER: (Verb.CHECK_PASS,),
    DeskKind.EXTENSION: (Verb.EXTEND,),
    DeskKind.SUSPENSION: (Verb.SUSPEND,),
    DeskKind.REOPEN_ASKED: (Verb.REOPEN,),
    DeskKind.REOPEN_APPEAL: (Verb.REOPEN,),
    DeskKind.UNIT_CLOSED: (Verb.REASSIGN,),
    DeskKind.OWNER_GONE: (Verb.REASSIGN,),
}
# The other answer to what was asked.
NO = (Verb.DECLINE, Verb.DECLINE_REOPEN)
ASKS: dict[DeskKind, str] = {
    DeskKind.EXTENSION: N_("申请延期，请你定"),
    DeskKind.SUSPENSION: N_("申请挂账，请你定"),
    DeskKind.REOPEN_ASKED: N_("报告人请求重开，请你定"),
    DeskKind.REOPEN_APPEAL: N_("报告人向街道申诉，请分管领导定"),
    DeskKind.UNPLACED: N_("没有位置，请你定在哪里"),
    DeskKind.OUTSIDE: N_("位置不在本街道，请你再看一看"),
    DeskKind.UNCLASSIFIED: N_("没有类别，请你定是哪一类"),
    DeskKind.UNROUTED: N_("规则没找到合适的人，请你派"),
    DeskKind.BY_HAND: N_("这一类不自动派，请你派"),
    DeskKind.NO_UNIT: N_("急件没找到主办单位，网格在先办；记一笔就算看过"),
    DeskKind.NO_CHECKER: N_("没有人有资格核查，请你去看"),
    DeskKind.NO_PANEL: N_("评议人不够，请你裁决"),
    DeskKind.DICE: N_("名单定好了，请你当着见证人掷骰子"),
    DeskKind.OVERRIDE: N_("评议定不下来，请你裁决，理由公开"),
    DeskKind.OVERRIDE_UP: N_("值班长都要回避，请你裁决，理由公开"),
    DeskKind.UNIT_CLOSED: N_("承办单位停用了，请你定由谁接着办"),
    DeskKind.OWNER_GONE: N_("跟案的人账号停用了，规则没找到人接，请你定"),
    DeskKind.REFUSED: N_("第 %(n)s 次退单，请你定由谁办"),
    DeskKind.CONFERENCE: N_("请你把会商定论写下来"),
}


def context(actor: Actor, case_id: int, at: datetime, kind: str) -> dict[str, Any]:
    """Everything desk/_pane.html names. Raises NotFound outside the actor's sight."""
    now = doing.occasion(actor, case_id, at)
    entries, texts = cases.timeline(case_id), cases.texts(case_id)
    names = names_of(actor, now.case, now.category, entries)
    hide = not telling.knows_reporter(actor, now.case)
    open_moves = doing.moves(now)
    step = _opens_with(now.case, open_moves)
    form = form_for(step, now) if step else None
    back = url_for("desk.queue", kind=kind or None)
    if form is not None:
        form.next.data = back
    running = sla.running_lamps([case_id], at).get(case_id, [])
    turn = turns.turn(now.case, [v for v in open_moves if step is None or v is not step.verb])
    return {
        "case": now.case,
        "category": now.category,
        "lamp": worst(running),
        "wait": wait_of(now.case.desk_kind, running),
        "grid": names.grids.get(now.case.owner_grid_id or now.case.place_grid_id or 0),
        "asks": _asks(now.case),
        "reported": text_of(texts, TextKind.REPORT),
        "lines": telling.lines_of(entries, names, texts, hide_reporter=hide)[::-1][:SHOWN_LINES],
        "twins": _twins(now, step, open_moves, text_of(texts, TextKind.REPORT), entries),
        "meant": meant(entries),
        "step": step,
        "form": form,
        "no": next((STEPS[verb] for verb in NO if verb in turn.moves), None),
        "others": [STEPS[verb] for verb in turn.moves if verb not in NO],
        "back": back,
        "script": script.words(),
    }


def _opens_with(case: Case, moves: tuple[Verb, ...]) -> Step | None:
    wanted = OPENS_WITH.get(case.desk_kind, ()) if case.desk_kind else ()
    return next((STEPS[verb] for verb in wanted if verb in moves), None)


def _twins(
    now: Occasion, step: Step | None, moves: tuple[Verb, ...], said: str, entries: Sequence[CaseEntry]
) -> Sequence[Twin]:
    """Before a case is sorted out by hand: what may be the same, for whoever could merge it."""
    if step is None or step.verb not in beside.SORTS_OUT or Verb.MERGE not in moves:
        return ()
    return twins_of(now.actor, now.case, now.category, said, entries)


def _asks(case: Case) -> str:
    if case.desk_kind is None:
        return _("已经有人定了")
    words = ASKS[case.desk_kind]
    return _(words, n=case.returns) if "%(n)s" in words else _(words)
