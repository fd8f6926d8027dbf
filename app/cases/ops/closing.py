"""The end of a case on one of four approvals, and the ways back to work. Nothing else closes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.cases import attempts, queries
from app.cases.events import CaseClosed, CaseReviewStarted, CaseReworked
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseCheck
from app.cases.ops import trail
from app.cases.words import Approval, ReviewRule, TextKind
from app.core.db import db
from app.core.errors import Conflict
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require

BY_PANEL = (Approval.PANEL, Approval.PANEL_SAMPLED)


def close(
    actor: Actor, case: Case, approval: Approval, *, review_id: int | None = None, reason: str = "", at: datetime
) -> None:
    """结案 on a recorded approval (architecture.md section 3). Only the rules and `override` call it.

    Raises Conflict without a passed check of this round (check), a review (panel) or a reason (override);
    triggers ask the same once more.
    """
    with attempts.closing(actor, _closing_verb(case, approval), case, approval):
        _close(actor, case, approval, review_id, reason, at)


def _close(actor: Actor, case: Case, approval: Approval, review_id: int | None, reason: str, at: datetime) -> None:
    if approval is Approval.OVERRIDE:
        trail.authorise(actor, Verb.OVERRIDE, case)
    else:
        require(actor.is_system)
    row = CaseApproval(street_id=case.street_id, case_id=case.id, round=case.round, kind=approval, at=at)
    row.user_id, row.check_id, row.review_ref = actor.id, _passed_check(case), review_id
    _grounds(row, case, reason)
    kept = [trail.keep_text(actor, case, TextKind.REASON, reason, at)] if reason else []
    db.session.flush()
    row.reason_text_id = kept[0].id if kept else None
    db.session.add(row)
    db.session.flush()  # stored before the case says closed: a CHECK and a trigger want it so
    case.approval_id, case.closed_at = row.id, at
    trail.leave_desk(case)
    facts = {"approval": approval, "review": review_id}
    said = trail.Said(facts=facts, kept=[text.commitment for text in kept])
    trail.record(actor, case, _closing_verb(case, approval), at, State.CLOSED, said=said)
    db.session.flush()
    publish(CaseClosed(case.street_id, at, case_id=case.id, actor_id=actor.id, approval=approval))


def set_drawn(case: Case, drawn: bool) -> None:
    """What the lot said of a `sampled` case."""
    case.drawn = drawn


def start_review(rules: Actor, case: Case, *, at: datetime) -> None:
    """A passed check of a case that the community judges."""
    require(rules.is_system)
    trail.record(rules, case, Verb.CHECK_PASS, at, State.IN_REVIEW)
    publish(CaseReviewStarted(case.street_id, at, case_id=case.id, actor_id=None))


def send_to_rework(rules: Actor, case: Case, reasons: Sequence[str], *, at: datetime) -> None:
    """The panel's first 未解决, with its unattributed reasons."""
    require(rules.is_system)
    case.rejections += 1
    said = trail.Said([(TextKind.PANEL, line) for line in reasons])
    trail.record(rules, case, Verb.DECIDE, at, State.REWORK, said=said)
    publish(CaseReworked(case.street_id, at, case_id=case.id, actor_id=None))


def override(actor: Actor, case: Case, *, solved: bool, reason: str, at: datetime) -> None:
    """值班长裁决 with a published reason, marked 未经评议, of a case that was left to the chief (ops/lapsing.py)."""
    with attempts.closing(actor, Verb.OVERRIDE, case):
        trail.authorise(actor, Verb.OVERRIDE, case)
    trail.expect_no_open_part(case)
    reason = trail.text_needed(reason)
    if solved:
        close(actor, case, Approval.OVERRIDE, reason=reason, at=at)
        return
    trail.leave_desk(case)
    trail.record(actor, case, Verb.OVERRIDE, at, State.REWORK, said=trail.Said(((TextKind.REASON, reason),)))
    publish(CaseReworked(case.street_id, at, case_id=case.id, actor_id=actor.id))


def _closing_verb(case: Case, approval: Approval) -> Verb:
    if approval is Approval.OVERRIDE:
        return Verb.OVERRIDE
    return Verb.DECIDE if case.state is State.IN_REVIEW else Verb.CHECK_PASS


def _grounds(row: CaseApproval, case: Case, reason: str) -> None:
    """Each kind of approval stands on something recorded, and a check is not enough where a panel is due."""
    if row.kind is Approval.OVERRIDE:
        trail.text_needed(reason)
    elif row.check_id is None:
        raise Conflict(N_("没有核查通过，不能结案"))
    elif row.kind in BY_PANEL and row.review_ref is None:
        raise Conflict(N_("没有评议结果，不能结案"))
    elif row.kind is Approval.CHECK and not _check_is_enough(case):
        raise Conflict(N_("这件事要社区评议，核查通过还不能结案"))
    elif row.kind is Approval.CHECK and queries.passed_checks(case) < case.checks_needed:
        raise Conflict(N_("这件事要两个人核查，第二个人还没有通过"))


def _check_is_enough(case: Case) -> bool:
    """A category without review, or one that the lot spared."""
    return case.review_rule is ReviewRule.NONE or (case.review_rule is ReviewRule.SAMPLED and case.drawn is False)


def _passed_check(case: Case) -> int | None:
    passed = select(CaseCheck.id).where(CaseCheck.case_id == case.id, CaseCheck.round == case.round, CaseCheck.passed)
    return db.session.scalar(passed.order_by(CaseCheck.id.desc()).limit(1))
