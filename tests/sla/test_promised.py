"""The dates a resident may hold us to: our own or the city's, and by when others have confirmed the result."""

from datetime import datetime, timedelta

import pytest

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.core.values import Span
from app.sla.clocks import ClockKind
from app.sla.promised import confirmed_by, promised
from app.sla.queries import clocks_of
from tests.builders.calendars import street_calendar
from tests.builders.reviews import take_turn
from tests.builders.town import CLUTTER, ENQUIRY, LEAK, MONDAY, WASTE, Town, hours
from tests.cases.test_clock_ops import wall

LATER = MONDAY + hours(1)


def test_the_stages_after_the_work_follow_each_other_over_the_weekend() -> None:
    stages = [Span.parse("1 working_day"), Span.parse("3 working_day")]
    assert confirmed_by(street_calendar(), wall("2026-11-19 18:00"), stages) == wall("2026-11-25 18:00")


@pytest.mark.parametrize(
    ("code", "done", "confirmed"),
    [
        (CLUTTER, "2026-11-18 18:00", "2026-11-24 18:00"),  # a check and a review
        (WASTE, "2026-11-16 14:30", "2026-11-20 18:00"),  # a review may be drawn
        (ENQUIRY, "2026-11-17 18:00", "2026-11-18 18:00"),  # a check only
    ],
)
def test_a_resident_is_told_until_when_it_is_done_and_until_when_confirmed(
    cast: Town, code: str, done: str, confirmed: str
) -> None:
    found = promised(cast.report(code), LATER)
    assert found.done is not None
    assert (found.done.due_at, found.confirmed_by) == (found.done.due_at, wall(confirmed))
    assert found.done.due_at == wall(done) or code == WASTE


def test_the_citys_date_counts_when_it_is_earlier(cast: Town) -> None:
    early, late = MONDAY + timedelta(days=2), MONDAY + timedelta(days=60)
    for due_at, kind in ((early, ClockKind.HOTLINE), (late, ClockKind.DISPOSE)):
        found = promised(cast.report(LEAK, hotline_due_at=due_at), LATER).done
        assert found is not None and found.kind is kind


def test_while_it_waits_no_day_is_promised_and_afterwards_nothing_is_left_to_confirm(cast: Town) -> None:
    assert promised(cast.case_in(State.SUSPENDED), LATER).confirmed_by is None
    assert promised(cast.case_in(State.CLOSED), LATER).confirmed_by is None


def test_what_is_checked_and_what_is_reviewed_is_confirmed_by_their_own_clocks(cast: Town) -> None:
    assert confirmed(cast.handled(CLUTTER)) == wall("2026-11-20 18:00")
    assert confirmed(cast.case_in(State.IN_REVIEW)) == wall("2026-11-19 18:00")


def test_a_panel_without_a_verdict_moves_the_date_to_the_next_limit_and_it_is_kept_honest(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    dates = [confirmed(case)]
    for days in (4, 9):
        take_turn(case, MONDAY + timedelta(days=days))
        dates.append(promised(case, MONDAY + timedelta(days=days)).confirmed_by)
    assert dates == [wall(f"2026-11-{day} 18:00") for day in (19, 24, 27)]
    limits = [str(row.span) for row in clocks_of(case.id, LATER) if row.kind in (ClockKind.REVIEW, ClockKind.OVERRIDE)]
    assert limits == ["3 working_day", "2 working_day", "2 working_day"]


def test_more_time_moves_both_dates(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    before = promised(case, LATER)
    ops.ask_extension(cast.worker, case, 1, "等", at=LATER)
    ops.extend(cast.chief, case, 1, at=LATER)
    after = promised(case, LATER)
    assert before.done and after.done and before.done.due_at and before.confirmed_by
    assert (after.done.due_at, after.done.strict_due_at) == (wall("2026-11-19 18:00"), before.done.due_at)
    assert after.confirmed_by == wall("2026-11-25 18:00")


def confirmed(case: Case) -> datetime | None:
    return promised(case, LATER).confirmed_by
