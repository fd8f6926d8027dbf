"""One operation of a tablet, done: by the same forms and ops as on a page. Opens no transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app.cases import attempts
from app.cases import queries as cases
from app.cases.lifecycle import Verb
from app.cases.models_trail import CaseEntry
from app.cases.words import Source
from app.casework import choices, doing, turns
from app.casework.forms import Occasion
from app.casework.steps import STEPS
from app.core import heard
from app.core.errors import Conflict, Invalid, NotFound
from app.core.files import Stored
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web.locale import local, said
from app.field import merging, moments, policy, receipts, taking
from app.field.filling import Arrival, Unfit, fill, fit
from app.field.forms import NewForm
from app.field.models import Answered, FieldReceipt
from app.field.operations import UNREADABLE, Operation
from app.field.receipts import Outcome, Sent
from app.field.verbs import REPORT

LEAD = "lead"  # instead of a unit: the one that the category names


class Overtaken(Conflict):
    """Others were there first. news: what they did, newest first, to be read by whoever sent the operation; newer:
    which lines of the story that is."""

    def __init__(self, news: Sequence[Mapping[str, str]], newer: Sequence[int]) -> None:
        super().__init__(N_("别人先办了这件事"))
        self.news, self.newer = news, newer


@dataclass(frozen=True)
class Waiting:
    """An operation before anything is asked of its case. off: what must be added to the tablet's times."""

    actor: Actor
    device: str
    operation: Operation
    off: timedelta
    at: datetime

    @property
    def arrival(self) -> Arrival:
        """What is known of its times."""
        return Arrival(self.off, self.at)

    def sent(self, seen_at: datetime | None = None) -> Sent:
        """With the moment that clocks go by."""
        when = self.operation.happened_at
        acted = moments.acted_at(when, self.off, seen_at=seen_at, received_at=self.at)
        return Sent(self.actor, self.device, self.operation, acted, self.at)


def perform(one: Waiting, stored: Mapping[str, Stored]) -> tuple[Sent, Outcome]:
    """Do it; stored: its pictures by the hashes of the tablet.

    Raises Overtaken where others were first and it cannot stand beside that, Unfit with what is wrong at which field,
    and whatever else the op refuses.
    """
    if one.operation.do == REPORT:
        return _report(one, stored)
    return _move(one, Verb(one.operation.do), stored)


def told_again(actor: Actor, known: FieldReceipt, at: datetime) -> dict[str, Any]:
    """The first answer of an operation; what others had written is read anew, as far as it may still be read."""
    newer, told = known.answer["news"], dict(known.answer)
    if not newer or known.case_id is None:
        return told
    try:
        now = doing.occasion(actor, known.case_id, at)
    except NotFound:
        return told | {"news": []}
    return told | {"news": _news(now, [line for line in cases.timeline(known.case_id) if line.seq in newer])}


def _report(one: Waiting, stored: Mapping[str, Stored]) -> tuple[Sent, Outcome]:
    policy.require_reporter(one.actor)
    sent, data = one.sent(), one.operation.form
    data.setdefault("source", Source.PATROL.value)
    data["form_key"] = one.operation.uuid
    form = NewForm(formdata=data)
    form.offer(one.actor)
    fill(form, one.operation, stored, one.arrival)
    with heard.told(one.operation.happened_at, sent.acted_at), fit(form):
        taken = taking.register(one.actor, form, form.report(one.actor), one.at)
    return sent, Outcome(Answered.DONE, taken.case_id, taken.receipt, taken.words)


def _move(one: Waiting, verb: Verb, stored: Mapping[str, Stored]) -> tuple[Sent, Outcome]:
    step, operation = STEPS[verb], one.operation
    now = doing.to_act_on(step, one.actor, operation.case_id or 0, one.at)
    before, newer, seen_at = now.case.entry_count, *_since(one, now)
    sent = one.sent(seen_at)
    _expect_open(verb, now, newer, sent.acted_at)
    form = step.form(formdata=_data(now, operation))
    form.prepare(now)
    fill(form, operation, stored, one.arrival)
    with heard.told(operation.happened_at, sent.acted_at), fit(form):
        form.act(now)
    words = gettext("%(receipt)s：%(what)s，记下了", receipt=now.case.receipt, what=said(step.button))
    done = Outcome(Answered.DONE, now.case.id, now.case.receipt, words)
    return sent, replace(done, from_seq=before, to_seq=now.case.entry_count)


def _since(one: Waiting, now: Occasion) -> tuple[list[CaseEntry], datetime | None]:
    """What others wrote since the worker saw the case, and when the newest was written that they knew of."""
    seen = one.operation.seen
    if seen > now.case.entry_count:
        raise Invalid(UNREADABLE)
    lines = cases.timeline(now.case.id, after=max(seen - 1, 0))
    own = receipts.own_lines(one.actor, one.device, now.case.id)
    mine = [line for line in lines if any(first < line.seq <= last for first, last in own)]
    known = [line.at for line in lines if line.seq == seen and line not in mine]
    made = [datetime.fromisoformat(line.facts["acted_at"]) for line in mine if "acted_at" in line.facts]
    newer = [line for line in lines if line.seq > seen and line not in mine]
    return newer, max([*known, *made], default=None)


def _expect_open(verb: Verb, now: Occasion, newer: Sequence[CaseEntry], acted_at: datetime) -> None:
    """The move is theirs, and stands on what others did meanwhile."""
    written = [merging.Written(line.verb, line.from_state, line.to_state) for line in newer]
    is_open = verb in turns.open_moves(now.actor, now.case, now.category, acted_at)
    if newer and not (is_open and merging.stands(verb, written)):
        raise Overtaken(_news(now, newer), [line.seq for line in newer])
    if not is_open:
        with attempts.closing(now.actor, verb, now.case):
            attempts.explain_no(now.actor, verb, now.case)


def _news(now: Occasion, newer: Sequence[CaseEntry]) -> list[dict[str, str]]:
    lines = doing.told(now, newer)
    return [{"at": local(line.at), "what": line.title, "text": line.text, "more": line.meta} for line in lines]


def _data(now: Occasion, operation: Operation) -> MultiDict[str, str]:
    data = operation.form
    if operation.do == Verb.HAND_OVER and data.get("unit") == LEAD:
        lead = choices.lead_unit(now.case, now.at)
        if lead is None:
            raise Unfit({"unit": [gettext("按清单找不到主办单位，请从列表里选")]})
        data["unit"] = str(lead.id)
    return data
