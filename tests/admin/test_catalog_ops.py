"""Departments, units, limits and reply texts as an administrator keeps them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.casework import choices
from app.catalog import queries as catalog
from app.catalog.models import Department
from app.catalog.models_places import Unit
from app.catalog.models_replies import ReplyText
from app.catalog.setup import ops
from app.catalog.setup.bodies import UnitEntry
from app.catalog.setup.limits import Promise, faults_of
from app.catalog.setup.replies import ReplyEntry
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.core.values import Span
from app.core.values import Unit as In
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.town import CG, CLUTTER, MONDAY, Town, a_town, hours

TOLD = {"code": "NEW", "name_zh": "新部门", "name_en": "New", "line": "", "kind": "organisation", "external": False}
TODAY = street_time(MONDAY).date()
QUICK = Promise(Span(2, In.WORKING_HOUR), Span(3, In.WORKING_DAY), None, 1)
LATER = MONDAY + timedelta(days=3)
ENTRY = ReplyEntry("已清理", "已经清理，谢谢您。")


def last(cast: Town, what: Setting) -> tuple[str, dict[str, object], dict[str, object]]:
    line = changes(cast.street_id, what)[0]
    return line.subject, line.before, line.after


def department(cast: Town, code: str) -> int:
    rows = select(Department.id).where(Department.street_id == cast.street_id, Department.code == code)
    return db.session.scalars(rows).one()


def newest(cast: Town) -> int:
    category_id = cast.category(CLUTTER)
    return catalog.last_limits([category_id])[category_id].id


def test_a_new_organisation_has_its_unit_at_once(cast: Town) -> None:
    made = ops.add_department(cast.admin, TOLD, at=MONDAY)
    units = db.session.scalars(select(Unit.name).where(Unit.department_id == made.id)).all()
    assert list(units) == ["新部门"] and last(cast, Setting.DEPARTMENT)[0] == "NEW 新部门"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("code", {"code": "新"}),
        ("code", {"code": "JW"}),
        ("name_zh", {"name_zh": " "}),
        ("kind", {"kind": "guild"}),
        ("line", {"line": "x" * 21}),
    ],
)
def test_a_department_that_the_sheet_would_refuse_is_refused_here(
    cast: Town, field: str, wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        ops.add_department(cast.admin, TOLD | wrong, at=MONDAY)
    assert list(refused.value.errors) == [field]


def test_a_department_is_renamed_and_put_out_of_use(cast: Town) -> None:
    row = db.session.get_one(Department, department(cast, "JW"))
    told = {"name_zh": "居委", "name_en": row.name_en, "line": row.line, "external": row.external, "note": row.note}
    ops.edit_department(cast.admin, row.id, told, active=False, at=MONDAY)
    subject, before, after = last(cast, Setting.DEPARTMENT)
    assert (after, subject) == ({"name_zh": "居委", "active": False}, "JW 居委") and before["active"] is True
    assert catalog.resolve_unit(cast.street_id, "JW", None, cast.grid_ids["R1"], MONDAY) is None


def test_a_unit_of_each_grid_says_its_grid(cast: Town) -> None:
    owner = department(cast, "JW")
    for grid_id in (None, cast.grid_ids["S"], cast.grid_ids["M1"], -1):
        with pytest.raises(Invalid) as refused:
            ops.add_unit(cast.admin, owner, UnitEntry("春风居委会", grid_id=grid_id), at=MONDAY)
        assert list(refused.value.errors) == ["grid"]
    made = ops.add_unit(cast.admin, owner, UnitEntry("春风居委会", "021 1", grid_id=cast.grid_ids["R2"]), at=MONDAY)
    found = catalog.resolve_unit(cast.street_id, "JW", None, cast.grid_ids["R2"], MONDAY)
    assert found is not None and found.id == made.id


@pytest.mark.parametrize(
    ("field", "entry"), [("name", UnitEntry(" ")), ("name", UnitEntry("x" * 81)), ("phone", UnitEntry("x", "电"))]
)
def test_a_unit_that_makes_no_sense_is_refused_at_its_field(cast: Town, field: str, entry: UnitEntry) -> None:
    with pytest.raises(Invalid) as refused:
        ops.edit_unit(cast.admin, cast.units[CG], entry, at=MONDAY)
    assert list(refused.value.errors) == [field]


def test_a_closed_unit_is_offered_nowhere_and_keeps_what_it_has(cast: Town) -> None:
    unit_id, case = cast.units[CG], cast.report()
    assert unit_id in {unit.id for unit in choices.units(case, MONDAY)}
    ops.close_unit(cast.admin, unit_id, TODAY - timedelta(days=5), at=MONDAY)
    assert unit_id not in {unit.id for unit in choices.units(case, MONDAY)} | {
        u.id for u in catalog.units(cast.street_id)
    }
    assert catalog.unit(cast.street_id, unit_id) is None
    kept = db.session.get_one(Unit, unit_id)
    assert kept.until_at is not None and street_time(kept.until_at).date() == TODAY - timedelta(days=4)
    assert db.session.get_one(Unit, unit_id).name == CG and last(cast, Setting.UNIT)[2]["active"] is False


def test_a_unit_is_closed_once_and_opened_again(cast: Town) -> None:
    unit_id = cast.units[CG]
    ops.close_unit(cast.admin, unit_id, TODAY, at=MONDAY)
    assert db.session.get_one(Unit, unit_id).until_at == MONDAY
    with pytest.raises(Conflict):
        ops.close_unit(cast.admin, unit_id, TODAY, at=MONDAY)
    ops.reopen_unit(cast.admin, unit_id, at=MONDAY)
    assert unit_id in {unit.id for unit in catalog.units(cast.street_id)}


def test_new_limits_hold_from_their_moment_and_touch_no_earlier_dispatch(cast: Town) -> None:
    category_id = cast.category(CLUTTER)
    before = catalog.limits(category_id, MONDAY)
    assert ops.change_limits(cast.admin, category_id, QUICK, from_at=LATER, seen=newest(cast), at=MONDAY)
    assert catalog.limits(category_id, LATER - hours(1)) == before
    assert catalog.limits(category_id, LATER).dispose == QUICK.dispose
    subject, _was, now = last(cast, Setting.CATEGORY)
    assert subject.startswith(CLUTTER) and now["dispose"] == "3 working_day" and now["from_at"] == LATER.isoformat()


def test_the_same_limits_again_change_nothing(cast: Town) -> None:
    category_id = cast.category(CLUTTER)
    ops.change_limits(cast.admin, category_id, QUICK, from_at=MONDAY, seen=newest(cast), at=MONDAY)
    assert not ops.change_limits(cast.admin, category_id, QUICK, from_at=LATER, seen=newest(cast), at=MONDAY)
    assert len(changes(cast.street_id, Setting.CATEGORY)) == 1


def test_whoever_looked_at_older_limits_is_told(cast: Town) -> None:
    category_id, seen = cast.category(CLUTTER), newest(cast)
    ops.change_limits(cast.admin, category_id, QUICK, from_at=MONDAY, seen=seen, at=MONDAY)
    slower = replace(QUICK, dispose=Span(9, In.WORKING_DAY))
    with pytest.raises(Conflict):
        ops.change_limits(cast.admin, category_id, slower, from_at=LATER, seen=seen, at=MONDAY)
    with pytest.raises(Invalid):
        ops.change_limits(cast.admin, category_id, slower, from_at=MONDAY - hours(1), seen=newest(cast), at=MONDAY)


AMOUNTS = st.integers(1, 50)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_first_contact_then_the_work_then_the_longest(respond: int, dispose: int, ceiling: int) -> None:
    first, work, longest = (Span(n, In.WORKING_HOUR) for n in (respond, dispose, ceiling))
    wrong = faults_of(Promise(first, work, longest, 0))
    assert (wrong == {}) is (respond <= dispose <= ceiling)
    assert faults_of(replace(QUICK, dispose=Span(1000, In.WORKING_DAY))).keys() == {"dispose"}
    assert faults_of(replace(QUICK, extensions_max=10)) and not faults_of(replace(QUICK, extensions_max=9))


def test_a_category_is_switched_off_and_on(cast: Town) -> None:
    ops.switch_category(cast.admin, cast.category(CLUTTER), active=False, at=MONDAY)
    offered = {one.code for major in catalog.choices(cast.street_id, public_only=False) for one in major.categories}
    assert CLUTTER not in offered and last(cast, Setting.CATEGORY)[2] == {"active": False}


def test_a_reply_text_is_kept_changed_and_put_out_of_use(cast: Town) -> None:
    row = ops.add_reply(cast.admin, replace(ENTRY, category_id=cast.category(CLUTTER)), at=MONDAY)
    assert last(cast, Setting.REPLY)[2]["category"] == CLUTTER
    assert [one.title for one in catalog.replies(cast.street_id, cast.category(CLUTTER))] == ["已清理"]
    ops.edit_reply(cast.admin, row.id, replace(ENTRY, active=False), at=MONDAY)
    assert catalog.replies(cast.street_id, cast.category(CLUTTER)) == []


def test_the_texts_of_the_category_come_before_those_for_all(cast: Town) -> None:
    here, there = cast.category(CLUTTER), cast.category("0101")
    for title, category_id in (("都行", None), ("这类", here), ("别类", there)):
        ops.add_reply(cast.admin, replace(ENTRY, title=title, category_id=category_id), at=MONDAY)
    assert [one.title for one in catalog.replies(cast.street_id, here)] == ["这类", "都行"]
    assert [one.title for one in catalog.replies(cast.street_id, None)] == ["都行"]


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        ("title", replace(ENTRY, title=" ")),
        ("title", replace(ENTRY, title="x" * 21)),
        ("text", replace(ENTRY, text="")),
        ("text", replace(ENTRY, text="x" * 501)),
        ("category", replace(ENTRY, category_id=-1)),
    ],
)
def test_a_text_that_makes_no_sense_is_refused_at_its_field(cast: Town, field: str, entry: ReplyEntry) -> None:
    with pytest.raises(Invalid) as refused:
        ops.add_reply(cast.admin, entry, at=MONDAY)
    assert list(refused.value.errors) == [field]


def attempts(actor: Actor, town: Town) -> list[Callable[[], object]]:
    """Every change of what stands in a town."""
    reply = db.session.scalars(select(ReplyText.id)).first() or -1
    category_id, unit_id, owner = town.category(CLUTTER), town.units[CG], department(town, "JW")
    return [
        lambda: ops.edit_department(actor, owner, TOLD, active=True, at=MONDAY),
        lambda: ops.add_unit(actor, owner, UnitEntry("x"), at=MONDAY),
        lambda: ops.edit_unit(actor, unit_id, UnitEntry("x"), at=MONDAY),
        lambda: ops.close_unit(actor, unit_id, TODAY, at=MONDAY),
        lambda: ops.reopen_unit(actor, unit_id, at=MONDAY),
        lambda: ops.change_limits(actor, category_id, QUICK, from_at=MONDAY, seen=None, at=MONDAY),
        lambda: ops.switch_category(actor, category_id, active=False, at=MONDAY),
        lambda: ops.edit_reply(actor, reply, ENTRY, at=MONDAY),
    ]


def test_another_street_s_catalogue_is_not_there(cast: Town) -> None:
    other = a_town()
    ops.add_reply(other.admin, ENTRY, at=MONDAY)
    for attempt in attempts(cast.admin, other):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize("who", ["chief", "leader", "auditor", "worker"])
def test_nobody_else_changes_the_catalogue(cast: Town, who: str) -> None:
    actor = cast.cast[who]
    more: list[Callable[[], object]] = [
        lambda: ops.add_department(actor, TOLD, at=MONDAY),
        lambda: ops.add_reply(actor, ENTRY, at=MONDAY),
    ]
    for attempt in (*attempts(actor, cast), *more):
        with pytest.raises(NotAllowed):
            attempt()
