"""After the closing, behind the secret link: the reporter's verdict, 请求重开, 申诉. Not from a browser of staff."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm.exc import StaleDataError

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.opinions import Opinion
from app.core import clock
from app.core.db import transaction
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import system_actor
from app.core.web.forms import Form
from app.core.web.sessions import is_staff_browser
from app.resident import queries
from app.resident.door import bp
from app.resident.forms import AppealForm, ReopenForm, VerdictForm
from app.resident.tracked import case_behind, shown
from app.verdicts import ops as verdicts

Say = Callable[[Case, datetime], None]


@bp.post("/t/<secret>/verdict")
def give_verdict(secret: str) -> ResponseReturnValue:
    """解决了吗, 满意吗, 为什么不: once, and final."""
    form = VerdictForm()

    def say(case: Case, at: datetime) -> None:
        opinion = Opinion(form.solved.data, form.satisfaction.data)
        verdicts.give(case, opinion, form.why.data or "", at=at)

    return _said(secret, "verdict", form, say)


@bp.post("/t/<secret>/reopen")
def ask_reopen(secret: str) -> ResponseReturnValue:
    """请求重开: somebody who had no part in it decides within 2 working days."""
    form = ReopenForm()
    return _said(secret, "reopening", form, lambda case, at: verdicts.ask_reopen(case, form.reason.data or "", at=at))


@bp.post("/t/<secret>/appeal")
def appeal(secret: str) -> ResponseReturnValue:
    """向街道申诉: the leader's answer is the last."""
    form = AppealForm()
    return _said(secret, "appealing", form, lambda case, at: verdicts.appeal(case, form.reason.data or "", at=at))


def _said(secret: str, name: str, form: Form, say: Say) -> ResponseReturnValue:
    """One road for the three; what was typed stays when it cannot be taken. Of staff nothing is kept."""
    at = clock.now()
    case_id = case_behind(secret, at)
    if is_staff_browser(at):
        return shown(secret, 403)
    if not form.validate():
        return shown(secret, 422, **{name: form})
    try:
        with transaction():
            say(cases.visible_case(system_actor(queries.street_of(case_id)), case_id), at)
    except (Invalid, Conflict, StaleDataError) as refusal:
        return _again(secret, name, form, refusal)
    flash(gettext("收到了。"), "ok")
    return redirect(url_for(".tracked", secret=secret), 303)


def _again(secret: str, name: str, form: Form, refusal: Invalid | Conflict | StaleDataError) -> ResponseReturnValue:
    if isinstance(refusal, StaleDataError):
        refusal = Conflict(N_("刚好有人也在改这件事，请再交一次"))
    form.take(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message, **refusal.params))
    return shown(secret, refusal.status, **{name: form})
