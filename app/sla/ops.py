"""The clocks follow their case: handlers of its events (app/wiring.py), by the map in effects.py.

Nobody else writes a clock but the sweep. None of these opens a transaction.
"""

import math
from datetime import datetime, timedelta

from app.cases import ops as cases
from app.cases.events import (
    CaseClosed,
    CaseConcluded,
    CaseConferred,
    CaseDispatched,
    CaseEnded,
    CaseEvent,
    CaseRechecked,
    CaseReclassified,
    CaseReported,
    CaseResumed,
    CaseReviewStarted,
    CaseReworked,
    CaseSignedIn,
    CaseSupervised,
    CaseSuspended,
    CaseUnmerged,
)
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.queries import at_hand, pending_rechecks
from app.cases.words import Urgency
from app.catalog import queries as catalog
from app.catalog.stages import SECOND_REVIEW
from app.core.values import Span, Unit
from app.people import queries as people
from app.people.street_settings import settings_of
from app.sla import book, calendars
from app.sla.changing import change, reckoned, settle
from app.sla.clocks import ClockKind, End, rework_span
from app.sla.effects import EFFECTS, PAUSED_BY_WAITING
from app.sla.extending import check_extension as check_extension
from app.sla.extending import extend as extend
from app.sla.extending import refuse_after_breach as refuse_after_breach
from app.sla.models import Clock
from app.sla.parting import hold_to_case as hold_to_case
from app.sla.parting import start_part as start_part
from app.sla.parting import stop_part as stop_part
from app.sla.reckoning import What
from app.sla.workcal import due
from app.sla.writing import is_told_at_night, write_clock

RETURN = Span(2, Unit.WORKING_HOUR)
RETURN_CRITICAL = Span(15, Unit.ELAPSED_MINUTE)
BY_CATEGORY = (ClockKind.RESPOND, ClockKind.DISPOSE)


def keep_time(event: CaseEvent) -> None:
    """Stop what the event ends, then start what it promises; the one handler for every event of a case."""
    stop_for(event)
    start_for(event)


def stop_for(event: CaseEvent) -> None:
    """Stop, drop or pause the clocks that the event ends."""
    if isinstance(event, CaseReported):
        book.open_page(event.case_id)
    elif isinstance(event, CaseEnded):
        _stop(event.case_id, frozenset(ClockKind), event.at, End.DROPPED)
    elif isinstance(event, CaseSuspended):
        _pause(event)
    elif effect := EFFECTS.get(type(event)):
        _stop(event.case_id, effect.stops, event.at, End.DONE)
        _stop(event.case_id, effect.drops, event.at, End.DROPPED)
        _stop(event.case_id, effect.lapses, event.at, End.LAPSED)


def start_for(event: CaseEvent) -> None:
    """Start or resume the clocks that the event promises."""
    if isinstance(event, CaseResumed):
        _resume(event)
    elif isinstance(event, CaseUnmerged):
        _revive(event)
    elif (effect := EFFECTS.get(type(event))) and effect.starts:
        case = at_hand(event.case_id)
        for kind in effect.starts:
            _start(case, kind, event)
    if isinstance(event, CaseReported | CaseReworked):
        _run_by_hotline(event)


def open_return_window(event: CaseSignedIn) -> None:
    """From the sign-in a case may be sent back for 2 working hours, 15 minutes if critical (domain.md §2)."""
    case = at_hand(event.case_id)
    span = RETURN_CRITICAL if case.urgency is Urgency.CRITICAL else RETURN
    cases.set_return_until(case.id, due(calendars.in_force(case.street_id, event.at).calendar, event.at, span).at)


def answer_within(event: CaseSupervised) -> None:
    """督办: the clock of its answer runs, and the case knows until when."""
    write_clock(at_hand(event.case_id), ClockKind.ANSWER, event.within, event.at)
    cases.set_answer_by(event.case_id, book.clocks(event.case_id)[-1].due_at)


def start_call_back(event: CaseClosed) -> None:
    """回访: who left a way to be reached is asked; whether anybody did, app/wiring.py knows."""
    _start(at_hand(event.case_id), ClockKind.CALL_BACK, event)


def promise_recheck(event: CaseClosed | CaseRechecked) -> None:
    """复查: the next visit is due so many calendar days after the closing, counted from there, however late this is."""
    case = at_hand(event.case_id)
    row = next(iter(pending_rechecks(case.id)), None)
    if row is not None and case.closed_at is not None:
        write_clock(case, ClockKind.RECHECK, Span(row.days, Unit.CALENDAR_DAY), case.closed_at)


def narrow(event: CaseReclassified) -> None:
    """Another category: a shorter limit counts from now on, a longer one changes nothing."""
    case = at_hand(event.case_id)
    for clock in book.clocks(event.case_id):
        if clock.is_running and clock.kind in BY_CATEGORY:
            span, limit_id = _limit(case, clock.kind, event.at)
            clock.at_night = clock.at_night or is_told_at_night(case, span)
            if change(clock, What.NARROW, event.at, span):
                clock.limit_id = limit_id


