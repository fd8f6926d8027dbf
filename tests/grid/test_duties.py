"""Whoever keeps a roster changes it within their grids, and every change stands in the trail."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.grid import ops, queries
from app.grid.cover import WorryKind
from app.grid.duty import Shift
from app.grid.models import Duty, DutyKind, Leave
from app.grid.ops import Draft
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.town import MONDAY, Town, a_town

DAY = timedelta(days=1)
EVENING = Shift(MONDAY, None, "12345", "17:30", "21:00")


def draft(cast: Town, home: str = "R1", who: str = "deputy", **more: Any) -> Draft:
    return Draft(cast.grid_ids[home], cast.cast[who].id or 0, EVENING, **more)


def duty_of(cast: Town, who: Actor) -> Duty:
    return db.session.scalars(select(Duty).where(Duty.user_id == who.id).order_by(Duty.id).limit(1)).one()


def trail(cast: Town, what: Setting = Setting.DUTY) -> list[tuple[str, Any, Any]]:
    return [(line.subject, line.before, line.after) for line in changes(cast.street_id, what)]


def test_a_grid_chief_puts_somebody_on_duty_in_their_grids_and_it_is_kept_who_did(cast: Town) -> None:
    ops.put_on_duty(cast.grid_chief, draft(cast, line="联勤", stand_in_id=cast.worker.id), at=MONDAY)
    evening = MONDAY + timedelta(hours=9)
    assert "deputy" in [row.name for row in queries.on_duty(cast.grid_ids["R1"], evening)]
    [(subject, before, after)] = trail(cast)
    assert subject.endswith(f" {cast.deputy.id}") and before == {} and after["hours"] == "17:30–21:00"
    assert (after["line"], after["stand_in"]) == ("联勤", cast.worker.id)


def test_other_grids_are_not_there_for_a_grid_chief_nor_other_streets_for_an_administrator(cast: Town) -> None:
    with pytest.raises(NotFound):
        ops.put_on_duty(cast.grid_chief, draft(cast, "R2"), at=MONDAY)
    far = a_town()
    for who in (cast.admin, cast.chief, cast.root_chief):
        with pytest.raises(NotFound):
            ops.put_on_duty(who, draft(far), at=MONDAY)
        with pytest.raises(NotFound):
            ops.finish_duty(who, duty_of(far, far.worker).id, MONDAY, at=MONDAY)
        with pytest.raises(NotFound):
            ops.book_off(who, far.worker.id or 0, MONDAY, MONDAY + DAY, at=MONDAY)


@pytest.mark.parametrize(("name", "no"), [("dispatcher", NotAllowed), ("leader", NotAllowed), ("worker", NotFound)])
def test_who_only_reads_a_roster_changes_nothing(cast: Town, name: str, no: type[Exception]) -> None:
    mine = duty_of(cast, cast.worker)
    with pytest.raises(no):
        ops.put_on_duty(cast.cast[name], draft(cast), at=MONDAY)
    with pytest.raises(no):
        ops.give_stand_in(cast.cast[name], mine.id, None, at=MONDAY)
    with pytest.raises(no):
        ops.book_off(cast.cast[name], cast.worker.id or 0, MONDAY, MONDAY + DAY, at=MONDAY)
    assert trail(cast) == []


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("from", {"shift": replace(EVENING, from_at=MONDAY - DAY)}),
        ("user", {"user_id": "handler"}),
        ("stand_in", {"stand_in_id": "handler"}),
        ("grid", {"kind": DutyKind.NIGHT, "phone_order": 1}),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused_at_its_field(cast: Town, field: str, more: dict[str, Any]) -> None:
    known: dict[str, Any] = {
        name: cast.cast[value].id if value in cast.cast else value for name, value in more.items() if value
    }
    with pytest.raises(Invalid) as refused:
        ops.check_draft(cast.admin, replace(draft(cast), **known), at=MONDAY)
    assert list(refused.value.errors) == [field]


def test_a_duty_ends_when_it_is_told_and_not_in_the_past(cast: Town) -> None:
    duty = duty_of(cast, cast.far)
    with pytest.raises(Invalid):
        ops.finish_duty(cast.chief, duty.id, MONDAY - DAY, at=MONDAY)
    ops.finish_duty(cast.chief, duty.id, MONDAY + DAY, at=MONDAY)
    assert [bool(queries.on_duty(cast.grid_ids["R3"], MONDAY + n * DAY)) for n in (0, 1)] == [True, False]
    [(_, before, after)] = trail(cast)
    assert before == {"until": None} and after["until"].startswith("2026-11-17")
    future = ops.put_on_duty(cast.chief, draft(cast), at=MONDAY - DAY)
    ops.finish_duty(cast.chief, future.id, MONDAY, at=MONDAY - DAY)
    assert db.session.get(Duty, future.id) is None and trail(cast)[0][2] == {}


def test_another_stand_in_answers_from_now_on_and_the_past_keeps_its_answer(cast: Town) -> None:
    duty = duty_of(cast, cast.worker)
    ops.add_leave(cast.street_id, cast.worker.id or 0, MONDAY - DAY, MONDAY + DAY)
    made = ops.give_stand_in(cast.grid_chief, duty.id, cast.neighbour.id, at=MONDAY)
    answering = [queries.on_duty(cast.grid_ids["R1"], m)[0].answering_id for m in (MONDAY - DAY / 2, MONDAY)]
    assert answering == [cast.deputy.id, cast.neighbour.id] and made.id != duty.id
    [(_, before, after)] = trail(cast)
    assert (before, after) == ({"stand_in": cast.deputy.id}, {"stand_in": cast.neighbour.id})
    with pytest.raises(Conflict):
        ops.give_stand_in(cast.grid_chief, made.id, cast.neighbour.id, at=MONDAY)
    with pytest.raises(Conflict):
        ops.give_stand_in(cast.grid_chief, duty.id, cast.neighbour.id, at=MONDAY)


def test_leave_is_granted_by_the_chief_of_ones_grid_and_taken_back(cast: Town) -> None:
    leave = ops.book_off(cast.grid_chief, cast.worker.id or 0, MONDAY, MONDAY + 2 * DAY, at=MONDAY)
    assert queries.on_duty(cast.grid_ids["R1"], MONDAY)[0].answering_id == cast.deputy.id
    ops.take_leave_back(cast.grid_chief, leave.id, at=MONDAY + DAY)
    assert db.session.get_one(Leave, leave.id).until_at == MONDAY + DAY
    assert [row[0] for row in trail(cast, Setting.LEAVE)] == [str(cast.worker.id)] * 2
    with pytest.raises(NotFound):
        ops.book_off(cast.grid_chief, cast.far.id or 0, MONDAY, MONDAY + DAY, at=MONDAY)
    with pytest.raises(NotFound):
        ops.take_leave_back(cast.grid_chief, -1, at=MONDAY)
    with pytest.raises(Conflict):
        ops.book_off(cast.chief, cast.worker.id or 0, MONDAY, MONDAY + DAY, at=MONDAY)


def test_leave_of_who_only_stands_on_a_roster_is_not_its_chiefs_to_grant_nor_to_end(cast: Town) -> None:
    ops.put_on_duty(cast.grid_chief, draft(cast, who="night1", line="联勤"), at=MONDAY)
    leave = ops.book_off(cast.chief, cast.night1.id or 0, MONDAY, MONDAY + DAY, at=MONDAY)
    with pytest.raises(NotFound):
        ops.take_leave_back(cast.grid_chief, leave.id, at=MONDAY)
    with pytest.raises(NotFound):
        ops.book_off(cast.grid_chief, cast.night1.id or 0, MONDAY + 9 * DAY, MONDAY + 60 * DAY, at=MONDAY)


def test_the_plan_of_a_street_is_read_in_two_statements_and_foretells_a_change(cast: Town) -> None:
    end = MONDAY + 14 * DAY
    plan = queries.plan(cast.street_id, MONDAY, end)
    grids = [cast.grid_ids[code] for code in ("S", "R1", "R2", "R3", "M1")]
    assert plan.worries(MONDAY, end, grids, cast.grid_ids["S"]) == []
    away = plan.with_leave(cast.far.id or 0, MONDAY + DAY, MONDAY + 2 * DAY)
    assert [w.kind for w in away.worries(MONDAY, end, grids, None)] == [WorryKind.HOLE, WorryKind.LEAVE]
    gone = plan.ending(duty_of(cast, cast.far).id, MONDAY)
    assert [w.kind for w in gone.worries(MONDAY, end, grids, None)] == [WorryKind.EMPTY]
    nights = replace(plan, stints=tuple(s for s in plan.stints if not s.post.night))
    assert nights.worries(MONDAY, end, [], cast.grid_ids["S"])[0].kind is WorryKind.ROOT
    assert queries.root_gaps(cast.street_id, MONDAY, 14) == []
