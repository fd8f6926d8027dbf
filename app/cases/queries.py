"""How a case is found: by whoever may see it, and as they saw it last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select, union_all
from sqlalchemy.orm import joinedload

from app.cases.again import Story
from app.cases.bouncing import DECIDED
from app.cases.evidence import BEFORE
from app.cases.lifecycle import UNDER_WAY, State, Verb
from app.cases.models import Case
from app.cases.models_conference import Conference
from app.cases.models_recheck import Recheck
from app.cases.models_refused import RefusedClosing
from app.cases.models_trail import CaseAbout, CaseCheck, CaseEntry, CasePhoto, CaseText, RoutingDecision
from app.cases.policy import visible_to
from app.cases.words import Approval, DeskKind
from app.core import memo
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import BIGGEST_ID
from app.grid.models import Leave
from app.people.models import User

NEW, ABOUT_NOBODY = "cases.new", "cases.about_nobody"
PAGE = 50
BEGINS = (Verb.SIGN_IN, Verb.CHECK_FAIL, Verb.DECIDE, Verb.OVERRIDE, Verb.CONCLUDE, Verb.REOPEN)
ASKS = (Verb.ASK_EXTENSION, Verb.ASK_SUSPENSION)


class Reported(NamedTuple):
    """A report by its number."""

    case_id: int
    receipt: str


class Stale(Conflict):
    """Somebody else changed the case meanwhile; `newer` are the lines the person has not seen."""

    def __init__(self, newer: Sequence[CaseEntry]) -> None:
        super().__init__(N_("这件事刚刚有了变化，请先看一看再决定"))
        self.newer = newer


@dataclass(frozen=True)
class Refused:
    """An attempt to close without an approval. actor: a name, None for the rules."""

    id: int
    case_id: int
    receipt: str
    actor: str | None
    door: str
    verb: Verb
    approval: Approval | None
    at: datetime


def visible_case(actor: Actor, case_id: int) -> Case:
    """The case with its handlers and whom it is about; NotFound outside the actor's sight. One statement."""
    rows = select(Case).where(Case.id == case_id, visible_to(actor))
    rows = rows.options(joinedload(Case.handlers), joinedload(Case.about))
    case = db.session.execute(rows.execution_options(populate_existing=True)).unique().scalar_one_or_none()
    if case is None:
        raise NotFound()
    return case


def hidden_case(actor: Actor, case_id: int) -> Case | None:
    """A case of the actor's street, whether they may see it or not: nothing of it may be shown."""
    case = db.session.get(Case, case_id)
    return case if case is not None and case.street_id == actor.street_id else None


def expect_version(case: Case, version: int) -> None:
    """Raise Stale when the timeline has grown past `version`: the entry_count that the person's page showed."""
    if case.entry_count != version:
        raise Stale(timeline(case.id, after=version))


def timeline(case_id: int, *, after: int = 0) -> Sequence[CaseEntry]:
    """The lines of a case in order. One statement."""
    rows = select(CaseEntry).where(CaseEntry.case_id == case_id, CaseEntry.seq > after)
    return db.session.scalars(rows.order_by(CaseEntry.seq)).all()


def texts(case_id: int) -> Sequence[CaseText]:
    """Every text of a case in order; erased ones have no value. One statement."""
    return db.session.scalars(select(CaseText).where(CaseText.case_id == case_id).order_by(CaseText.id)).all()


def photos(case_id: int) -> Sequence[CasePhoto]:
    """Every picture and file of a case in order. One statement."""
    return db.session.scalars(select(CasePhoto).where(CasePhoto.case_id == case_id).order_by(CasePhoto.id)).all()


def photo(case_id: int, photo_id: int) -> CasePhoto:
    """One picture of a case the caller may see; NotFound when it is another's or was erased."""
    found = db.session.get(CasePhoto, photo_id)
    if found is None or found.case_id != case_id or found.erased_at is not None:
        raise NotFound()
    return found


def decisions(case_id: int) -> Sequence[RoutingDecision]:
    """Why this owner, why this checker: every decision of the rules, newest last. One statement."""
    rows = select(RoutingDecision).where(RoutingDecision.case_id == case_id)
    return db.session.scalars(rows.order_by(RoutingDecision.id)).all()


def by_receipt(actor: Actor, receipt: str) -> Case | None:
    """A visible case by its number."""
    rows = select(Case).where(Case.receipt == receipt, Case.street_id == actor.street_id, visible_to(actor))
    return db.session.scalars(rows).one_or_none()


