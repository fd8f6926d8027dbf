"""A refusal war: who rules, when it must end, and what the rules learn from it (责任清单)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases import ops, responsibility
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseText, RoutingDecision
from app.cases.reports import Spot
from app.cases.words import Decision, DeskKind, Listed, RefusalReason, TextKind
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.town import CG, CLUTTER, FIRE_LANE, IN_R1, IN_R2, MONDAY, WY, Town, held, minutes

LATER = MONDAY + minutes(10)
OURS_NOT = RefusalReason.NOT_OURS


def twice_refused(cast: Town) -> Case:
    case = cast.refused()
    ops.redispatch(cast.dispatcher, case, cast.neighbour.id or 0, at=LATER)
    cast.refuse(case, LATER)
    return case


def test_whoever_says_it_is_not_theirs_names_the_clause(cast: Town) -> None:
    case = cast.report(CLUTTER)
    with pytest.raises(Invalid) as refused:
        ops.refuse(cast.worker, case, OURS_NOT, "不归我", at=LATER)
    assert set(refused.value.errors) == {"clause"}
    ops.refuse(cast.worker, case, OURS_NOT, "不归我", cast.units[CG], "街道权责清单第 12 条", at=LATER)
    kept = select(CaseText.value).where(CaseText.case_id == case.id, CaseText.kind == TextKind.CLAUSE)
    assert db.session.scalars(kept).all() == ["街道权责清单第 12 条"]


def test_after_one_ruling_only_a_conference_is_left_and_its_word_is_the_last(cast: Town) -> None:
    case = twice_refused(cast)
    ops.rule(cast.chief, case, cast.worker.id or 0, None, "按清单", at=LATER)
    cast.refuse(case, LATER)
    with pytest.raises(NotAllowed):
        ops.rule(cast.chief, case, cast.worker.id or 0, None, "再裁一次", at=LATER)
    ops.confer(cast.chief, case, "三家都说不归自己", at=LATER)
    ops.conclude(cast.chief, case, Decision.ANOTHER_UNIT, held(LATER), cast.worker.id, cast.units[CG], at=LATER)
    assert (case.state, case.handling_unit_id) == (State.DISPATCHED, cast.units[CG])
    with pytest.raises(Conflict):
        ops.refuse(cast.side(case), case, OURS_NOT, "不归我", None, "第 1 条", at=LATER + minutes(1))


def test_who_must_go_on_after_a_conference_sends_it_back_no_more(cast: Town) -> None:
    case = twice_refused(cast)
    ops.confer(cast.chief, case, "两家都说不归自己", at=LATER)
    ops.conclude(cast.chief, case, Decision.REWORK, held(LATER), at=LATER)
    with pytest.raises(Conflict):
        cast.refuse(case, LATER + minutes(1))


def test_the_same_step_is_not_taken_twice_without_a_ruling(cast: Town) -> None:
    case = cast.report(CLUTTER)
    ops.hand_over(cast.worker, case, cast.units[CG], at=LATER)
    ops.hand_over(cast.worker, case, None, at=LATER)
    with pytest.raises(Invalid) as refused:
        ops.hand_over(cast.worker, case, cast.units[CG], at=LATER)
    assert set(refused.value.errors) == {"unit"}
    assert case.handling_grid_id == cast.grid_ids["R1"]
    ops.reassign(cast.chief, case, cast.worker.id or 0, cast.units[CG], "归城管", at=LATER)
    ops.hand_over(cast.worker, case, None, at=LATER)
    assert case.handling_grid_id == cast.grid_ids["R1"]


def test_the_owner_stays_until_somebody_takes_over(cast: Town) -> None:
    case = cast.refused()
    assert (case.owner_id, case.desk_kind) == (cast.worker.id, DeskKind.REFUSED)
    ops.redispatch(cast.dispatcher, case, cast.neighbour.id or 0, at=LATER)
    cast.refuse(case, LATER)
    assert case.owner_id == cast.neighbour.id


def ruled(cast: Town, listed: Listed) -> Case:
    """A fire lane that was refused twice: the enforcers', and how many more from now on."""
    case = cast.report(FIRE_LANE)
    for n in range(2):
        ops.refuse(cast.side(case), case, RefusalReason.NOT_HERE, "不在我们这里", at=LATER)
        if not n:
            ops.redispatch(cast.dispatcher, case, cast.worker.id or 0, at=LATER)
    ops.rule(cast.chief, case, cast.worker.id or 0, cast.units[CG], "归城管", listed, at=LATER)
    return case


@pytest.mark.parametrize(
    ("listed", "here", "there"),
    [(Listed.NOT, False, False), (Listed.GRID, True, False), (Listed.STREET, True, True)],
)
def test_a_ruling_on_the_list_routes_the_next_case_of_its_kind(
    cast: Town, listed: Listed, here: bool, there: bool
) -> None:
    ruled(cast, listed)
    for spot, wanted in ((IN_R1, here), (IN_R2, there)):
        case = cast.report(FIRE_LANE, LATER, spot=Spot(spot, "wgs84"))
        assert (case.handling_unit_id == cast.units[CG]) is wanted
        steps = db.session.scalars(select(RoutingDecision.steps).where(RoutingDecision.case_id == case.id)).one()
        told = [step["words"] for step in steps]
        assert ("责任清单：%(day)s 裁定归 %(name)s" in told) is wanted


def test_a_newer_ruling_ends_the_older_line_and_both_are_read(cast: Town) -> None:
    ruled(cast, Listed.STREET)
    case = twice_refused(cast)
    ops.classify(cast.dispatcher, case, cast.category(FIRE_LANE), at=LATER)
    ops.rule(cast.chief, case, cast.worker.id or 0, cast.units[WY], "归物业", Listed.STREET, at=LATER)
    newer, older = responsibility.lines(cast.chief)
    assert (newer.unit, newer.ended_at, older.ended_at) == ("和风物业", None, LATER)
    assert [c.what for c in changes(cast.street_id)] == [Setting.RESPONSIBILITY] * 3


def test_a_line_is_ended_once_by_whoever_may(cast: Town) -> None:
    ruled(cast, Listed.GRID)
    line = responsibility.lines(cast.chief)[0]
    with pytest.raises(NotAllowed):
        ops.end_listing(cast.dispatcher, line.id, at=LATER)
    with pytest.raises(NotFound):
        ops.end_listing(cast.chief, line.id + 9, at=LATER)
    ops.end_listing(cast.chief, line.id, at=LATER)
    with pytest.raises(Conflict):
        ops.end_listing(cast.chief, line.id, at=LATER)
    assert cast.report(FIRE_LANE, LATER + timedelta(hours=1)).handling_unit_id != cast.units[CG]


def test_only_a_unit_goes_on_the_list(cast: Town) -> None:
    case = twice_refused(cast)
    with pytest.raises(Invalid) as refused:
        ops.rule(cast.chief, case, cast.worker.id or 0, None, "归网格", Listed.GRID, at=LATER)
    assert set(refused.value.errors) == {"listed"}
