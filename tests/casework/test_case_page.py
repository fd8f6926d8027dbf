"""The page of one case: who sees it, and what it says."""

from datetime import timedelta

import pytest

from app.cases import ops
from app.sla.clocks import ClockKind
from tests.builders.staffed import Office
from tests.builders.town import MONDAY, PETITION, PHONE, PROPERTY


def test_the_owner_reads_what_to_do_first_and_why_it_is_theirs(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    page = office.sees(owner, f"/cases/{case_id}")
    for words in ("轮到你：签收", "为什么是我", "楼道里堆满了鞋柜", "演示路 18 弄 6 号", "归这里", "规则自动　立案"):
        assert words in page
    assert page.count("btn-main") == 1


def test_somebody_of_another_grid_finds_nothing_there(office: Office) -> None:
    case_id = office.case(office.town.report)
    office.sees(office.town.far, f"/cases/{case_id}", 404)
    office.sees(office.town.far, f"/cases/{case_id}/photos/1", 404)
    office.sees(office.town.far, "/cases/999999", 404)


def test_nobody_reads_a_case_without_signing_in(office: Office) -> None:
    case_id = office.case(office.town.report)
    answer = office.web.client().get(f"/cases/{case_id}")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_a_restricted_case_is_the_desks_alone(office: Office) -> None:
    with office.web.write():
        case = ops.report(office.town.clerk, office.town.a_report(PETITION), at=MONDAY)
        case_id = case.id
    assert "不公开的类别" in office.sees(office.town.chief, f"/cases/{case_id}")
    office.sees(office.town.worker, f"/cases/{case_id}", 404)
    office.sees(office.town.inspector, f"/cases/{case_id}", 404)


def test_a_checker_sees_the_pictures_of_both_sides_and_the_answer(office: Office) -> None:
    case_id = office.case(office.town.handled)
    _, checker = office.people(case_id)
    assert checker is not None
    page = office.sees(checker, f"/cases/{case_id}")
    assert "轮到你：核查" in page
    assert "实际解决" in page
    assert "鞋柜已经搬走" in page
    assert page.count(f"/cases/{case_id}/photos/") >= 4


def test_a_picture_is_for_those_who_see_the_case_and_is_never_cached(office: Office) -> None:
    case_id = office.case(office.town.handled)
    owner, _ = office.people(case_id)
    photo_id = office.photo_of(case_id)
    answer = office.at_screen(owner).get(f"/cases/{case_id}/photos/{photo_id}?thumb")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()
    other = office.case(office.town.report)
    office.sees(owner, f"/cases/{other}/photos/{photo_id}", 404)


def test_the_verdict_of_a_panel_is_shown_without_names_and_only_when_it_is_out(office: Office) -> None:
    review_id, case_id = office.reviewed()
    owner, _ = office.people(case_id)
    sealed = office.sees(owner, f"/cases/{case_id}")
    assert "定下来之前都密封" in sealed
    assert "看得出变化" not in sealed
    panel = office.decides(review_id)
    page = office.sees(owner, f"/cases/{case_id}")
    assert "评议通过" in page
    assert "看得出变化" in page
    assert not any(who.name in page for who in panel)


def test_a_due_time_leads_to_the_sum_that_made_it(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    [clock_id] = office.clocks(case_id, ClockKind.DISPOSE)
    page = office.sees(owner, f"/cases/{case_id}/why/{clock_id}")
    assert "2 个工作日" in page
    assert "2026-11-18" in page
    office.sees(owner, f"/cases/{case_id}/why/nonsense", 404)
    office.sees(owner, f"/cases/{case_id}/why/999999", 404)


def test_a_phone_is_masked_until_somebody_says_why_and_then_it_is_written_down(office: Office) -> None:
    case_id = office.case(office.town.called_in, PROPERTY)
    owner, _ = office.people(case_id)
    path = f"/cases/{case_id}/reporter"
    assert PHONE not in office.sees(owner, f"/cases/{case_id}") + office.sees(owner, path)
    assert office.sends(owner, path, reason=" ").status_code == 422
    answer = office.sends(owner, path, reason="约上门时间")
    assert PHONE in answer.get_data(as_text=True)
    assert office.looks(case_id) == [(owner.id, "约上门时间")]


def test_a_confidential_reporter_is_kept_from_whoever_handles(office: Office) -> None:
    case_id = office.case(office.town.called_in, PROPERTY, confidential=True)
    owner, _ = office.people(case_id)
    assert "不给处置的人看" in office.sees(owner, f"/cases/{case_id}")
    office.sees(owner, f"/cases/{case_id}/reporter", 403)
    assert "申请查看" in office.sees(office.town.chief, f"/cases/{case_id}")


@pytest.mark.parametrize("text", ["<b>粗</b>", "'\"&<script>alert(1)</script>", "\u202eabc", "😀" * 40])
def test_what_somebody_wrote_comes_back_as_text_and_never_as_markup(office: Office, text: str) -> None:
    case_id = office.case(office.town.report, text=text)
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    assert "<b>粗" not in page
    assert "<script>alert" not in page


def test_the_page_costs_twelve_statements_at_most_also_after_a_review(office: Office) -> None:
    review_id, case_id = office.reviewed()
    office.decides(review_id)
    owner, _ = office.people(case_id)
    assert office.statements(owner, f"/cases/{case_id}") <= 12
    assert office.statements(office.town.chief, f"/cases/{case_id}") <= 12


def test_a_long_story_folds_its_beginning_and_costs_no_more(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    with office.web.write():
        case = office.town.of(case_id)
        for n in range(20):
            ops.note(owner, case, f"第 {n} 天去看过", at=MONDAY + timedelta(minutes=30 + n))
    assert "更早的" in office.sees(owner, f"/cases/{case_id}")
    assert office.statements(owner, f"/cases/{case_id}") <= 12