def held_case(actor: Actor, case_id: int) -> Case | None:
    """A visible case as it is now, its row held until the transaction ends; None outside the actor's sight."""
    rows = select(Case).where(Case.id == case_id, visible_to(actor)).with_for_update(of=Case)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one_or_none()


def lives_in(case: Case) -> Case:
    """The case in which this one goes on: itself, or what it was merged into, and that. A statement for each."""
    seen = {case.id}
    while case.merged_into_id is not None and case.merged_into_id not in seen:
        seen.add(case.merged_into_id)
        case = db.session.get_one(Case, case.merged_into_id)
    return case


def inside_of(case_id: int) -> Any:
    """The ids of a case, of whatever was merged into it, and into those, as a subselect."""
    inside = select(Case.id).where(Case.id == case_id).cte("inside", recursive=True)
    inside = inside.union(select(Case.id).join(inside, Case.merged_into_id == inside.c.id))
    return select(inside.c.id)


def reports_in(case_id: int) -> Sequence[Reported]:
    """The case and every report that went into it, and into those; without those on no public page. One statement."""
    rows = select(Case.id, Case.receipt).where(Case.id.in_(inside_of(case_id)), Case.restricted.is_(False))
    return [Reported(*row) for row in db.session.execute(rows.order_by(Case.id))]


def keep_at_hand(case: Case) -> None:
    """The handlers of this transaction's events find a new case here; it may not be written yet."""
    memo.page(NEW)[case.id] = case


def at_hand(case_id: int) -> Case:
    """The case of an event."""
    return memo.page(NEW).get(case_id) or db.session.get_one(Case, case_id)


def bring_to_hand(case_ids: Iterable[int]) -> None:
    """The cases of many events of this transaction, and which complain about nobody. Two statements."""
    ids = sorted(set(case_ids))
    if not ids:
        return
    about = set(db.session.scalars(select(CaseAbout.case_id).where(CaseAbout.case_id.in_(ids))))
    for case in db.session.scalars(select(Case).where(Case.id.in_(ids))):
        keep_at_hand(case)
    memo.page(ABOUT_NOBODY).update(dict.fromkeys(set(ids) - about, True))


def about_nobody(case_id: int) -> bool:
    """True for a case brought to hand that complains about nobody."""
    return bool(memo.page(ABOUT_NOBODY).get(case_id, False))


def handed(case_id: int) -> list[tuple[Verb, dict[str, Any]]]:
    """The lines that say to whom the case went, and those after which that counts anew, in order. One statement."""
    rows = select(CaseEntry.verb, CaseEntry.facts).where(CaseEntry.case_id == case_id)
    rows = rows.where((CaseEntry.to_state == State.DISPATCHED) | CaseEntry.verb.in_(DECIDED))
    return [(verb, facts) for verb, facts in db.session.execute(rows.order_by(CaseEntry.seq))]


def checkers_gone(at: datetime, limit: int) -> Sequence[int]:
    """Handled cases whose checker has left, or is on leave at `at`. One statement, by the checkers who are gone."""
    away = select(Leave.user_id).where(Leave.from_at <= at, Leave.until_at > at)
    gone = select(User.id).where(~User.active | User.id.in_(away))
    rows = select(Case.id).where(Case.checker_id.in_(gone), Case.is_open, Case.state == State.HANDLED)
    return db.session.scalars(rows.order_by(Case.id).limit(limit)).all()


def owners_gone(limit: int) -> Sequence[int]:
    """Cases under way whose owner has left and that do not wait at the desk for it, and those that do and whose owner
    is back. One statement."""
    gone, waits = select(User.id).where(~User.active), Case.desk_kind == DeskKind.OWNER_GONE
    under_way = (Case.is_open, Case.state.in_(UNDER_WAY))
    left = select(Case.id).where(Case.owner_id.in_(gone), Case.desk_kind.is_(None) | ~waits, *under_way)
    back = select(Case.id).where(waits, Case.owner_id.not_in(gone), *under_way)
    return db.session.scalars(union_all(left, back).limit(limit)).all()


def is_active(user_id: int) -> bool:
    """Whether somebody may sign in. One statement."""
    return bool(db.session.scalar(select(User.active).where(User.id == user_id)))


