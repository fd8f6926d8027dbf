"""More time and lateness as people meet them: asked on one page, decided in the queue, known by a press."""

from datetime import timedelta

import pytest

from app import jobs
from app.cases import ops
from app.cases.words import Satisfaction
from app.jobs import Turn
from app.sla.clocks import ClockKind
from tests.builders.staffed import Office, text
from tests.builders.town import CLUTTER, ENQUIRY, LEAK, MONDAY, a_result, hours

WEEK, LATER = timedelta(days=7), MONDAY + hours(1)


def asked(office: Office, days: str = "1") -> tuple[int, str]:
    """A worker asks for more days; the case, and the answer's text."""
    case_id = office.case(office.town.signed_in, CLUTTER)
    owner, _ = office.people(case_id)
    answer = office.moves(owner, case_id, "ask_extension", days=days, reason="楼里在装修，后天才空")
    return case_id, text(answer) if answer.status_code != 303 else ""


def late(office: Office) -> int:
    """A case that nobody has done for more than a week."""
    case_id = office.case(office.town.signed_in, CLUTTER)
    with office.web.read():
        jobs.sweep(Turn(MONDAY + WEEK))
    office.on(MONDAY + WEEK)
    return case_id


def test_what_a_worker_asks_for_lies_in_the_queue_with_its_reason_and_both_answers(office: Office) -> None:
    case_id, _ = asked(office)
    pane = office.sees(office.town.chief, f"/desk/queue/{case_id}")
    assert "楼里在装修，后天才空" in pane
    assert "申请 1 天，不能多准" in pane and 'name="days"' in pane
    assert f"/cases/{case_id}/decline" in pane


def test_granted_the_page_shows_the_new_time_and_the_first_one(office: Office) -> None:
    case_id, _ = asked(office)
    assert office.moves(office.town.chief, case_id, "extend", days="1").status_code == 303
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    assert "11-19 18:00" in page and "原定 11-18 18:00" in page
    [clock_id] = office.clocks(case_id, ClockKind.DISPOSE)
    why = office.sees(office.town.chief, f"/cases/{case_id}/why/{clock_id}")
    assert "同意延期 1 天" in why and "严格按时率按 2026-11-18 18:00 算" in why


@pytest.mark.parametrize(
    ("days", "fault"),
    [("0", "请填 1 到 90 天"), ("x", "请填一个整数"), ("80", "太久了：整件事最晚到 2026-11-23 18:00")],
)
def test_wrong_days_are_answered_at_their_field_and_what_was_typed_stays(office: Office, days: str, fault: str) -> None:
    _, page = asked(office, days)
    assert fault in page and "楼里在装修，后天才空" in page


def test_a_second_request_is_not_offered_while_one_waits(office: Office) -> None:
    case_id, _ = asked(office)
    owner, _ = office.people(case_id)
    assert f"/cases/{case_id}/ask_extension" not in office.sees(owner, f"/cases/{case_id}")


def test_what_would_be_refused_is_not_offered(office: Office) -> None:
    case_id = office.case(office.town.signed_in, CLUTTER)
    owner, _ = office.people(case_id)
    assert f"/cases/{case_id}/ask_extension" in office.sees(owner, f"/cases/{case_id}")
    office.on(MONDAY + WEEK)
    assert f"/cases/{case_id}/ask_extension" not in office.sees(owner, f"/cases/{case_id}")


def test_a_pause_begins_from_what_was_asked_for(office: Office) -> None:
    case_id = office.case(office.town.signed_in, LEAK)
    side = office.side(case_id)
    told = {"kind": "season", "until": "2026-12-01", "reason": "等天晴"}
    assert office.moves(side, case_id, "ask_suspension", **told).status_code == 303
    form = office.sees(office.town.chief, f"/cases/{case_id}/suspend")
    assert office.value_in(form, "until") == "2026-12-01"
    assert office.moves(office.town.chief, case_id, "suspend", **told).status_code == 303
    assert office.of(case_id).state == "suspended"


def test_a_press_says_that_somebody_above_knows_and_it_is_not_asked_again(office: Office) -> None:
    case_id = late(office)
    [clock_id] = office.clocks(case_id, ClockKind.DISPOSE)
    assert "知道了" in office.sees(office.town.chief, f"/cases/{case_id}")
    answer = office.sends(office.town.chief, f"/cases/{case_id}/clocks/{clock_id}/noted")
    assert answer.status_code == 303
    page = office.sees_after(office.town.chief, answer, f"/cases/{case_id}")
    assert f"{office.town.chief.name} 知道了" in page
    assert f"/clocks/{clock_id}/noted" not in page


def test_the_worker_has_no_such_button_and_may_not_send_it(office: Office) -> None:
    case_id = late(office)
    owner, _ = office.people(case_id)
    [clock_id] = office.clocks(case_id, ClockKind.DISPOSE)
    assert f"/clocks/{clock_id}/noted" not in office.sees(owner, f"/cases/{case_id}")
    assert office.sends(owner, f"/cases/{case_id}/clocks/{clock_id}/noted").status_code == 403


def test_a_case_that_waits_for_its_call_back_is_found_in_the_list_until_somebody_called(office: Office) -> None:
    case_id = office.case(office.town.called_in, ENQUIRY)
    with office.web.write():
        case, town = office.town.of(case_id), office.town
        ops.sign_in(town.side(case), case, at=LATER)
        ops.handle(town.side(case), case, a_result(), at=LATER)
        ops.check_pass(town.checker(case), case, at=LATER)
    to_call = "/desk?state=to_call"
    link = f"/cases/{case_id}"
    assert office.of(case_id).state == "closed"
    assert len(office.clocks(case_id, ClockKind.CALL_BACK)) == 1
    assert link in office.sees(office.town.clerk, to_call)
    answer = office.moves(
        office.town.clerk, case_id, "call_back", solved="yes", satisfaction=Satisfaction.SATISFIED.value
    )
    assert answer.status_code == 303
    assert link not in office.sees(office.town.clerk, to_call)
