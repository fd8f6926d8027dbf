"""Joint work on its pages: the unit is asked, sees it among its own, reports, and the case page tells it."""

from tests.builders.staffed import DONE, Office, picture, text
from tests.builders.town import CG, LEAK


def asking(office: Office) -> int:
    """A case in hand whose owner asks the enforcement team for a part."""
    town = office.town
    case_id = office.case(town.signed_in, LEAK)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "ask_part", unit=town.units[CG], task="请来封路", within="case")
    assert answer.status_code == 303, text(answer)
    return case_id


def test_a_unit_that_is_asked_finds_the_case_among_its_own_signs_and_reports_it(office: Office) -> None:
    town, case_id = office.town, asking(office)
    line = office.line_of(office.sees(town.enforcer, "/work"), case_id)
    assert "签收" in line
    page = office.sees(town.enforcer, f"/cases/{case_id}")
    assert "请来封路" in page and "轮到你：签收协办" in page
    office.moves(town.enforcer, case_id, "sign_in_part")
    assert "去协办" in office.sees(town.enforcer, "/work")
    part = office.value_of(office.sees(town.enforcer, f"/cases/{case_id}/report_part"), "part")
    answer = office.moves(town.enforcer, case_id, "report_part", part=part, feedback="路封好了", photos=picture())
    assert answer.status_code == 303, text(answer)
    owner, _ = office.people(case_id)
    page = office.sees(owner, f"/cases/{case_id}")
    assert "结果：路封好了" in page and "报办结" in page


def test_while_a_part_is_open_the_case_is_not_offered_as_done_and_a_crafted_form_says_why(office: Office) -> None:
    case_id = asking(office)
    side = office.side(case_id)
    page = office.sees(side, f"/cases/{case_id}")
    assert f"/cases/{case_id}/handle" not in page and "协办都有了结果，主办才能报办结" in page
    answer = office.moves(side, case_id, "handle", before=picture(), after=picture("y.jpg"), **DONE)
    assert answer.status_code == 409
    assert office.of(case_id).state.value == "in_progress"


def test_a_part_needs_a_unit_and_words_and_keeps_what_was_typed(office: Office) -> None:
    case_id = office.case(office.town.signed_in, LEAK)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "ask_part", unit="", task="请来封路", within="case")
    assert answer.status_code == 422 and "请选单位" in text(answer) and "请来封路" in text(answer)


def test_a_part_is_cancelled_with_a_reason_and_stands_as_cancelled(office: Office) -> None:
    case_id = asking(office)
    owner, _ = office.people(case_id)
    part = office.value_of(office.sees(owner, f"/cases/{case_id}/cancel_part"), "part")
    assert office.moves(owner, case_id, "cancel_part", part=part, reason="自己办得了").status_code == 303
    assert "撤销了" in office.sees(owner, f"/cases/{case_id}")
    office.sees(office.town.enforcer, f"/cases/{case_id}", 404)


def test_the_pages_stay_within_their_statements(office: Office) -> None:
    case_id = asking(office)
    assert office.statements(office.town.enforcer, f"/cases/{case_id}") <= 12
    assert office.statements(office.town.enforcer, "/work") <= 8
