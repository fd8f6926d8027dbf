"""A report that is said, as it comes in, to be the same problem as an open case."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from app.cases import ops, queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.policy import may_merge_reports
from app.cases.reports import Report, Spot
from app.cases.words import Source
from app.core.db import db, transaction
from app.core.permissions import Actor, Role
from app.intake import ops as intake
from app.intake.joining import FIXED, Registered
from app.notices.models import Notice
from app.review.concerned import parties
from app.verdicts import ops as verdicts
from app.verdicts import queries as given
from tests.builders.closings import CONTENT, UNHAPPY, close
from tests.builders.town import CLUTTER, ENQUIRY, IN_R1, MONDAY, Town, a_result, hours, minutes
from tests.support.together import at_once, meeting
from tests.support.towns import Served

LATER = MONDAY + minutes(30)
SAYS = "登记时看过，是同一件事。"


def told(town: Town, key: str = "k" * 32) -> Report:
    """What somebody writes down beside an open case."""
    category, spot = town.category(CLUTTER), Spot(IN_R1, "wgs84")
    return Report(Source.HOTLINE, "楼道里又堆了东西", category_id=category, spot=spot, form_key=key)


def same(town: Town, other_id: int, who: Actor | None = None, **more: Any) -> Registered:
    """The dispatcher, or somebody else, says that it is the same as an open case."""
    report = replace(told(town), **more)
    who = who or town.dispatcher
    return intake.register_same(who, report, "李华", "13900000001", LATER, other_id=other_id, reason=SAYS)


def verbs(case: Case) -> list[Verb]:
    return [entry.verb for entry in queries.timeline(case.id)]


def test_who_may_merge_a_report_is_read_from_the_table_of_moves(cast: Town) -> None:
    assert may_merge_reports(cast.dispatcher)
    assert [who.name for who in (cast.clerk, cast.worker, cast.chief) if may_merge_reports(who)] == []


def test_it_goes_on_in_the_open_case_at_once_and_nobody_is_sent_to_it(cast: Town) -> None:
    other = cast.called_in()
    made = same(cast, other.id)
    assert (made.case.state, made.case.merged_into_id, made.into, made.why_not) == (
        State.MERGED,
        other.id,
        other.receipt,
        "",
    )
    assert verbs(made.case) == [Verb.REPORT, Verb.MERGE]
    assert made.case.owner_id is None
    assert db.session.scalars(select(Notice).where(Notice.case_id == made.case.id)).all() == []


def test_both_reporters_keep_their_number_and_neither_judges(cast: Town) -> None:
    other = cast.called_in()
    made = same(cast, other.id)
    assert [report.receipt for report in queries.reports_in(other.id)] == [other.receipt, made.case.receipt]
    assert len(parties(other.id).phone_macs) == 2


def test_a_complaint_about_the_handlers_holds_for_the_case_it_goes_on_in(cast: Town) -> None:
    other = cast.report()
    assert same(cast, other.id, about_handlers=True).case.state is State.MERGED
    db.session.flush()
    assert cast.of(other.id).about_handlers


def test_each_gives_a_verdict_of_their_own_once_it_is_closed(cast: Town) -> None:
    other = cast.called_in(ENQUIRY)
    case = cast.of(same(cast, other.id, category_id=cast.category(ENQUIRY)).case.id)
    first = close(cast, cast.of(other.id), LATER)
    assert first.state is State.CLOSED
    verdicts.give(first, CONTENT, at=LATER + hours(2))
    verdicts.give(case, UNHAPPY, "我家门口还有", at=LATER + hours(2))
    db.session.flush()
    found = [given.closing_of(each) for each in (first, case)]
    assert [closing and closing.standing.answer for closing in found] == [CONTENT, UNHAPPY]


def test_taken_apart_again_it_goes_the_way_of_any_report(cast: Town) -> None:
    other = cast.report()
    case = cast.of(same(cast, other.id).case.id)
    ops.unmerge(cast.dispatcher, case, "不是同一家", at=LATER + minutes(5))
    assert (case.state, case.merged_into_id, case.desk_kind) == (State.DISPATCHED, None, None)
    assert case.owner_id == other.owner_id
    assert verbs(case)[:4] == [Verb.REPORT, Verb.MERGE, Verb.UNMERGE, Verb.FILE]


def test_somebody_who_may_not_merge_makes_a_case_like_any_that_says_so(cast: Town) -> None:
    other = cast.report()
    made = same(cast, other.id, cast.worker, source=Source.PATROL)
    assert (made.case.state, made.into, made.why_not) == (State.DISPATCHED, "", "")
    assert queries.timeline(made.case.id)[0].facts["same_as"] == other.receipt


@pytest.mark.parametrize("end", ["void", "merged", "unseen", "fixed"])
def test_where_it_cannot_go_on_there_the_report_stands_and_the_reason_is_named(cast: Town, end: str) -> None:
    other, third = cast.report(), cast.report()
    who = cast.person("两个岗", Role.DISPATCHER, Role.GRID_WORKER, grids_of=["S"])
    more: dict[str, Any] = {}
    if end == "void":
        ops.void(cast.chief, other, "误报", at=LATER)
    elif end == "merged":
        ops.merge(cast.dispatcher, other, third, "同一件", at=LATER)
    elif end == "fixed":
        more["result"] = a_result()
    made = same(cast, 999_999 if end == "unseen" else other.id, who, **more)
    words = {"void": "作废", "merged": "并入", "unseen": "看不到", "fixed": FIXED}
    assert words[end] in made.why_not
    assert made.params.get("into") == (None if end == "unseen" else (third if end == "merged" else other).receipt)
    assert (made.case.state, made.into) == (State.HANDLED if end == "fixed" else State.DISPATCHED, "")


def test_the_same_form_twice_at_once_is_one_case_merged_once(served: Served) -> None:
    with served.web.write():
        other_id = served.town.report(CLUTTER).id
    results = at_once(served.web, [partial(_send, served, other_id, "k" * 32) for _ in range(2)])
    assert {state for state, _ in results} == {State.MERGED}
    assert len({case_id for _, case_id in results}) == 1
    with served.web.read():
        case = served.town.of(results[0][1])
        assert verbs(case) == [Verb.REPORT, Verb.MERGE]


def test_of_a_report_and_an_end_at_once_the_report_is_never_lost(served: Served) -> None:
    town = served.town
    with served.web.write():
        other_id = town.report(CLUTTER).id
    meet = meeting(served.web, 2)

    def end() -> None:
        with transaction():
            other = queries.visible_case(town.chief, other_id)
            meet()
            ops.void(town.chief, other, "误报", at=LATER)

    _, sent = at_once(served.web, [end, partial(_send, served, other_id, "m" * 32, meet)])
    with served.web.read():
        case, other = town.of(sent[1]), town.of(other_id)
        assert other.state is State.VOID
        assert (case.state, case.merged_into_id) in [(State.MERGED, other_id), (State.DISPATCHED, None)]


def test_two_reports_into_one_case_at_once_are_both_in_it(served: Served) -> None:
    with served.web.write():
        other_id = served.town.report(CLUTTER).id
    meet = meeting(served.web, 2)
    jobs = [partial(_send, served, other_id, key * 32, meet) for key in "pq"]
    assert [state for state, _ in at_once(served.web, jobs)] == [State.MERGED, State.MERGED]
    with served.web.read():
        assert len(queries.reports_in(other_id)) == 3


def _send(served: Served, other_id: int, key: str, meet: Any = lambda: None) -> tuple[State, int]:
    with transaction():
        meet()
        made = same(served.town, other_id, form_key=key)
        return made.case.state, made.case.id
