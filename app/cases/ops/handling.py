"""The handling side at work: signs in, contacts, sends back, makes safe, waits, reports done."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from app.cases import candidates, evidence, queries, shots
from app.cases.events import (
    CaseContacted,
    CaseHandled,
    CaseRefused,
    CaseResumed,
    CaseSignedIn,
)
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CaseHandler
from app.cases.ops import filing, trail
from app.cases.reports import Picture, Result
from app.cases.words import DeskKind, HandlerHow, PhotoKind, TextKind
from app.catalog import queries as catalog
from app.catalog.queries_reasons import offered
from app.catalog.reasons import facts_of
from app.catalog.words import ReasonAct, RefusalReason
from app.core import heard
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor

_GIVEN = (State.DISPATCHED, State.IN_PROGRESS)


def sign_in(actor: Actor, case: Case, *, at: datetime) -> None:
    """签收: from here on this person, and their unit, are handlers and judge no more."""
    trail.authorise(actor, Verb.SIGN_IN, case)
    add_handler(case, actor, HandlerHow.SIGNED_IN, at)
    trail.record(actor, case, Verb.SIGN_IN, at, State.IN_PROGRESS)
    case.signed_in_at = at
    publish(CaseSignedIn(case.street_id, at, case_id=case.id, actor_id=actor.id))


def set_return_until(case_id: int, until: datetime) -> None:
    """Until when a signed case may be sent back (domain.md section 2, rule 2); sla knows the calendar."""
    db.session.get_one(Case, case_id).return_until = until


def set_answer_by(case_id: int, at: datetime) -> None:
    """Until when the 督办 must be answered; the clocks know the calendar."""
    db.session.get_one(Case, case_id).answer_by = at


def contact(actor: Actor, case: Case, note: str, *, reached: bool, at: datetime) -> None:
    """先行联系: the caller was contacted, or the place was reached; that alone keeps the promise.

    Not reached is written down with its reason, and the clock runs on.
    """
    trail.authorise(actor, Verb.CONTACT, case)
    note = trail.text_fits(note, "note") if reached else trail.text_needed(note, "note", N_("没联系上，请写原因"))
    said = trail.Said(((TextKind.CONTACT, note),), facts={"reached": reached})
    trail.record(actor, case, Verb.CONTACT, at, said=said)
    if not reached:
        return
    case.contacted_at = case.contacted_at or heard.done_at(at)
    publish(CaseContacted(case.street_id, at, case_id=case.id, actor_id=actor.id))


def refuse(
    actor: Actor,
    case: Case,
    reason: str,
    note: str,
    suggested_unit_id: int | None = None,
    clause: str = "",
    *,
    at: datetime,
) -> None:
    """退单 within the window; the clocks run on and the owner stays until somebody takes over (首接负责).

    reason: the code of one of the street's list. clause: by which rule it is not theirs, needed where that is the
    reason. What a conference decided (兜底指派) cannot be sent back.
    """
    trail.authorise(actor, Verb.REFUSE, case)
    if _given_for_good(case):
        raise Conflict(N_("会商定了由你们办，不能再退"))
    if case.state is State.IN_PROGRESS and (case.return_until is None or heard.done_at(at) > case.return_until):
        raise Conflict(N_("退单时限已过，请办理或找派遣员"))
    note = trail.text_needed(note, "note", N_("请写为什么退"))
    chosen = offered(case.street_id, ReasonAct.REFUSE, reason)
    if chosen is None:
        raise Invalid(errors={"reason": N_("这条理由停用了，请另选一条")})
    if chosen.code == RefusalReason.NOT_OURS:
        trail.text_needed(clause, "clause", N_("请写依据哪一条，不归你们"))
    facts = facts_of(ReasonAct.REFUSE, "reason", chosen) | {"suggested_unit": suggested_unit_id}
    texts = ((TextKind.REASON, note), (TextKind.CLAUSE, trail.text_fits(clause, "clause")))
    trail.record(actor, case, Verb.REFUSE, at, State.DISPUTED, said=trail.Said(texts, facts=facts))
    case.returns += 1
    publish(CaseRefused(case.street_id, at, case_id=case.id, actor_id=actor.id))
    trail.needs_desk(case, DeskKind.REFUSED, at=at)


def resume(actor: Actor, case: Case, *, at: datetime) -> None:
    """恢复办理: by the duty chief, or by the rules on the review date."""
    if not actor.is_system:
        trail.authorise(actor, Verb.RESUME, case)
    trail.record(actor, case, Verb.RESUME, at, State.IN_PROGRESS)
    case.suspended_until = None
    publish(CaseResumed(case.street_id, at, case_id=case.id, actor_id=actor.id))


def handle(actor: Actor, case: Case, result: Result, *, at: datetime) -> None:
    """报办结: outcome, both findings, the reply to the citizen and the category's evidence."""
    trail.authorise(actor, Verb.HANDLE, case)
    _finish(actor, case, Verb.HANDLE, result, queries.work_began(case), at)


