"""More time: what the handling side asks for, and what the duty chief or a leader says to it.

How far a promise may be moved is not known here: sla refuses by its handlers (app/wiring.py), and the whole move
is undone.
"""

from dataclasses import dataclass
from datetime import datetime

from app.cases import order, queries
from app.cases.events import CaseDeclined, CaseExtended, CaseExtensionAsked, CaseSuspended, CaseSuspensionAsked
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.words import DeskKind, TextKind
from app.catalog import queries as catalog
from app.catalog.queries_reasons import offered
from app.catalog.reasons import facts_of
from app.catalog.words import ReasonAct
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, system_actor

DAYS_MAX = 90


@dataclass(frozen=True)
class Wait:
    """A 挂账: what it waits for (a code of the street's list), in which words, until which review date."""

    kind: str
    reason: str
    until: datetime


def ask_extension(actor: Actor, case: Case, days: int, reason: str, *, at: datetime) -> None:
    """申请延期, before the due time. Raises Invalid, or Conflict where the category allows no more."""
    trail.authorise(actor, Verb.ASK_EXTENSION, case)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts={"days": _days(days)})
    trail.record(actor, case, Verb.ASK_EXTENSION, at, said=said)
    publish(CaseExtensionAsked(case.street_id, at, case_id=case.id, actor_id=actor.id, days=days))
    trail.needs_desk(case, DeskKind.EXTENSION, at=at)


def extend(actor: Actor, case: Case, days: int, note: str = "", *, at: datetime) -> None:
    """批准延期 by the duty chief, from the second time on by a leader; never more days than were asked for."""
    trail.authorise(actor, Verb.EXTEND, case)
    asked = queries.last_asked(case.id)
    if asked is None or not 0 < days <= int(asked.facts["days"]):
        raise Invalid(errors={"days": N_("批准的天数要在 1 和申请的天数之间")})
    said = trail.Said(((TextKind.NOTE, trail.text_fits(note, "note")),), facts={"days": days})
    trail.record(actor, case, Verb.EXTEND, at, said=said)
    trail.leave_desk(case)
    # Told before it is counted: the number so far decides whether one more is allowed.
    publish(CaseExtended(case.street_id, at, case_id=case.id, actor_id=actor.id, days=days))
    case.extensions += 1


def ask_suspension(actor: Actor, case: Case, wait: Wait, *, at: datetime) -> None:
    """申请挂账, with a reason of the list and the day on which it is looked at again."""
    trail.authorise(actor, Verb.ASK_SUSPENSION, case)
    trail.record(actor, case, Verb.ASK_SUSPENSION, at, said=_waiting(case, wait, at))
    publish(CaseSuspensionAsked(case.street_id, at, case_id=case.id, actor_id=actor.id))
    trail.needs_desk(case, DeskKind.SUSPENSION, at=at)


def suspend(actor: Actor, case: Case, wait: Wait, *, at: datetime) -> None:
    """挂账 by the duty chief, asked for or not, where the category allows it; it goes on by itself on that day."""
    trail.authorise(actor, Verb.SUSPEND, case)
    trail.record(actor, case, Verb.SUSPEND, at, State.SUSPENDED, said=_waiting(case, wait, at))
    case.suspended_until = wait.until
    publish(CaseSuspended(case.street_id, at, case_id=case.id, actor_id=actor.id))


def decline(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """不同意: the case goes on as before; whoever asked is told."""
    trail.authorise(actor, Verb.DECLINE, case)
    asked = queries.last_asked(case.id)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts={"asked": case.desk_kind})
    trail.record(actor, case, Verb.DECLINE, at, said=said)
    trail.leave_desk(case)
    asked_by = asked.actor_id if asked else None
    publish(CaseDeclined(case.street_id, at, case_id=case.id, actor_id=actor.id, asked_by_id=asked_by))


def drop_request(case: Case, at: datetime) -> None:
    """The rules say no for good where another side gets it: what was asked is no longer the question. Whoever asked
    is told, and the story says so. Nothing where nobody asked."""
    if not order.is_asked(case):
        return
    rules, asked = system_actor(case.street_id), queries.last_asked(case.id)
    trail.record(rules, case, Verb.DECLINE, at, said=trail.Said(facts={"asked": case.desk_kind}))
    trail.leave_desk(case)
    asked_by = asked.actor_id if asked else None
    publish(CaseDeclined(case.street_id, at, case_id=case.id, actor_id=None, asked_by_id=asked_by))


def _waiting(case: Case, wait: Wait, at: datetime) -> trail.Said:
    if not catalog.category(case.category_id).suspend_allowed:
        raise Conflict(N_("这类案件不能挂账"))
    if wait.until <= at:
        raise Invalid(errors={"until": N_("复查日期要在今天之后")})
    asked = queries.last_asked(case.id) if case.desk_kind is DeskKind.SUSPENSION else None
    also = asked.facts.get("waiting_for", "") if asked is not None else ""
    chosen = offered(case.street_id, ReasonAct.SUSPEND, wait.kind, also)
    if chosen is None:
        raise Invalid(errors={"kind": N_("这条理由停用了，请另选一条")})
    facts = facts_of(ReasonAct.SUSPEND, "waiting_for", chosen) | {"until": wait.until}
    return trail.Said(((TextKind.REASON, trail.text_needed(wait.reason)),), facts=facts)


def _days(days: int) -> int:
    if not 0 < days <= DAYS_MAX:
        raise Invalid(errors={"days": N_("请填 1 到 90 天")})
    return days
