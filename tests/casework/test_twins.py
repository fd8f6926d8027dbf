"""Cards of what may be the same, and the way from a card to one case."""

from app.cases.lifecycle import State
from tests.builders.staffed import Office
from tests.builders.town import MONDAY, hours


def test_a_card_leads_to_the_form_with_the_number_in_it_and_from_there_to_one_case(office: Office) -> None:
    first = office.case(office.town.report)
    second = office.case(office.town.report, at=MONDAY + hours(1))
    receipt = office.of(first).receipt
    page = office.sees(office.town.dispatcher, f"/cases/{second}")
    assert "附近可能是同一件事" in page and f"/cases/{second}/merge?other={receipt}" in page
    form = office.sees(office.town.dispatcher, f"/cases/{second}/merge?other={receipt}")
    assert office.value_in(form, "other") == receipt
    answer = office.moves(office.town.dispatcher, second, "merge", other=receipt, reason="同一堆东西")
    assert answer.status_code == 303 and office.of(second).state is State.MERGED


def test_whoever_cannot_merge_sees_no_cards(office: Office) -> None:
    office.case(office.town.report)
    second = office.case(office.town.report, at=MONDAY + hours(1))
    assert "附近可能是同一件事" not in office.sees(office.town.worker, f"/cases/{second}")


def test_a_number_that_is_none_leaves_the_field_empty(office: Office) -> None:
    case_id = office.case(office.town.report)
    form = office.sees(office.town.dispatcher, f"/cases/{case_id}/merge?other=%3Cb%3E")
    assert office.value_in(form, "other") == ""


def test_before_a_dispatch_by_hand_what_may_be_the_same_stands_beside_the_form(office: Office) -> None:
    office.case(office.town.report)
    refused = office.case(office.town.report, at=MONDAY + hours(1))
    page = office.sees(office.town.dispatcher, f"/cases/{refused}/merge")
    assert "附近可能是同一件事" in page and "说法像 100%" in page