def self_dispose(actor: Actor, case: Case, result: Result, *, at: datetime) -> None:
    """自行处置: fixed on the spot by whoever found it; still checked by somebody else."""
    trail.authorise(actor, Verb.SELF_DISPOSE, case)
    if case.category_id is None or case.place_grid_id is None:
        raise Invalid(errors={"category": N_("自行处置要有类别和街道内的位置")})
    category = catalog.category(case.category_id)
    filing.set_rules(case, category, at)
    case.owner_id, case.owner_grid_id = actor.id, candidates.answering_grid(case, category.tier, at)
    case.handling_grid_id, case.self_disposed = case.owner_grid_id, True
    trail.leave_desk(case)
    _finish(actor, case, Verb.SELF_DISPOSE, result, _seen(case, result), at)


def add_handler(case: Case, actor: Actor, how: HandlerHow, at: datetime, *, unit_id: int | None = None) -> None:
    """Write down who worked on it, and for which unit (else the handling one); once each.

    An external unit's work is the owner's word.
    """
    unit_id = unit_id or case.handling_unit_id
    if actor.id not in case.handler_ids:
        row = CaseHandler(street_id=case.street_id, case_id=case.id, user_id=actor.id, unit_id=unit_id, how=how, at=at)
        case.handlers.append(row)
    elif unit_id is not None and unit_id not in case.handler_unit_ids:
        case.handlers.append(CaseHandler(street_id=case.street_id, case_id=case.id, unit_id=unit_id, how=how, at=at))


def _given_for_good(case: Case) -> bool:
    """A conference has said who does it, in this round, and no duty chief or leader gave it to another side since.

    Whoever the rules name to follow a closed unit takes its place in this too.
    """
    said_so = (CaseEntry.verb == Verb.CONCLUDE) & CaseEntry.to_state.in_(_GIVEN)
    by_hand = (CaseEntry.verb == Verb.REASSIGN) & CaseEntry.actor_id.is_not(None)
    rows = select(CaseEntry.verb).where(CaseEntry.case_id == case.id)
    rows = rows.where(said_so | by_hand | (CaseEntry.verb == Verb.REOPEN)).order_by(CaseEntry.seq.desc())
    return db.session.scalar(rows.limit(1)) is Verb.CONCLUDE


def _seen(case: Case, result: Result) -> datetime:
    """When whoever fixed it on the spot first saw it: their picture of before, else the report."""
    before = [p.stored.taken_at for p in result.pictures if p.kind in evidence.BEFORE and p.stored.taken_at]
    return max(before, default=None) or queries.seen_before(case.id, case.round) or case.reported_at


def _judged(case: Case, pictures: Sequence[Picture], began_at: datetime) -> tuple[Picture, ...]:
    """The pictures, those of the result with what their camera noted against time and place of the work."""
    return tuple(
        replace(p, shot=shots.judge(p.stored.taken_at, p.stored.point, began_at=began_at, spot=case.point))
        if p.kind is PhotoKind.AFTER
        else p
        for p in pictures
    )


def _doubts(case: Case, pictures: Sequence[Picture], kinds: Collection[PhotoKind]) -> tuple[shots.Doubt, ...]:
    """What speaks against the pictures of a result; of work done again also that nobody took a new one."""
    again = case.handled_at is not None and PhotoKind.AFTER in kinds
    return shots.all_doubts((p.shot for p in pictures if p.shot), wanted=again)


def _finish(actor: Actor, case: Case, verb: Verb, result: Result, began_at: datetime, at: datetime) -> None:
    trail.expect_no_open_part(case)
    wanted = evidence.wanted_of(case.evidence, catalog.category(case.category_id).evidence)
    kinds = trail.kinds_at_hand(case, result.pictures)
    errors = evidence.missing(wanted, kinds, result.reply)
    shown = _judged(case, result.pictures, began_at)
    doubts = _doubts(case, shown, kinds)
    if doubts and not result.photo_why.strip():
        errors["photo_why"] = shots.ask(doubts)
    if errors:
        raise Invalid(errors=errors)
    case.outcome, case.fact_finding, case.claim_finding = result.outcome, result.fact, result.claim
    texts = (
        (TextKind.REPLY, trail.text_fits(result.reply, "reply")),
        (TextKind.NOTE, trail.text_fits(result.note, "note")),
        (TextKind.PHOTO_WHY, trail.text_fits(result.photo_why, "photo_why")),
    )
    facts: dict[str, object] = {"outcome": result.outcome, "fact": result.fact, "claim": result.claim}
    facts |= {"doubts": doubts} if doubts else {}
    add_handler(case, actor, HandlerHow.HANDLED, at)
    trail.record(actor, case, verb, at, State.HANDLED, said=trail.Said(texts, shown, facts))
    case.handled_at, case.checker_id, case.first_checker_id = at, None, None
    db.session.flush()  # the checker is chosen among those who are no handlers
    publish(CaseHandled(case.street_id, at, case_id=case.id, actor_id=actor.id))
