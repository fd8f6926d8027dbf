"""A staff report from its form to what its writer is told, and where they go on."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from app.cases import queries as cases
from app.cases.reports import Report
from app.core.errors import NotFound
from app.core.late import at_once, late
from app.core.permissions import Actor
from app.core.web.locale import said
from app.field.forms import NewForm
from app.intake import ops as intake


@dataclass(frozen=True)
class Taken:
    """words, kind: what is said (`flash`); way: the address of the next page; receipt: the number of the report.

    case_id: where it goes on.
    """

    words: str
    kind: str
    way: str
    case_id: int
    receipt: str


def take(actor: Actor, form: NewForm, at: datetime) -> Taken:
    """Take the report in; one that is said to be the same as another case goes on there, or says why not.

    Raises Invalid, NotAllowed.
    """
    told = form.report(actor)
    how = at_once if told.reads_back or form.chosen is not None else late
    return how(lambda: register(actor, form, told, at))


def register(actor: Actor, form: NewForm, told: Report, at: datetime) -> Taken:
    """The same inside a transaction that is open; told: what the form reports."""
    if form.chosen is not None:
        return _same(actor, form, told, form.chosen, at)
    case = intake.register_report(actor, told, form.name.data or "", form.phone.data or "", at)
    words = gettext("收到了，编号 %(receipt)s", receipt=case.receipt)
    return Taken(words, "ok", url_for("field.day"), case.id, case.receipt)


def _same(actor: Actor, form: NewForm, told: Report, other_id: int, at: datetime) -> Taken:
    reason, who = gettext("登记时看过，是同一件事。"), (form.name.data or "", form.phone.data or "", at)
    made = intake.register_same(actor, told, *who, other_id=other_id, reason=reason)
    case_id, receipt = made.case.id, made.case.receipt
    if made.why_not:
        why = said(made.why_not, **made.params)
        words = gettext("收到了，编号 %(receipt)s。没有并案：%(why)s。", receipt=receipt, why=why)
        return Taken(words, "warn", _way(actor, case_id), case_id, receipt)
    if made.into:
        words = gettext("收到了，编号 %(receipt)s，已并入 %(other)s", receipt=receipt, other=made.into)
        return Taken(words, "ok", _way(actor, other_id), other_id, receipt)
    words = gettext("收到了，编号 %(receipt)s。你说是同一件，写在经过里了，由派遣员并案。", receipt=receipt)
    return Taken(words, "ok", _way(actor, case_id), case_id, receipt)


def _way(actor: Actor, case_id: int) -> str:
    """The page of the case; for somebody who may not see it, their day."""
    try:
        cases.visible_case(actor, case_id)
    except NotFound:
        return url_for("field.day")
    return url_for("casework.show", case_id=case_id)
