"""Ends without work, and the ways back from them; a reason is kept, nothing is deleted."""

from datetime import datetime

from app.cases.events import CaseEnded, CaseReopened, CaseUnmerged
from app.cases.lifecycle import ENDS, State, Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.words import TextKind
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
    trail.authorise(actor, Verb.MERGE, case)
    if other.id == case.id or other.street_id != case.street_id or other.state in ENDS:
        raise Invalid(errors={"other": N_("并入的案件要是另一件没有了结的案件")})
    case.merged_into_id, case.merged_from = other.id, case.state
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts={"into": other.receipt})
    trail.record(actor, case, Verb.MERGE, at, State.MERGED, said=said)
    trail.leave_desk(case)
    publish(CaseEnded(case.street_id, at, case_id=case.id, actor_id=actor.id))


def unmerge(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """撤销并案: back to where it stood."""
    trail.authorise(actor, Verb.UNMERGE, case)
    if case.merged_from is None:
        raise Conflict(N_("不知道并案之前的状态"))
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),))
    trail.record(actor, case, Verb.UNMERGE, at, case.merged_from, said=said)
    case.merged_into_id = case.merged_from = None
    publish(CaseUnmerged(case.street_id, at, case_id=case.id, actor_id=actor.id))


def reopen(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """重开: a new round of the same case, with the side that handled it last."""
    trail.authorise(actor, Verb.REOPEN, case)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),))
    case.round, case.approval_id, case.closed_at = case.round + 1, None, None
    case.drawn = case.checker_id = case.handled_at = case.checked_at = None
    case.outcome = case.fact_finding = case.claim_finding = None
    trail.record(actor, case, Verb.REOPEN, at, State.IN_PROGRESS, said=said)
    publish(CaseReopened(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _end(actor: Actor, case: Case, verb: Verb, target: State, reason: str, at: datetime) -> None:
    trail.authorise(actor, verb, case)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),))
    trail.record(actor, case, verb, at, target, said=said)
    trail.leave_desk(case)
    publish(CaseEnded(case.street_id, at, case_id=case.id, actor_id=actor.id))
