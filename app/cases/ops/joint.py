"""联合办理: assisting units are asked for a part, sign it in, report it; a person may cancel it with a reason.

The lead unit stays responsible for the whole; nothing ends a case while a part of it is open.
"""

from collections.abc import Sequence
from datetime import datetime

from app.cases import policy
from app.cases.events import CasePartAsked, CasePartCancelled, CasePartReported, CasePartSignedIn
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_parts import CasePart
from app.cases.ops import trail
from app.cases.ops.handling import add_handler
from app.cases.reports import Picture
from app.cases.words import HandlerHow, TextKind
from app.catalog import queries as catalog
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Span


def ask_part(actor: Actor, case: Case, unit_id: int, task: str, within: Span | None = None, *, at: datetime) -> None:
    """请协办: a unit beside the lead one is asked for its part. within: how long it has; None: as long as the case.

    Raises Invalid for the lead unit, a unit that has an open part or is complained about, and (by sla) for a
    limit that ends after the case's own.
    """
    trail.authorise(actor, Verb.ASK_PART, case)
    unit = catalog.unit(case.street_id, unit_id)
    if unit is None or unit_id in case.about_unit_ids:
        raise Invalid(errors={"unit": N_("这件事不能交给这个单位，请换一个")})
    if unit_id == case.handling_unit_id or any(part.unit_id == unit_id for part in case.parts if part.is_open):
        raise Invalid(errors={"unit": N_("这个单位已经在办这件事，请换一个")})
    kept = trail.keep_text(actor, case, TextKind.NOTE, trail.text_needed(task, "task", N_("请写清楚请他们办什么")), at)
    part = CasePart(street_id=case.street_id, case_id=case.id, round=case.round, unit_id=unit_id)
    part.external, part.asked_at, part.asked_by_id, part.task_text_id = unit.external, at, actor.id or 0, kept.id
    case.parts.append(part)
    case.open_parts += 1
    facts = {"part_unit": unit_id, **({"part_within": str(within)} if within else {})}
    trail.record(actor, case, Verb.ASK_PART, at, said=trail.Said(facts=facts, kept=[kept.commitment]))
    db.session.flush()  # its clocks point to it
    publish(CasePartAsked(case.street_id, at, case_id=case.id, actor_id=actor.id, part_id=part.id, within=within))


def sign_in_part(actor: Actor, case: Case, part_id: int, *, at: datetime) -> None:
    """签收协办: this person, and their unit, are handlers from here on and judge no more."""
    part = _claimed(actor, Verb.SIGN_IN_PART, case, part_id)
    part.signed_in_at = at
    add_handler(case, actor, HandlerHow.LED, at, unit_id=part.unit_id)
    trail.record(actor, case, Verb.SIGN_IN_PART, at, said=trail.Said(facts={"part_unit": part.unit_id}))
    publish(CasePartSignedIn(case.street_id, at, case_id=case.id, actor_id=actor.id, part_id=part.id))


def report_part(
    actor: Actor, case: Case, part_id: int, feedback: str, pictures: Sequence[Picture] = (), *, at: datetime
) -> None:
    """报协办结果: what the unit did; the part is done."""
    part = _claimed(actor, Verb.REPORT_PART, case, part_id)
    words = trail.text_needed(feedback, "feedback", N_("请写办了什么"))
    kept = trail.keep_text(actor, case, TextKind.NOTE, words, at)
    part.done_at, part.feedback_text_id = at, kept.id
    case.open_parts -= 1
    add_handler(case, actor, HandlerHow.LED, at, unit_id=part.unit_id)
    said = trail.Said(facts={"part_unit": part.unit_id}, kept=[kept.commitment], pictures=pictures)
    trail.record(actor, case, Verb.REPORT_PART, at, said=said)
    publish(CasePartReported(case.street_id, at, case_id=case.id, actor_id=actor.id, part_id=part.id))


def cancel_part(actor: Actor, case: Case, part_id: int, reason: str, *, at: datetime) -> None:
    """撤销协办 by a person, with a reason; closing a case never does it."""
    trail.authorise(actor, Verb.CANCEL_PART, case)
    part = _of([part for part in case.parts if part.is_open], part_id)
    texts = ((TextKind.REASON, trail.text_needed(reason)),)
    part.cancelled_at = at
    case.open_parts -= 1
    trail.record(actor, case, Verb.CANCEL_PART, at, said=trail.Said(texts, facts={"part_unit": part.unit_id}))
    publish(CasePartCancelled(case.street_id, at, case_id=case.id, actor_id=actor.id, part_id=part.id))


def _claimed(actor: Actor, verb: Verb, case: Case, part_id: int) -> CasePart:
    trail.authorise(actor, verb, case)
    return _of(policy.own_parts(actor, verb, case), part_id)


def _of(parts: Sequence[CasePart], part_id: int) -> CasePart:
    found = next((part for part in parts if part.id == part_id), None)
    if found is None:
        raise Invalid(errors={"part": N_("请选一个还没有办完的协办")})
    return found