def to_resume(at: datetime, limit: int) -> Sequence[int]:
    """Suspended cases whose review date has come."""
    rows = select(Case.id).where(Case.suspended_until <= at, Case.suspended_until.is_not(None))
    return db.session.scalars(rows.order_by(Case.suspended_until).limit(limit)).all()


def refused(actor: Actor, case_id: int | None = None, before: int = BIGGEST_ID, limit: int = PAGE) -> list[Refused]:
    """Attempts to close without an approval, newest first: of a case, or of every case this person may see. One
    statement."""
    columns = (RefusedClosing.door, RefusedClosing.verb, RefusedClosing.approval, RefusedClosing.at)
    rows = select(RefusedClosing.id, RefusedClosing.case_id, Case.receipt, User.name.label("actor"), *columns)
    rows = rows.join(Case, Case.id == RefusedClosing.case_id).outerjoin(User, User.id == RefusedClosing.actor_id)
    rows = rows.where(RefusedClosing.street_id == actor.street_id, RefusedClosing.id < before, visible_to(actor))
    if case_id is not None:
        rows = rows.where(RefusedClosing.case_id == case_id)
    found = db.session.execute(rows.order_by(RefusedClosing.id.desc()).limit(limit))
    return [Refused(*row[:5], Verb(row.verb), *row[6:]) for row in found]


def story(case: Case) -> Story:
    """What decides whether one look at its result is enough. One statement."""
    failed = exists().where(CaseCheck.case_id == case.id, CaseCheck.passed.is_(False))
    others = exists().where(Case.merged_into_id == case.id)
    found, merged = db.session.execute(select(failed, others)).one()
    sent_back = bool(found) or case.rejections > 0
    return Story(case.about_handlers, case.relapse_of_id is not None, bool(merged), case.round, sent_back)


def passed_checks(case: Case) -> int:
    """How many people have passed the result as it was last reported done. One statement."""
    rows = select(func.count(CaseCheck.checker_id.distinct())).where(CaseCheck.case_id == case.id)
    rows = rows.where(CaseCheck.round == case.round, CaseCheck.passed, CaseCheck.at >= case.handled_at)
    return db.session.scalar(rows) or 0


def work_began(case: Case) -> datetime:
    """When the handling side last had to begin: signed in, sent back to it, reopened. One statement."""
    rows = select(CaseEntry.at, CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.verb.in_(BEGINS))
    rows = rows.where(CaseEntry.to_state.in_((State.IN_PROGRESS, State.REWORK)))
    begun = db.session.execute(rows.order_by(CaseEntry.seq.desc()).limit(1)).first()
    if begun is None:
        return case.signed_in_at or case.reported_at
    acted = begun.facts.get("acted_at")  # signed for without signal: work began then, not when we heard of it
    return datetime.fromisoformat(acted) if acted else begun.at


def seen_before(case_id: int, round_: int) -> datetime | None:
    """When the last picture of the trouble itself was taken, None when no camera noted it. One statement."""
    rows = select(func.max(CasePhoto.taken_at)).where(CasePhoto.case_id == case_id, CasePhoto.kind.in_(BEFORE))
    return db.session.scalar(rows.where(CasePhoto.round == round_))


def pending_rechecks(case_id: int) -> Sequence[Recheck]:
    """The return visits of a closing that are still to be made, the next first. One statement."""
    rows = select(Recheck).where(Recheck.case_id == case_id, Recheck.done_at.is_(None))
    return db.session.scalars(rows.order_by(Recheck.due_on)).all()


def last_asked(case_id: int) -> CaseEntry | None:
    """The newest line that asked for more time: its facts, and who wrote it. One statement."""
    rows = select(CaseEntry).where(CaseEntry.case_id == case_id, CaseEntry.verb.in_(ASKS))
    return db.session.scalars(rows.order_by(CaseEntry.seq.desc()).limit(1)).one_or_none()


def conference_called(case_id: int) -> CaseEntry:
    """The newest line that brought a case before a conference. One statement."""
    rows = select(CaseEntry).where(CaseEntry.case_id == case_id, CaseEntry.to_state == State.CONFERENCE)
    rows = rows.where(CaseEntry.from_state.in_((State.IN_REVIEW, State.DISPUTED)))
    return db.session.scalars(rows.order_by(CaseEntry.seq.desc()).limit(1)).one()


def conferences(case_id: int) -> Sequence[Conference]:
    """The records of a case's conferences, oldest first. One statement."""
    return db.session.scalars(select(Conference).where(Conference.case_id == case_id).order_by(Conference.id)).all()
