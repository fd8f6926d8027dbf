"""A new version of a calendar: what it would move is counted before, and is what it moves when it is in force."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.cases.models import Case
from app.core.db import db
from app.core.values import Span
from app.sla import book, queries
from app.sla.calendar_ops import Changes, activate, preview
from app.sla.changing import change
from app.sla.clocks import ClockKind as K
from app.sla.daytable import read_windows
from app.sla.ladder import Step
from app.sla.models import Clock, ClockChange
from app.sla.reckoning import What
from app.sla.tally import Preview
from tests.builders.calendars import LONGER, NOTICE, closing, latest, wall, working
from tests.builders.town import CLUTTER, FUNDS, LEAK, MANHOLE, MONDAY, WASTE, Town, hours


def clock_of(case: Case, kind: K = K.DISPOSE) -> Clock:
    return next(c for c in book.clocks(case.id) if c.kind is kind)


def written(clock: Clock) -> list[ClockChange]:
    return book.changes([clock.id]).get(clock.id, [])


def standing() -> dict[int, tuple[int, datetime, int]]:
    """Every clock that runs or is paused: its case, its due time, its calendar."""
    rows = select(Clock.id, Clock.case_id, Clock.due_at, Clock.calendar_id).where(Clock.stopped_at.is_(None))
    return {clock_id: (case_id, due_at, version) for clock_id, case_id, due_at, version in db.session.execute(rows)}


@pytest.fixture
def busy(cast: Town) -> Town:
    """Cases of all sorts over three weeks."""
    for code in (CLUTTER, WASTE, MANHOLE, FUNDS):
        for day in ("2026-11-16 09:30", "2026-11-20 16:50", "2026-12-01 08:40"):
            cast.report(code, wall(day))
    change(clock_of(cast.report(FUNDS, wall("2026-11-17 09:30"))), What.PAUSE, wall("2026-11-19 09:30"))
    return cast


@pytest.mark.parametrize(
    "changes",
    [
        closing("2026-11-17", "2026-12-02"),
        working("2026-11-21"),
        Changes(windows=read_windows("09:00-12:00,13:00-17:00")),
        Changes(notice=LONGER),
        Changes(notice=NOTICE, closures=closing("2026-12-03").closures, windows=read_windows("08:00-18:00")),
    ],
    ids=["closed", "worked", "windows", "notice", "all"],
)
@pytest.mark.parametrize("at", ["2026-11-17 11:00", "2026-12-04 10:00"])
def test_what_the_preview_counts_is_what_moves(busy: Town, changes: Changes, at: str) -> None:
    moment, before = wall(at), standing()
    told = preview(busy.street_id, changes, moment)
    assert standing() == before and latest(busy.street_id).version == 1
    done = activate(busy.street_id, changes, moment)
    after = standing()
    moved = {c: (after[c][1] > was, case) for c, (case, was, _) in before.items() if after[c][1] != was}
    assert (told.clocks_moved, told.later) == (len(moved), sum(later for later, _ in moved.values()))
    assert told.cases_moved == len({case for _, case in moved.values()})
    assert {c for c in before if after[c][2] != before[c][2]} >= moved.keys()
    assert done.moved == told


def test_some_of_these_previews_count_something(busy: Town) -> None:
    told = preview(busy.street_id, closing("2026-11-17", "2026-12-02"), wall("2026-12-04 10:00"))
    assert told.cases_moved > 3 and told.clocks_moved == told.later and told.cases_relieved > 0


def test_a_closure_moves_what_counts_its_day_and_leaves_the_rest_with_its_version(cast: Town) -> None:
    case = cast.report(CLUTTER)
    old, lap = latest(cast.street_id).id, clock_of(case).lap
    done = activate(cast.street_id, closing("2026-11-17"), MONDAY + hours(1))
    assert done.moved == Preview(cases_moved=1, clocks_moved=1, later=1)
    moved, kept = clock_of(case), clock_of(case, K.RESPOND)
    assert (moved.due_at, moved.calendar_id, moved.lap) == (
        wall("2026-11-19 18:00"),
        latest(cast.street_id).id,
        lap + 1,
    )
    assert (kept.due_at, kept.calendar_id, kept.lap) == (wall("2026-11-16 15:00"), old, lap)
    assert written(kept) == []


def test_how_a_promise_stood_before_is_written_down(cast: Town) -> None:
    clock, old = clock_of(cast.report(CLUTTER)), latest(cast.street_id).id
    activate(cast.street_id, closing("2026-11-17"), MONDAY + hours(1))
    (row,) = written(clock)
    assert (row.at, row.what, row.was_due_at) == (MONDAY + hours(1), None, wall("2026-11-18 18:00"))
    assert (row.was_amount, row.was_unit, row.was_calendar_id) == (clock.amount, clock.unit, old)


@pytest.mark.parametrize(
    ("shut", "due"),
    [("2026-11-17", "2026-12-04"), ("2026-11-19", "2026-12-03"), ("2026-12-02", "2026-12-04")],
    ids=["before the pause", "within it", "after it"],
)
def test_a_promise_that_was_paused_is_reckoned_from_what_was_left(cast: Town, shut: str, due: str) -> None:
    clock = _resumed(cast)
    old = clock.calendar_id
    activate(cast.street_id, closing(shut), wall("2026-12-01 09:00"))
    assert clock.due_at == wall(f"{due} 18:00")
    assert (clock.calendar_id == old) is (due == "2026-12-03")


def test_a_promise_that_is_paused_keeps_more_when_a_day_before_its_pause_was_none(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER))
    change(clock, What.PAUSE, wall("2026-11-18 08:30"))
    told = activate(cast.street_id, closing("2026-11-17"), wall("2026-11-30 09:30")).moved
    assert (clock.paused_at, clock.left_us) == (wall("2026-11-18 08:30"), 16 * 3600 * 1_000_000)
    assert clock.next_check_at is None and told == Preview(cases_moved=1, clocks_moved=1, later=1)
    change(clock, What.RESUME, wall("2026-12-01 08:30"))
    assert clock.due_at == wall("2026-12-02 18:00")


def test_an_extended_promise_is_reckoned_with_its_extension_and_so_is_the_strict_one(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER))
    change(clock, What.EXTEND, MONDAY + hours(2), Span.parse("2 working_day"))
    assert (clock.due_at, clock.strict_due_at) == (wall("2026-11-20 18:00"), wall("2026-11-18 18:00"))
    activate(cast.street_id, closing("2026-11-17"), MONDAY + hours(3))
    assert (clock.due_at, clock.strict_due_at) == (wall("2026-11-23 18:00"), wall("2026-11-19 18:00"))


def test_what_runs_through_nights_and_holidays_never_moves(cast: Town) -> None:
    cast.report(MANHOLE, MONDAY)
    before = standing()
    assert preview(cast.street_id, closing("2026-11-16", "2026-11-17"), MONDAY) == Preview()
    activate(cast.street_id, closing("2026-11-16", "2026-11-17"), MONDAY)
    assert standing() == before


def test_a_closed_case_that_waits_to_be_called_back_counts_as_a_promise_only(cast: Town) -> None:
    case = cast.report(CLUTTER)
    case.is_open = False
    told = preview(cast.street_id, closing("2026-11-17"), MONDAY)
    assert told == Preview(clocks_moved=1, later=1)


def test_what_has_stopped_never_moves(cast: Town) -> None:
    clock = clock_of(cast.signed_in(CLUTTER), K.SIGN_IN)
    was = clock.due_at
    activate(cast.street_id, closing("2026-11-16"), MONDAY + hours(4))
    assert clock.due_at == was and written(clock) == []


def test_a_promise_that_has_less_time_than_was_said_becomes_overdue_and_is_counted(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER, wall("2026-11-20 10:00")))
    told = activate(cast.street_id, working("2026-11-21"), wall("2026-11-24 09:00")).moved
    assert (told.earlier, told.cases_overdue, told.cases_relieved) == (1, 1, 0)
    assert clock.due_at == wall("2026-11-23 18:00")
    assert queries.overdue_now(cast.street_id, wall("2026-11-24 09:00")) == 3


def test_a_promise_that_was_overdue_by_the_old_days_alone_is_relieved_and_told_anew(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER))
    clock.step = Step.RED
    told = activate(cast.street_id, closing("2026-11-17"), wall("2026-11-19 09:00")).moved
    assert (told.cases_overdue, told.cases_relieved) == (0, 1)
    assert (clock.step, clock.lap, clock.next_check_at) == (Step.NONE, 2, clock.yellow_at)


def test_a_promise_that_is_overdue_by_both_moves_and_is_not_told_again(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER))
    clock.step = Step.RED
    told = activate(cast.street_id, closing("2026-11-17"), wall("2026-11-20 12:00")).moved
    assert told == Preview(cases_moved=1, clocks_moved=1, later=1)
    assert (clock.due_at, clock.step, clock.lap) == (wall("2026-11-19 18:00"), Step.RED, 1)


def test_an_estimated_promise_becomes_sure_without_being_told_anew(cast: Town) -> None:
    clock = clock_of(cast.report(FUNDS, wall("2026-12-30 10:00")))
    was = clock.due_at
    assert clock.estimated and queries.estimated_by_street() == {cast.street_id: 1}
    told = activate(cast.street_id, Changes(notice=NOTICE), wall("2026-12-31 09:00")).moved
    assert told == Preview(clocks_sure=1)
    assert (clock.due_at, clock.lap, clock.estimated, clock.calendar_id) == (was, 1, False, latest(cast.street_id).id)
    assert queries.estimated_by_street() == {} and queries.streets_without_year(2027) == []


def test_the_notice_moves_an_estimated_promise_and_makes_it_sure(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER, wall("2026-12-31 10:00")))
    assert (clock.due_at, clock.estimated) == (wall("2027-01-05 18:00"), True)
    told = activate(cast.street_id, Changes(notice=LONGER), wall("2026-12-31 11:00")).moved
    assert (told.later, told.clocks_sure) == (1, 1)
    assert (clock.due_at, clock.estimated) == (wall("2027-01-06 18:00"), False)


def test_putting_the_same_in_force_twice_changes_nothing_more(busy: Town) -> None:
    changes = Changes(notice=LONGER, closures=closing("2026-11-17").closures)
    first = activate(busy.street_id, changes, wall("2026-12-01 09:00"))
    before = standing()
    assert preview(busy.street_id, changes, wall("2026-12-01 09:01")) == Preview()
    again = activate(busy.street_id, changes, wall("2026-12-01 09:02"))
    assert (first.is_new, again.is_new, again.version, again.moved) == (True, False, first.version, Preview())
    assert standing() == before and latest(busy.street_id).version == 2


def test_time_that_is_added_after_a_notice_is_counted_by_the_notice(cast: Town) -> None:
    clock, old = clock_of(cast.report(CLUTTER, wall("2026-12-29 10:00"))), latest(cast.street_id).id
    activate(cast.street_id, Changes(notice=LONGER), wall("2026-12-29 11:00"))
    assert (clock.due_at, clock.calendar_id) == (wall("2026-12-31 18:00"), old)
    change(clock, What.EXTEND, wall("2026-12-30 11:00"), Span.parse("1 working_day"))
    assert (clock.due_at, clock.estimated) == (wall("2027-01-05 18:00"), False)
    assert (clock.calendar_id, written(clock)[-1].was_calendar_id) == (latest(cast.street_id).id, old)


def test_a_promise_that_would_lose_its_pause_is_left_as_it_is_and_goes_on_by_its_own_calendar(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER, wall("2026-11-20 10:00")))
    change(clock, What.PAUSE, wall("2026-11-24 08:30"))
    paused = (clock.paused_at, clock.left_us, clock.due_at, clock.calendar_id)
    assert activate(cast.street_id, working("2026-11-21"), wall("2026-11-24 09:00")).moved.earlier == 0
    assert (clock.paused_at, clock.left_us, clock.due_at, clock.calendar_id) == paused
    change(clock, What.RESUME, wall("2026-12-01 08:30"))
    assert clock.due_at == wall("2026-12-01 18:00")


def test_a_due_time_that_the_facts_do_not_explain_is_left_as_it_is(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER))
    clock.due_at = wall("2026-11-25 18:00")  # paused by a program that did not write pauses down
    assert activate(cast.street_id, closing("2026-11-17"), MONDAY).moved == Preview()
    assert clock.due_at == wall("2026-11-25 18:00")


def test_other_office_hours_reckon_what_runs_as_if_they_had_always_been(cast: Town) -> None:
    clock = clock_of(cast.report(CLUTTER), K.RESPOND)  # four working hours from 09:30
    activate(cast.street_id, Changes(windows=read_windows("09:00-12:00,13:00-17:00")), MONDAY + hours(1))
    assert clock.due_at == wall("2026-11-16 14:30")
    assert not queries.office_open(cast.street_id, wall("2026-11-17 08:45"))


def test_batches_follow_one_another_to_the_last_promise(busy: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = preview(busy.street_id, closing("2026-11-17", "2026-12-02"), wall("2026-12-04 10:00"))
    monkeypatch.setattr("app.sla.moving.BATCH", 3)
    assert activate(busy.street_id, closing("2026-11-17", "2026-12-02"), wall("2026-12-04 10:00")).moved == whole


def _resumed(cast: Town) -> Clock:
    """Five working days from Monday, paused with three left, and going on from 1 December."""
    clock = clock_of(cast.report(LEAK))
    change(clock, What.PAUSE, wall("2026-11-18 18:00"))
    change(clock, What.RESUME, wall("2026-12-01 08:30"))
    assert clock.due_at == wall("2026-12-03 18:00")
    return clock
