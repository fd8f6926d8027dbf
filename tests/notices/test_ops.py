"""Who hears what, once, and nothing that a resident told us."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases import events as cases
from app.cases.models import Case
from app.cases.words import DeskKind
from app.core.counting import count_statements
from app.core.db import db
from app.core.permissions import Actor, Role
from app.notices import ops, queries
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.review.events import ReviewersSeated
from app.sla.clocks import ClockKind
from app.sla.events import ClockRed, ClockUpOne, ClockYellow
from tests.builders.reviews import LATER, NOON, Community, put


def told(kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


def ids(*people: Actor) -> set[int]:
    return {who.id for who in people if who.id is not None}


def about(case: Case, event: type[cases.CaseEvent], **more: object) -> cases.CaseEvent:
    return event(case.street_id, NOON, case_id=case.id, actor_id=None, **more)


def owned_case(community: Community, owner: Actor) -> Case:
    case = community.handled_case()
    case.owner_id = owner.id
    db.session.flush()
    return case


def test_a_dispatched_case_is_told_to_its_owner_and_to_the_unit_that_handles(community: Community) -> None:
    unit = community.unit()
    owner, staff = community.person(), community.person(Role.PROPERTY, unit_id=unit)
    clerk_of_unit, other = (
        community.person(unit_id=unit),
        community.person(Role.PROPERTY, unit_id=community.unit()),
    )
    case = owned_case(community, owner)
    case.handling_unit_id = unit
    ops.note_dispatched(about(case, cases.CaseDispatched))  # type: ignore[arg-type]
    assert told(NoticeKind.DISPATCHED) == ids(owner, staff)
    assert not {clerk_of_unit.id, other.id} & told(NoticeKind.DISPATCHED)


def test_an_external_unit_has_no_accounts_to_tell(community: Community) -> None:
    unit, owner = community.unit(), community.person()
    community.person(Role.HANDLER, unit_id=unit)
    case = owned_case(community, owner)
    case.handling_unit_id, case.handling_external = unit, True
    ops.note_dispatched(about(case, cases.CaseDispatched))  # type: ignore[arg-type]
    assert told(NoticeKind.DISPATCHED) == ids(owner)


def test_the_checker_is_told_when_the_work_is_done(community: Community) -> None:
    case, checker = community.handled_case(), community.person()
    ops.note_handled(about(case, cases.CaseHandled))  # type: ignore[arg-type]
    assert told(NoticeKind.TO_CHECK) == set()
    case.checker_id = checker.id
    ops.note_handled(about(case, cases.CaseHandled))  # type: ignore[arg-type]
    assert told(NoticeKind.TO_CHECK) == ids(checker)


def test_only_those_who_sit_are_asked_to_vote_and_without_a_receipt_number(community: Community) -> None:
    case = community.handled_case()
    review = community.checked(case)
    panel = community.panel(review)
    seated = ReviewersSeated(case.street_id, NOON, review_id=review.id, case_id=case.id, user_ids=tuple(ids(*panel)))
    ops.note_seated(seated)
    assert told(NoticeKind.TO_VOTE) == ids(*panel)
    assert set(db.session.scalars(select(Notice.params["receipt"].as_string()))) == {None}


@pytest.mark.parametrize(("kind", "both"), [(DeskKind.UNROUTED, True), (DeskKind.NO_PANEL, False)])
def test_the_desk_hears_what_it_must_decide_and_the_chief_alone_what_only_he_may(
    community: Community, kind: DeskKind, both: bool
) -> None:
    dispatcher, chief = community.person(Role.DISPATCHER), community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    ops.note_desk(about(case, cases.CaseNeedsDesk, kind=kind))  # type: ignore[arg-type]
    assert told(NoticeKind.DESK) == (ids(dispatcher, chief) if both else ids(chief))


@pytest.mark.parametrize(("event", "kind"), [(ClockYellow, NoticeKind.YELLOW), (ClockRed, NoticeKind.RED)])
def test_a_late_clock_is_told_to_the_member_and_one_tier_up_once(
    community: Community, event: type[ClockYellow], kind: NoticeKind
) -> None:
    owner, chief, far = (
        community.person(),
        community.person(Role.GRID_CHIEF),
        community.person(Role.GRID_CHIEF),
    )
    put("user_grid", user_id=chief.id, grid_id=community.homes[0])
    put("user_grid", user_id=far.id, grid_id=community.homes[2])
    case = owned_case(community, owner)
    for _ in range(2):
        ops.note_clock(event(case.street_id, NOON, 17, case.id, ClockKind.DISPOSE, LATER))
    assert told(kind) == ids(owner, chief)
    assert len(queries.inbox(owner)) == 1


def test_a_late_check_is_told_to_the_checker_and_the_duty_chief(community: Community) -> None:
    owner, checker, chief = community.person(), community.person(), community.person(Role.DUTY_CHIEF)
    case = owned_case(community, owner)
    case.checker_id = checker.id
    ops.note_clock(ClockRed(case.street_id, NOON, 18, case.id, ClockKind.CHECK, LATER))
    assert told(NoticeKind.RED) == ids(checker, chief)


def test_a_late_review_is_told_to_the_duty_chief_the_panel_is_told_by_its_turns(community: Community) -> None:
    chief = community.person(Role.DUTY_CHIEF)
    case = community.handled_case()
    community.checked(case)
    ops.note_clock(ClockYellow(case.street_id, NOON, 19, case.id, ClockKind.REVIEW, LATER))
    assert told(NoticeKind.YELLOW) == ids(chief)
    assert told(NoticeKind.VOTE_SOON) == set()


def test_a_ruling_that_is_late_is_told_to_the_duty_chief_and_the_leader(community: Community) -> None:
    chief, leader = community.person(Role.DUTY_CHIEF), community.person(Role.LEADER)
    case = community.handled_case()
    about_it = (case.street_id, NOON, 20, case.id, ClockKind.OVERRIDE, LATER)
    ops.note_clock(ClockYellow(*about_it))
    assert told(NoticeKind.YELLOW) == ids(chief, leader)
    ops.note_clock(ClockUpOne(*about_it))
    assert told(NoticeKind.RAISED) == ids(leader)


@pytest.mark.parametrize("party", ["about", "about's unit"])
def test_nobody_hears_of_a_case_that_complains_about_them(community: Community, party: str) -> None:
    unit = community.unit()
    accused, other = community.person(Role.PROPERTY, unit_id=unit), community.person()
    case = owned_case(community, accused)
    case.handling_unit_id = unit
    community.concern(case, accused, party)
    ops.note_dispatched(about(case, cases.CaseDispatched))  # type: ignore[arg-type]
    ops.note_closed(about(case, cases.CaseClosed))  # type: ignore[arg-type]
    assert db.session.scalars(select(Notice.id)).all() == [] and queries.unread(other.id or 0) == 0


def test_many_readers_are_written_in_one_statement(community: Community) -> None:
    for _ in range(20):
        community.person(Role.DISPATCHER)
    case = community.handled_case()
    with count_statements() as counted:
        ops.note_desk(about(case, cases.CaseNeedsDesk))  # type: ignore[arg-type]
    assert counted.n == 2 and len(told(NoticeKind.DESK)) == 20


def test_reading_the_inbox_takes_it_off_the_count(community: Community) -> None:
    owner = community.person()
    case = owned_case(community, owner)
    ops.note_closed(about(case, cases.CaseClosed))  # type: ignore[arg-type]
    with count_statements() as counted:
        assert queries.unread(owner.id or 0) == 1
    [row] = queries.inbox(owner)
    assert ops.mark_read(owner, row.id, LATER) == 1 and ops.mark_read(owner, row.id, LATER + timedelta(1)) == 0
    assert (queries.unread(owner.id or 0), counted.n) == (0, 1)
