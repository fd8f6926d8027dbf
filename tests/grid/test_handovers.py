"""A shift is handed over: written by who goes, signed once by who comes, and never changed after that."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.grid import handovers, ops
from app.grid.models import Duty, DutyKind
from app.grid.models_handover import Handover
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.town import MONDAY, Town, a_town

LEFT = {"critical": [{"id": 1, "receipt": "ZX-1"}], "waiting": {"refused": 2}}
HOUR = timedelta(hours=1)


def written(cast: Town) -> Handover:
    return ops.write_hand_over(cast.chief, "井盖还在等市政", LEFT, at=MONDAY)


def test_what_is_written_is_signed_by_another_once(cast: Town) -> None:
    made = written(cast)
    assert (made.note, made.left, made.since_at) == ("井盖还在等市政", LEFT, MONDAY - 24 * HOUR)
    ops.sign_hand_over(cast.night1, made.id, made.written_at, at=MONDAY + HOUR)
    assert (made.signed_by_id, made.signed_at) == (cast.night1.id, MONDAY + HOUR)
    with pytest.raises(Conflict):
        ops.sign_hand_over(cast.other_chief, made.id, made.written_at, at=MONDAY + HOUR)
    assert [line.after for line in changes(cast.street_id, Setting.HAND_OVER)] == [{"signed_by": cast.night1.id}]
    assert handovers.unsigned(cast.street_id) is None and handovers.signed(cast.street_id) == [made]


def test_nobody_signs_what_was_written_anew_since_they_read_it(cast: Town) -> None:
    first = written(cast).written_at
    again = ops.write_hand_over(cast.chief, "锅炉房漏气，人都撤了", LEFT, at=MONDAY + HOUR)
    for seen in (first, None):
        with pytest.raises(Conflict, match="再看一遍"):
            ops.sign_hand_over(cast.night1, again.id, seen, at=MONDAY + HOUR)
    ops.sign_hand_over(cast.night1, again.id, MONDAY + HOUR, at=MONDAY + HOUR)
    assert again.signed_by_id == cast.night1.id


def test_nobody_signs_what_they_wrote(cast: Town) -> None:
    with pytest.raises(NotAllowed, match="接班"):
        ops.sign_hand_over(cast.chief, written(cast).id, MONDAY, at=MONDAY)


def test_a_colleague_of_the_same_shift_does_not_sign_and_whoever_follows_does(cast: Town) -> None:
    nights = [cast.night1, cast.cast["night2"]]
    rows = select(Duty).where(Duty.street_id == cast.street_id, Duty.kind == DutyKind.NIGHT)
    for duty in db.session.scalars(rows):
        on_nights = duty.user_id in {who.id for who in nights}
        duty.shift_start, duty.shift_end = ("17:30", "08:30") if on_nights else ("08:30", "17:30")
    db.session.flush()
    before_nine = MONDAY - timedelta(minutes=70)  # 08:20 of the street: the night is about to end
    made = ops.write_hand_over(cast.night1, "锅炉房漏气", LEFT, at=before_nine)
    for later in (timedelta(0), HOUR):
        with pytest.raises(NotAllowed, match="下一班"):
            ops.sign_hand_over(nights[1], made.id, before_nine, at=before_nine + later)
    assert handovers.may_sign(cast.chief, made, before_nine)
    assert handovers.may_sign(nights[1], made, before_nine + 8 * HOUR)  # comes again for the next night
    ops.sign_hand_over(cast.cast["night3"], made.id, before_nine, at=before_nine)
    assert made.signed_by_id == cast.cast["night3"].id


def test_until_it_is_signed_its_writer_may_write_it_again_and_nobody_else_writes(cast: Town) -> None:
    first = written(cast)
    again = ops.write_hand_over(cast.chief, "井盖换好了", {}, at=MONDAY + HOUR)
    assert (again.id, again.note, again.written_at) == (first.id, "井盖换好了", MONDAY + HOUR)
    with pytest.raises(Conflict, match="先签"):
        ops.write_hand_over(cast.other_chief, "我也写", {}, at=MONDAY)
    ops.sign_hand_over(cast.other_chief, first.id, first.written_at, at=MONDAY + HOUR)
    after = ops.write_hand_over(cast.other_chief, "下一班", {}, at=MONDAY + 9 * HOUR)
    assert after.since_at == MONDAY + HOUR


@pytest.mark.parametrize("note", ["", "  \n", "字" * 2001])
def test_a_hand_over_says_something_and_not_too_much(cast: Town, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        ops.write_hand_over(cast.chief, note, {}, at=MONDAY)
    assert list(refused.value.errors) == ["note"]


def test_who_is_not_on_call_takes_no_part(cast: Town) -> None:
    made = written(cast)
    for who, no in ((cast.leader, NotAllowed), (cast.dispatcher, NotAllowed), (cast.worker, NotFound)):
        with pytest.raises(no):
            ops.sign_hand_over(who, made.id, made.written_at, at=MONDAY)
        with pytest.raises(no):
            ops.write_hand_over(who, "x", {}, at=MONDAY)
    stranger = a_town().chief
    with pytest.raises(NotFound):
        ops.sign_hand_over(stranger, made.id, made.written_at, at=MONDAY)
    with pytest.raises(NotFound):
        handovers.hand_over(stranger, made.id, MONDAY)


def test_whoever_went_an_hour_ago_and_whoever_comes_in_an_hour_are_on_call(cast: Town) -> None:
    for duty in db.session.scalars(select(Duty).where(Duty.street_id == cast.street_id, Duty.kind == DutyKind.NIGHT)):
        duty.shift_start, duty.shift_end = "17:30", "08:30"
    db.session.flush()
    half_past_five = MONDAY + 8 * HOUR
    called = [handovers.is_on_call(cast.night1, half_past_five + n * HOUR) for n in (-3, -1, 0, 14, 16, 18)]
    assert called == [False, True, True, True, True, False]
    assert handovers.coming_shift(cast.street_id, half_past_five - HOUR) == half_past_five


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE handover SET note = 'x' WHERE id = :id", "is signed"),
        ("UPDATE handover SET signed_at = NULL, signed_by_id = NULL WHERE id = :id", "is signed"),
        ("DELETE FROM handover WHERE id = :id", "never removed"),
    ],
)
def test_the_database_keeps_what_was_signed(cast: Town, statement: str, words: str) -> None:
    made = written(cast)
    ops.sign_hand_over(cast.other_chief, made.id, made.written_at, at=MONDAY)
    with pytest.raises(DatabaseError, match=words), db.session.begin_nested():
        db.session.execute(text(statement), {"id": made.id})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("written_by_id = :other", "keeps its writer"),
        ("signed_by_id = written_by_id, signed_at = written_at", "another"),
    ],
)
def test_the_database_knows_who_wrote_and_that_another_signs(cast: Town, change: str, words: str) -> None:
    values = {"id": written(cast).id, "other": cast.other_chief.id}
    with pytest.raises(DatabaseError, match=words), db.session.begin_nested():
        db.session.execute(text(f"UPDATE handover SET {change} WHERE id = :id"), values)
