"""A report from the street or the desk."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.cases import ops
from app.cases.models import Case
from app.core.counting import count_statements
from app.core.db import db
from app.core.permissions import Actor
from tests.builders.staffed import DONE, Office, picture, text
from tests.builders.town import CLUTTER, FUMES, IN_R1, IN_R3, MONDAY, PETITION, PROPERTY


def seen(office: Office, code: str = CLUTTER, **more: Any) -> dict[str, Any]:
    """What somebody in the street fills in."""
    told = {"form_key": "k" * 32, "text": "楼道里堆了鞋柜", "category": office.town.category(code), "source": "patrol"}
    return told | {"lon": IN_R1.lon, "lat": IN_R1.lat, "address": "演示路 18 弄"} | more


def cases(office: Office) -> list[Case]:
    """Every case there is."""
    with office.web.read():
        return list(db.session.scalars(select(Case).order_by(Case.id)))


def test_what_a_patroller_saw_is_routed_like_any_report(office: Office) -> None:
    answer = office.sends(office.town.patroller, "/work/new", **seen(office), photos=picture())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/work")
    [case] = cases(office)
    assert (case.state, case.source) == ("dispatched", "patrol")
    assert "收到了，编号" in office.sees_after(office.town.patroller, answer, "/work")


def test_the_same_form_five_times_is_one_case(office: Office) -> None:
    client = office.at_screen(office.town.worker)
    for _ in range(5):
        client.post("/work/new", data=seen(office))
    assert len(cases(office)) == 1


def test_what_was_fixed_on_the_spot_goes_to_somebody_else_for_the_check(office: Office) -> None:
    form = seen(office, done="y", **DONE, photos=picture(), after=picture())
    assert office.sends(office.town.worker, "/work/new", **form).status_code == 303
    [case] = cases(office)
    assert (case.state, case.self_disposed) == ("handled", True)
    assert case.checker_id not in (None, office.town.worker.id)


def test_fixing_on_the_spot_asks_for_the_result_and_its_evidence_and_keeps_the_rest(office: Office) -> None:
    unsaid = {name: value for name, value in DONE.items() if name != "outcome"}
    first = office.sends(office.town.worker, "/work/new", **seen(office, done="y", **unsaid), photos=picture())
    assert (first.status_code, "请选一个" in text(first)) == (422, True)
    second = office.sends(office.town.worker, "/work/new", **seen(office, done="y", **DONE), photos=picture())
    assert "要有一张处置之后的照片" in text(second)
    assert "楼道里堆了鞋柜" in text(second)
    assert cases(office) == []


def test_nobody_fixes_on_the_spot_outside_their_grids(office: Office) -> None:
    form = seen(office, done="y", lon=IN_R3.lon, lat=IN_R3.lat, **DONE)
    answer = office.sends(office.town.worker, "/work/new", **form, photos=picture(), after=picture())
    assert answer.status_code == 403
    assert "楼道里堆了鞋柜" in text(answer)
    assert cases(office) == []


def test_petitions_are_written_down_at_the_desk_only(office: Office) -> None:
    name = f'value="{office.town.category(PETITION)}"'
    assert name not in office.sees(office.town.worker, "/work/new")
    assert name in office.sees(office.town.clerk, "/work/new")
    assert office.sends(office.town.worker, "/work/new", **seen(office, PETITION)).status_code == 422
    assert office.sends(office.town.clerk, "/work/new", **seen(office, PETITION, source="higher")).status_code == 303


def test_a_caller_of_a_category_that_needs_a_phone_is_asked_for_it_at_the_field(office: Office) -> None:
    form = seen(office, PROPERTY, source="hotline")
    answer = office.sends(office.town.clerk, "/work/new", **form, phone="1380013800", name="王小明")
    assert answer.status_code == 422
    assert 'id="phone-e"' in text(answer)
    assert "王小明" in text(answer)


@pytest.mark.parametrize("wrong", [{"text": " "}, {"source": "moon"}, {"category": "77777"}, {"address": "x" * 201}])
def test_wrong_input_is_answered_with_the_same_page_and_changes_nothing(office: Office, wrong: dict[str, str]) -> None:
    answer = office.sends(office.town.clerk, "/work/new", **seen(office, FUMES) | wrong)
    assert answer.status_code == 422
    assert cases(office) == []


def test_units_and_reviewers_do_not_report_here(office: Office) -> None:
    office.sees(office.town.handler, "/work/new", 403)
    assert office.sends(office.town.reviewers[0], "/work/new", **seen(office)).status_code == 403


def twin_of(page: str) -> list[str]:
    """The cases whose cards a piece shows."""
    return re.findall(r'data-twin="(\d+)"', page)


def alike(office: Office, who: Actor, **form: Any) -> str:
    """The cards beside what somebody has written down so far."""
    answer = office.sends(who, "/work/new/alike", **form)
    assert answer.status_code == 200
    return text(answer)


def test_cards_of_what_may_be_the_same_come_once_category_and_place_are_known(office: Office) -> None:
    near = office.case(office.town.report)
    written = seen(office, text="六号楼四楼楼道里堆满了鞋柜")
    page = alike(office, office.town.dispatcher, **written)
    assert twin_of(page) == [str(near)]
    assert "说法像 100%" in page and "并入这一件" in page and "不对可以撤销" in page
    assert "由派遣员并案" in alike(office, office.town.worker, **written)
    for unknown in ({"category": ""}, {"lon": ""}, {"category": "77777"}, {"lon": "moon"}):
        assert alike(office, office.town.dispatcher, **written | unknown).strip() == ""
    assert twin_of(alike(office, office.town.market, **written)) == []
    assert office.sends(office.town.handler, "/work/new/alike", **written).status_code == 403


def test_the_cards_cost_two_statements_more_than_signing_in_however_many_there_are(office: Office) -> None:
    def cost(**form: Any) -> int:
        client = office.at_screen(office.town.dispatcher)
        client.post("/work/new/alike", data=form)
        with count_statements() as counted:
            client.post("/work/new/alike", data=form)
        return counted.n

    office.case(office.town.report)
    few, signing_in = cost(**seen(office)), cost()
    for _ in range(3):
        office.case(office.town.report)
    assert cost(**seen(office)) == few == signing_in + 2


def test_a_chosen_card_merges_for_whoever_may_and_is_told_by_whoever_may_not(office: Office) -> None:
    near = office.case(office.town.report)
    office.case(office.town.report, text="楼道里堆了鞋柜")  # reads more alike than the one that is meant
    receipt = office.of(near).receipt
    answer = office.sends(office.town.dispatcher, "/work/new", **seen(office, same_as=near))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{near}")
    assert f"已并入 {receipt}" in office.sees_after(office.town.dispatcher, answer, f"/cases/{near}")
    told = office.sends(office.town.worker, "/work/new", **seen(office, same_as=near, form_key="w" * 32))
    made = cases(office)[-1].id
    assert told.headers["Location"] == f"/cases/{made}"
    page = office.sees_after(office.town.worker, told, f"/cases/{made}")
    assert "由派遣员并案" in page and f"说和 {receipt} 是同一件事" in page
    first_card = office.sees(office.town.dispatcher, f"/cases/{made}").split('<li class="twin">')[1]
    assert receipt in first_card and "上报的人说是这一件" in first_card


def test_a_card_whose_case_has_ended_loses_nothing_and_says_why(office: Office) -> None:
    near = office.case(office.town.report)
    with office.web.write():
        ops.void(office.town.chief, office.town.of(near), "误报", at=MONDAY)
    answer = office.sends(office.town.dispatcher, "/work/new", **seen(office, same_as=near))
    made = cases(office)[-1]
    assert (made.state, answer.headers["Location"]) == ("dispatched", f"/cases/{made.id}")
    page = office.sees_after(office.town.dispatcher, answer, f"/cases/{made.id}")
    assert f"没有并案：{office.of(near).receipt} 已经作废" in page


def test_a_card_chosen_before_a_fault_is_still_chosen_after_it(office: Office) -> None:
    near = office.case(office.town.report)
    answer = office.sends(office.town.dispatcher, "/work/new", **seen(office, same_as=near, text=" "))
    assert (answer.status_code, f'data-chosen="{near}"' in text(answer)) == (422, True)
