"""疑难会商: how a case comes before a conference, and what the conference decides, with its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.cases import queries
from app.cases.events import CaseConcluded, CaseConferred
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_conference import Conference
from app.cases.ops import assigning, lapsing, trail
from app.cases.order import OVERRIDDEN_FROM
from app.cases.words import Decision, DeskKind, TextKind
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require

TARGETS: Mapping[Decision, State] = {
    Decision.REWORK: State.IN_PROGRESS,
    Decision.ANOTHER_UNIT: State.DISPATCHED,
    Decision.PANEL_AGAIN: State.IN_REVIEW,
    Decision.OVERRIDE: State.CONFERENCE,
}

JUDGED = (Decision.PANEL_AGAIN, Decision.OVERRIDE)  # what presupposes a result that panels have seen


@dataclass(frozen=True)
class Held:
    """A conference as it was held: the day in the street, who came, and its minutes."""

    on: date
    attendance: str
    minutes: str


def to_conference(rules: Actor, case: Case, reasons: Sequence[str], *, at: datetime) -> None:
    """The panel's second 未解决 calls a conference; one more after it obliges the duty chief to a ruling."""
    require(rules.is_system)
    case.rejections += 1
    said = trail.Said([(TextKind.PANEL, line) for line in reasons])
    trail.record(rules, case, Verb.DECIDE, at, State.CONFERENCE, said=said)
    called = case.rejections < OVERRIDDEN_FROM
    publish(CaseConferred(case.street_id, at, case_id=case.id, actor_id=None, held=called))
    if called:
        trail.needs_desk(case, DeskKind.CONFERENCE, at=at)
    else:
        lapsing.leave_to_chief(case, at=at)


def confer(actor: Actor, case: Case, reason: str, *, at: datetime) -> None:
    """交疑难会商: a dispute that a ruling did not end."""
    trail.authorise(actor, Verb.CONFER, case)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),))
    trail.record(actor, case, Verb.CONFER, at, State.CONFERENCE, said=said)
    publish(CaseConferred(case.street_id, at, case_id=case.id, actor_id=actor.id))
    trail.needs_desk(case, DeskKind.CONFERENCE, at=at)


def conclude(
    actor: Actor,
    case: Case,
    decision: Decision,
    held: Held,
    member_id: int | None = None,
    unit_id: int | None = None,
    *,
    at: datetime,
) -> None:
    """会商定论, with its record: back to work, to somebody else (兜底指派: member_id, and unit_id where a unit is to do
    it), before a panel again, or to the duty chief's ruling; the last two only where panels have judged the result.
    Whoever has it after a conference cannot send it back.

    Raises Invalid at `decision`, `held_on`, `attendance`, `minutes`, `member`.
    """
    trail.authorise(actor, Verb.CONCLUDE, case)
    after_review = _check(case, decision, held, at)
    target = TARGETS[decision]
    if target is State.DISPATCHED:
        if member_id is None:
            raise Invalid(errors={"member": N_("请选派给谁")})
        assigning.reassign(case, member_id, unit_id, at)
    kept = _keep(actor, case, decision, held, after_review, at)
    facts: dict[str, object] = {"decision": decision, "held_on": held.on.isoformat()}
    if target is State.DISPATCHED:
        facts |= assigning.sides(case)
    trail.record(actor, case, Verb.CONCLUDE, at, target, said=trail.Said(facts=facts, kept=kept))
    trail.leave_desk(case)
    if target is State.DISPATCHED:
        assigning.announce(case, actor, at)
    publish(CaseConcluded(case.street_id, at, case_id=case.id, actor_id=actor.id))
    if target is State.CONFERENCE:
        lapsing.leave_to_chief(case, at=at)


def _check(case: Case, decision: Decision, held: Held, at: datetime) -> bool:
    """Whether the conference follows a panel's 未解决. Raises Invalid; Conflict while a part of it is open."""
    trail.text_needed(held.attendance, "attendance", N_("请写到会的人"))
    trail.text_needed(held.minutes, "minutes", N_("请写会商纪要"))
    called = queries.conference_called(case.id)
    if not street_time(called.at).date() <= held.on <= street_time(at).date():
        raise Invalid(errors={"held_on": N_("会商日期要在交会商那天到今天之间")})
    after_review = called.from_state is State.IN_REVIEW
    if not after_review and decision in JUDGED:
        raise Invalid(errors={"decision": N_("还没有结果可评，只能继续处置或换人办")})
    if decision is Decision.PANEL_AGAIN:
        trail.expect_no_open_part(case)
    return after_review


def _keep(
    actor: Actor, case: Case, decision: Decision, held: Held, after_review: bool, at: datetime
) -> tuple[str, str]:
    """Store the record; what its two texts leave in the chain. After a review there is one only, ever."""
    if actor.id is None:
        raise ValueError("a conference is concluded by a person")
    attendance = trail.keep_text(actor, case, TextKind.ATTENDANCE, held.attendance, at)
    minutes = trail.keep_text(actor, case, TextKind.MINUTES, held.minutes, at)
    row = Conference(street_id=case.street_id, case_id=case.id, held_on=held.on, decision=decision, at=at)
    row.attendance_id, row.minutes_id, row.by_user_id = attendance.id, minutes.id, actor.id
    row.after_review = after_review
    db.session.flush()
    db.session.add(row)
    db.session.flush()
    return attendance.commitment, minutes.commitment
