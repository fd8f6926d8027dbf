"""One move on many cases: seen before, made once, each with an answer of its own."""

import re
from dataclasses import replace
from functools import partial
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import jobs
from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CaseAbout
from app.cases.suggesting import suggested
from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.desk import bulking, ops, queries_bulk
from app.desk.bulk import Order, Pick, read_picks
from app.desk.models_bulk import BulkRun
from app.desk.words import BulkEnd, BulkVerb
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import CG, Town, hours
from tests.support.together import at_once

PREVIEW, TOKEN = "/desk/bulk/preview", "t" * 24


def sees(office: Office, who: Actor, verb: str, *ids: int, **form: str) -> str:
    """The preview of a move on the cases that somebody ticked."""
    answer = office.sends(who, PREVIEW, verb=verb, ids=[str(i) for i in ids], **form)
    assert answer.status_code == 200, text(answer)[:3000]
    return text(answer)


def runs(office: Office, who: Actor, verb: str, page: str, **form: str) -> TestResponse:
    """They send the form of a preview."""
    kept = {name: office.value_in(page, name) for name in ("picks", "form_key")}
    return office.sends(who, f"/desk/bulk/run/{verb}", **kept, **form)


def result(office: Office, who: Actor, answer: TestResponse) -> str:
    """The page that a run led to."""
    assert answer.status_code == 303, text(answer)[:3000]
    return unescape(office.sees(who, str(answer.headers["Location"])))


def states(office: Office, *ids: int) -> list[State]:
    """Where these cases stand."""
    return [office.of(case_id).state for case_id in ids]


def test_cases_are_voided_together_and_what_cannot_be_is_said_before_and_after(office: Office) -> None:
    one, two = office.case(office.town.report), office.case(office.town.report)
    review_id, closed = office.reviewed()
    office.decides(review_id)
    page = sees(office, office.town.chief, "void", one, two, closed)
    assert "2 件会办" in page and "1 件现在的状态不能这样办" in page
    told = result(office, office.town.chief, runs(office, office.town.chief, "void", page, reason="重复登记"))
    assert "2 件办好了" in told and "1 件别人先办了，没有动" in told
    assert states(office, one, two, closed) == [State.VOID, State.VOID, State.CLOSED]


def test_a_void_needs_a_reason_and_the_picks_are_not_lost(office: Office) -> None:
    one = office.case(office.town.report)
    page = sees(office, office.town.chief, "void", one)
    answer = runs(office, office.town.chief, "void", page, reason=" ")
    assert answer.status_code == 422
    assert "请写明理由" in text(answer)
    assert office.value_in(text(answer), "picks") == office.value_in(page, "picks")
    assert states(office, one) != [State.VOID]


