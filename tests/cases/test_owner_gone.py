"""A case whose owner has left: somebody else follows it, or it waits before the duty chief."""

import pytest
from sqlalchemy import select

from app import jobs
from app.cases import ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import DeskKind
from app.core.db import db
from app.core.permissions import Actor
from app.jobs import Turn
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.people import ops as people
from tests.builders.staffed import Office
from tests.builders.town import CLUTTER, MONDAY, Town, hours

LATER = MONDAY + hours(3)


def leaves(who: Actor) -> None:
    people.lock(who.id or 0, LATER)


def nobody_can(cast: Town, case: Case) -> None:
    """Its grid has nobody but whom the case is about."""
    for who in (cast.deputy, cast.grid_chief):
        leaves(who)
    leaves(cast.owner(case))


def sweep() -> int:
    db.session.commit()
    return jobs.follow_on(Turn(LATER))


def told(case: Case, kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == kind)))


def test_somebody_else_of_the_grid_follows_it_and_nothing_else_changes(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.ask_extension(cast.owner(case), case, 2, "等料", at=MONDAY)
    was, signed = cast.owner(case), case.signed_in_at
    assert sweep() == 0
    leaves(was)
    assert (sweep(), sweep()) == (1, 0)
    case = cast.of(case.id)
    assert case.owner_id not in (None, was.id) and cast.owner(case).id in told(case, NoticeKind.PASSED_ON)
    assert (case.state, case.signed_in_at, case.desk_kind) == (State.IN_PROGRESS, signed, DeskKind.EXTENSION)
    line = queries.timeline(case.id)[-1]
    assert (line.verb, line.actor_kind, line.facts) == (
        Verb.TAKE_OVER,
        "rules",
        {"owner": case.owner_id, "before": was.id},
    )


def test_where_nobody_fits_it_waits_before_the_duty_chief_once(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    nobody_can(cast, case)
    assert (sweep(), sweep()) == (1, 0)
    assert cast.of(case.id).desk_kind is DeskKind.OWNER_GONE
    assert cast.chief.id in told(case, NoticeKind.DESK)
    ops.reassign(cast.chief, cast.of(case.id), cast.neighbour.id or 0, None, "原来的人走了", at=LATER)
    assert (cast.of(case.id).desk_kind, sweep()) == (None, 0)


@pytest.mark.parametrize("how", ["taken over", "passed on", "void", "back again"])
def test_it_leaves_the_desk_when_somebody_follows_it_again_or_nobody_has_to(cast: Town, how: str) -> None:
    case = cast.signed_in(CLUTTER)
    was = cast.owner(case)
    nobody_can(cast, case)
    sweep()
    case = cast.of(case.id)
    if how == "taken over":
        ops.take_over(cast.chief, case, at=LATER)
    elif how == "passed on":
        ops.pass_on(cast.chief, case, cast.neighbour.id or 0, "走了", at=LATER)
    elif how == "void":
        ops.void(cast.chief, case, "不用办了", at=LATER)
    else:
        people.unlock(was.id or 0)
        assert sweep() == 1
    assert cast.of(case.id).desk_kind is None and sweep() == 0


def test_what_waits_for_another_decision_is_not_taken_from_it(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    ops.ask_extension(cast.owner(case), case, 2, "等料", at=MONDAY)
    nobody_can(cast, case)
    sweep()
    assert cast.of(case.id).desk_kind is DeskKind.EXTENSION
    ops.decline(cast.chief, cast.of(case.id), "不行", at=LATER)
    sweep()
    assert cast.of(case.id).desk_kind is DeskKind.OWNER_GONE


def test_what_is_restricted_goes_to_nobody_by_the_rules(cast: Town) -> None:
    case = cast.registered()
    ops.dispatch(cast.chief, case, cast.worker.id or 0, at=MONDAY)
    leaves(cast.worker)
    sweep()
    assert (cast.of(case.id).desk_kind, cast.of(case.id).owner_id) == (DeskKind.OWNER_GONE, cast.worker.id)


def test_the_duty_chief_finds_it_in_the_queue_with_the_form_that_ends_it(office: Office) -> None:
    case_id = office.case(office.town.signed_in, CLUTTER)
    with office.web.write():
        nobody_can(office.town, office.town.of(case_id))
    with office.web.read():
        jobs.follow_on(Turn(LATER))
    page = office.sees(office.town.chief, "/desk/queue?kind=owner_gone")
    assert "跟案的人走了" in page
    pane = office.sees(office.town.chief, f"/desk/queue/{case_id}")
    assert "规则没找到人接" in pane and "reassign" in pane
