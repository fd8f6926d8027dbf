"""A result that waits for somebody who is gone is checked by somebody else."""

from datetime import timedelta

from sqlalchemy import select

from app import jobs
from app.cases import queries
from app.cases.lifecycle import State
from app.core.db import db
from app.jobs import Turn
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.people import ops as people
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from tests.builders.staffed import Office
from tests.builders.town import ENQUIRY, MONDAY, Town, hours

LATER = MONDAY + hours(3)


def test_whoever_left_or_is_on_leave_is_found_and_nobody_else(cast: Town) -> None:
    case = cast.handled(ENQUIRY)
    assert queries.checkers_gone(LATER, 10) == []
    people.lock(case.checker_id or 0, LATER)
    assert queries.checkers_gone(LATER, 10) == [case.id]


def test_on_leave_too_until_they_are_back(cast: Town) -> None:
    case = cast.handled(ENQUIRY)
    cast.away(cast.checker(case), LATER)
    assert queries.checkers_gone(LATER, 10) == [case.id]
    assert queries.checkers_gone(LATER + timedelta(days=2), 10) == []


def test_somebody_else_is_named_and_told_and_the_promise_runs_on(office: Office) -> None:
    case_id = office.case(office.town.handled, ENQUIRY)
    first = office.of(case_id).checker_id
    with office.web.write():
        due = [row.due_at for row in sla.clocks_of(case_id, LATER) if row.kind is ClockKind.CHECK]
        people.lock(first, LATER)
    with office.web.read():
        assert jobs.name_checkers(Turn(LATER)) == 1
        assert jobs.name_checkers(Turn(LATER)) == 0
    case = office.of(case_id)
    assert case.state is State.HANDLED and case.checker_id not in (first, None)
    with office.web.read():
        assert [row.due_at for row in sla.clocks_of(case_id, LATER) if row.kind is ClockKind.CHECK] == due
        told = select(Notice.user_id).where(Notice.case_id == case_id, Notice.kind == NoticeKind.TO_CHECK)
        assert case.checker_id in db.session.scalars(told).all()