def _run_by_hotline(event: CaseReported | CaseReworked) -> None:
    """12345's own due time never pauses; done again, it runs on to the same moment (domain.md section 3)."""
    case = at_hand(event.case_id)
    before = _of_kind(case.id, ClockKind.HOTLINE)
    if case.hotline_due_at is None:
        return
    if before:
        before[-1].stopped_at = before[-1].ended = None
        settle(before[-1], reckoned(before[-1], ()), event.at, anew=False)
    else:
        start = min(case.source_at or event.at, event.at).replace(second=0, microsecond=0)
        minutes = math.ceil((case.hotline_due_at - start) / timedelta(minutes=1))
        if minutes > 0:  # else the sheet's own two times contradict each other
            write_clock(case, ClockKind.HOTLINE, Span(minutes, Unit.ELAPSED_MINUTE), start)


def _start(case: Case, kind: ClockKind, event: CaseEvent) -> None:
    if kind is ClockKind.CONFERENCE:
        _promise_conference(case, event)
    elif kind not in BY_CATEGORY:
        span = catalog.stage_limit(case.street_id, _stage(kind, event), case.urgency, event.at)
        write_clock(case, kind, span, event.at)
    elif kind is ClockKind.DISPOSE:
        _start_disposal(case, event)
    elif not _of_round(case, kind) and case.follow_up_of_id is None:
        _promise_by_category(case, kind, event.at)  # a repair follows a case whose reporter was contacted


def _promise_conference(case: Case, event: CaseEvent) -> None:
    """As many working days as the street gives a conference; none where the duty chief rules at once."""
    street = people.street(case.street_id)
    if isinstance(event, CaseConferred) and event.held and street is not None:
        days = settings_of(street.settings).conference_days
        write_clock(case, ClockKind.CONFERENCE, Span(days, Unit.WORKING_DAY), event.at)


def _stage(kind: ClockKind, event: CaseEvent) -> str:
    """The stage that limits a clock: a second round of a review has a limit of its own."""
    return SECOND_REVIEW if isinstance(event, CaseReviewStarted) and event.again else kind.value


def _start_disposal(case: Case, event: CaseEvent) -> None:
    """A round's first disposal has the whole limit, every later one that of a rework."""
    before = _of_round(case, ClockKind.DISPOSE)
    if any(clock.stopped_at is None for clock in before):
        return  # sent back or handed over: the promise runs on
    if isinstance(event, CaseConcluded) and case.state is not State.IN_PROGRESS:
        return
    if isinstance(event, CaseReworked) or (before and not _only_made_safe(case, before, event)):
        original = before[0].span if before else _limit(case, ClockKind.DISPOSE, event.at)[0]
        write_clock(case, ClockKind.DISPOSE, rework_span(original), event.at)
    elif not before:
        _promise_by_category(case, ClockKind.DISPOSE, event.at)


def _only_made_safe(case: Case, before: list[Clock], event: CaseEvent) -> bool:
    """Made safe and then handed over: disposal was done, the lasting repair is the follow-up case."""
    return isinstance(event, CaseDispatched) and before[-1].stopped_at == case.made_safe_at


def _promise_by_category(case: Case, kind: ClockKind, at: datetime) -> None:
    span, limit_id = _limit(case, kind, at)
    write_clock(case, kind, span, at, limit_id=limit_id)


def _limit(case: Case, kind: ClockKind, at: datetime) -> tuple[Span, int]:
    """The category's limit as it stood when the case was dispatched: a change touches later cases only.

    `dispose` of a dangerous thing is the time to make it safe; its lasting repair, the follow-up case,
    has the time that the whole may take (dispose_ceiling).
    """
    limits = catalog.limits(case.category_id, case.dispatched_at or at)
    repair = limits.dispose_ceiling if case.follow_up_of_id and limits.dispose_ceiling else limits.dispose
    return (limits.respond if kind is ClockKind.RESPOND else repair), limits.id


def _stop(case_id: int, kinds: frozenset[ClockKind], at: datetime, ended: End) -> None:
    for clock in book.clocks(case_id):
        if clock.stopped_at is None and clock.kind in kinds:
            clock.stop(at, ended)


def _pause(event: CaseSuspended) -> None:
    """挂账 stops the unit's clocks; one that is already past due has nothing left to keep and runs on."""
    for clock in book.clocks(event.case_id):
        if clock.is_running and clock.kind in PAUSED_BY_WAITING and clock.due_at > event.at:
            change(clock, What.PAUSE, event.at)


def _resume(event: CaseResumed) -> None:
    for clock in book.clocks(event.case_id):
        if clock.paused_at is not None:
            change(clock, What.RESUME, event.at)


def _revive(event: CaseUnmerged) -> None:
    """Apart again: the clocks that the merging dropped go on as if it had not been."""
    mine = [c for c in book.clocks(event.case_id) if c.part_id is None]  # a part is over before its case is merged
    dropped = [c for c in mine if c.ended is End.DROPPED and c.stopped_at]
    merged_at = max((c.stopped_at for c in dropped if c.stopped_at), default=None)
    changes = book.changes(clock.id for clock in dropped)
    for clock in dropped:
        if clock.stopped_at == merged_at:
            clock.stopped_at = clock.ended = None
            settle(clock, reckoned(clock, changes.get(clock.id, ())), event.at, anew=False)


def _of_kind(case_id: int, kind: ClockKind) -> list[Clock]:
    return [clock for clock in book.clocks(case_id) if clock.kind is kind]


def _of_round(case: Case, kind: ClockKind) -> list[Clock]:
    return [clock for clock in _of_kind(case.id, kind) if clock.round == case.round]
