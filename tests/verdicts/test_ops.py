"""The reporter's verdict, 请求重开 and its answer, the one appeal: once each, in time, each reporter for themselves."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.cases import audit, ops
from app.cases import queries as cases
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseHandler
from app.cases.words import DeskKind, HandlerHow
from app.core.db import db
from app.core.errors import Conflict, IllegalMove, Invalid, NotAllowed
from app.core.permissions import Actor, public_actor
from app.notices.models import Notice
from app.sla import book
from app.sla.clocks import ClockKind as K
from app.sla.clocks import End
from app.verdicts import ops as verdicts
from app.verdicts import queries
from app.verdicts.models import ReporterVerdict
from app.verdicts.rules import Standing
from tests.builders.closings import CLOSED, CONTENT, UNHAPPY, close_again, closed, merged_and_closed, unhappy
from tests.builders.town import MONDAY, Town, hours
from tests.cases.test_clock_ops import wall

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LAST = wall("2026-11-30 18:00")  # fourteen calendar days after the Monday, at close of business


def standing(case: Case) -> Standing:
    db.session.flush()
    found = queries.closing_of(case)
    assert found is not None
    return found.standing


def clock(case: Case) -> tuple[datetime, End | None]:
    found = [c for c in book.clocks(case.id) if c.kind is K.REOPEN][-1]
    return found.due_at, found.ended


def handled_by(case: Case, who: Actor) -> None:
    row = CaseHandler(street_id=case.street_id, case_id=case.id, user_id=who.id, how=HandlerHow.LED, at=MONDAY)
    db.session.add(row)
    db.session.flush()
    db.session.refresh(case, ["handlers"])


def told(case: Case) -> set[int | None]:
    rows = select(Notice.user_id).where(Notice.case_id == case.id, Notice.kind == "desk")
    return set(db.session.scalars(rows))


def test_a_verdict_is_given_once_and_stands(cast: Town) -> None:
    case = closed(cast)
    verdicts.give(case, CONTENT, at=CLOSED)
    with pytest.raises(Conflict):
        verdicts.give(case, UNHAPPY, at=CLOSED + DAY)
    assert standing(case).answer == CONTENT


@pytest.mark.parametrize(("at", "taken"), [(LAST, True), (LAST + SECOND, False)])
def test_it_is_offered_for_fourteen_days_until_close_of_business(cast: Town, at: datetime, taken: bool) -> None:
    case = closed(cast)
    assert standing(case).until == LAST
    if taken:
        verdicts.give(case, CONTENT, at=at)
    else:
        with pytest.raises(Conflict):
            verdicts.give(case, CONTENT, at=at)


@pytest.mark.parametrize("state", [s for s in State if s is not State.CLOSED])
def test_nothing_is_offered_but_at_a_closing(cast: Town, state: State) -> None:
    case = cast.case_in(state)
    assert queries.closing_of(case) is None
    with pytest.raises(Conflict):
        verdicts.give(case, CONTENT, at=CLOSED)


def test_what_is_not_content_is_sealed_and_forgotten_after_six_months(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case)
    row = db.session.scalars(select(ReporterVerdict)).one()
    assert row.why_cipher is not None and "又堆回来了".encode() not in row.why_cipher
    found = queries.closing_of(case)
    assert found is not None and found.why == "又堆回来了"
    assert [verdicts.forget(CLOSED + timedelta(days=n)) for n in (180, 185, 186)] == [0, 1, 0]
    assert (standing(case).answer, queries.closing_of(case).why) == (UNHAPPY, "")  # type: ignore[union-attr]


def test_whoever_is_content_does_not_ask_to_reopen(cast: Town) -> None:
    case = closed(cast)
    with pytest.raises(Conflict):
        verdicts.ask_reopen(case, "不行", at=CLOSED)
    verdicts.give(case, CONTENT, at=CLOSED)
    with pytest.raises(Conflict):
        verdicts.ask_reopen(case, "不行", at=CLOSED)


def test_an_asking_needs_words_and_is_made_once(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case)
    with pytest.raises(Invalid):
        verdicts.ask_reopen(case, " ", at=CLOSED)
    db.session.rollback()


def test_what_is_asked_waits_for_the_duty_chief_for_two_working_days_and_stays_closed(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    assert (case.state, case.desk_kind) == (State.CLOSED, DeskKind.REOPEN_ASKED)
    assert clock(case) == (wall("2026-11-18 18:00"), None)
    assert told(case) == {cast.chief.id, cast.other_chief.id}
    with pytest.raises(Conflict):
        verdicts.ask_reopen(case, "再说一次", at=CLOSED + hours(1))


def test_granted_it_is_a_new_round_and_a_new_closing_is_a_new_verdict(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    ops.reopen(cast.chief, case, "照片属实", at=CLOSED + hours(1))
    assert (case.state, case.round, case.desk_kind, clock(case)[1]) == (State.IN_PROGRESS, 2, None, End.DONE)
    assert queries.reopened_why(case) == "照片属实"
    again = close_again(cast, case, CLOSED + DAY)
    assert standing(again).answer is None
    verdicts.give(again, CONTENT, at=CLOSED + 2 * DAY)
    assert len(db.session.scalars(select(ReporterVerdict)).all()) == 2


def test_declined_it_stays_closed_and_the_reporter_reads_why(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    with pytest.raises(Invalid):
        ops.decline_reopen(cast.chief, case, "", at=CLOSED + hours(1))
    ops.decline_reopen(cast.chief, case, "是另一户", at=CLOSED + hours(1))
    found = queries.closing_of(case)
    assert found is not None and found.reason == "是另一户"
    assert (case.state, case.desk_kind, clock(case)[1]) == (State.CLOSED, None, End.DONE)


def test_one_appeal_goes_to_the_leader_whose_answer_is_final(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    ops.decline_reopen(cast.chief, case, "是另一户", at=CLOSED + hours(1))
    verdicts.appeal(case, "就是同一户", at=CLOSED + DAY)
    assert case.desk_kind is DeskKind.REOPEN_APPEAL and cast.leader.id in told(case)
    assert clock(case) == (wall("2026-11-19 18:00"), None)
    for verb in (ops.reopen, ops.decline_reopen):
        with pytest.raises(NotAllowed):
            verb(cast.chief, case, "我来定", at=CLOSED + DAY)
    ops.decline_reopen(cast.leader, case, "看过了", at=CLOSED + 2 * DAY)
    assert standing(case).is_final
    with pytest.raises(Conflict):
        verdicts.appeal(case, "还是不服", at=CLOSED + 2 * DAY)


def test_the_leader_may_grant_an_appeal(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    ops.decline_reopen(cast.chief, case, "是另一户", at=CLOSED + hours(1))
    verdicts.appeal(case, "就是同一户", at=CLOSED + DAY)
    ops.reopen(cast.leader, case, "去看了，属实", at=CLOSED + 2 * DAY)
    assert case.state is State.IN_PROGRESS


@pytest.mark.parametrize(("days", "taken"), [(14, True), (15, False)])
def test_an_appeal_is_made_within_fourteen_days_of_the_no(cast: Town, days: int, taken: bool) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    ops.decline_reopen(cast.chief, case, "是另一户", at=CLOSED + hours(1))
    if taken:
        verdicts.appeal(case, "不服", at=CLOSED + days * DAY)
    else:
        with pytest.raises(Conflict):
            verdicts.appeal(case, "不服", at=CLOSED + days * DAY)


def test_nobody_who_had_a_part_in_it_decides_whether_it_is_opened_again(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    handled_by(case, cast.chief)
    for verb in (ops.reopen, ops.decline_reopen):
        with pytest.raises(NotAllowed):
            verb(cast.chief, case, "我自己看", at=CLOSED + hours(1))


def test_where_every_duty_chief_had_a_part_in_it_the_leader_decides_at_once_and_for_good(cast: Town) -> None:
    case = closed(cast)
    for chief in (cast.chief, cast.other_chief):
        handled_by(case, chief)
    unhappy(cast, case, reason="楼道又堵了")
    assert (case.desk_kind, told(case)) == (DeskKind.REOPEN_APPEAL, {cast.leader.id})
    ops.decline_reopen(cast.leader, case, "看过了", at=CLOSED + hours(1))
    assert standing(case).is_final and not standing(case).may_appeal(CLOSED + hours(2))


def test_without_being_asked_the_duty_chief_still_reopens_by_themselves(cast: Town) -> None:
    case = closed(cast)
    with pytest.raises(NotAllowed):
        ops.decline_reopen(cast.chief, case, "没人问", at=CLOSED)
    with pytest.raises(NotAllowed):
        ops.reopen(cast.leader, case, "我来", at=CLOSED)
    ops.reopen(cast.chief, case, "抽查发现", at=CLOSED + hours(1))
    assert case.state is State.IN_PROGRESS


def test_every_reporter_of_a_merged_case_has_a_verdict_of_their_own(cast: Town) -> None:
    first, second = merged_and_closed(cast)
    verdicts.give(first, CONTENT, at=CLOSED)
    assert standing(second).answer is None
    unhappy(cast, second, reason="我家门口还有")
    assert (standing(first).answer, standing(second).answer) == (CONTENT, UNHAPPY)
    assert (first.desk_kind, second.desk_kind) == (DeskKind.REOPEN_ASKED, None)
    ops.reopen(cast.chief, cast.of(first.id), "属实", at=CLOSED + hours(1))
    assert (first.state, second.state) == (State.IN_PROGRESS, State.MERGED)
    assert (queries.reopened_why(first), queries.reopened_why(second)) == (None, "属实")


def test_one_answer_is_for_all_who_asked_and_each_may_appeal_until_the_street_has_answered(cast: Town) -> None:
    first, second = merged_and_closed(cast)
    unhappy(cast, first, reason="还在")
    unhappy(cast, second, CLOSED + hours(1), reason="我家门口还有")
    assert [c.kind for c in book.clocks(first.id)].count(K.REOPEN) == 1
    ops.decline_reopen(cast.chief, first, "是另一户", at=CLOSED + hours(2))
    at = CLOSED + hours(3)
    assert standing(first).may_appeal(at) and standing(second).may_appeal(at)
    verdicts.appeal(second, "不是", at=at)
    ops.decline_reopen(cast.leader, first, "看过了", at=at + hours(1))
    assert not standing(first).may_appeal(at + hours(2))


def test_each_step_is_a_line_of_the_timeline_without_a_word_of_the_reporter_in_it(cast: Town) -> None:
    case = closed(cast)
    unhappy(cast, case, reason="楼道又堵了")
    ops.decline_reopen(cast.chief, case, "是另一户", at=CLOSED + hours(1))
    verdicts.appeal(case, "就是同一户", at=CLOSED + DAY)
    lines = cases.timeline(case.id)[-3:]
    assert [line.verb for line in lines] == [Verb.ASK_REOPEN, Verb.DECLINE_REOPEN, Verb.APPEAL_REOPEN]
    assert [line.actor_kind for line in lines] == ["resident", "user", "resident"]
    assert "楼道" not in str([line.facts for line in lines]) and all(len(line.commitments) == 1 for line in lines)
    db.session.flush()
    assert audit.verify().faults == []


@pytest.mark.parametrize("change", ["UPDATE reporter_verdict SET solved = 'yes'", "DELETE FROM reporter_verdict"])
def test_the_database_itself_keeps_what_was_said(cast: Town, change: str) -> None:
    unhappy(cast, closed(cast))
    db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(change))


def test_what_is_not_closed_is_not_asked_to_be_reopened(cast: Town) -> None:
    case, resident = cast.report(), public_actor(cast.street_id)
    for verb in (ops.ask_reopen, ops.appeal_reopen):
        with pytest.raises(IllegalMove):
            verb(resident, case, "再办", at=CLOSED)
