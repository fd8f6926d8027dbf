"""Who is on duty, who stands in, and who answered at any past moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.counting import count_statements
from app.core.errors import Conflict, Invalid, NotFound
from app.core.permissions import Role
from app.core.values import Point
from app.grid import ops, queries
from app.grid.duty import Shift
from app.grid.models import Duty, DutyKind
from app.people import ops as people
from app.people.models import Street, User
from tests.builders.grids import SIDE, SOUTH, WEST, small, without
from tests.builders.people import NOON, a_street, a_user

DAY = timedelta(days=1)
MARKET = Point(WEST + 0.9 * SIDE, SOUTH + 0.5 * SIDE)
WORK = Shift(NOON - DAY, None, "12345", "08:30", "17:30")
NIGHTS = Shift(NOON - DAY, None, "", "17:30", "08:30")


@pytest.fixture
def grids(street: Street) -> dict[str, int]:
    """Grid ids by code."""
    return {row.code: row.id for row in queries.tree(street.id)}


@pytest.fixture
def chen(street: Street) -> User:
    """A member."""
    return a_user(street, Role.GRID_WORKER, name="陈一苇", phone="13800138001")


@pytest.fixture
def lin(street: Street) -> User:
    """A stand-in."""
    return a_user(street, Role.GRID_WORKER, name="林小河", phone="13800138002")


def duty(where: int, who: User, shift: Shift = WORK, **more: Any) -> Duty:
    return ops.add_duty(who.street_id, where, who.id, shift, **more)


def answering(where: int, at: datetime) -> list[int | None]:
    return [row.answering_id for row in queries.on_duty(where, at)]


def test_the_member_in_shift_answers(grids: dict[str, int], chen: User, lin: User) -> None:
    duty(grids["R1"], chen, stand_in_id=lin.id, line="联勤")
    with count_statements() as counted:
        [row] = queries.on_duty(grids["R1"], NOON)
    assert counted.n == 1 and (row.user_id, row.name, row.line) == (chen.id, "陈一苇", "联勤")
    assert (row.stand_in_id, row.stand_in_name, row.on_leave, row.stand_in_on_leave) == (lin.id, "林小河", False, False)
    assert queries.on_duty(grids["R1"], NOON - timedelta(hours=4)) == []  # 08:00 in the street
    assert queries.on_duty(grids["R2"], NOON) == []


def test_the_stand_in_answers_during_a_leave_and_nobody_when_both_are_away(
    grids: dict[str, int], chen: User, lin: User
) -> None:
    duty(grids["R1"], chen, stand_in_id=lin.id)
    ops.add_leave(chen.street_id, chen.id, NOON - DAY, NOON + 2 * DAY)
    assert answering(grids["R1"], NOON) == [lin.id]
    ops.add_leave(lin.street_id, lin.id, NOON, NOON + DAY)
    [row] = queries.on_duty(grids["R1"], NOON)
    assert row.on_leave and row.stand_in_on_leave and row.answering_id is None
    assert answering(grids["R1"], NOON + DAY) == [lin.id]


def test_whoever_left_is_away_from_that_day_on_and_was_there_before(
    grids: dict[str, int], chen: User, lin: User
) -> None:
    duty(grids["R1"], chen, stand_in_id=lin.id)
    people.lock(chen.id, NOON + DAY)
    assert [answering(grids["R1"], at) for at in (NOON, NOON + DAY)] == [[chen.id], [lin.id]]


def test_a_person_with_two_duties_of_one_line_stands_once(grids: dict[str, int], chen: User) -> None:
    duty(grids["R1"], chen, Shift(NOON - DAY, NOON + DAY))
    duty(grids["R1"], chen, Shift(NOON - DAY, NOON + DAY), line="综治")
    assert [row.line for row in queries.on_duty(grids["R1"], NOON)] == ["", "综治"]


def test_early_back_from_leave(grids: dict[str, int], chen: User, lin: User) -> None:
    duty(grids["R1"], chen, stand_in_id=lin.id)
    leave = ops.add_leave(chen.street_id, chen.id, NOON - DAY, NOON + 4 * DAY)
    ops.end_leave(chen.street_id, leave.id, NOON + DAY)
    assert [answering(grids["R1"], at) for at in (NOON, NOON + DAY)] == [[lin.id], [chen.id]]


def test_the_night_list_stands_in_the_order_to_call(
    street: Street, grids: dict[str, int], chen: User, lin: User
) -> None:
    duty(grids["S"], chen, NIGHTS, kind=DutyKind.NIGHT, phone_order=2)
    duty(grids["S"], lin, NIGHTS, kind=DutyKind.NIGHT, phone_order=1, stand_in_id=chen.id)
    midnight = NOON + timedelta(hours=12)
    with count_statements() as counted:
        listed = queries.night_list(street.id, midnight)
    assert counted.n == 1 and [row.phone for row in listed] == ["13800138002", "13800138001"]
    assert listed[0].stand_in_phone == "13800138001"
    assert queries.night_list(street.id, NOON) == [] == queries.on_duty(grids["S"], midnight)


def test_gaps_of_the_24_hour_duty_are_found(street: Street, grids: dict[str, int], chen: User, lin: User) -> None:
    duty(grids["S"], chen, NIGHTS, kind=DutyKind.NIGHT, phone_order=1)
    day = Shift(NOON - DAY, None, "", "08:30", "17:30")
    duty(grids["S"], lin, day, kind=DutyKind.NIGHT, phone_order=1)
    assert queries.root_gaps(street.id, NOON, 3) == []
    ops.add_leave(lin.street_id, lin.id, NOON, NOON + timedelta(hours=2))
    people.lock(chen.id, NOON + 2 * DAY)
    gaps = queries.root_gaps(street.id, NOON, 3)
    assert gaps[0] == (NOON, NOON + timedelta(hours=2)) and gaps[1][0] == NOON + 2 * DAY + timedelta(hours=5.5)


def test_who_answered_for_a_point_on_a_day_long_past_has_an_answer(
    street: Street, grids: dict[str, int], chen: User, lin: User
) -> None:
    first = duty(grids["M1"], chen)
    duty(grids["R1"], lin)
    ops.end_duty(street.id, first.id, NOON + DAY)
    ops.import_grid(street.id, without(small(), "M1"), NOON + 2 * DAY)
    answers = [queries.answered(street.id, MARKET, NOON + n * DAY) for n in range(3)]
    assert [[row.user_id for row in answer.who] for answer in answers if answer] == [[chen.id], [lin.id], [lin.id]]
    assert [[grid.code for grid, _ in answer.by_grid] for answer in answers if answer] == [
        ["M1", "R1", "S"],
        ["M1", "R1", "S"],
        ["R1", "S"],
    ]


def test_outside_the_street_nobody_answered(street: Street) -> None:
    assert queries.answered(street.id, Point(0, 0), NOON) is None
    answer = queries.answered(street.id, MARKET, NOON)
    assert answer is not None and answer.who == []


REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("grid", "M1", {"kind": DutyKind.NIGHT, "phone_order": 1}),
    ("phone_order", "S", {"kind": DutyKind.NIGHT}),
    ("line", "R1", {"line": "线" * 21}),
    ("until", "R1", {"shift": Shift(NOON, NOON)}),
    ("weekdays", "R1", {"shift": Shift(NOON, None, "08")}),
    ("weekdays", "R1", {"shift": Shift(NOON, None, "11")}),
    ("shift", "R1", {"shift": Shift(NOON, None, "", "08:30", None)}),
    ("shift", "R1", {"shift": Shift(NOON, None, "", "8:30", "24:00")}),
    ("stand_in", "R1", {"stand_in_id": -1}),
]


@pytest.mark.parametrize(("field", "where", "more"), REFUSED)
def test_a_duty_that_makes_no_sense_is_refused_at_its_field(
    grids: dict[str, int], chen: User, field: str, where: str, more: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        duty(grids[where], chen, **more)
    assert list(refused.value.errors) == [field]


def test_nobody_stands_in_for_themselves_nor_for_another_street(grids: dict[str, int], chen: User) -> None:
    stranger = a_user(a_street(), Role.GRID_WORKER)
    for other in (chen, stranger):
        with pytest.raises(Invalid) as refused:
            duty(grids["R1"], chen, stand_in_id=other.id)
        assert list(refused.value.errors) == ["stand_in"]


def test_a_resting_grid_takes_no_duty_and_somebody_who_left_has_none(
    street: Street, grids: dict[str, int], chen: User
) -> None:
    ops.import_grid(street.id, without(small(), "M1"), NOON + DAY)
    for missing in (grids["M1"], -1):
        with pytest.raises(Invalid) as refused:
            duty(missing, chen)
        assert list(refused.value.errors) == ["grid"]
    people.lock(chen.id, NOON)
    with pytest.raises(Invalid) as refused:
        duty(grids["R1"], chen)
    assert list(refused.value.errors) == ["user"]


def test_the_same_shift_is_not_given_twice(grids: dict[str, int], chen: User) -> None:
    duty(grids["R1"], chen)
    with pytest.raises(Conflict):
        duty(grids["R1"], chen, Shift(NOON, None, "1", "17:00", "19:00"))
    duty(grids["R1"], chen, NIGHTS)
    duty(grids["R2"], chen)


def test_one_place_on_the_phone_list_has_one_person_at_a_time(grids: dict[str, int], chen: User, lin: User) -> None:
    duty(grids["S"], chen, NIGHTS, kind=DutyKind.NIGHT, phone_order=1)
    with pytest.raises(Conflict, match="电话"):
        duty(grids["S"], lin, NIGHTS, kind=DutyKind.NIGHT, phone_order=1)
    duty(grids["S"], lin, WORK, kind=DutyKind.NIGHT, phone_order=1)


def test_an_ended_duty_does_not_end_twice_and_one_not_begun_is_taken_back(
    street: Street, grids: dict[str, int], chen: User
) -> None:
    ended, future = duty(grids["R1"], chen), duty(grids["R2"], chen, Shift(NOON + DAY))
    ops.end_duty(street.id, ended.id, NOON)
    ops.end_duty(street.id, future.id, NOON)
    with pytest.raises(Conflict):
        ops.end_duty(street.id, ended.id, NOON + DAY)
    for missing in (future.id, -1):
        with pytest.raises(NotFound):
            ops.end_duty(street.id, missing, NOON)


def test_a_leave_is_taken_once_and_ends_after_it_begins(chen: User) -> None:
    ops.add_leave(chen.street_id, chen.id, NOON, NOON + DAY)
    ops.add_leave(chen.street_id, chen.id, NOON + DAY, NOON + 2 * DAY)
    with pytest.raises(Conflict):
        ops.add_leave(chen.street_id, chen.id, NOON + DAY, NOON + 3 * DAY)
    with pytest.raises(Invalid) as refused:
        ops.add_leave(chen.street_id, chen.id, NOON, NOON)
    assert list(refused.value.errors) == ["until"]
