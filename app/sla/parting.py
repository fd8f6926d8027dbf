"""The clocks of an assisting unit: to sign in, and its part. Handlers of the case's events (app/wiring.py).

A part is never due after its case (ADR 14). Asked for without a limit it has the promise of the case itself: the
same span from the same moment with everything that has happened to it, and so the same due time. Asked for with a
limit of its own it keeps that, until the case's due time would come before it: then it has the case's.
"""

from datetime import datetime

from app.cases.events import CaseEvent, CasePartAsked, CasePartCancelled, CasePartEvent, CasePartReported
from app.cases.models import Case
from app.cases.queries import at_hand
from app.catalog import queries as catalog
from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.sla import book
from app.sla.changing import first_span, reckoned, settle
from app.sla.clocks import ClockKind, End
from app.sla.extending import running_disposal
from app.sla.models import Clock, ClockChange
from app.sla.writing import write_clock

PART_CLOCKS = (ClockKind.PART_SIGN_IN, ClockKind.PART)


def start_part(event: CasePartAsked) -> None:
    """The unit has its time to sign in, and its part a promise. Raises Invalid for one later than the case's."""
    case, disposal = at_hand(event.case_id), running_disposal(event.case_id)
    if event.within is not None:
        own = write_clock(case, ClockKind.PART, event.within, event.at, part_id=event.part_id)
        if disposal is not None and own.due_at > disposal.due_at:
            raise Invalid(errors={"within": N_("协办不能比这件事更晚到期，请选短一点的，或和这件事一样")})
    elif disposal is not None:
        _promise_like(disposal, case, event.part_id, event.at)
    else:
        raise Invalid(errors={"within": N_("这件事的处置时钟没有在走，请写多久办好")})
    sign_in = catalog.stage_limit(case.street_id, ClockKind.SIGN_IN.value, case.urgency, event.at)
    write_clock(case, ClockKind.PART_SIGN_IN, sign_in, event.at, part_id=event.part_id)


def stop_part(event: CasePartEvent) -> None:
    """Signed in, reported or cancelled."""
    ends = PART_CLOCKS if isinstance(event, CasePartReported | CasePartCancelled) else (ClockKind.PART_SIGN_IN,)
    ended = End.DROPPED if isinstance(event, CasePartCancelled) else End.DONE
    for clock in book.clocks(event.case_id):
        if clock.part_id == event.part_id and clock.kind in ends and clock.stopped_at is None:
            clock.stop(event.at, ended)


def hold_to_case(event: CaseEvent) -> None:
    """After the case's own promise moved: a part that would be due after it is due with it."""
    hold(event.case_id, event.at)


def hold(case_id: int, at: datetime) -> None:
    """Let no running part of a case be due after the case."""
    disposal = running_disposal(case_id)
    for clock in [c for c in book.clocks(case_id) if c.kind is ClockKind.PART and c.is_running]:
        if disposal is not None and clock.due_at > disposal.due_at:
            clock.stop(at, End.DROPPED)
            _promise_like(disposal, at_hand(case_id), clock.part_id or 0, at)


def _promise_like(disposal: Clock, case: Case, part_id: int, at: datetime) -> None:
    """The case's own promise once more, with all that happened to it, for a part."""
    known = book.changes([disposal.id]).get(disposal.id, [])
    clock = write_clock(case, ClockKind.PART, first_span(disposal, known), disposal.started_at, part_id=part_id)
    clock.calendar_id, clock.round = disposal.calendar_id, disposal.round
    clock.amount, clock.unit = disposal.amount, disposal.unit
    clock.step = disposal.step  # what the case was late for before is not told of the part
    db.session.flush()  # its changes point to it
    copies = [ClockChange(clock_id=clock.id, **_told(change)) for change in known]
    db.session.add_all(copies)
    settle(clock, reckoned(clock, copies), at, anew=False)


def _told(change: ClockChange) -> dict[str, object]:
    names = ("at", "what", "amount", "unit", "was_due_at", "was_amount", "was_unit", "was_calendar_id")
    return {name: getattr(change, name) for name in names}