def test_the_same_form_sent_twice_answers_the_first_result(office: Office) -> None:
    one = office.case(office.town.report)
    page = sees(office, office.town.dispatcher, "urge", one)
    first, second = (runs(office, office.town.dispatcher, "urge", page, text="快一点") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert office.of(one).urges == 1


def test_a_case_that_moved_on_after_the_preview_is_left_alone_and_said_so(office: Office) -> None:
    one, two = office.case(office.town.report), office.case(office.town.report)
    page = sees(office, office.town.chief, "void", one, two)
    with office.web.write():
        cases.void(office.town.other_chief, office.town.of(one), "别人先作废", at=LATER)
    told = result(office, office.town.chief, runs(office, office.town.chief, "void", page, reason="重复"))
    assert "1 件办好了" in told and "1 件别人先办了，没有动" in told
    assert states(office, one, two) == [State.VOID, State.VOID]


def test_half_of_a_long_run_has_moved_on_and_the_other_half_is_done_exactly_once(cast: Town) -> None:
    made = [cast.report() for _ in range(40)]
    picks = [Pick(case.id, case.entry_count) for case in made]
    for case in made[::2]:
        cases.urge(cast.dispatcher, case, "", at=LATER)
    run = ops.begin_bulk(cast.chief, Order(BulkVerb.URGE, TOKEN), picks, at=LATER)
    for row_id in queries_bulk.waiting(run.id, 99) * 2:
        ops.make_bulk_move(cast.chief, run.id, row_id, at=LATER)
    assert queries_bulk.ends(run.id) == {BulkEnd.DONE: 20, BulkEnd.MOVED_ON: 20}
    assert [cast.of(case.id).urges for case in made] == [1] * 40


def test_filed_cases_are_dispatched_to_one_member(office: Office) -> None:
    with office.web.write():
        one, two = office.town.registered().id, office.town.registered().id
    page = sees(office, office.town.chief, "dispatch", one, two)
    worker = office.town.worker.id
    answer = runs(office, office.town.chief, "dispatch", page, member=str(worker))
    assert "2 件办好了" in result(office, office.town.chief, answer)
    assert [office.of(i).owner_id for i in (one, two)] == [worker, worker]
    assert runs(office, office.town.chief, "dispatch", page, member="").status_code == 422


def test_each_is_dispatched_to_whom_routing_suggests_and_without_a_suggestion_it_says_so(office: Office) -> None:
    with office.web.write():
        one, two, unsure = (office.town.registered(at=LATER).id for _ in range(3))
        office.town.of(unsure).about_handlers = True
        would = {i: to.member for i, to in suggested([office.town.of(one)], LATER, office_open=True).items()}
    page = sees(office, office.town.chief, "dispatch", one, two, unsure)
    assert "2 件有建议" in page and page.count("没有建议</span>") == 1 and f"<b>{would[one].name}</b>" in page
    both = runs(office, office.town.chief, "dispatch", page, by_routing="y", member=str(office.town.worker.id))
    assert both.status_code == 422 and "两样只选一样" in text(both)
    meant = {pick.case_id: pick.member_id for pick in read_picks(office.value_in(page, "picks"))}
    told = result(office, office.town.chief, runs(office, office.town.chief, "dispatch", page, by_routing="y"))
    assert "2 件办好了" in told and "1 件没有办成" in told and "规则没有建议派给谁，没有派" in told
    assert states(office, one, two, unsure) == [State.DISPATCHED, State.DISPATCHED, State.FILED]
    assert [office.of(i).owner_id for i in (one, two)] == [meant[one], meant[two]]


def test_of_many_suggested_what_moved_on_is_left_and_the_others_are_done_once_with_their_unit(cast: Town) -> None:
    made = [cast.registered() for _ in range(12)]
    unit = cast.units[CG]
    picks = [Pick(case.id, case.entry_count, cast.worker.id or 0, unit) for case in made]
    for case in made[::2]:
        cases.dispatch(cast.dispatcher, case, cast.far.id or 0, at=LATER)
    run = ops.begin_bulk(cast.chief, Order(BulkVerb.DISPATCH, TOKEN, suggested=True), picks, at=LATER)
    for row_id in queries_bulk.waiting(run.id, 99) * 2:
        ops.make_bulk_move(cast.chief, run.id, row_id, at=LATER)
    assert queries_bulk.ends(run.id) == {BulkEnd.DONE: 6, BulkEnd.MOVED_ON: 6}
    assert {(case.owner_id, case.handling_unit_id) for case in made[::2]} == {(cast.far.id, None)}
    assert {(case.owner_id, case.handling_unit_id) for case in made[1::2]} == {(cast.worker.id, unit)}


def test_all_of_a_filter_is_taken_up_not_only_the_page(office: Office) -> None:
    made = [office.case(office.town.report, text="飞线") for _ in range(3)]
    other = office.case(office.town.report)
    page = sees(office, office.town.chief, "urge", whole="y", q="飞线")
    result(office, office.town.chief, runs(office, office.town.chief, "urge", page))
    assert [office.of(i).urges for i in (*made, other)] == [1, 1, 1, 0]


def test_more_than_the_most_none_at_all_and_a_wrong_filter_are_said_on_the_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        office.case(office.town.report)
    monkeypatch.setattr(ops, "MOST", 1)
    asked: list[tuple[dict[str, str], str]] = [({"whole": "y"}, "一次最多办 1 件"), ({}, "先在列表里勾选")]
    asked.append(({"lamp": "purple"}, "没有批量办"))
    for form, words in asked:
        answer = office.sends(office.town.chief, PREVIEW, verb="urge", **form)
        assert answer.status_code == 422
        assert words in text(answer)


def test_a_long_run_goes_on_where_it_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulking, "BATCH", 2)
    made = [office.case(office.town.report) for _ in range(3)]
    page = sees(office, office.town.chief, "urge", *made)
    answer = runs(office, office.town.chief, "urge", page)
    told = result(office, office.town.chief, answer)
    assert "还有 1 件没有办" in told
    place = str(answer.headers["Location"])
    assert "3 件办好了" in result(office, office.town.chief, office.sends(office.town.chief, f"{place}/go-on"))
    assert [office.of(i).urges for i in made] == [1, 1, 1]


def test_who_may_not_is_refused_and_what_is_not_theirs_is_not_found(office: Office) -> None:
    one = office.case(office.town.report)
    for who in (office.town.worker, office.town.auditor, office.town.inspector):
        assert office.sends(who, PREVIEW, verb="urge", ids=[str(one)]).status_code == 403
    page = sees(office, office.town.chief, "urge", one)
    place = str(runs(office, office.town.chief, "urge", page).headers["Location"])
    office.sees(office.town.dispatcher, place, 404)
    assert office.sends(office.town.dispatcher, f"{place}/go-on").status_code == 404
    assert office.sends(office.town.chief, PREVIEW, verb="close", ids=[str(one)]).status_code == 404
    assert office.sends(office.town.chief, PREVIEW, verb="urge", ids=["999999"]).status_code == 404
    assert not re.search(r'name="verb" value="void"', office.sees(office.town.dispatcher, "/desk"))


def test_a_clerk_who_sends_the_form_of_a_void_moves_nothing(office: Office) -> None:
    one = office.case(office.town.report)
    page = sees(office, office.town.clerk, "void", one)
    assert "这里没有一件能办" in page
    told = result(office, office.town.clerk, runs(office, office.town.clerk, "void", page, reason="不要了"))
    assert "1 件不归你办，没有动" in told
    assert states(office, one) != [State.VOID]


