"""A closed unit lets go of its cases: to the unit that follows it, else they wait before the duty chief."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.cases import ops as cases
from app.cases import queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import DeskKind
from app.catalog import queries as catalog
from app.catalog.models_places import Unit
from app.catalog.setup import ops
from app.core.clock import from_street, street_time
from app.core.db import db
from app.core.errors import Invalid
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.town import CG, FUMES, MONDAY, PA, Town, a_result, a_town, hours

TODAY, LATER = street_time(MONDAY).date(), MONDAY + hours(1)
FRIDAY = TODAY + timedelta(days=4)


def at_the_unit(cast: Town) -> Case:
    """A case that CG has in hand."""
    case = cast.report(FUMES)
    if case.handling_unit_id != cast.units[CG]:
        cases.hand_over(cast.owner(case), case, cast.units[CG], at=MONDAY)
    return case


def handled(cast: Town) -> Case:
    """CG has done it."""
    case = at_the_unit(cast)
    cases.sign_in(cast.side(case), case, at=MONDAY)
    do(cast, case)
    return case


def do(cast: Town, case: Case) -> None:
    cases.contact(cast.side(case), case, "说好了", reached=True, at=MONDAY)
    cases.handle(cast.side(case), case, a_result(), at=MONDAY)


def close(cast: Town, successor: str = "") -> None:
    ops.close_unit(cast.admin, cast.units[CG], TODAY, cast.units[successor] if successor else None, at=LATER)


def test_what_is_in_hand_goes_to_the_next_unit_to_be_signed_anew(cast: Town) -> None:
    case = at_the_unit(cast)
    owner, due = case.owner_id, case.limit_id
    cases.sign_in(cast.side(case), case, at=MONDAY)
    close(cast, PA)
    assert (case.handling_unit_id, case.handling_grid_id, case.state) == (cast.units[PA], None, State.DISPATCHED)
    assert (case.owner_id, case.limit_id, case.desk_kind, case.signed_in_at) == (owner, due, None, None)
    assert changes(cast.street_id, Setting.UNIT)[0].after["successor"] == PA


def test_without_a_next_unit_it_waits_before_the_duty_chief_who_sends_it_on(cast: Town) -> None:
    case = at_the_unit(cast)
    owner = case.owner_id
    close(cast)
    assert (case.desk_kind, case.owner_id, case.state) == (DeskKind.UNIT_CLOSED, owner, State.DISPATCHED)
    cases.reassign(cast.chief, case, owner or 0, cast.units[PA], "原单位撤了", at=LATER)
    assert (case.desk_kind, case.handling_unit_id, case.owner_id) == (None, cast.units[PA], owner)


@pytest.mark.parametrize("successor", [PA, ""])
def test_what_the_closed_unit_asked_for_is_answered_and_whoever_asked_is_told(cast: Town, successor: str) -> None:
    case = at_the_unit(cast)
    asker = cast.side(case)
    cases.sign_in(asker, case, at=MONDAY)
    cases.ask_extension(asker, case, 2, "等料", at=MONDAY)
    close(cast, successor)
    assert case.desk_kind is (None if successor else DeskKind.UNIT_CLOSED)
    told = select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == NoticeKind.DECLINED)
    assert set(db.session.scalars(told)) == {asker.id}
    assert Verb.DECLINE in [line.verb for line in queries.timeline(case.id)]


def test_a_next_unit_that_cannot_have_it_leaves_it_to_the_duty_chief(cast: Town) -> None:
    case = at_the_unit(cast)
    cases.ask_part(cast.owner(case), case, cast.units[PA], "一起去", at=MONDAY)
    close(cast, PA)
    assert (case.desk_kind, case.handling_unit_id) == (DeskKind.UNIT_CLOSED, cast.units[CG])


def test_what_is_handled_is_checked_and_goes_on_only_when_it_is_to_be_done_again(cast: Town) -> None:
    case = handled(cast)
    close(cast, PA)
    assert (case.state, case.desk_kind, case.handling_unit_id) == (State.HANDLED, None, cast.units[CG])
    cases.check_fail(cast.checker(case), case, "还有油烟", at=LATER)
    assert (case.state, case.handling_unit_id) == (State.DISPATCHED, cast.units[PA])


def test_the_duty_chief_is_asked_no_more_once_the_closed_unit_has_done_it(cast: Town) -> None:
    case = at_the_unit(cast)
    cases.sign_in(cast.side(case), case, at=MONDAY)
    close(cast)
    assert case.desk_kind is DeskKind.UNIT_CLOSED
    do(cast, case)
    assert case.state is State.HANDLED and cast.of(case.id).desk_kind is None


def test_a_day_to_come_is_kept_and_the_worker_closes_it_then(cast: Town) -> None:
    unit_id, case = cast.units[CG], at_the_unit(cast)
    ops.close_unit(cast.admin, unit_id, FRIDAY, cast.units[PA], at=MONDAY)
    midnight = from_street(FRIDAY + timedelta(days=1), MONDAY.time().min)
    assert catalog.unit(cast.street_id, unit_id) is not None and case.handling_unit_id == unit_id
    assert catalog.resolve_unit(cast.street_id, "CG", None, None, midnight - hours(1)) is not None
    assert catalog.resolve_unit(cast.street_id, "CG", None, None, midnight) is None
    assert list(ops.due_units(midnight - hours(1), 9)) == [] and unit_id in ops.due_units(midnight, 9)
    assert ops.close_due_unit(unit_id, at=midnight) and not ops.close_due_unit(unit_id, at=midnight)
    assert not db.session.get_one(Unit, unit_id).active and case.handling_unit_id == cast.units[PA]
    assert "close_units" in {job.name for job in jobs.JOBS}


def test_a_closing_to_come_is_taken_back(cast: Town) -> None:
    unit_id = cast.units[CG]
    ops.close_unit(cast.admin, unit_id, FRIDAY, cast.units[PA], at=MONDAY)
    ops.reopen_unit(cast.admin, unit_id, at=LATER)
    row = db.session.get_one(Unit, unit_id)
    assert (row.active, row.until_at, row.successor_id) == (True, None, None)
    assert not ops.close_due_unit(unit_id, at=MONDAY + timedelta(days=9))


def test_the_next_unit_is_another_one_of_the_street_that_is_in_use(cast: Town) -> None:
    unit_id, other = cast.units[CG], a_town()
    for successor in (unit_id, other.units[PA], -1):
        with pytest.raises(Invalid) as refused:
            ops.close_unit(cast.admin, unit_id, TODAY, successor, at=MONDAY)
        assert list(refused.value.errors) == ["successor"]
    with pytest.raises(Invalid) as far:
        ops.close_unit(cast.admin, unit_id, TODAY + timedelta(days=400), at=MONDAY)
    assert list(far.value.errors) == ["last_day"]
