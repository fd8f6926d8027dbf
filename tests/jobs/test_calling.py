"""What the worker does by itself besides the clocks: the phone list, and the end of waiting."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.cases import ops, queries
from app.cases.bouncing import sides_since_ruling
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.core.db import db
from app.core.errors import Conflict
from app.jobs import Turn
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.sla import book
from app.sla.clocks import ClockKind
from tests.builders.town import CLUTTER, LEAK, MANHOLE, MONDAY, NIGHT, Town, hours, minutes
from tests.builders.town_walks import parts_until


def call(at: datetime) -> int:
    db.session.commit()
    return jobs.call_unsigned(Turn(at))


def owner(cast: Town, case: Case) -> str:
    return cast.owner(cast.of(case.id)).name


def test_a_critical_case_unsigned_after_a_quarter_goes_down_the_phone_list_then_to_the_leader(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT)
    turns = [call(NIGHT + minutes(n)) for n in (14, 15, 29, 30, 45)]
    assert turns == [0, 1, 0, 1, 1]
    calls = [line.facts["called"] for line in queries.timeline(case.id) if line.verb is Verb.CALL_NEXT]
    assert calls == [cast.night2.id, cast.night3.id, cast.leader.id]
    assert owner(cast, case) == "leader"


def test_the_line_of_a_call_names_the_side_that_has_it_now(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT)
    call(NIGHT + minutes(15))
    line = queries.timeline(case.id)[-1]
    assert (line.verb, line.facts["grid"], line.facts["unit"]) == (Verb.CALL_NEXT, cast.grid_ids["S"], None)
    assert sides_since_ruling(queries.handed(case.id))[-1] == ("grid", cast.of(case.id).handling_grid_id)


def test_when_everybody_was_called_nobody_is_called_twice(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT)
    for n in range(6):
        call(NIGHT + minutes(15 * (n + 1)))
    lines = [line for line in queries.timeline(case.id) if line.verb is Verb.CALL_NEXT]
    assert len(lines) == 3 and owner(cast, case) == "leader"


def test_whoever_is_called_has_the_whole_quarter_and_hears_of_it(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT)
    call(NIGHT + minutes(17))
    [clock] = [c for c in book.clocks(case.id) if c.kind is ClockKind.SIGN_IN and c.stopped_at is None]
    assert clock.due_at == NIGHT + minutes(17 + 15)
    assert len([c for c in book.clocks(case.id) if c.kind is ClockKind.SIGN_IN]) == 2
    rows = select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == NoticeKind.DISPATCHED)
    assert set(db.session.scalars(rows)) == {cast.night1.id, cast.night2.id}


def test_what_was_signed_in_time_is_left_where_it_is(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT)
    ops.sign_in(cast.night1, case, at=NIGHT + minutes(14))
    assert call(NIGHT + hours(2)) == 0
    assert owner(cast, case) == "night1"


def test_only_critical_cases_are_called_about(cast: Town) -> None:
    cast.report(CLUTTER)
    assert call(MONDAY + timedelta(days=2)) == 0


def test_the_list_passes_over_whoever_is_on_leave_or_complained_about(cast: Town) -> None:
    cast.away(cast.night2, NIGHT)
    case = cast.report(MANHOLE, NIGHT)
    call(NIGHT + minutes(15))
    assert owner(cast, case) == "night3"


def test_the_reasons_say_who_was_called_next(cast: Town) -> None:
    case = cast.report(MANHOLE, NIGHT)
    call(NIGHT + minutes(15))
    assert [why.chosen_user_id for why in queries.decisions(case.id)] == [cast.night1.id, cast.night2.id]


def test_waiting_ends_by_itself_on_its_day_and_not_before(cast: Town) -> None:
    case = cast.case_in(State.SUSPENDED)
    until = case.suspended_until
    assert until is not None
    db.session.commit()
    assert [jobs.resume_suspended(Turn(until + step)) for step in (-minutes(1), minutes(0), minutes(1))] == [0, 1, 0]
    assert cast.of(case.id).state is State.IN_PROGRESS
    assert queries.timeline(case.id)[-1].actor_kind == "rules"


def test_many_that_wait_are_all_resumed_and_one_that_cannot_stops_none(
    cast: Town, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = [cast.case_in(State.SUSPENDED) for _ in range(3)]
    waiting[0].state = State.HANDLED  # a row that nobody should ever make
    db.session.commit()
    assert jobs.resume_suspended(Turn(MONDAY + timedelta(days=11))) == 2
    assert [cast.of(case.id).state for case in waiting] == [State.HANDLED, State.IN_PROGRESS, State.IN_PROGRESS]
    assert "IllegalMove" in caplog.text


def test_a_category_that_forbids_waiting_has_nothing_to_resume(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    with pytest.raises(Conflict):
        ops.suspend(cast.chief, case, parts_until(MONDAY + timedelta(days=3)), at=MONDAY)
    assert queries.to_resume(MONDAY + timedelta(days=30), 10) == []
    assert cast.signed_in(LEAK).suspended_until is None
