"""One move, from its form to its redirect: the same road for every verb, and nothing typed is lost on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from sqlalchemy.orm.exc import StaleDataError

from app.cases import attempts
from app.cases import queries as cases
from app.cases.lifecycle import Verb
from app.cases.models_trail import CaseEntry
from app.casework import beside, pictures, script, telling, turns
from app.casework.forms import MoveForm, Note, Occasion
from app.casework.queries import names_of
from app.casework.step import Step
from app.casework.steps import STEPS, form_for
from app.catalog import queries as catalog
from app.core.db import db, transaction
from app.core.errors import Conflict, IllegalMove, Invalid, NotFound
from app.core.permissions import Actor
from app.core.web import page
from app.core.web.locale import said as _

FORM_PAGE, STALE_PAGE = "casework/step.html", "casework/stale.html"
LEADS_TO = ("/desk", "/work", "/cases/")


def occasion(actor: Actor, case_id: int, at: datetime) -> Occasion:
    """Who looks at which case; raises NotFound outside their sight. Two statements."""
    case = cases.visible_case(actor, case_id)
    category = catalog.category(case.category_id) if case.category_id is not None else None
    return Occasion(actor, case, category, at)


def moves(now: Occasion) -> tuple[Verb, ...]:
    """What this person may do with the case now."""
    return turns.open_moves(now.actor, now.case, now.category, now.at)


def ask(step: Step, actor: Actor, case_id: int, at: datetime) -> Any:
    """The page of a move's form. Raises NotFound, NotAllowed, or IllegalMove where the state has no such move."""
    now = occasion(actor, case_id, at)
    if step.verb not in moves(now):
        attempts.explain_no(actor, step.verb, now.case)
    return _form_page(step, now, form_for(step, now), 200)


def act(step: Step, actor: Actor, case_id: int, at: datetime) -> Any:
    """Make the move; 422 with the form when something is wrong, 409 with what changed when somebody was faster."""
    now = to_act_on(step, actor, case_id, at)
    form = form_for(step, now)
    valid = form.validate()
    status = pictures.deposit(form, at)
    if step.verb not in moves(now):
        return _not_theirs(step, now, form)
    if not valid or status != 200:
        return _form_page(step, now, form, 422 if status == 200 else status)
    try:
        with transaction():
            now = occasion(actor, case_id, at)
            cases.expect_version(now.case, form.seen)
            form.act(now)
    except (cases.Stale, StaleDataError):
        return _stale_page(step, actor, case_id, form, at)
    except (Invalid, Conflict) as refused:
        if isinstance(refused, IllegalMove) or refused.tried:
            raise
        form.take(refused if isinstance(refused, Invalid) else Invalid(refused.message, **refused.params))
        return _form_page(step, occasion(actor, case_id, at), form, refused.status)
    flash(_("%(receipt)s：%(what)s，记下了", receipt=now.case.receipt, what=_(step.button)), "ok")
    return redirect(way_on(form.next.data or "", case_id), 303)


def to_act_on(step: Step, actor: Actor, case_id: int, at: datetime) -> Occasion:
    """As `occasion`; whoever would close what is hidden from them finds nothing either, but is remembered."""
    try:
        return occasion(actor, case_id, at)
    except NotFound as unseen:
        hidden = cases.hidden_case(actor, case_id)
        if hidden is not None and attempts.would_close(step.verb, hidden):
            unseen.tried = attempts.tried(actor, step.verb, hidden)
        raise


def _not_theirs(step: Step, now: Occasion, form: MoveForm) -> Any:
    """The move is not this person's: because somebody was faster, or because it never was."""
    if form.seen == now.case.entry_count:
        with attempts.closing(now.actor, step.verb, now.case):
            attempts.explain_no(now.actor, step.verb, now.case)
    return _stale_page(step, now.actor, now.case.id, form, now.at)


def way_on(wish: str, case_id: int) -> str:
    """Where to go after the move: a page of ours that the form names, else the case."""
    ours = wish.startswith(LEADS_TO) and "\\" not in wish and "//" not in wish and wish.isprintable()
    return wish if ours else url_for("casework.show", case_id=case_id)


def _form_page(step: Step, now: Occasion, form: MoveForm, status: int) -> Any:
    kept = {"step": step, "case": now.case, "category": now.category, "form": form, "script": script.words()}
    return page(FORM_PAGE, status, **kept, beside=beside.of(step.verb, now), may=moves(now))


def _stale_page(step: Step, actor: Actor, case_id: int, form: MoveForm, at: datetime) -> Any:
    """What changed meanwhile, and what was typed: to be sent again, to be noted down, or to be copied."""
    db.session.rollback()
    kept: dict[str, Any] = {"step": step, "typed": form.typed(), "script": script.words()}
    try:
        now = occasion(actor, case_id, at)
    except NotFound:
        return page(STALE_PAGE, 409, case=None, category=None, lines=[], form=None, again=step, **kept)
    context = {"case": now.case, "category": now.category, "lines": news(now, form.seen)}
    again, same = _again(step, now, form)
    return page(STALE_PAGE, 409, **context, form=same, again=again, **kept)


def news(now: Occasion, seen: int) -> list[telling.Line]:
    """What happened since the page was opened, newest first; nothing for a page that never was."""
    return told(now, cases.timeline(now.case.id, after=seen)) if seen >= 0 else []


def told(now: Occasion, newer: Sequence[CaseEntry]) -> list[telling.Line]:
    """Some lines of the story as this person may read them, newest first. Two statements."""
    names = names_of(now.actor, now.case, now.category, newer)
    hide = not telling.knows_reporter(now.actor, now.case)
    return telling.lines_of(newer, names, cases.texts(now.case.id), hide_reporter=hide)[::-1]


def _again(step: Step, now: Occasion, form: MoveForm) -> tuple[Step, MoveForm | None]:
    """The same form once more when the move is still theirs; else a note with the words; else nothing."""
    open_now = moves(now)
    if step.verb in open_now:
        form.version.data = str(now.case.entry_count)
        return step, form
    if Verb.NOTE not in open_now or not form.typed():
        return step, None
    note = Note(formdata=None)
    note.text.data, note.version.data = form.typed(), str(now.case.entry_count)
    return STEPS[Verb.NOTE], note
