"""The sweep: each step of a promise once, told to whoever must act and to one tier above, also after a long silence."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from app import jobs
from app.cases.lifecycle import State
from app.cases.models import Case
from app.core import leases
from app.core.counting import count_statements
from app.core.db import db
from app.jobs import Turn
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.sla.clocks import ClockKind
from app.sla.ladder import Step
from app.sla.models import Clock, ClockStep
from tests.builders.town import CLUTTER, FIRE_LANE, MANHOLE, MONDAY, NIGHT, PETITION, Town, hours, minutes


def sweep(at: datetime) -> int:
    db.session.commit()
    return jobs.sweep(Turn(at)).steps


def steps(case: Case, kind: ClockKind) -> list[tuple[Step, datetime]]:
    rows = select(ClockStep.step, ClockStep.at).join(Clock, Clock.id == ClockStep.clock_id)
    rows = rows.where(Clock.case_id == case.id, Clock.kind == kind).order_by(ClockStep.id)
    return [(step, at) for step, at in db.session.execute(rows)]


def raised(case: Case, clock: ClockKind) -> list[tuple[int, int]]:
    """Who was told of the upper steps, and how often."""
    rows = select(Notice.user_id, Notice.params).where(Notice.case_id == case.id, Notice.kind == NoticeKind.RAISED)
    found = Counter(user for user, params in db.session.execute(rows) if params.get("clock") == clock)
    return sorted(found.items())


def told(case: Case, kind: NoticeKind, clock: ClockKind) -> set[int]:
    rows = select(Notice.user_id, Notice.params).where(Notice.case_id == case.id, Notice.kind == kind)
    return {user for user, params in db.session.execute(rows) if params.get("clock") == clock}


def test_yellow_falls_once_at_eighty_percent_and_red_once_when_due(cast: Town) -> None:
    case = cast.report(CLUTTER)  # to be signed within two working hours
    moments = [MONDAY + minutes(n) for n in (95, 96, 100, 119, 120, 121, 140)]
    taken = [sweep(at) for at in moments]
    assert taken == [0, 1, 0, 0, 1, 0, 0]
    assert steps(case, ClockKind.SIGN_IN) == [(Step.YELLOW, moments[1]), (Step.RED, moments[4])]


def test_the_member_and_the_tier_above_are_told_of_each_step_once(cast: Town) -> None:
    case = cast.report(CLUTTER)
    for n in (96, 97, 120, 130):
        sweep(MONDAY + minutes(n))
    both = {cast.worker.id, cast.grid_chief.id}
    for kind in (NoticeKind.YELLOW, NoticeKind.RED):
        assert told(case, kind, ClockKind.SIGN_IN) == both
    rows = select(Notice.id).where(Notice.kind.in_([NoticeKind.YELLOW, NoticeKind.RED]))
    assert len(db.session.scalars(rows).all()) == 4


def test_where_a_unit_handles_its_people_and_the_owner_are_told_and_the_chief_above(cast: Town) -> None:
    case = cast.report(FIRE_LANE)
    sweep(MONDAY + minutes(31))
    assert told(case, NoticeKind.RED, ClockKind.SIGN_IN) == {cast.worker.id, cast.safety.id, cast.grid_chief.id}


def test_where_the_member_leads_the_grid_the_next_chief_above_is_told(cast: Town) -> None:
    for who in (cast.worker, cast.deputy):
        cast.away(who)
    case = cast.report(CLUTTER)
    sweep(MONDAY + minutes(120))
    assert told(case, NoticeKind.RED, ClockKind.SIGN_IN) == {cast.grid_chief.id, cast.root_chief.id}


def test_what_the_desk_lets_lie_is_told_to_the_desk_and_the_duty_chief(cast: Town) -> None:
    waiting, petition = cast.case_in(State.REPORTED), cast.registered(PETITION)
    sweep(MONDAY + minutes(61))
    chiefs = {cast.chief.id, cast.other_chief.id}
    assert told(waiting, NoticeKind.RED, ClockKind.FILE) == {cast.clerk.id, *chiefs}
    assert told(petition, NoticeKind.RED, ClockKind.DISPATCH) == {cast.dispatcher.id, *chiefs}


def test_a_late_check_is_told_to_the_checker_and_the_duty_chief(cast: Town) -> None:
    case = cast.handled(CLUTTER)
    sweep(MONDAY + timedelta(days=2))
    assert told(case, NoticeKind.RED, ClockKind.CHECK) >= {cast.inspector.id, cast.chief.id}


def test_one_hundred_and_twenty_and_fifty_percent_are_told_one_tier_up_each_once(cast: Town) -> None:
    case = cast.report(CLUTTER)  # the residential grid owns it; to be signed within two working hours
    for n in (120, 143, 144, 150, 270):  # 120 % is 11:54, 150 % half an hour after lunch
        sweep(MONDAY + minutes(n))
    assert [step for step, _ in steps(case, ClockKind.SIGN_IN)] == list(Step)[1:]
    up = dict(raised(case, ClockKind.SIGN_IN))
    assert up == {cast.chief.id: 1, cast.other_chief.id: 1, cast.leader.id: 1}


def test_after_a_long_silence_every_step_is_recorded_and_only_the_highest_is_told(cast: Town) -> None:
    case = cast.report(CLUTTER)
    back = MONDAY + timedelta(days=3)
    assert sweep(back) == 4 * 2 + 2
    assert [step for step, _ in steps(case, ClockKind.DISPOSE)] == [Step.YELLOW, Step.RED]
    assert raised(case, ClockKind.SIGN_IN) == [(cast.leader.id, 1)]
    assert told(case, NoticeKind.YELLOW, ClockKind.DISPOSE) == set()
    assert told(case, NoticeKind.RED, ClockKind.DISPOSE) == {cast.worker.id, cast.grid_chief.id}
    assert sweep(back + hours(1)) == 0


def test_at_night_only_critical_cases_and_elapsed_promises_speak(cast: Town) -> None:
    quiet, loud = cast.report(CLUTTER, MONDAY + hours(7)), cast.report(MANHOLE, MONDAY + hours(7))
    sweep(NIGHT)
    assert steps(quiet, ClockKind.RESPOND) == []
    assert [step for step, _ in steps(loud, ClockKind.RESPOND)] == list(Step)[1:]


def test_what_fell_due_in_the_night_is_told_at_the_opening(cast: Town) -> None:
    case = cast.report(CLUTTER, MONDAY + hours(7.5))  # 17:00; its signature is due at 09:30 tomorrow
    yellow = MONDAY + hours(23.6)
    for at in (NIGHT, yellow - minutes(1), yellow):
        sweep(at)
    assert [step for step, _ in steps(case, ClockKind.SIGN_IN)] == [Step.YELLOW]


def test_a_stopped_a_paused_and_a_merged_clock_take_no_step(cast: Town) -> None:
    cases = [cast.case_in(state) for state in (State.SUSPENDED, State.MERGED, State.CLOSED, State.REJECTED)]
    sweep(MONDAY + timedelta(days=5))
    # Whoever left a number is called back after the closing.
    assert {kind for case in cases for kind in ClockKind if steps(case, kind)} <= {ClockKind.CALL_BACK}


def test_one_clock_that_cannot_be_read_does_not_hold_up_the_others(cast: Town) -> None:
    bad, good = cast.report(CLUTTER), cast.report(CLUTTER)
    _spoil(bad)
    total = jobs.sweep(Turn(MONDAY + minutes(120)))
    assert (total.parked, [step for step, _ in steps(good, ClockKind.SIGN_IN)]) == (1, [Step.YELLOW, Step.RED])
    assert leases.last_beat(jobs.HEARTBEAT) == MONDAY + minutes(120)


@pytest.mark.parametrize("cases", [1, 60])
def test_a_sweep_looks_at_what_is_due_not_at_what_runs(cast: Town, cases: int) -> None:
    for _ in range(cases):
        cast.report(CLUTTER)
    db.session.commit()
    with count_statements() as counted:
        assert jobs.sweep(Turn(MONDAY + minutes(5))).steps == 0
    assert counted.n <= 2


def _spoil(case: Case) -> None:
    """The database refuses a step of this case's clocks."""
    rows = select(Clock.id).where(Clock.case_id == case.id, Clock.kind == ClockKind.SIGN_IN)
    clock_id = db.session.scalars(rows).one()
    db.session.execute(
        text("INSERT INTO clock_step (clock_id, step, at) VALUES (:id, 'red', :at)"),
        {"id": clock_id, "at": "2026-01-01 00:00:00+00:00"},
    )
    db.session.commit()
