"""What the ledger says of a promise: kept, kept strictly, not accepted, known to somebody above."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import PhotoKind
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from app.core.permissions import Actor
from app.jobs import Turn
from app.sla import noting
from app.sla.clocks import ClockKind
from app.sla.ladder import LATE
from app.sla.ledger import LedgerRow, clocks_of
from app.sla.models import ClockStep
from tests.builders.town import CLUTTER, MANHOLE, MONDAY, Town, a_picture, a_result, hours, minutes

LATER = MONDAY + hours(1)
LATE_AT = MONDAY + timedelta(days=9)


def disposals(case: Case) -> list[LedgerRow]:
    return [row for row in clocks_of(case.id, LATE_AT, safe_at=case.made_safe_at) if row.kind is ClockKind.DISPOSE]


def late_case(cast: Town) -> tuple[Case, int]:
    """In hand, and its disposal over by more than a half."""
    case_id = cast.signed_in(CLUTTER).id
    db.session.commit()
    jobs.sweep(Turn(LATE_AT))
    case = cast.of(case_id)
    return case, disposals(case)[0].id


def test_what_was_done_in_time_counts_strictly(cast: Town) -> None:
    [row] = disposals(cast.handled(CLUTTER))
    assert (row.kept, row.strict) == (True, True)


def test_what_a_check_sent_back_does_not_count_though_it_was_in_time(cast: Town) -> None:
    first, again = disposals(cast.case_in(State.REWORK))
    assert (first.kept, first.strict, again.strict) == (True, False, None)


def test_what_was_made_safe_was_done_whatever_came_after(cast: Town) -> None:
    case = cast.signed_in(MANHOLE)
    ops.make_safe(cast.side(case), case, "围好了", (a_picture(PhotoKind.SAFE),), at=MONDAY + minutes(20))
    [row] = disposals(case)
    assert (row.kept, row.strict) == (True, True)


def test_what_was_done_in_the_extension_only_is_kept_and_not_strictly(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.ask_extension(cast.worker, case, 1, "等", at=LATER)
    ops.extend(cast.chief, case, 1, at=LATER)
    ops.handle(cast.worker, case, a_result(), at=MONDAY + timedelta(days=3))
    [row] = disposals(case)
    assert (row.kept, row.strict) == (True, False)


@pytest.mark.parametrize("who", ["chief", "leader", "grid_chief"])
def test_somebody_above_notes_every_late_step_at_once(cast: Town, who: str) -> None:
    case, clock_id = late_case(cast)
    actor: Actor = getattr(cast, who)
    assert noting.note_late(actor, case, clock_id, LATE_AT) == len(LATE)
    assert noting.note_late(actor, case, clock_id, LATE_AT) == 0
    rows = select(ClockStep).where(ClockStep.clock_id == clock_id, ClockStep.step.in_(LATE))
    assert {(step.noted_by_id, step.noted_at) for step in db.session.scalars(rows)} == {(actor.id, LATE_AT)}
    assert not disposals(case)[0].unnoted


def test_nobody_else_does_and_nobody_for_another_case(cast: Town) -> None:
    case, clock_id = late_case(cast)
    for actor in (cast.worker, cast.clerk, cast.dispatcher):
        with pytest.raises(NotAllowed):
            noting.note_late(actor, case, clock_id, LATE_AT)
    with pytest.raises(NotFound):
        noting.note_late(cast.chief, cast.report(CLUTTER), clock_id, LATE_AT)
