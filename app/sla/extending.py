"""延期: how far a promise may be moved, and the moving of it. Handlers of the case's events (app/wiring.py)."""

from datetime import datetime

from app.cases.events import CaseExtended, CaseExtensionAsked, CaseSuspended, CaseSuspensionAsked
from app.cases.models import Case
from app.cases.queries import at_hand
from app.catalog import queries as catalog
from app.core import heard
from app.core.clock import street_time
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.values import Span, Unit
from app.sla import book, calendars
from app.sla.changing import change, facts_of
from app.sla.clocks import ClockKind
from app.sla.models import Clock
from app.sla.reckoning import What, extended, reckon

WAITS = (What.PAUSE, What.RESUME)
AT_FORMAT = "%Y-%m-%d %H:%M"


def refuse_after_breach(event: CaseExtensionAsked | CaseSuspensionAsked | CaseSuspended) -> None:
    """Neither more time nor a pause once the promise is broken. Raises Conflict."""
    if (clock := running_disposal(event.case_id)) is not None and clock.due_at <= heard.done_at(event.at):
        raise Conflict(N_("已经超期，不能再申请延期或挂账"))


def check_extension(event: CaseExtensionAsked | CaseExtended) -> None:
    """Within the number and the ceiling that the category allows. Raises Conflict, or Invalid at `days`."""
    case, clock = at_hand(event.case_id), running_disposal(event.case_id)
    limits = catalog.limits(case.category_id, case.dispatched_at or event.at)
    if clock is None:
        raise Conflict(N_("处置时钟没有在走，不用延期"))
    if case.extensions >= limits.extensions_max:
        raise Conflict(N_("这类案件最多延期 %(n)s 次"), n=limits.extensions_max)
    latest = ceiling_at(case, event.at)
    days = calendars.calendar(clock.calendar_id, event.at)
    if latest is not None and extended(days, clock.due_at, clock.unit, event.days) > latest:
        raise Invalid(errors={"days": N_("太久了：整件事最晚到 %(at)s")}, at=street_time(latest).strftime(AT_FORMAT))


def extend(event: CaseExtended) -> None:
    """The due time moves; the one before stays in the strict rate."""
    check_extension(event)
    clock = running_disposal(event.case_id)
    if clock is not None:
        for moved in (*due_with(clock), clock):  # first those that are due with it: they are told by its due time
            change(moved, What.EXTEND, event.at, Span(event.days, Unit.WORKING_DAY))


def due_with(disposal: Clock) -> list[Clock]:
    """The running parts that are due with their case: what moves the case's promise moves theirs."""
    found = [c for c in book.clocks(disposal.case_id) if c.kind is ClockKind.PART and c.is_running]
    return [clock for clock in found if clock.due_at == disposal.due_at]


def running_disposal(case_id: int) -> Clock | None:
    """The promise to get it done that runs now."""
    found = (c for c in book.clocks(case_id) if c.kind is ClockKind.DISPOSE and c.is_running)
    return next(found, None)


def ceiling_at(case: Case, at: datetime) -> datetime | None:
    """The latest due time that the category allows, from the first promise of the round; pauses do not count.

    None for a category without a ceiling.
    """
    limits = catalog.limits(case.category_id, case.dispatched_at or at)
    mine = [c for c in book.clocks(case.id) if c.kind is ClockKind.DISPOSE and c.round == case.round]
    if limits.dispose_ceiling is None or not mine:
        return None
    changes = book.changes(clock.id for clock in mine)
    # One wait stands with every clock that it stopped.
    waits = {fact for of_clock in changes.values() for fact in facts_of(of_clock) if fact.what in WAITS}
    days = calendars.calendar(mine[-1].calendar_id, at)
    return reckon(days, limits.dispose_ceiling, mine[0].started_at, waits).due_at
