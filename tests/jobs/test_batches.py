"""Due clocks are taken together, a hundred in one go; what cannot be is taken one by one, and comes out the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import jobs
from app.cases.models import Case
from app.core.counting import count_statements
from app.core.db import db
from app.jobs import Turn
from app.notices.models import Notice
from app.sla import book, sweeping
from app.sla.clocks import ClockKind, End
from app.sla.models import Clock, ClockStep
from tests.builders.town import CLUTTER, FIRE_LANE, FUMES, LEAK, MANHOLE, MONDAY, Town, minutes

RED = MONDAY + minutes(121)  # of a signature promised within two working hours


def written() -> tuple[list[Any], list[Any]]:
    steps = select(ClockStep.clock_id, ClockStep.lap, ClockStep.step, ClockStep.at)
    notices = select(Notice.event_key, Notice.user_id, Notice.kind, Notice.channel, Notice.case_id)
    rows = [db.session.execute(q.order_by(*q.selected_columns)) for q in (steps, notices)]
    return [tuple(row) for row in rows[0]], [tuple(row) for row in rows[1]]


def sweep(days: int = 0) -> tuple[int, int]:
    db.session.commit()
    total = jobs.sweep(Turn(RED + timedelta(days=days)))
    return total.steps, total.parked


def failing_at_first(work: Callable[..., int]) -> Callable[..., int]:
    """As `work`, but the first call finds somebody faster."""
    calls: list[int] = []

    def take(*given: Any) -> int:
        calls.append(len(calls))
        if calls == [0]:
            raise sweeping.Faster
        return work(*given)

    return take


def test_one_by_one_the_same_is_written_as_together(cast: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in (CLUTTER, FIRE_LANE, FUMES, LEAK, MANHOLE) * 2:
        cast.report(code)
    db.session.commit()
    before = db.session.begin_nested()
    together, found = sweeping.sweep(RED + timedelta(days=3)), written()
    before.rollback()
    monkeypatch.setattr(sweeping, "_take", failing_at_first(sweeping._take))
    assert sweeping.sweep(RED + timedelta(days=3)) == together
    assert written() == found and together.steps > 60


def test_a_clock_that_stopped_while_it_was_looked_at_holds_up_none(cast: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    cases, due = [cast.report(CLUTTER) for _ in range(3)], sweeping._due

    def seen(*given: Any) -> Any:
        rows = due(*given)
        signature(cases[1]).stop(RED, End.DONE)
        db.session.flush()
        return rows

    monkeypatch.setattr(sweeping, "_due", seen)
    assert sweep() == (4, 0)
    assert {c.id for c in map(signature, cases)} - {clock_id for clock_id, *_ in written()[0]} == {
        signature(cases[1]).id
    }


def test_in_one_batch_whoever_one_case_complains_about_hears_of_the_others_only(cast: Town) -> None:
    plain, about = cast.report(CLUTTER), cast.report(CLUTTER, about_handlers=True)
    assert cast.worker.id in cast.of(about.id).about_ids
    sweep()
    readers = select(Notice.case_id).where(Notice.user_id == cast.worker.id, Notice.event_key.like("clock:%"))
    assert set(db.session.scalars(readers)) == {plain.id}


def test_a_batch_asks_for_people_once_not_for_every_clock(cast: Town) -> None:
    for _ in range(30):
        cast.report(CLUTTER)
    db.session.commit()
    with count_statements() as counted:
        assert sweep() == (60, 0)
    assert counted.n <= 15


def signature(case: Case) -> Clock:
    return next(clock for clock in book.clocks(case.id) if clock.kind is ClockKind.SIGN_IN)
