"""The promises of a case on the street's working calendar: which run, until when, and what stops them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.reports import Spot
from app.cases.words import Decision, Finding
from app.catalog import ops as catalog
from app.core.values import Span
from app.sla import book
from app.sla.clocks import ClockKind as K
from app.sla.clocks import End
from tests.builders.town import (
    CLUTTER,
    ENQUIRY,
    FIRE_LANE,
    FUNDS,
    IN_R1,
    LEAK,
    MANHOLE,
    MONDAY,
    NOISE,
    PETITION,
    WASTE,
    Town,
    a_result,
    held,
    hours,
    minutes,
)
from tests.builders.town_walks import parts_until

LATER = MONDAY + hours(1)


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def running(case: Case) -> dict[K, datetime]:
    return {c.kind: c.due_at for c in book.clocks(case.id) if c.stopped_at is None}


def ended(case: Case) -> dict[K, End | None]:
    return {c.kind: c.ended for c in book.clocks(case.id) if c.stopped_at is not None}


@pytest.mark.parametrize(
    ("code", "at", "sign_in", "respond", "dispose"),
    [
        (CLUTTER, "2026-11-16 09:30", "2026-11-16 11:30", "2026-11-16 15:00", "2026-11-18 18:00"),
        (WASTE, "2026-11-16 11:30", "2026-11-16 15:00", "2026-11-16 14:00", "2026-11-16 17:00"),
        (WASTE, "2026-11-20 17:00", "2026-11-23 09:30", "2026-11-20 18:00", "2026-11-23 11:30"),
        (CLUTTER, "2026-11-16 23:00", "2026-11-17 10:30", "2026-11-17 14:00", "2026-11-18 18:00"),
        (CLUTTER, "2026-11-21 10:00", "2026-11-23 10:30", "2026-11-23 14:00", "2026-11-24 18:00"),
        (ENQUIRY, "2026-09-30 17:30", "2026-10-08 10:00", "2026-10-08 12:00", "2026-10-08 18:00"),
        (WASTE, "2026-10-10 17:00", "2026-10-12 09:30", "2026-10-10 18:00", "2026-10-12 11:30"),
        (FIRE_LANE, "2026-11-20 17:50", "2026-11-20 18:20", "2026-11-20 18:50", "2026-11-21 17:50"),
        (MANHOLE, "2026-11-16 23:00", "2026-11-16 23:15", "2026-11-16 23:30", "2026-11-17 01:00"),
        (NOISE, "2026-11-16 23:00", "2026-11-17 10:30", "2026-11-17 00:00", "2026-11-19 18:00"),
        (FUNDS, "2026-11-16 09:30", "2026-11-16 11:30", "2026-11-17 18:00", "2026-12-07 18:00"),
    ],
)
def test_what_is_dispatched_promises_a_signature_a_contact_and_an_end(
    cast: Town, code: str, at: str, sign_in: str, respond: str, dispose: str
) -> None:
    case = cast.report(code, wall(at))
    assert running(case) == {K.SIGN_IN: wall(sign_in), K.RESPOND: wall(respond), K.DISPOSE: wall(dispose)}
    assert ended(case) == {K.FILE: End.DONE, K.DISPATCH: End.DONE}


def test_a_report_in_doubt_promises_to_be_looked_at_within_a_working_hour(cast: Town) -> None:
    assert running(cast.case_in(State.REPORTED)) == {K.FILE: wall("2026-11-16 10:30")}


def test_a_visit_has_four_working_hours_and_the_report_waits_again_afterwards(cast: Town) -> None:
    case = cast.case_in(State.VERIFYING)
    assert running(case) == {K.VERIFY: wall("2026-11-16 15:05")}
    ops.report_finding(cast.worker, case, Finding.NO, "没有", at=LATER)
    assert running(case) == {K.FILE: wall("2026-11-16 11:30")}


def test_what_must_be_dispatched_by_hand_promises_a_dispatch(cast: Town) -> None:
    assert running(cast.registered(PETITION)) == {K.DISPATCH: wall("2026-11-16 10:30")}


def test_what_the_desk_has_placed_starts_its_promises_at_the_dispatch_not_at_the_report(cast: Town) -> None:
    case = cast.report(spot=Spot())
    at = wall("2026-11-17 08:30")
    ops.place(cast.clerk, case, Spot(IN_R1, "wgs84"), at=at)
    assert running(case)[K.DISPOSE] == wall("2026-11-19 18:00")


def test_a_signature_stops_its_own_clock_and_no_other(cast: Town) -> None:
    case = cast.report()
    ops.sign_in(cast.worker, case, at=LATER)
    assert set(running(case)) == {K.RESPOND, K.DISPOSE} and ended(case)[K.SIGN_IN] is End.DONE


def test_what_is_done_waits_a_working_day_for_its_check_a_critical_one_four_hours(cast: Town) -> None:
    assert running(cast.handled(CLUTTER)) == {K.CHECK: wall("2026-11-17 18:00")}
    critical = cast.handled(MANHOLE, wall("2026-11-16 22:00"))
    assert running(critical) == {K.CHECK: wall("2026-11-17 03:00")}


def test_a_panel_has_three_working_days(cast: Town) -> None:
    assert running(cast.case_in(State.IN_REVIEW)) == {K.REVIEW: wall("2026-11-19 18:00")}


def test_the_check_stops_provisionally_and_a_failed_one_starts_the_disposal_again(cast: Town) -> None:
    case = cast.case_in(State.REWORK)
    disposals = [c for c in book.clocks(case.id) if c.kind is K.DISPOSE]
    assert [c.ended for c in disposals] == [End.DONE, None]
    assert running(case) == {K.DISPOSE: wall("2026-11-17 11:30")}


def test_its_date_alone_runs_while_a_conference_is_awaited_and_half_the_limit_after_it(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    assert running(case) == {K.CONFERENCE: wall("2026-11-23 18:00")}
    opens = wall("2026-11-17 08:30")
    ops.conclude(cast.chief, case, Decision.REWORK, held(opens), at=opens)
    assert running(case) == {K.DISPOSE: wall("2026-11-17 18:00")}


def test_a_reopened_case_has_its_whole_limit_again(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    assert running(case) == {K.RECHECK: wall("2026-12-16 18:00")}
    ops.reopen(cast.chief, case, "又堆上了", at=wall("2026-11-20 09:30"))
    assert running(case) == {K.DISPOSE: wall("2026-11-24 18:00")}


def test_a_refusal_gives_the_dispatcher_an_hour_and_nobody_more_time(cast: Town) -> None:
    case = cast.refused()
    assert running(case) == {
        K.DISPATCH: wall("2026-11-16 10:50"),
        K.RESPOND: wall("2026-11-16 15:00"),
        K.DISPOSE: wall("2026-11-18 18:00"),
    }


def test_what_ends_without_work_drops_its_clocks(cast: Town) -> None:
    assert set(ended(cast.case_in(State.VOID)).values()) == {End.DONE, End.DROPPED}
    assert running(cast.case_in(State.REJECTED)) == {}


def test_waiting_keeps_what_was_left_and_gives_it_back(cast: Town) -> None:
    case = cast.signed_in(LEAK, wall("2026-11-16 09:30"))
    ops.contact(cast.side(case), case, "", reached=True, at=wall("2026-11-16 10:00"))
    ops.suspend(cast.chief, case, parts_until(wall("2026-11-30 18:00")), at=wall("2026-11-18 18:00"))
    ops.resume(cast.chief, case, at=wall("2026-12-01 08:30"))
    assert running(case) == {K.DISPOSE: wall("2026-12-03 18:00")}


def test_a_changed_limit_touches_later_dispatches_only(cast: Town) -> None:
    before = cast.report(CLUTTER)
    _limit(cast, CLUTTER, "1 working_day", MONDAY + minutes(30))
    after = cast.report(CLUTTER, LATER)
    assert running(before)[K.DISPOSE] == wall("2026-11-18 18:00")
    assert running(after)[K.DISPOSE] == wall("2026-11-17 18:00")
    ops.sign_in(cast.side(before), before, at=LATER)
    ops.handle(cast.side(before), before, a_result(), at=LATER)
    ops.check_fail(cast.checker(before), before, "没清完", at=LATER)
    assert running(before)[K.DISPOSE] == wall("2026-11-17 10:30")


def _limit(cast: Town, code: str, dispose: str, at: datetime) -> None:
    wanted = {"respond": Span.parse("4 working_hour"), "dispose": Span.parse(dispose)}
    catalog.set_limits(cast.category(code), {**wanted, "dispose_ceiling": None, "extensions_max": 1}, at)