def test_the_words_of_a_run_are_kept_by_the_cases_alone(cast: Town) -> None:
    case = cast.report()
    run = ops.begin_bulk(
        cast.chief, Order(BulkVerb.VOID, TOKEN, words="重复"), [Pick(case.id, case.entry_count)], at=LATER
    )
    (row_id,) = queries_bulk.waiting(run.id, 9)
    for _ in range(2):
        ops.make_bulk_move(cast.chief, run.id, row_id, at=LATER)
    ops.end_bulk(run.id)
    db.session.refresh(run)
    assert (run.words, queries_bulk.ends(run.id)) == (None, {BulkEnd.DONE: 1})
    assert db.session.scalar(select(Case.state).where(Case.id == case.id)) is State.VOID


def test_a_run_that_nobody_went_on_with_is_ended_after_a_day_and_its_words_are_forgotten(cast: Town) -> None:
    made, order = [cast.report(), cast.report()], Order(BulkVerb.VOID, TOKEN, words="重复导入的")
    run = ops.begin_bulk(cast.chief, order, [Pick(case.id, case.entry_count) for case in made], at=LATER)
    ops.make_bulk_move(cast.chief, run.id, queries_bulk.waiting(run.id, 9)[0], at=LATER)
    assert ops.end_left_bulks(LATER + hours(23)) == 0 and db.session.get_one(BulkRun, run.id).words
    db.session.commit()
    jobs.purge(jobs.Turn(LATER + hours(24)))
    assert db.session.get_one(BulkRun, run.id, populate_existing=True).words is None
    assert queries_bulk.ends(run.id) == {BulkEnd.DONE: 1, BulkEnd.REFUSED: 1} and not queries_bulk.waiting(run.id, 9)
    assert {cast.of(case.id).state for case in made} == {State.VOID, State.DISPATCHED}


def test_a_rule_that_says_no_undoes_its_case_only(cast: Town) -> None:
    good, bad = cast.registered(), cast.registered()
    db.session.add(CaseAbout(street_id=cast.street_id, case_id=bad.id, user_id=cast.worker.id))
    db.session.flush()
    picks = [Pick(good.id, good.entry_count), Pick(bad.id, bad.entry_count)]
    run = ops.begin_bulk(cast.chief, Order(BulkVerb.DISPATCH, TOKEN, cast.worker.id), picks, at=LATER)
    for row_id in queries_bulk.waiting(run.id, 9):
        ops.make_bulk_move(cast.chief, run.id, row_id, at=LATER)
    told = {line.case_id: (line.end, line.said) for line in queries_bulk.answers(cast.chief, run.id, 0)}
    assert told[good.id] == (BulkEnd.DONE, "")
    assert told[bad.id] == (BulkEnd.REFUSED, "这件事不能派给这个人，请换一个")


def test_a_run_takes_up_what_its_person_sees_and_nothing_else(cast: Town) -> None:
    case = cast.report()
    order, picks = Order(BulkVerb.URGE, TOKEN), [Pick(case.id, 1)]
    stranger = replace(cast.chief, id=10**6, street_id=cast.street_id + 1)
    with pytest.raises(Invalid):
        ops.begin_bulk(stranger, order, picks, at=LATER)
    with pytest.raises(NotAllowed):
        ops.begin_bulk(cast.auditor, order, picks, at=LATER)
    run = ops.begin_bulk(cast.chief, order, picks, at=LATER)
    with pytest.raises(NotFound):
        queries_bulk.bulk_run(stranger, run.id)


def test_the_pages_cost_a_fixed_number_of_statements(cast: Town) -> None:
    ids = [cast.report().id for _ in range(4)]
    db.session.expunge_all()
    counts = []
    for some in (ids[:2], ids):
        with count_statements() as counted:
            queries_bulk.preview(cast.chief, BulkVerb.URGE, some, LATER)
        counts.append(counted.n)
        db.session.expunge_all()
    assert counts == [3, 3]


def test_two_presses_at_the_very_same_moment_make_every_move_once(office: Office) -> None:
    made = [office.case(office.town.report) for _ in range(4)]
    page = sees(office, office.town.dispatcher, "urge", *made)
    press = partial(runs, office, office.town.dispatcher, "urge", page)
    answers = at_once(office.web, [press, press, press])
    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    assert "4 件办好了" in result(office, office.town.dispatcher, answers[0])
    assert [office.of(i).urges for i in made] == [1] * 4


@pytest.mark.parametrize(
    "path", [PREVIEW, "/desk/bulk/run/urge", "/desk/bulk/1/go-on", "/desk/list/export", "/desk/list/saved"]
)
def test_a_form_that_is_not_ours_does_nothing(office: Office, path: str) -> None:
    office.case(office.town.report)
    answer = office.at_screen(office.town.chief).post(path, data={"verb": "urge", "whole": "y"}, csrf=False)
    assert answer.status_code == 400
