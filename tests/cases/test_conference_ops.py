"""疑难会商 and what follows it: the record, what may be decided, and who rules when nothing else is left."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError

import config
from app import jobs
from app.cases import audit, ops, policy, queries
from app.cases.lifecycle import ENDS, State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseText
from app.cases.ops.conferring import Held
from app.cases.words import Approval, Decision, DeskKind, TextKind
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.core.permissions import Role
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.people import ops as people
from app.people import queries as people_queries
from app.review.models import Review
from app.review.words import Vote
from app.sla import late
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from app.sla.models import Clock
from tests.builders.reviews import put, take_turn
from tests.builders.town import MONDAY, Town, a_result, held, hours
from tests.cases.test_clock_ops import wall

LATER = MONDAY + hours(6)
MUCH_LATER = MONDAY + timedelta(days=20)
CHANGES_NOTHING = {Verb.NOTE, Verb.URGE, Verb.SUPERVISE, Verb.ANSWER, Verb.VOID, Verb.CONTACT, Verb.CLASSIFY}


def from_dispute(cast: Town) -> Case:
    case = cast.refused()
    ops.redispatch(cast.dispatcher, case, cast.neighbour.id or 0, at=MONDAY + hours(1))
    cast.refuse(case, MONDAY + hours(1.2))
    ops.confer(cast.chief, case, "两家都说不归自己", at=MONDAY + hours(2))
    return case


def heard_again(cast: Town, case: Case) -> None:
    """The conference concludes, the work is done once more, and a third panel says no."""
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    cast.done_again(case, LATER)
    cast.decide(cast.review_of(case), Vote.UNSOLVED, LATER)


def lapse(case: Case) -> None:
    """Nobody votes, as long as a panel is asked."""
    at = MUCH_LATER
    while take_turn(case, at):
        at += timedelta(days=20)


def bar_every_chief(cast: Town, case: Case) -> None:
    """Every duty chief of the cast turns out to be complained about."""
    for who in cast.cast.values():
        if who.has(Role.DUTY_CHIEF):
            put("case_about", street_id=case.street_id, case_id=case.id, user_id=who.id)
    db.session.expire(case)


@pytest.mark.parametrize(
    ("decision", "state", "kind", "reviews"),
    [
        (Decision.REWORK, State.IN_PROGRESS, None, 2),
        (Decision.ANOTHER_UNIT, State.DISPATCHED, None, 2),
        (Decision.PANEL_AGAIN, State.IN_REVIEW, None, 3),
        (Decision.OVERRIDE, State.CONFERENCE, DeskKind.OVERRIDE, 2),
    ],
)
def test_a_conference_ends_in_one_of_four_ways(
    cast: Town, decision: Decision, state: State, kind: DeskKind | None, reviews: int
) -> None:
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, decision, held(LATER), cast.neighbour.id, at=LATER)
    assert (case.state, case.desk_kind) == (state, kind)
    assert (case.owner_id == cast.neighbour.id) == (state is State.DISPATCHED)
    assert len(db.session.scalars(select(Review).where(Review.case_id == case.id)).all()) == reviews


@pytest.mark.parametrize("called", [from_dispute, lambda cast: cast.case_in(State.CONFERENCE, MONDAY)])
def test_a_conference_has_a_date_that_its_record_keeps(cast: Town, called: Callable[[Town], Case]) -> None:
    case = called(cast)
    [clock] = conference_clocks(case)
    assert (str(clock.span), clock.due_at, clock.kept) == ("5 working_day", wall("2026-11-23 18:00"), None)
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    assert [row.kept for row in conference_clocks(case)] == [True]


def test_a_street_says_itself_how_long_a_conference_may_wait(cast: Town) -> None:
    street = people_queries.street(cast.street_id)
    assert street is not None
    street.settings = {**(street.settings or {}), "conference_days": 2}
    [clock] = conference_clocks(from_dispute(cast))
    assert clock.due_at == wall("2026-11-18 18:00")


def test_a_conference_that_nobody_holds_is_raised_to_the_leaders_and_stands_on_the_late_list(cast: Town) -> None:
    case = from_dispute(cast)
    case_id = case.id
    db.session.commit()
    jobs.sweep(jobs.Turn(MONDAY + timedelta(days=21)))
    told = select(Notice.user_id).where(Notice.case_id == case_id, Notice.kind == NoticeKind.RAISED)
    raised = set(db.session.scalars(told.where(Notice.params["clock"].as_string() == "conference")))
    assert raised == {cast.leader.id}
    assert ClockKind.CONFERENCE in {row.kind for row in late.late(cast.chief)}


def test_a_conference_called_before_there_were_dates_gets_a_week(cast: Town) -> None:
    case = from_dispute(cast)
    db.session.execute(delete(Clock).where(Clock.case_id == case.id, Clock.kind == ClockKind.CONFERENCE))
    step = ScriptDirectory(str(config.ROOT / "migrations")).get_revision("0020").module
    for _ in range(2):
        db.session.execute(step._waiting(LATER))
    db.session.expire_all()
    [clock] = conference_clocks(case)
    assert clock.due_at == LATER + timedelta(days=7)


def conference_clocks(case: Case) -> list[sla.LedgerRow]:
    """The clocks of its conferences."""
    return [row for row in sla.clocks_of(case.id, LATER) if row.kind is ClockKind.CONFERENCE]


def test_its_record_says_when_it_was_held_who_came_and_what_was_said(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    [met] = queries.conferences(case.id)
    texts = _texts(case)
    assert (met.held_on, met.decision, met.after_review) == (date(2026, 11, 16), Decision.REWORK, True)
    assert (texts[TextKind.ATTENDANCE], texts[TextKind.MINUTES]) == (held(LATER).attendance, held(LATER).minutes)
    line = queries.timeline(case.id)[-1]
    assert (len(line.commitments), line.facts) == (2, {"decision": "rework", "held_on": "2026-11-16"})
    assert audit.verify().faults == []


@pytest.mark.parametrize("days", [-1, 1])
def test_it_was_held_between_the_day_it_was_called_and_today(cast: Town, days: int) -> None:
    case = cast.case_in(State.CONFERENCE)
    wrong = Held(street_time(LATER).date() + timedelta(days=days), "居委", "换管")
    with pytest.raises(Invalid) as refused:
        ops.conclude(cast.chief, case, Decision.REWORK, wrong, at=LATER)
    assert set(refused.value.errors) == {"held_on"}


@pytest.mark.parametrize(("field", "wrong"), [("attendance", (" ", "换管")), ("minutes", ("居委", ""))])
def test_it_says_who_came_and_what_was_said(cast: Town, field: str, wrong: tuple[str, str]) -> None:
    case = cast.case_in(State.CONFERENCE)
    with pytest.raises(Invalid) as refused:
        ops.conclude(cast.chief, case, Decision.REWORK, Held(street_time(LATER).date(), *wrong), at=LATER)
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize("decision", [Decision.PANEL_AGAIN, Decision.OVERRIDE])
def test_a_dispute_has_no_result_that_a_panel_or_the_chief_could_judge(cast: Town, decision: Decision) -> None:
    case = from_dispute(cast)
    with pytest.raises(Invalid) as refused:
        ops.conclude(cast.chief, case, decision, held(LATER), at=LATER)
    assert set(refused.value.errors) == {"decision"}


def test_after_a_review_there_is_one_conference_and_the_database_refuses_a_second(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    again = text("INSERT INTO conference SELECT id + 1, case_id, held_on, attendance_id, minutes_id, decision,"
                 " after_review, by_user_id, at, street_id FROM conference")  # fmt: skip
    for words, statement in (
        ("(?i)unique", again),
        ("append-only", text("UPDATE conference SET decision = 'override'")),
        ("append-only", text("DELETE FROM conference")),
    ):
        with pytest.raises(DatabaseError, match=words), db.session.begin_nested():
            db.session.execute(statement)
    assert len(queries.conferences(case.id)) == 1


def test_a_third_no_obliges_the_duty_chief_to_a_ruling_within_two_days(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    heard_again(cast, case)
    assert (case.state, case.rejections, case.desk_kind) == (State.CONFERENCE, 3, DeskKind.OVERRIDE)
    [clock] = [row for row in sla.clocks_of(case.id, LATER) if row.kind is ClockKind.OVERRIDE]
    assert (str(clock.span), clock.due_at) == ("2 working_day", wall("2026-11-18 18:00"))
    assert queries.timeline(case.id)[-1].verb is Verb.REFER
    assert len(conference_clocks(case)) == 1
    ops.override(cast.chief, case, solved=True, reason="现场已满足要求", at=LATER)
    [clock] = [row for row in sla.clocks_of(case.id, LATER) if row.kind is ClockKind.OVERRIDE]
    assert (case.state, clock.kept) == (State.CLOSED, True)


def test_a_lapse_after_the_conference_is_the_duty_chiefs_too(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, Decision.PANEL_AGAIN, held(LATER), at=LATER)
    lapse(case)
    assert (case.state, case.desk_kind) in [
        (State.IN_REVIEW, DeskKind.OVERRIDE),
        (State.IN_REVIEW, DeskKind.NO_PANEL),
    ]
    ops.override(cast.chief, cast.of(case.id), solved=False, reason="还在漏", at=MUCH_LATER)
    assert case.state is State.REWORK


def test_two_lapses_open_the_ruling_and_nothing_before_them_does(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    at = wall("2026-11-19 18:00")
    take_turn(case, at)
    with pytest.raises(NotAllowed):
        ops.override(cast.chief, cast.of(case.id), solved=True, reason="等不及", at=at)
    lapse(case)
    ops.override(cast.chief, cast.of(case.id), solved=True, reason="两轮没人评，现场看过", at=MUCH_LATER)
    assert db.session.get_one(CaseApproval, case.approval_id).kind is Approval.OVERRIDE


def test_where_the_duty_chief_is_barred_the_leader_rules_and_nobody_else(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    bar_every_chief(cast, case)
    case = cast.of(case.id)
    cast.done_again(case, LATER)
    cast.decide(cast.review_of(case), Vote.UNSOLVED, LATER)
    assert case.desk_kind is DeskKind.OVERRIDE_UP
    for who in (cast.chief, cast.dispatcher, cast.inspector):
        with pytest.raises(NotAllowed):
            ops.override(who, case, solved=True, reason="我说行", at=LATER)
    ops.override(cast.leader, case, solved=True, reason="现场看过", at=LATER)
    assert db.session.get_one(CaseApproval, case.approval_id).user_id == cast.leader.id


def test_another_duty_chief_rules_before_the_leader_is_asked(cast: Town) -> None:
    other = cast.person("second chief", *cast.chief.roles)
    case = cast.case_in(State.CONFERENCE)
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    bar_every_chief(cast, case)
    case = cast.of(case.id)
    cast.done_again(case, LATER)
    cast.decide(cast.review_of(case), Vote.UNSOLVED, LATER)
    assert case.desk_kind is DeskKind.OVERRIDE
    with pytest.raises(NotAllowed):
        ops.override(cast.leader, case, solved=True, reason="我说行", at=LATER)
    ops.override(other, case, solved=True, reason="现场看过", at=LATER)
    assert case.state is State.CLOSED


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # a rule of who may; 32 long stories
@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("outcomes", list(product(("no", "lapse"), repeat=3)))
def test_whatever_panels_conferences_and_time_do_somebody_can_always_go_on(
    cast: Town, outcomes: tuple[str, ...], decision: Decision
) -> None:
    case = cast.case_in(State.IN_REVIEW)
    for outcome in outcomes:
        _on_to_a_panel(cast, case, decision)
        if case.state is State.IN_REVIEW and case.desk_kind is None:
            lapse(case) if outcome == "lapse" else cast.decide(cast.review_of(case), Vote.UNSOLVED, MUCH_LATER)
        assert somebody_can_go_on(cast, case.id)
    assert case.state not in ENDS


def test_with_hardly_any_reviewers_somebody_can_still_go_on(cast: Town) -> None:
    for who in cast.reviewers[4:]:
        people.lock(who.id or 0, MONDAY)
    case = cast.case_in(State.IN_REVIEW)
    lapse(case)
    assert case.desk_kind is DeskKind.NO_PANEL and somebody_can_go_on(cast, case.id)


def somebody_can_go_on(cast: Town, case_id: int) -> bool:
    """A person has a move that leads on, or a panel is asked and time will end it."""
    case = cast.of(case_id)
    asked = db.session.scalar(select(Review.next_turn_at).where(Review.case_id == case_id, Review.decided_at.is_(None)))
    moves = {verb for who in cast.cast.values() for verb in policy.allowed_moves(who, case)}
    return asked is not None or bool(moves - CHANGES_NOTHING)


def _on_to_a_panel(cast: Town, case: Case, decision: Decision) -> None:
    """Whatever lies between the case and its next panel."""
    if case.desk_kind in (DeskKind.OVERRIDE, DeskKind.NO_PANEL):
        ops.override(cast.chief, cast.of(case.id), solved=False, reason="还没好", at=MUCH_LATER)
    if case.state is State.CONFERENCE:
        ops.conclude(cast.chief, cast.of(case.id), decision, held(MUCH_LATER), cast.worker.id, at=MUCH_LATER)
    if case.state is State.DISPATCHED:
        ops.sign_in(cast.worker, cast.of(case.id), at=MUCH_LATER)
    if case.state in (State.REWORK, State.IN_PROGRESS):
        ops.handle(cast.side(case), cast.of(case.id), a_result(), at=MUCH_LATER)
        ops.check_pass(cast.checker(case), cast.of(case.id), at=MUCH_LATER)


def _texts(case: Case) -> dict[TextKind, str | None]:
    rows = select(CaseText.kind, CaseText.value).where(CaseText.case_id == case.id)
    return dict(db.session.execute(rows).all())
