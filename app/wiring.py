"""THE PROCESS MAP: what happens → who reacts, in this order, in the same transaction.

The only file where features meet. A handler that needs to know something of a feature beside it (is the
office open?) is given it here.
"""

from collections.abc import Mapping, Sequence

from app.cases import events as c
from app.cases import ops as cases
from app.catalog import events as k
from app.core import counters, events
from app.core.events import Event, Handler
from app.grid import events as g
from app.intake import queries as intake
from app.notices import ops as notices
from app.review import events as r
from app.review import ops as review
from app.review import turning
from app.sla import events as s
from app.sla import ops as sla
from app.sla import queries as time


def route_filed(event: c.CaseFiled) -> None:
    """Route with the knowledge of office hours."""
    cases.route_filed(event, office_open=time.office_open(event.street_id, event.at))


def call_back(event: c.CaseClosed) -> None:
    """A call-back is promised to whoever can be called."""
    if intake.has_phone(event.case_id):
        sla.start_call_back(event)


def look_at_desk(event: s.ClockRed | s.ClockUpOne | s.ClockUpTwo) -> None:
    """A late promise waits at the desk until somebody above knows."""
    counters.tick(counters.desk_of(event.street_id))


def look_at_reviews(event: s.CalendarChanged) -> None:
    """The days of open reviews are planned by another calendar."""
    turning.look_again(event.street_id, event.at)


REACTIONS: Mapping[type[Event], Sequence[Handler]] = {
    k.UnitClosed: (cases.let_go,),
    c.CaseReported: (sla.keep_time,),
    c.CaseVerifying: (sla.keep_time,),
    c.CaseVerified: (sla.keep_time,),
    c.CaseFiled: (sla.keep_time, route_filed),
    c.CaseDispatched: (sla.keep_time, notices.note_dispatched),
    c.CaseSignedIn: (sla.keep_time, sla.open_return_window),
    c.CaseContacted: (sla.keep_time,),
    c.CaseRefused: (sla.keep_time,),
    c.CaseMadeSafe: (sla.keep_time,),
    c.CaseSuspended: (sla.refuse_after_breach, sla.keep_time),
    c.CaseSuspensionAsked: (sla.refuse_after_breach,),
    c.CaseExtensionAsked: (sla.refuse_after_breach, sla.check_extension),
    c.CaseExtended: (sla.extend, notices.note_granted),
    c.CaseDeclined: (notices.note_declined,),
    c.CaseReclassified: (sla.narrow, sla.hold_to_case),
    c.CaseTakenOver: (notices.note_taken_over,),
    c.CaseSupervised: (sla.answer_within, notices.note_supervised),
    c.CaseAnswered: (sla.keep_time, notices.note_answered),
    c.CaseCalledBack: (sla.keep_time,),
    c.CaseRechecked: (sla.keep_time, sla.promise_recheck),
    c.CaseResumed: (sla.keep_time, sla.hold_to_case, cases.expect_unit),
    c.CaseHandled: (sla.keep_time, review.decide_sampling, cases.call_checker, notices.note_handled),
    c.CaseChecked: (sla.keep_time, review.after_check),
    c.CaseCheckerNamed: (notices.note_handled,),
    c.CasePassedOnce: (sla.keep_time, notices.note_handled),
    c.CaseReviewStarted: (sla.keep_time,),
    c.CaseReviewLapsed: (sla.keep_time,),
    c.CaseReviewVoid: (sla.keep_time,),
    c.CaseLeftToChief: (sla.keep_time,),
    c.CaseReworked: (sla.keep_time, notices.note_reworked, cases.expect_unit),
    c.CaseConferred: (sla.keep_time,),
    c.CaseConcluded: (sla.keep_time, review.after_conference, cases.expect_unit),
    c.CaseClosed: (
        *(sla.keep_time, call_back, cases.plan_rechecks, sla.promise_recheck),
        *(notices.note_closed, notices.note_reporters),
    ),
    c.CaseReopenAsked: (sla.keep_time,),
    c.CaseReopenAppealed: (sla.keep_time,),
    c.CaseReopenDeclined: (sla.keep_time,),
    c.CaseReopened: (sla.keep_time, cases.drop_rechecks, notices.note_reworked, cases.expect_unit),
    c.CaseEnded: (review.stop_review, sla.keep_time),
    c.CaseUnmerged: (sla.keep_time, cases.expect_unit),
    c.CaseUrged: (notices.note_urged,),
    c.CasePartAsked: (sla.start_part, notices.note_part),
    c.CasePartSignedIn: (sla.stop_part,),
    c.CasePartReported: (sla.stop_part, notices.note_part),
    c.CasePartCancelled: (sla.stop_part, notices.note_part),
    c.CaseClosingRefused: (notices.note_refused_closing,),
    c.CaseNeedsDesk: (notices.note_desk,),
    g.HandoverWritten: (notices.note_handed_over,),
    g.HandoverSigned: (notices.note_handover_signed,),
    r.ReviewersSeated: (notices.note_seated,),
    r.VotesAwaited: (notices.note_awaited,),
    r.SeatsLost: (notices.note_seats_lost,),
    s.CalendarChanged: (look_at_reviews,),
    s.ClockYellow: (notices.note_clock,),
    s.ClockRed: (notices.note_clock, look_at_desk),
    s.ClockUpOne: (notices.note_clock, look_at_desk),
    s.ClockUpTwo: (notices.note_clock, look_at_desk),
}


def connect() -> None:
    """Install the map in this process."""
    events.connect(REACTIONS)
