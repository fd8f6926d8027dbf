"""Void rounds, conferences and rulings on the page of a case, and the forms that write them."""

from app.cases import ops
from app.cases.lifecycle import State
from app.review.words import Vote
from tests.builders.draws import draw_waiting
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY, hours
from tests.builders.town_walks import left_to_chief, second_round

REASON = "两轮都没有结论。现场看过，13812345678 也打过，楼道空了。"
HELD = {"held_on": "2026-11-16", "attendance": "居委张主任、物业李经理", "minutes": "定：周五前换管"}


def test_the_rounds_of_a_review_say_how_each_ended(office: Office) -> None:
    case_id = office.case(second_round, office.town, MONDAY)
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    for words in ("这一轮作废：到期没有结论", "投了 0 票", "上一批没有结论，另抽的一批", "评议作废", "2 个工作日"):
        assert words in page
    assert "值班长裁决" not in page and "到期没有结论" in page


def test_the_duty_chief_is_asked_to_rule_and_the_others_wait_for_it(office: Office) -> None:
    case_id = office.case(left_to_chief, office.town, MONDAY)
    assert "轮到你：裁决" in office.sees(office.town.chief, f"/cases/{case_id}")
    assert "等值班长裁决" in office.sees(office.town.dispatcher, f"/cases/{case_id}")
    form = office.sees(office.town.chief, f"/cases/{case_id}/override")
    assert "理由（公开）" in form and "居民看得到" in form


def test_a_case_closed_by_a_ruling_says_so_and_shows_the_reason_as_the_public_reads_it(office: Office) -> None:
    case_id = office.case(left_to_chief, office.town, MONDAY)
    answer = office.moves(office.town.chief, case_id, "override", solved="yes", reason=REASON)
    assert (answer.status_code, office.of(case_id).state) == (303, State.CLOSED)
    ruled = office.sees(office.town.chief, f"/cases/{case_id}").split('id="ru"')
    assert len(ruled) == 2 and "裁决结案，未经评议" in ruled[1]
    shown = ruled[1].split("</section>")[0]
    assert "楼道空了" in shown and "13812345678" not in shown
    assert "未经评议" in ruled[0].split("<main")[1]


def test_a_ruling_that_sends_it_back_is_shown_and_marks_nothing(office: Office) -> None:
    case_id = office.case(left_to_chief, office.town, MONDAY)
    office.moves(office.town.chief, case_id, "override", solved="no", reason="还堆着")
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    assert "裁决退回重办" in page and "还堆着" in page and "未经评议" not in page.split("<main")[1]


def test_a_conference_is_written_down_and_shown(office: Office) -> None:
    case_id = office.at_desk("conference")
    answer = office.moves(office.town.chief, case_id, "conclude", decision="rework", **HELD)
    assert answer.status_code == 303
    page = office.sees(office.town.chief, f"/cases/{case_id}").split('id="mt1"')[1].split("</section>")[0]
    for words in ("11月16日", "继续处置", "居委张主任、物业李经理", "定：周五前换管"):
        assert words in page


def test_what_is_missing_or_wrong_in_the_record_stands_at_its_field(office: Office) -> None:
    case_id = office.at_desk("conference")
    for wrong, words in (
        ({"held_on": ""}, "请选日期"),
        ({"held_on": "2026-11-17"}, "会商日期要在交会商那天到今天之间"),
        ({"attendance": ""}, "请写到会的人"),
        ({"minutes": ""}, "请写会商纪要"),
        ({"decision": ""}, "请选一个"),
        ({"decision": "another_unit"}, "请选派给谁"),
    ):
        answer = office.moves(office.town.chief, case_id, "conclude", **HELD | {"decision": "rework"} | wrong)
        assert (answer.status_code, words in text(answer)) == (422, True), wrong
    assert office.of(case_id).state is State.CONFERENCE


def test_a_conference_about_a_dispute_offers_no_panel_and_no_ruling(office: Office) -> None:
    with office.web.write():
        case_id = office.town.refused().id
        ops.confer(office.town.chief, office.town.of(case_id), "两家都说不归自己", at=MONDAY + hours(1))
    form = office.sees(office.town.chief, f"/cases/{case_id}/conclude")
    assert "继续处置" in form and "换人办" in form
    assert "再请社区评议" not in form and "交值班长裁决" not in form


def test_a_conference_may_leave_it_to_the_duty_chief(office: Office) -> None:
    case_id = office.at_desk("conference")
    office.moves(office.town.chief, case_id, "conclude", decision="override", **HELD)
    assert "轮到你：裁决" in office.sees(office.town.chief, f"/cases/{case_id}")
    assert office.moves(office.town.chief, case_id, "conclude", decision="rework", **HELD).status_code == 403


def test_the_page_with_everything_on_it_costs_twelve_statements_at_most(office: Office) -> None:
    case_id = office.at_desk("conference")
    office.moves(office.town.chief, case_id, "conclude", decision="panel_again", **HELD)
    with office.web.write():
        draw_waiting(MONDAY + hours(4))
        office.town.decide(office.town.review_of(office.town.of(case_id)), Vote.UNSOLVED, MONDAY + hours(4))
    office.moves(office.town.chief, case_id, "override", solved="yes", reason=REASON)
    assert office.of(case_id).state is State.CLOSED
    assert office.statements(office.town.chief, f"/cases/{case_id}") <= 12
