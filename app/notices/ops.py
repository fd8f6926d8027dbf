"""Notices are written with the event that causes them, in its transaction, and delivered after it.

Handlers of events (app/wiring.py): the functions `note_…`. For the job: `claim` and `settle`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.cases import events as cases
from app.cases.backlog import MONTH
from app.cases.models import Case
from app.cases.queries import at_hand, reports_in
from app.cases.words import DeskKind
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.rows import append_all
from app.core.values import as_json
from app.grid.events import HandoverSigned, HandoverWritten
from app.intake.queries import with_email
from app.notices import channels, readers
from app.notices.models import UNREAD, Notice
from app.notices.posting import claim as claim
from app.notices.posting import settle as settle
from app.notices.readers import Reader
from app.notices.words import FOR_REVIEWERS, Channel, NoticeKind
from app.notices.writing import Told, key_of, write
from app.people import queries as people
from app.review.events import ReviewersSeated, ReviewEvent, SeatsLost, VotesAwaited
from app.review.turns import Turn
from app.sla.clocks import ClockKind
from app.sla.events import ClockEvent
from app.sla.ladder import Step
from app.sla.models import Clock
from app.sla.parting import PART_CLOCKS

FOR_THE_CHIEF = (
    DeskKind.NO_PANEL,
    DeskKind.DICE,
    DeskKind.NO_CHECKER,
    DeskKind.CONFERENCE,
    DeskKind.OVERRIDE,
    DeskKind.EXTENSION,
    DeskKind.SUSPENSION,
    DeskKind.REOPEN_ASKED,
    DeskKind.UNIT_CLOSED,
    DeskKind.OWNER_GONE,
)
# An appeal, and what no duty chief may rule on.
FOR_THE_LEADER = (DeskKind.OVERRIDE_UP, DeskKind.REOPEN_APPEAL)
BY_CLERKS = (ClockKind.FILE, ClockKind.VERIFY, ClockKind.CALL_BACK)
RULINGS = {ClockKind.OVERRIDE: DeskKind.OVERRIDE, ClockKind.CONFERENCE: DeskKind.CONFERENCE}
BY_CHIEFS = (*RULINGS, ClockKind.REOPEN)
AT_DESK = (*BY_CLERKS, ClockKind.DISPATCH, ClockKind.CHECK, ClockKind.REVIEW, *BY_CHIEFS)
UP = (Step.UP_ONE, Step.UP_TWO)


def note_dispatched(event: cases.CaseDispatched) -> None:
    """The owner and the handling side have something to sign."""
    _note_case(event, NoticeKind.DISPATCHED, readers.handling)


def note_handled(event: cases.CaseHandled | cases.CasePassedOnce | cases.CaseCheckerNamed) -> None:
    """The checker has something to look at; nobody is told while nobody is chosen."""
    _note_case(event, NoticeKind.TO_CHECK, lambda case: readers.people(case, [case.checker_id]))


def note_reworked(event: cases.CaseReworked) -> None:
    """The handling side has it again."""
    _note_case(event, NoticeKind.REWORK, readers.handling)


def note_urged(event: cases.CaseUrged) -> None:
    """催办: the owner and the handling side."""
    _note_case(event, NoticeKind.URGED, readers.handling)


def note_closed(event: cases.CaseClosed) -> None:
    """The owner, who followed it, hears the end."""
    _note_case(event, NoticeKind.CLOSED, lambda case: readers.people(case, [case.owner_id]))


def note_reporters(event: cases.CaseClosed) -> None:
    """Whoever left a mail address is told that it is closed, each by the number of their own report."""
    if channels.mail() is None:
        return
    case, reports = at_hand(event.case_id), reports_in(event.case_id)
    wanted, street = with_email([report.case_id for report in reports]), people.street(case.street_id)
    kind = NoticeKind.REPORT_CLOSED
    about: dict[str, Any] = {
        "street_id": case.street_id,
        "user_id": None,
        "channel": Channel.MAIL,
        "kind": kind,
        "attempts": 0,
    }
    about |= {"created_at": event.at, "delivered_at": None, "next_try_at": event.at}
    rows = [
        {
            **about,
            "case_id": report.case_id,
            "event_key": key_of(kind, report.case_id, event.at),
            "params": {"receipt": report.receipt, "street": street.slug if street else ""},
        }
        for report in reports
        if report.case_id in wanted
    ]
    if rows:
        append_all(Notice, rows)


def note_desk(event: cases.CaseNeedsDesk) -> None:
    """Dispatchers and the duty chief have a decision to make; what only the chief decides, the chief."""
    _note_case(
        event, NoticeKind.DESK, lambda case: _at_desk(case, event.kind, _deciding(case, event.kind)), desk=event.kind
    )


def _deciding(case: Case, kind: DeskKind) -> Sequence[Role]:
    if kind in FOR_THE_LEADER or (kind is DeskKind.EXTENSION and case.extensions):
        return [Role.LEADER]  # the second extension is theirs
    return [Role.DUTY_CHIEF] if kind in FOR_THE_CHIEF else [Role.DISPATCHER, Role.DUTY_CHIEF]


def _at_desk(case: Case, kind: DeskKind, roles: Sequence[Role]) -> list[Reader]:
    """The desk; and at night the 24-hour duty, whose hand it then waits for."""
    by_night = readers.people(case, [case.owner_id]) if kind is DeskKind.BY_HAND else []
    return list({reader.user_id: reader for reader in (*readers.holders(case, *roles), *by_night)}.values())


def note_granted(event: cases.CaseExtended) -> None:
    """More time was given: whoever handles and owns it."""
    _note_case(event, NoticeKind.GRANTED, readers.handling)


def note_declined(event: cases.CaseDeclined) -> None:
    """Whoever asked hears that the answer is no."""
    _note_case(event, NoticeKind.DECLINED, lambda case: readers.people(case, [event.asked_by_id]))


def note_taken_over(event: cases.CaseTakenOver) -> None:
    """Whoever owned it till now; and whoever was given it by somebody else."""
    _note_case(event, NoticeKind.TAKEN_OVER, lambda case: readers.people(case, [event.before_id]))
    if event.owner_id != event.actor_id:
        _note_case(event, NoticeKind.PASSED_ON, lambda case: readers.people(case, [event.owner_id]))


def note_supervised(event: cases.CaseSupervised) -> None:
    """督办: whoever handles and owns it must answer."""
    _note_case(event, NoticeKind.SUPERVISED, readers.handling)


def note_answered(event: cases.CaseAnswered) -> None:
    """Whoever issued the 督办."""
    _note_case(event, NoticeKind.ANSWERED, lambda case: readers.people(case, [event.issued_by_id]))


def note_part(event: cases.CasePartEvent) -> None:
    """The assisting unit is asked, or no longer needed; its part is done: whoever handles and owns the case."""
    match event:
        case cases.CasePartReported():
            _note_case(event, NoticeKind.PART_DONE, readers.handling)
        case cases.CasePartCancelled():
            _note_case(event, NoticeKind.PART_CANCELLED, lambda case: readers.assisting(case, event.part_id))
        case _:
            _note_case(event, NoticeKind.PART_ASKED, lambda case: readers.assisting(case, event.part_id))


def note_refused_closing(event: cases.CaseClosingRefused) -> None:
    """The leader hears once of each person who tries to close a case without an approval."""
    case, kind = at_hand(event.case_id), NoticeKind.REFUSED_CLOSING
    _write(case, kind, f"{kind.value}:{case.id}:{event.actor_id}", readers.holders(case, Role.LEADER), event.at)


def note_seated(event: ReviewersSeated) -> None:
    """The reviewers are asked to vote; they learn neither number nor place here."""
    _note_panel(event, NoticeKind.TO_VOTE, event.user_ids)


def note_awaited(event: VotesAwaited) -> None:
    """Whoever sits and has not voted is reminded, and told until when."""
    kind = NoticeKind.VOTE_LATE if event.turn is Turn.RESERVES else NoticeKind.VOTE_SOON
    _note_panel(event, kind, event.user_ids, due_at=event.by)


def note_seats_lost(event: SeatsLost) -> None:
    """Whoever did not vote in time need not any more."""
    _note_panel(event, NoticeKind.SEAT_LOST, event.user_ids)


def note_clock(event: ClockEvent) -> None:
    """黄牌, 红牌: whoever must act, and the tier above them.

    120 % and 150 %: one tier up, and once more; they alone, for the others know.
    """
    case = at_hand(event.case_id)
    if event.kind is ClockKind.RECHECK and event.step is Step.UP_TWO:
        return  # a late 复查 is told one tier up, once
    if event.step in UP:
        above = readers.tiers_up(case, UP.index(event.step), from_desk=event.kind in AT_DESK)
        _write(case, NoticeKind.RAISED, event.key, above, event.at, clock=event.kind, due_at=event.due_at)
        return
    late = event.step is Step.RED
    members = _members(case, event)
    told = {r.user_id: r for r in (*members, *_above(case, event.kind, members))}
    facts = {"clock": event.kind, "due_at": event.due_at}
    _write(case, NoticeKind.RED if late else NoticeKind.YELLOW, event.key, told.values(), event.at, **facts)


def note_silent_lead(case: Case, at: datetime) -> None:
    """领导包案: the lead official, once for every month that went by without a word of progress; who left, the leaders."""
    if case.progress_at is None:
        return
    months, kind = (at - case.progress_at) // MONTH, NoticeKind.PROGRESS_DUE
    official = readers.people(case, [case.official_id]) or readers.holders(case, Role.LEADER)
    _write(case, kind, f"{key_of(kind, case.id, case.progress_at)}:{months}", official, at)


def note_handed_over(event: HandoverWritten) -> None:
    """Who comes has something to read and to sign."""
    kind = NoticeKind.HANDED_OVER
    told = Told(event.street_id, kind, f"{kind.value}:{event.handover_id}", {"handover": 0})
    write(told, readers.staff(event.street_id, event.takers), event.at)


def note_handover_signed(event: HandoverSigned) -> None:
    """Who went knows that it was read."""
    kind = NoticeKind.HANDOVER_SIGNED
    told = Told(event.street_id, kind, f"{kind.value}:{event.handover_id}", {"handover": event.handover_id})
    write(told, readers.staff(event.street_id, [event.writer_id]), event.at)


def note_unsent(street_id: int, device_id: int, unsent: int, at: datetime) -> None:
    """A tablet that was taken out of use keeps work unsent: whoever administers hears of each number once."""
    kind = NoticeKind.DEVICE_UNSENT
    told = Told(street_id, kind, f"{kind.value}:{device_id}:{unsent}", {"device": device_id, "unsent": unsent})
    write(told, readers.administrators(street_id), at)


def mark_read(actor: Actor, up_to: int, at: datetime) -> int:
    """The person has seen their inbox up to this row; returns how many were new."""
    unread = update(Notice).where(Notice.user_id == actor.id, UNREAD, Notice.id <= up_to).values(read_at=at)
    done = db.session.execute(unread, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]


def _note_case(event: cases.CaseEvent, kind: NoticeKind, whom: Any, **params: Any) -> None:
    case = at_hand(event.case_id)
    _write(case, kind, key_of(kind, event.case_id, event.at), whom(case), event.at, **params)


def _note_panel(event: ReviewEvent, kind: NoticeKind, user_ids: Sequence[int], **params: Any) -> None:
    case = at_hand(event.case_id)
    key, whom = key_of(kind, event.review_id, event.at), readers.people(case, user_ids)
    _write(case, kind, key, whom, event.at, review_id=event.review_id, **params)


def _members(case: Case, event: ClockEvent) -> list[Reader]:
    """Whose turn it is while this clock runs."""
    clock = event.kind
    if clock in BY_CLERKS:
        return readers.holders(case, Role.INTAKE_CLERK)
    if clock is ClockKind.DISPATCH:
        return readers.holders(case, Role.DISPATCHER)
    if clock is ClockKind.CHECK:
        return readers.people(case, [case.checker_id])
    if clock is ClockKind.REVIEW:
        return []  # the panel is told by its own turns (app/review/turns.py)
    if clock in RULINGS:
        return readers.holders(case, *_deciding(case, case.desk_kind or RULINGS[clock]))
    if clock in PART_CLOCKS:
        return readers.assisting(case, db.session.get_one(Clock, event.clock_id).part_id or 0)
    if clock is ClockKind.REOPEN and case.desk_kind is not None:
        return readers.holders(case, *_deciding(case, case.desk_kind))
    if clock is ClockKind.RECHECK:
        return readers.people(case, [case.owner_id])
    return readers.handling(case)


def _above(case: Case, clock: ClockKind, members: Sequence[Reader]) -> list[Reader]:
    if clock in RULINGS:
        return readers.holders(case, Role.LEADER)
    if clock is ClockKind.RECHECK:
        return []
    return readers.holders(case, Role.DUTY_CHIEF) if clock in AT_DESK else readers.tier_above(case, members)


def _write(case: Case, kind: NoticeKind, key: str, whom: Iterable[Reader], at: datetime, **params: Any) -> None:
    facts = as_json(params) if kind in FOR_REVIEWERS else {"receipt": case.receipt, **as_json(params)}
    write(Told(case.street_id, kind, key, facts, case.id), whom, at)
