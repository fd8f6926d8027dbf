"""A `none` case whose story asks for it is checked twice, the second time one tier up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.cases import ops, policy
from app.cases import queries as cases
from app.cases.again import WORDS, Again
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import Approval, DeskKind
from app.core.db import db
from app.core.errors import Conflict, NotAllowed
from app.core.permissions import Actor, Role, system_actor
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from tests.builders.town import ENQUIRY, MONDAY, Town, a_result, hours, minutes
from tests.builders.town_walks import closed_by_check

LATER = MONDAY + hours(2)
NEXT_DAY = MONDAY + timedelta(days=1)
Tell = Callable[[Town], Case]


def relapsed(town: Town) -> Case:
    """The same enquiry again."""
    closed_by_check(town, MONDAY)
    return town.handled(ENQUIRY, NEXT_DAY)


def reworked(town: Town) -> Case:
    """The check failed, and it was done again."""
    case = town.handled(ENQUIRY)
    ops.check_fail(town.checker(case), case, "没答到点子上", at=LATER)
    ops.handle(town.side(case), case, a_result(), at=NEXT_DAY)
    return case


def merged(town: Town) -> Case:
    """Two asked the same."""
    case, other = town.handled(ENQUIRY), town.report(ENQUIRY, MONDAY + minutes(30))
    ops.merge(town.dispatcher, other, case, "同一个问题", at=LATER)
    return case


def about(town: Town) -> Case:
    """It is about the people who would handle it."""
    return town.handled(ENQUIRY, about_handlers=True)


def reopened(town: Town) -> Case:
    """The answer did not help."""
    case = closed_by_check(town, MONDAY)
    ops.reopen(town.chief, case, "没说清楚", at=NEXT_DAY)
    ops.handle(town.side(case), case, a_result(), at=NEXT_DAY + hours(1))
    return case


STORIES: dict[Again, Tell] = {
    Again.RELAPSE: relapsed,
    Again.REWORKED: reworked,
    Again.MERGED: merged,
    Again.ABOUT: about,
    Again.REOPENED: reopened,
}


def pass_it(town: Town, case: Case, at: datetime) -> Actor:
    """Whoever is to check says it is good."""
    who = town.checker(case)
    ops.check_pass(who, case, f"{who.name} 看过", at=at)
    return who


@pytest.mark.parametrize("why", STORIES)
def test_two_people_check_and_the_second_stands_above_the_first(cast: Town, why: Again) -> None:
    case = STORIES[why](cast)
    first = pass_it(cast, case, NEXT_DAY + hours(3))
    assert (case.state, case.checks_needed, case.first_checker_id) == (State.HANDLED, 2, first.id)
    assert cases.decisions(case.id)[-1].steps[0]["words"] == WORDS[why]
    second = pass_it(cast, case, NEXT_DAY + hours(4))
    assert second.has(Role.GRID_CHIEF, Role.DUTY_CHIEF, Role.LEADER) and second.id != first.id
    assert (case.state, cases.timeline(case.id)[-1].facts["approval"]) == (State.CLOSED, Approval.CHECK.value)


def test_without_such_a_story_one_check_closes(cast: Town) -> None:
    case = closed_by_check(cast, MONDAY)
    assert (case.state, case.checks_needed, case.first_checker_id) == (State.CLOSED, 1, None)


def test_the_first_checker_cannot_make_the_second_check(cast: Town) -> None:
    case = reworked(cast)
    first = pass_it(cast, case, NEXT_DAY + hours(1))
    with pytest.raises(NotAllowed):
        ops.check_pass(first, case, at=NEXT_DAY + hours(2))
    case.checker_id = None  # even where nobody was found, and the duty chief may take it upon them
    case.first_checker_id = cast.chief.id
    assert not policy.may(cast.chief, Verb.CHECK_PASS, case) and policy.may(cast.leader, Verb.CHECK_PASS, case)


def test_whoever_stands_above_a_duty_chief_is_a_leader(cast: Town) -> None:
    case = reworked(cast)
    case.checker_id = cast.chief.id
    ops.check_pass(cast.chief, case, at=NEXT_DAY + hours(1))
    assert case.checker_id == cast.leader.id


def test_a_street_where_nobody_is_left_for_the_second_check_asks_the_desk(cast: Town) -> None:
    case = reworked(cast)
    case.checker_id = cast.leader.id
    ops.check_pass(cast.leader, case, at=NEXT_DAY + hours(1))
    assert (case.state, case.checker_id, case.desk_kind) == (State.HANDLED, None, DeskKind.NO_CHECKER)
    assert policy.may(cast.chief, Verb.CHECK_PASS, case) and not policy.may(cast.leader, Verb.CHECK_PASS, case)


def test_a_second_check_has_a_clock_of_its_own(cast: Town) -> None:
    case = reworked(cast)
    pass_it(cast, case, NEXT_DAY + hours(1))
    checks = [row for row in sla.clocks_of(case.id, NEXT_DAY + hours(1)) if row.kind is ClockKind.CHECK]
    assert [(row.started_at, row.stopped_at) for row in checks[-2:]] == [
        (NEXT_DAY, NEXT_DAY + hours(1)),
        (NEXT_DAY + hours(1), None),
    ]


def test_a_second_check_that_fails_means_rework_and_two_checks_once_more(cast: Town) -> None:
    case = reworked(cast)
    pass_it(cast, case, NEXT_DAY + hours(1))
    ops.check_fail(cast.checker(case), case, "电话打不通", at=NEXT_DAY + hours(2))
    states = [case.state]
    ops.handle(cast.side(case), case, a_result(), at=NEXT_DAY + hours(3))
    assert case.first_checker_id is None
    for n in (4, 5):
        pass_it(cast, case, NEXT_DAY + hours(n))
        states.append(case.state)
    assert states == [State.REWORK, State.HANDLED, State.CLOSED]


def test_the_rules_close_no_such_case_on_one_check(cast: Town) -> None:
    case = reworked(cast)
    pass_it(cast, case, NEXT_DAY + hours(1))
    with pytest.raises(Conflict):
        ops.close(system_actor(cast.street_id), case, Approval.CHECK, at=NEXT_DAY + hours(2))


def approve(case: Case) -> None:
    """An approval that stands on the one check, written past the program."""
    check = db.session.scalar(text(f"SELECT max(id) FROM case_check WHERE case_id = {case.id} AND passed"))
    row = {"street": case.street_id, "case": case.id, "round": case.round, "check": check, "at": case.checked_at}
    db.session.execute(
        text(
            "INSERT INTO case_approval (street_id, case_id, round, kind, check_id, at)"
            " VALUES (:street, :case, :round, 'check', :check, :at)"
        ),
        row,
    )


CLOSES = """UPDATE "case" SET state = 'closed', approval_id =
    (SELECT max(id) FROM case_approval WHERE case_id = :id) WHERE id = :id"""


def refuses(words: str, statement: str, case_id: int) -> None:
    """The database says no, and why."""
    nested = db.session.begin_nested()
    with pytest.raises(IntegrityError, match=words):
        db.session.execute(text(statement), {"id": case_id})
    nested.rollback()


def test_the_database_closes_no_such_case_on_one_check(cast: Town) -> None:
    case = reworked(cast)
    pass_it(cast, case, NEXT_DAY + hours(1))
    db.session.flush()
    approve(case)
    refuses("two people have checked it", CLOSES, case.id)


def test_the_database_forgets_no_second_check(cast: Town) -> None:
    case = reworked(cast)
    db.session.flush()
    refuses("once asked for is made", 'UPDATE "case" SET checks_needed = 1 WHERE id = :id', case.id)
    lowering = CLOSES.replace("SET state", "SET checks_needed = 1, state")
    pass_it(cast, case, NEXT_DAY + hours(1))
    db.session.flush()
    approve(case)
    refuses("once asked for is made", lowering, case.id)


def test_what_was_passed_before_the_last_rework_does_not_count(cast: Town) -> None:
    case = reworked(cast)
    pass_it(cast, case, NEXT_DAY + hours(1))
    ops.check_fail(cast.checker(case), case, "不行", at=NEXT_DAY + hours(2))
    ops.handle(cast.side(case), case, a_result(), at=NEXT_DAY + hours(3))
    case.checker_id = cast.other_chief.id
    ops.check_pass(cast.other_chief, case, at=NEXT_DAY + hours(4))
    assert (cases.passed_checks(case), case.state) == (1, State.HANDLED)
    db.session.flush()
    approve(case)
    refuses("two people have checked it", CLOSES, case.id)


def test_what_asked_for_two_checks_and_was_taken_back_leaves_two(cast: Town) -> None:
    other = cast.report(ENQUIRY, MONDAY)
    case = cast.report(ENQUIRY, MONDAY + minutes(1))
    ops.merge(cast.dispatcher, other, case, "同一个问题", at=MONDAY + minutes(2))
    ops.sign_in(cast.side(case), case, at=MONDAY + minutes(5))
    ops.contact(cast.side(case), case, "说好下午回", reached=True, at=MONDAY + minutes(10))
    ops.handle(cast.side(case), case, a_result(), at=MONDAY + hours(1))
    assert case.checks_needed == 2
    ops.unmerge(cast.dispatcher, other, "不是一回事", at=LATER)
    first = pass_it(cast, case, LATER)
    assert (case.state, case.first_checker_id) == (State.HANDLED, first.id)
    pass_it(cast, case, LATER + minutes(30))
    assert case.state is State.CLOSED
