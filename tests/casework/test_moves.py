"""The moves of a case as people make them: who may, what is asked, and where it leads."""

import pytest

from app.cases.lifecycle import Verb, Who, rows
from app.casework.steps import STEPS
from app.core import files
from tests.builders.staffed import DONE, Office, picture, text
from tests.builders.town import FUMES, IN_R1, LIFT, OUTSIDE

BY_HAND = {verb for verb in Verb if any({*row.who} - {Who.RULES, Who.PANEL, Who.RESIDENT} for row in rows(verb))} - {
    Verb.REPORT
}


def test_every_verb_that_a_person_makes_has_its_step() -> None:
    assert set(STEPS) == BY_HAND


def test_signing_in_is_one_press_and_the_case_is_in_progress(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "sign_in")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{case_id}")
    assert office.of(case_id).state == "in_progress"


def test_somebody_who_may_see_but_not_act_is_refused_and_nothing_moves(office: Office) -> None:
    case_id = office.case(office.town.report)
    assert office.moves(office.town.chief, case_id, "sign_in").status_code == 403
    office.sees(office.town.chief, f"/cases/{case_id}/hand_over", 403)
    assert office.moves(office.town.far, case_id, "sign_in").status_code == 404
    assert office.of(case_id).state == "dispatched"


def test_a_move_that_the_state_does_not_know_is_a_conflict(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    page = office.sees(owner, f"/cases/{case_id}/handle", 409)
    assert "这一步现在不能做" in page and f'href="/cases/{case_id}"' in page and "别人刚改过" not in page
    office.sees(owner, f"/cases/{case_id}/dance", 404)


def test_the_form_of_a_result_asks_exactly_for_the_evidence_of_its_category(office: Office) -> None:
    with_paper = office.case(office.town.signed_in, FUMES)
    owner, _ = office.people(with_paper)
    page = office.sees(owner, f"/cases/{with_paper}/handle")
    assert all(f'name="{field}"' in page for field in ("before", "after", "document", "reply", "outcome"))
    without = office.case(office.town.signed_in)
    owner, _ = office.people(without)
    assert 'name="document"' not in office.sees(owner, f"/cases/{without}/handle")


def test_a_result_with_its_pictures_goes_to_somebody_else_for_the_check(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "handle", **DONE, before=picture(), after=picture())
    assert answer.status_code == 303, text(answer)
    assert office.of(case_id).state == "handled"
    assert office.people(case_id)[1] != owner


def test_what_is_missing_stands_at_its_field_and_what_was_typed_stays(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "handle", **DONE | {"outcome": ""}, before=picture())
    page = text(answer)
    assert answer.status_code == 422
    assert "请选一个" in page
    assert "鞋柜搬走了。" in page
    assert office.of(case_id).state == "in_progress"


def test_the_summary_tells_apart_faults_that_read_the_same(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    page = text(office.moves(owner, case_id, "handle", **DONE | {"outcome": "", "fact": "", "claim": ""}))
    assert all(f"{field}：请选一个" in page for field in ("结果", "事实认定", "诉求认定"))


def test_evidence_that_the_op_misses_stands_at_its_field(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "handle", **DONE, before=picture())
    assert answer.status_code == 422
    assert "要有一张处置之后的照片" in text(answer)


def test_a_picture_that_was_kept_comes_back_and_is_not_picked_twice(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    first = text(office.moves(owner, case_id, "handle", **DONE | {"reply": " "}, before=picture(), after=picture()))
    slips = {name: office.slip_in(first, name) for name in ("before-kept", "after-kept")}
    assert office.moves(owner, case_id, "handle", **DONE, **slips).status_code == 303
    assert len(office.photos(case_id)) == 2


def test_a_slip_that_we_did_not_write_is_no_picture(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    forged = {"after-kept": "W10.forged.slip", "before-kept": "x"}
    assert office.moves(owner, case_id, "handle", **DONE, **forged).status_code == 422
    office.sees(owner, "/cases/kept/forged", 404)


@pytest.mark.parametrize(("raw", "status"), [(b"no picture", 422), (b"", 422), (b"x" * 4000, 413)])
def test_a_photo_is_judged_by_its_content_and_refused_at_its_field(
    office: Office, monkeypatch: pytest.MonkeyPatch, raw: bytes, status: int
) -> None:
    monkeypatch.setattr(files, "BYTES_MAX", 3000)  # so that nobody has to send 15 MB
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "handle", **DONE, before=picture(), after=picture("a.jpg", raw))
    assert answer.status_code == status
    assert "鞋柜搬走了。" in text(answer)
    assert office.photos(case_id) == []


def test_an_urgent_danger_is_made_safe_with_a_photo_and_the_repair_is_a_case_of_its_own(office: Office) -> None:
    case_id = office.case(office.town.signed_in, LIFT)
    handler = office.side(case_id)
    assert office.moves(handler, case_id, "make_safe", note="人救出来了").status_code == 422
    assert office.moves(handler, case_id, "make_safe", note="人救出来了", photos=picture()).status_code == 303
    assert "后续修复" in office.sees(handler, f"/cases/{case_id}")


def test_handing_over_suggests_the_unit_that_the_category_names_and_says_so(office: Office) -> None:
    case_id = office.case(office.town.signed_in, FUMES)
    owner, _ = office.people(case_id)
    page = office.sees(owner, f"/cases/{case_id}/hand_over")
    assert "按类别推荐" in page
    unit_id = office.lead_of(case_id)
    assert f'<option selected value="{unit_id}">' in page
    assert office.moves(owner, case_id, "hand_over", unit=unit_id).status_code == 303
    assert office.of(case_id).handling_unit_id == unit_id


def test_a_unit_complained_about_is_not_offered_and_not_taken(office: Office) -> None:
    case_id = office.case(office.town.report, FUMES)
    owner, _ = office.people(case_id)
    page = office.sees(owner, f"/cases/{case_id}/hand_over")
    assert 'value="999999"' not in page
    assert office.moves(owner, case_id, "hand_over", unit="999999").status_code == 422


def test_a_refusal_asks_for_a_reason_of_the_list_and_words(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    assert office.moves(owner, case_id, "refuse", reason="because", note="不归我").status_code == 422
    assert office.moves(owner, case_id, "refuse", reason="not_here", note=" ").status_code == 422
    assert office.moves(owner, case_id, "refuse", reason="not_here", note="在马路对面").status_code == 303
    assert "不在辖区" in office.sees(office.town.dispatcher, f"/cases/{case_id}")


def test_a_checker_fails_a_result_with_a_reason_and_it_is_to_be_done_again(office: Office) -> None:
    case_id = office.case(office.town.handled)
    _, checker = office.people(case_id)
    assert checker is not None
    assert office.moves(checker, case_id, "check_fail", reason="").status_code == 422
    assert office.moves(checker, case_id, "check_fail", reason="还剩两个鞋柜").status_code == 303
    assert office.of(case_id).state == "rework"


def test_the_handler_has_no_button_to_check_and_is_refused_when_they_try(office: Office) -> None:
    case_id = office.case(office.town.handled)
    owner, _ = office.people(case_id)
    assert "check_pass" not in office.sees(owner, f"/cases/{case_id}")
    assert office.moves(owner, case_id, "check_pass").status_code == 403


def test_placing_and_classifying_a_hotline_case_sends_it_on_by_the_rules(office: Office) -> None:
    case_id = office.case(office.town.report, None, spot=office.nowhere())
    form = {"category": office.town.category(FUMES), "lon": IN_R1.lon, "lat": IN_R1.lat, "address": "演示路 18 号"}
    assert office.moves(office.town.dispatcher, case_id, "place", **form).status_code == 303
    assert office.of(case_id).state == "dispatched"


def test_a_place_outside_the_street_stays_at_the_desk_and_an_empty_one_is_asked_for(office: Office) -> None:
    case_id = office.case(office.town.report, spot=office.nowhere())
    empty = office.moves(office.town.dispatcher, case_id, "place", address="菜场后面")
    assert empty.status_code == 422
    assert "菜场后面" in text(empty)
    office.moves(office.town.dispatcher, case_id, "place", lon=OUTSIDE.lon, lat=OUTSIDE.lat)
    assert office.of(case_id).desk_kind == "outside"


def test_a_case_goes_on_where_the_form_says_but_never_to_another_site(office: Office) -> None:
    for wish, lands in (("/desk/queue?kind=refused", "/desk/queue?kind=refused"), ("//evil.example/desk", None)):
        case_id = office.case(office.town.refused)
        answer = office.moves(office.town.dispatcher, case_id, "note", text="看过了", next=wish)
        assert answer.headers["Location"] == (lands or f"/cases/{case_id}")


def test_a_voided_case_keeps_its_reason_and_who_voided_it(office: Office) -> None:
    case_id = office.case(office.town.report)
    assert "btn-warn" in office.sees(office.town.chief, f"/cases/{case_id}/void")
    assert office.moves(office.town.chief, case_id, "void", reason="测试件").status_code == 303
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    assert "测试件" in page
    assert office.town.chief.name in page
