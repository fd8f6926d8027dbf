"""Ends without work, and the ways back from them; a reason is kept, nothing is deleted."""

from datetime import datetime

from sqlalchemy import select

from app.cases import attempts, order
from app.cases.events import CaseEnded, CaseReopened, CaseUnmerged
from app.cases.lifecycle import ENDS, State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseAbout, CaseEntry
from app.cases.ops import filing, trail
from app.cases.words import DeskKind, TextKind
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor


def reject(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """不予立案 by the duty chief."""
    _end(actor, case, Verb.REJECT, State.REJECTED, reason, at)


def void(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """作废 by the duty chief."""
    _end(actor, case, Verb.VOID, State.VOID, reason, at)


def merge(actor: Actor, case: Case, other: Case, reason: str, *, at: datetime) -> None:
    """并案: this case goes on inside `other`, which must be open and of the same street."""
    with attempts.closing(actor, Verb.MERGE, case):
        trail.authorise(actor, Verb.MERGE, case)
    trail.expect_no_open_part(case)
    if other.id == case.id or other.street_id != case.street_id or not _is_open_now(case, other):
        raise Invalid(errors={"other": N_("并入的案件要是另一件没有了结的案件")})
    case.merged_into_id, case.merged_from = other.id, case.state
    facts = {"into": other.receipt, "desk": case.desk_kind}
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts={k: v for k, v in facts.items() if v})
    trail.record(actor, case, Verb.MERGE, at, State.MERGED, said=said)
    trail.leave_desk(case)
    _tell_whom_it_is_about(case, other)
    publish(CaseEnded(case.street_id, at, case_id=case.id, actor_id=actor.id))


def unmerge(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """撤销并案: back to where it stood, also before the desk when it waited there. A report that was merged as it came
    in had not been filed: now it is, like any."""
    trail.authorise(actor, Verb.UNMERGE, case)
    if case.merged_from is None:
        raise Conflict(N_("不知道并案之前的状态"))
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),))
    trail.record(actor, case, Verb.UNMERGE, at, case.merged_from, said=said)
    case.merged_into_id = case.merged_from = None
    publish(CaseUnmerged(case.street_id, at, case_id=case.id, actor_id=actor.id))
    if kind := _waited_for(case):
        trail.needs_desk(case, kind, at=at)
    elif case.state is State.REPORTED:
        filing.file_if_sure(case, at)


def reopen(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """重开: a new round of the same case, with the side that handled it last; also the yes to whoever asked for it.

    What a reporter asked is answered by nobody who handled it.
    """
    trail.authorise(actor, Verb.REOPEN, case)
    facts = {"asked": case.desk_kind} if order.is_reopening_asked(case) else {}
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts=facts)
    case.round, case.approval_id, case.closed_at = case.round + 1, None, None
    case.drawn = case.checker_id = case.first_checker_id = case.handled_at = case.checked_at = None
    case.outcome = case.fact_finding = case.claim_finding = None
    case.called_back_at, case.extensions = None, 0
    trail.record(actor, case, Verb.REOPEN, at, State.IN_PROGRESS, said=said)
    publish(CaseReopened(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _is_open_now(case: Case, other: Case) -> bool:
    """Whether the other still goes on. Both rows are held, in one order, until the merge is over: two merges of the
    two into each other would leave neither, and a case may close at this moment."""
    both = select(Case.id, Case.state).where(Case.id.in_([case.id, other.id])).order_by(Case.id).with_for_update()
    states = dict(db.session.execute(both).all())
    return states[other.id] not in ENDS and states[case.id] not in ENDS


def _tell_whom_it_is_about(case: Case, other: Case) -> None:
    """Whom the case complains about has no part in the one it goes on in either; an unmerge leaves it so."""
    rows = select(CaseAbout.user_id, CaseAbout.unit_id).where(CaseAbout.case_id == other.id)
    known = {(user_id, unit_id) for user_id, unit_id in db.session.execute(rows)}
    new = [(row.user_id, row.unit_id) for row in case.about if (row.user_id, row.unit_id) not in known]
    whose = {"street_id": other.street_id, "case_id": other.id}
    db.session.add_all(CaseAbout(**whose, user_id=user_id, unit_id=unit_id) for user_id, unit_id in new)
    if new:
        db.session.flush()
        db.session.expire(other, ["about"])
    other.about_handlers = other.about_handlers or case.about_handlers


def _end(actor: Actor, case: Case, verb: Verb, target: State, reason: str, at: datetime) -> None:
    trail.authorise(actor, verb, case)
    trail.expect_no_open_part(case)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),))
    trail.record(actor, case, verb, at, target, said=said)
    case.suspended_until = None
    trail.leave_desk(case)
    publish(CaseEnded(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _waited_for(case: Case) -> DeskKind | None:
    """Which decision the case waited for when it was merged; its line remembers."""
    rows = select(CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.verb == Verb.MERGE)
    facts = db.session.scalars(rows.order_by(CaseEntry.seq.desc()).limit(1)).one()
    return DeskKind(facts["desk"]) if "desk" in facts else None
