"""What is done from above while others work: 督办 and its answer, 接管, 改派; and 回访 afterwards."""

from datetime import datetime

from sqlalchemy import func, select

from app.cases import candidates
from app.cases.events import CaseAnswered, CaseCalledBack, CaseSupervised, CaseTakenOver
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.cases.opinions import Opinion
from app.cases.ops import assigning, reopening, trail
from app.cases.words import DeskKind, Satisfaction, TextKind
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Span

TRIES_MAX = 3


def supervise(actor: Actor, case: Case, text: str, within: Span, *, at: datetime) -> None:
    """督办 by the duty chief or a leader: what is wanted, and how soon it must be answered. One at a time."""
    trail.authorise(actor, Verb.SUPERVISE, case)
    texts = ((TextKind.NOTE, trail.text_needed(text, "text", N_("请写要求什么"))),)
    trail.record(actor, case, Verb.SUPERVISE, at, said=trail.Said(texts, facts={"within": str(within)}))
    # The clock, which knows the calendar, writes the moment (sla.ops.answer_within).
    publish(CaseSupervised(case.street_id, at, case_id=case.id, actor_id=actor.id, within=within))
    if case.answer_by is None:
        raise RuntimeError("nobody keeps the time of a supervision: app/wiring.py")


def answer(actor: Actor, case: Case, text: str, *, at: datetime) -> None:
    """答复督办 by whoever handles or owns the case."""
    trail.authorise(actor, Verb.ANSWER, case)
    texts = ((TextKind.NOTE, trail.text_needed(text, "text", N_("请写办到哪一步"))),)
    trail.record(actor, case, Verb.ANSWER, at, said=trail.Said(texts))
    case.answer_by = None
    issuer = _issuer(case.id)
    publish(CaseAnswered(case.street_id, at, case_id=case.id, actor_id=actor.id, issued_by_id=issuer))


def take_over(actor: Actor, case: Case, *, at: datetime) -> None:
    """接管: somebody above owns it from now on; who handles stays, and so do the clocks."""
    trail.authorise(actor, Verb.TAKE_OVER, case)
    if case.owner_id == actor.id:
        raise Conflict(N_("这件事已经归你了"))
    _own(actor, case, actor.id, (), at)


def pass_on(actor: Actor, case: Case, member_id: int, reason: str, *, at: datetime) -> None:
    """接管 for somebody else, by the duty chief, a leader or the rules: this member follows it from now on.

    Who handles stays, signed in or not, and so do the clocks and what waits at the desk. Raises Invalid at `member`
    and at `reason`, which a person gives.
    """
    if not actor.is_system:
        trail.authorise(actor, Verb.REASSIGN, case)
        reason = trail.text_needed(reason)
    if member_id == case.owner_id or not candidates.may_own(case, member_id):
        raise Invalid(errors={"member": N_("这件事不能派给这个人，请换一个")})
    _own(actor, case, member_id, ((TextKind.REASON, reason),), at)


def _own(actor: Actor, case: Case, member_id: int | None, texts: trail.Texts, at: datetime) -> None:
    before, case.owner_id = case.owner_id, member_id
    if case.desk_kind is DeskKind.OWNER_GONE:
        trail.leave_desk(case)
    facts = {"owner": member_id, "before": before}
    trail.record(actor, case, Verb.TAKE_OVER, at, said=trail.Said(texts, facts=facts))
    told = {"actor_id": actor.id, "before_id": before, "owner_id": member_id}
    publish(CaseTakenOver(case.street_id, at, case_id=case.id, **told))


def reassign(actor: Actor, case: Case, member_id: int, unit_id: int | None, reason: str, *, at: datetime) -> None:
    """改派 by the duty chief or a leader while it lies or is worked on: to be signed anew, the clocks run on."""
    trail.authorise(actor, Verb.REASSIGN, case)
    if (member_id, unit_id) == (case.owner_id, case.handling_unit_id):
        raise Invalid(errors={"member": N_("现在就是这样派的，请换一个")})
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts={"before": case.owner_id})
    assigning.send_by_hand(actor, case, Verb.REASSIGN, (member_id, unit_id), said, at)


def call_back(actor: Actor, case: Case, answer: Opinion, note: str, *, at: datetime) -> None:
    """回访 after closing, by somebody who had no part in it: what the reporter says of it. Judges nobody.

    Not reached, it stays to be called, three times at most. Whoever is not content asks with it to reopen.
    """
    trail.authorise(actor, Verb.CALL_BACK, case)
    reached = answer.satisfaction is not Satisfaction.NOT_REACHED
    if reached and answer.solved is None:
        raise Invalid(errors={"solved": N_("请问解决了没有")})
    reason = (
        trail.text_needed(note, "note", N_("请写为什么不满意")) if answer.unhappy else trail.text_fits(note, "note")
    )
    facts = {"satisfaction": answer.satisfaction} | ({"solved": answer.solved} if reached else {})
    trail.record(actor, case, Verb.CALL_BACK, at, said=trail.Said(((TextKind.CONTACT, reason),), facts=facts))
    if not reached and _calls(case) < TRIES_MAX:
        return  # written down; the promise to call stands
    case.called_back_at = at
    publish(CaseCalledBack(case.street_id, at, case_id=case.id, actor_id=actor.id))
    if answer.unhappy:
        reopening.ask_reopen(actor, case, reason, at=at)


def _calls(case: Case) -> int:
    """How often somebody has called since this closing."""
    db.session.flush()
    rows = select(func.count()).where(CaseEntry.case_id == case.id, CaseEntry.verb == Verb.CALL_BACK)
    return db.session.scalar(rows.where(CaseEntry.at >= case.closed_at)) or 0


def _issuer(case_id: int) -> int | None:
    rows = select(CaseEntry.actor_id).where(CaseEntry.case_id == case_id, CaseEntry.verb == Verb.SUPERVISE)
    return db.session.scalar(rows.order_by(CaseEntry.seq.desc()).limit(1))
