"""领导包案: who takes a long-standing case under their care, what they write, and the list of what has stood long."""

from datetime import timedelta

import pytest

from app.cases import ops, queries
from app.cases.backlog import LONG, MONTH, backlog, is_silent
from app.cases.lifecycle import Verb
from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from tests.builders.town import CLUTTER, MONDAY, Town, hours

LATER = MONDAY + hours(1)


def test_a_leader_takes_it_and_everything_else_stays(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    before = (case.state, case.owner_id, case.handling_grid_id)
    ops.lead(cast.chief, case, cast.leader.id, "每周碰头，月底前拆完", at=LATER)
    assert (case.state, case.owner_id, case.handling_grid_id) == before
    assert (case.official_id, queries.timeline(case.id)[-1].verb) == (cast.leader.id, Verb.LEAD)


def test_only_a_leader_of_the_street_with_a_plan(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    for official, plan, field in ((cast.worker.id, "试试", "official"), (None, "试试", "official")):
        with pytest.raises(Invalid) as refused:
            ops.lead(cast.chief, case, official, plan, at=LATER)
        assert set(refused.value.errors) == {field}
    with pytest.raises(Invalid):
        ops.lead(cast.chief, case, cast.leader.id, " ", at=LATER)
    with pytest.raises(NotAllowed):
        ops.lead(cast.dispatcher, case, cast.leader.id, "试试", at=LATER)


def test_its_lead_official_writes_the_progress_and_nobody_else(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    with pytest.raises(NotAllowed):
        ops.progress(cast.leader, case, "还没轮到", at=LATER)
    ops.lead(cast.chief, case, cast.leader.id, "每周碰头", at=LATER)
    with pytest.raises(NotAllowed):
        ops.progress(cast.chief, case, "代写", at=LATER)
    ops.progress(cast.leader, case, "拆了一半", at=LATER + timedelta(days=20))
    assert case.progress_at == LATER + timedelta(days=20)


def test_a_month_without_a_word_is_shown() -> None:
    assert not is_silent(None, LATER) and not is_silent(LATER, LATER + MONTH)
    assert is_silent(LATER, LATER + MONTH + hours(1))


def test_the_list_holds_what_stood_long_and_what_a_leader_has_the_oldest_first(cast: Town) -> None:
    old, led, fresh = cast.report(CLUTTER), cast.report(CLUTTER), cast.report(CLUTTER, MONDAY + LONG)
    ended = cast.report(CLUTTER)
    ops.void(cast.chief, ended, "误报", at=LATER)
    ops.lead(cast.chief, fresh, cast.leader.id, "每周碰头", at=MONDAY + LONG)
    at = MONDAY + LONG + hours(1)
    db.session.flush()
    with count_statements() as counted:
        found = backlog(cast.dispatcher, at)
    assert [row.id for row in found] == [old.id, led.id, fresh.id] and counted.n == 1
    assert (found[0].days, found[0].official, found[2].official) == (60, "", "leader")
    assert [row.id for row in backlog(cast.dispatcher, at, after=old.id)] == [led.id, fresh.id]
    assert backlog(cast.market, at) == []
