"""A reporter who is not content: 请求重开, the answer to it, and one appeal to the street.

Whether somebody may ask, and until when, is known above (app/verdicts): here it becomes a line of the case and a
question before somebody who had no part in the work. One answer is for all who asked.
"""

from datetime import datetime

from app.cases import candidates, order, policy
from app.cases.events import CaseEvent, CaseReopenAppealed, CaseReopenAsked, CaseReopenDeclined
from app.cases.lifecycle import Verb, row
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.words import DeskKind, TextKind
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, Role


def ask_reopen(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """请求重开 by whoever holds the secret link, or told it at a call-back (the caller has asked). It stays closed."""
    _say(actor, case, Verb.ASK_REOPEN, reason, at)
    if not order.is_reopening_asked(case):
        _put(case, _first_judge(case), CaseReopenAsked(case.street_id, at, case_id=case.id, actor_id=actor.id))


def appeal_reopen(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """向街道申诉 against a no, by whoever holds the secret link (the caller has asked); a leader's answer ends it."""
    _say(actor, case, Verb.APPEAL_REOPEN, reason, at)
    if not order.is_final(case):
        asked = CaseReopenAppealed(case.street_id, at, case_id=case.id, actor_id=actor.id)
        _put(case, DeskKind.REOPEN_APPEAL, asked)


def decline_reopen(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """不予重开, with a reason that every reporter who asked reads; the leader's is final."""
    trail.authorise(actor, Verb.DECLINE_REOPEN, case)
    facts = {"asked": case.desk_kind, "final": order.is_final(case)}
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts=facts)
    trail.record(actor, case, Verb.DECLINE_REOPEN, at, said=said)
    trail.leave_desk(case)
    publish(CaseReopenDeclined(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _say(actor: Actor, case: Case, verb: Verb, reason: str, at: datetime) -> None:
    if row(verb, case.state) is None:
        policy.refuse_move(verb, case)
    texts = ((TextKind.REASON, trail.text_needed(reason, "reason", N_("请写为什么要重开"))),)
    trail.record(actor, case, verb, at, said=trail.Said(texts))


def _put(case: Case, kind: DeskKind, asked: CaseEvent) -> None:
    """The question lies there before its clock runs: whose turn it is, the clock tells."""
    trail.needs_desk(case, kind, at=asked.at)
    publish(asked)


def _first_judge(case: Case) -> DeskKind:
    """The duty chief; where every one of them had a part in it, the leader at once, with nobody above to appeal to."""
    may_chief, may_leader = (candidates.may_judge(case, role) for role in (Role.DUTY_CHIEF, Role.LEADER))
    return DeskKind.REOPEN_APPEAL if may_leader and not may_chief else DeskKind.REOPEN_ASKED
