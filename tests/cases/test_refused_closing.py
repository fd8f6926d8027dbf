"""Whoever tries to close a case without an approval is refused, remembered and told why and what the ways are."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.cases import attempts, ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_refused import RefusedClosing
from app.cases.words import Approval, ReviewRule
from app.core.db import db
from app.core.errors import Conflict, IllegalMove, Invalid, NotAllowed, Refusal
from app.core.permissions import Actor, Role
from app.notices.models import Notice
from app.notices.words import NoticeKind
from tests.builders.town import AFTERNOON, ENQUIRY, MONDAY, Town, hours, minutes


def refused(attempt: Any, *kinds: type[Refusal]) -> attempts.Tried:
    """What the refusal of an attempt remembers."""
    with pytest.raises(kinds or (NotAllowed, IllegalMove, Conflict)) as caught:
        attempt()
    assert isinstance(caught.value.tried, attempts.Tried)
    assert caught.value.more == attempts.WAYS
    return caught.value.tried


def test_a_handlers_own_check_is_an_attempt(cast: Town) -> None:
    case = cast.handled()
    owner = cast.side(case)
    tried = refused(lambda: ops.check_pass(owner, case, at=AFTERNOON), NotAllowed)
    assert tried == attempts.Tried(cast.street_id, case.id, owner.id, Verb.CHECK_PASS, Approval.CHECK)


def test_the_reason_is_said_in_plain_words(cast: Town) -> None:
    case, panelled = cast.handled(), cast.case_in(State.IN_REVIEW)
    with pytest.raises(NotAllowed) as own:
        ops.check_pass(cast.side(case), case, at=AFTERNOON)
    assert "办的人不能自己认定" in own.value.message
    with pytest.raises(NotAllowed) as early:
        ops.override(cast.chief, panelled, solved=True, reason="行了", at=AFTERNOON)
    assert "评议还没有走完" in early.value.message


def test_a_ruling_before_its_turn_is_an_attempt_and_a_missing_reason_is_not(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    tried = refused(lambda: ops.override(cast.chief, case, solved=True, reason="行了", at=AFTERNOON), NotAllowed)
    assert (tried.verb, tried.approval) == (Verb.OVERRIDE, Approval.OVERRIDE)


@pytest.mark.parametrize("approval", Approval)
def test_closing_by_hand_is_an_attempt_on_each_approval(cast: Town, approval: Approval) -> None:
    case = cast.case_in(State.IN_REVIEW)
    tried = refused(lambda: ops.close(cast.chief, case, approval, reason="行", at=AFTERNOON))
    assert (tried.actor_id, tried.approval) == (cast.chief.id, approval)


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        *((state, True) for state in (State.HANDLED, State.REWORK, State.IN_REVIEW, State.CONFERENCE)),
        (State.SUSPENDED, False),
        (State.VERIFYING, False),
    ],
)
def test_merging_away_what_is_judged_is_an_attempt(cast: Town, state: State, counts: bool) -> None:
    case, other = cast.case_in(state), cast.report()
    with pytest.raises(IllegalMove) as caught:
        ops.merge(cast.dispatcher, case, other, "同一件", at=AFTERNOON)
    assert (caught.value.tried is not None) is counts


def test_giving_up_a_case_as_its_chief_may_is_none(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    with pytest.raises(NotAllowed) as caught:
        ops.void(cast.dispatcher, case, "误报", at=AFTERNOON)
    assert caught.value.tried is None
    with pytest.raises(Invalid) as empty:
        ops.void(cast.chief, case, "", at=AFTERNOON)
    assert empty.value.tried is None


def test_what_the_database_refuses_is_an_attempt_too(cast: Town) -> None:
    case = cast.handled(ENQUIRY)
    ops.check_fail(cast.checker(case), case, "没说清", at=MONDAY + hours(2))
    ops.handle(cast.side(case), case, _again(), at=MONDAY + hours(3))
    db.session.execute(update(Case).where(Case.id == case.id).values(review_rule=ReviewRule.REQUIRED))
    nested = db.session.begin_nested()
    with pytest.raises(Conflict) as caught, attempts.closing(cast.chief, Verb.CHECK_PASS, case):
        db.session.execute(update(Case).where(Case.id == case.id).values(state=State.CLOSED, approval_id=999))
    nested.rollback()
    assert isinstance(caught.value.tried, attempts.Tried)


def _again() -> Any:
    from tests.builders.town import a_result

    return a_result()


def test_other_accidents_stay_what_they_are(cast: Town) -> None:
    case = cast.handled()
    nested = db.session.begin_nested()
    with pytest.raises(IntegrityError), attempts.closing(cast.chief, Verb.CHECK_PASS, case):
        db.session.execute(update(Case).where(Case.id == case.id).values(receipt=None))
    nested.rollback()


def test_an_attempt_is_kept_and_the_leader_hears_of_it_once(cast: Town) -> None:
    case = cast.handled()
    owner = cast.side(case)
    for n in range(3):
        tried = refused(lambda: ops.check_pass(owner, case, at=AFTERNOON))
        ops.note_refused(tried, "casework.act", at=AFTERNOON + minutes(n))
    rows = db.session.scalars(select(RefusedClosing)).all()
    assert [(row.case_id, row.actor_id, row.door, row.verb) for row in rows] == [
        (case.id, owner.id, "casework.act", "check_pass")
    ] * 3
    told = select(Notice).where(Notice.kind == NoticeKind.REFUSED_CLOSING)
    leaders = {who.id for who in cast.cast.values() if who.has(Role.LEADER)}
    assert [notice.user_id for notice in db.session.scalars(told)] == sorted(leaders, key=str)


@pytest.mark.parametrize("change", ["UPDATE refused_closing SET door = 'x'", "DELETE FROM refused_closing"])
def test_what_is_kept_is_neither_changed_nor_removed(cast: Town, change: str) -> None:
    from sqlalchemy import text

    case = cast.handled()
    ops.note_refused(attempts.tried(cast.chief, Verb.OVERRIDE, case), "x", at=AFTERNOON)
    nested = db.session.begin_nested()
    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(text(change))
    nested.rollback()


def test_only_what_one_may_see_is_read_and_by_key(cast: Town) -> None:
    case, secret = cast.handled(), cast.registered()
    for number, about in enumerate((case, secret, case)):
        ops.note_refused(attempts.tried(cast.chief, Verb.OVERRIDE, about), f"door {number}", at=AFTERNOON)
    found = queries.refused(cast.auditor)
    assert [row.door for row in found] == ["door 2", "door 1", "door 0"]
    assert [row.door for row in queries.refused(cast.auditor, before=found[1].id)] == ["door 0"]
    assert [row.door for row in queries.refused(cast.auditor, case.id)] == ["door 2", "door 0"]
    elsewhere = Actor(None, cast.street_id + 1, "x", is_system=True)
    assert queries.refused(elsewhere) == []
