"""Whom to call: masked until somebody says why they need it; every look is written down."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.cases import queries as cases
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.policy import allowed_moves
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.web import page
from app.core.web.forms import Form
from app.intake import ops as intake
from app.intake import policy
from app.intake import queries as contacts

REASON_MAX = 200


class LookForm(Form):
    """Why somebody wants to see a contact."""

    reason = StringField(
        _("为什么要看"),
        [
            InputRequired(_("写一句为什么要看，200 字以内")),
            Length(max=REASON_MAX, message=_("写一句为什么要看，200 字以内")),
        ],
        description=_("记录在案：谁、什么时候、为什么看。"),
    )


def answer(actor: Actor, case_id: int, at: datetime) -> Any:
    """The masked contact and the question why; after the answer the whole, on this page only."""
    form = LookForm()
    case = cases.visible_case(actor, case_id)
    require(policy.may_know_reporter(actor, case), N_("这件事的联系方式不给你看"))
    if form.validate_on_submit():
        try:
            with transaction():
                case = cases.visible_case(actor, case_id)
                seen = intake.unmask_contact(actor, case, form.reason.data, at)
            return _page(actor, cases.visible_case(actor, case_id), form, seen, 200)
        except Invalid as invalid:
            form.take(invalid)
    case = cases.visible_case(actor, case_id)
    return _page(actor, case, form, None, 422 if form.is_submitted() else 200)


def _page(actor: Actor, case: Case, form: LookForm, seen: tuple[str, str] | None, status: int) -> Any:
    masked = contacts.masked_contact(case.id)
    calls = Verb.CONTACT in allowed_moves(actor, case)
    return page("casework/reporter.html", status, case=case, form=form, masked=masked, seen=seen, calls=calls)
