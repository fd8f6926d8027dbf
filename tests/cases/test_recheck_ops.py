"""Return visits (复查) after a closing: planned, made by others, late, and what comes of them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.cases import ops, policy
from app.cases import queries as cases
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_recheck import Recheck
from app.cases.words import PhotoKind, Source, Visit
from app.catalog.models import Category
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.sla import queries as sla
from app.sla import sweeping
from app.sla.clocks import ClockKind, End
from tests.builders.town import CLUTTER, MONDAY, Town, a_picture
from tests.builders.town_walks import closed_by_check

DUE = MONDAY + timedelta(days=30)  # Wednesday 16 December
CLOSED_ON = date(2026, 11, 16)


def visits(case: Case) -> list[tuple[int, date, Visit | None]]:
    """The visits of a case in order."""
    rows = select(Recheck).where(Recheck.case_id == case.id).order_by(Recheck.id)
    return [(row.days, row.due_on, row.result) for row in db.session.scalars(rows)]


def twice(town: Town) -> None:
    """Clutter is looked at after 30 and after 90 days."""
    db.session.get_one(Category, town.category(CLUTTER)).recheck_days = [90, 30]
    from app.catalog import queries as catalog

    db.session.flush()
    catalog.forget()


def late_clock(case: Case, at: datetime) -> sla.LedgerRow:
    """The newest clock of a return visit."""
    return [row for row in sla.clocks_of(case.id, at) if row.kind is ClockKind.RECHECK][-1]


def test_a_closing_plans_the_visits_its_category_asks_for(cast: Town) -> None:
    twice(cast)
    case = cast.case_in(State.CLOSED)
    assert visits(case) == [(30, CLOSED_ON + timedelta(30), None), (90, CLOSED_ON + timedelta(90), None)]
    assert case.recheck_on == CLOSED_ON + timedelta(30)
    assert closed_by_check(cast, MONDAY).recheck_on is None


def test_nobody_goes_before_the_day(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    with pytest.raises(Conflict):
        ops.recheck(cast.inspector, case, Visit.LASTS, at=DUE - timedelta(days=1))


@pytest.mark.parametrize("who", ["deputy", "patroller", "grid_chief", "inspector"])
def test_the_grids_people_and_inspectors_who_did_not_handle_it_may_go(cast: Town, who: str) -> None:
    case = cast.case_in(State.CLOSED)
    assert policy.may(getattr(cast, who), Verb.RECHECK, case)


@pytest.mark.parametrize("who", ["worker", "far", "handler", "clerk"])
def test_whoever_handled_it_and_everybody_else_may_not(cast: Town, who: str) -> None:
    case = cast.case_in(State.CLOSED)
    with pytest.raises(NotAllowed):
        ops.recheck(getattr(cast, who), case, Visit.LASTS, at=DUE)


def test_what_lasts_is_looked_at_again_on_the_next_day_that_is_due(cast: Town) -> None:
    twice(cast)
    case = cast.case_in(State.CLOSED)
    assert ops.recheck(cast.inspector, case, Visit.LASTS, "还干净", at=DUE) is None
    assert [result for *_, result in visits(case)] == [Visit.LASTS, None]
    assert case.recheck_on == CLOSED_ON + timedelta(90)
    clock = late_clock(case, DUE)
    assert (clock.started_at, clock.stopped_at) == (case.closed_at, None)
    ops.recheck(cast.inspector, case, Visit.LASTS, at=MONDAY + timedelta(days=90))
    assert (cast.of(case.id).recheck_on, cast.of(case.id).state) == (None, State.CLOSED)


def test_what_is_back_becomes_a_case_of_its_own_linked_to_the_first(cast: Town) -> None:
    twice(cast)
    case = cast.case_in(State.CLOSED)
    found = ops.recheck(cast.inspector, case, Visit.RETURNED, "又堆满了", (a_picture(PhotoKind.RECHECK),), at=DUE)
    assert found is not None
    assert (found.relapse_of_id, found.source, found.category_id) == (case.id, Source.PATROL, case.category_id)
    assert (found.state, found.point) == (State.DISPATCHED, case.point)
    assert [result for *_, result in visits(case)] == [Visit.RETURNED, Visit.DROPPED]
    assert (case.recheck_on, case.state) == (None, State.CLOSED)
    assert cases.timeline(case.id)[-1].facts["came_back_as"] == found.receipt


def test_a_visit_links_what_the_radius_and_days_of_the_category_would_not(cast: Town) -> None:
    category = db.session.get_one(Category, cast.category(CLUTTER))
    category.relapse_days = 7
    twice(cast)
    case = cast.case_in(State.CLOSED)
    found = ops.recheck(cast.inspector, case, Visit.RETURNED, "又堆满了", at=DUE)
    assert found is not None and found.relapse_of_id == case.id


def test_what_is_back_is_described(cast: Town) -> None:
    with pytest.raises(Invalid) as refused:
        ops.recheck(cast.inspector, cast.case_in(State.CLOSED), Visit.RETURNED, " ", at=DUE)
    assert list(refused.value.errors) == ["note"]


def test_a_reopened_closing_drops_its_visits_and_the_next_closing_plans_its_own(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    ops.reopen(cast.chief, case, "又堆上了", at=MONDAY + timedelta(days=2))
    assert ([result for *_, result in visits(case)], case.recheck_on) == ([Visit.DROPPED], None)
    clock = late_clock(case, DUE)
    assert clock.stopped_at == MONDAY + timedelta(days=2) and clock.kept is None


def test_a_visit_is_due_by_the_close_of_its_day(cast: Town) -> None:
    clock = late_clock(cast.case_in(State.CLOSED), MONDAY)
    assert clock.due_at == datetime(2026, 12, 16, 10, tzinfo=MONDAY.tzinfo)  # 18:00 in the street


def test_a_late_visit_is_told_the_owner_and_once_one_tier_up(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    for days in range(20, 60):
        while sweeping.sweep(MONDAY + timedelta(days=days)).looked_at:
            pass
    rows = select(Notice.kind, Notice.user_id).where(
        Notice.case_id == case.id, Notice.params["clock"].as_string() == "recheck"
    )
    told = [(kind, user_id) for kind, user_id in db.session.execute(rows.order_by(Notice.id))]
    assert told == [
        (NoticeKind.YELLOW, cast.worker.id),
        (NoticeKind.RED, cast.worker.id),
        (NoticeKind.RAISED, cast.chief.id),
        (NoticeKind.RAISED, cast.other_chief.id),
    ]


def test_a_visit_that_was_made_stops_its_clock_as_kept(cast: Town) -> None:
    case = cast.case_in(State.CLOSED)
    ops.recheck(cast.inspector, case, Visit.LASTS, at=DUE)
    clock = late_clock(case, DUE)
    assert (clock.kept, End.DONE.value) == (True, "done")
