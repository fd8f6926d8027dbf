"""What waits for a decision, and the decision itself."""

import re

import pytest

from app.cases.lifecycle import State
from app.desk import queries
from tests.builders.staffed import Office
from tests.builders.town import IN_R3, MONDAY, THREAT, hours


def waiting(page: str) -> list[int]:
    """The cases of the queue, in order."""
    return [int(found) for found in re.findall(r'data-row="(\d+)"', page)]


def test_kinds_stand_with_their_counts_and_the_longest_waits_first(office: Office) -> None:
    lost = office.case(office.town.report, None, MONDAY + hours(1), spot=office.nowhere())
    sent_back = office.case(office.town.refused, MONDAY)
    page = office.sees(office.town.chief, "/desk/queue")
    assert waiting(page) == [sent_back, lost]
    assert "2 件等你决定" in page
    assert waiting(office.sees(office.town.chief, "/desk/queue?kind=unplaced")) == [lost]
    assert waiting(office.sees(office.town.chief, "/desk/queue?kind=nonsense")) == [sent_back, lost]


@pytest.mark.parametrize(
    ("kind", "who", "opens"),
    [
        ("unplaced", "dispatcher", "place"),
        ("outside", "clerk", "place"),
        ("unclassified", "clerk", "classify"),
        ("by_hand", "dispatcher", "dispatch"),
        ("refused", "dispatcher", "redispatch"),
        ("conference", "chief", "conclude"),
    ],
)
def test_the_pane_opens_with_the_form_that_ends_it(office: Office, kind: str, who: str, opens: str) -> None:
    case_id = office.at_desk(kind)
    page = office.sees(office.town.cast[who], f"/desk/queue/{case_id}?kind={kind}")
    assert f'action="/cases/{case_id}/{opens}"' in page
    assert office.value_in(page, "next") == f"/desk/queue?kind={kind}"
    assert page.count("btn-main") == 1


def test_a_conference_shows_by_when_it_must_be_held(office: Office) -> None:
    case_id = office.at_desk("conference")
    [row] = re.findall(r"<tr data-row.*?</tr>", office.sees(office.town.chief, "/desk/queue?kind=conference"), re.S)
    assert "lamp-green" in row and "会商 11-23 18:00 前" in row
    assert "会商应在 11-23 18:00 前" in office.sees(office.town.chief, f"/desk/queue/{case_id}")


def test_a_decision_leads_on_to_the_next_without_going_back(office: Office) -> None:
    case_id, _next = office.at_desk("by_hand"), office.at_desk("by_hand")
    page = office.sees(office.town.dispatcher, f"/desk/queue/{case_id}")
    form = {"member": office.town.worker.id, "next": office.value_in(page, "next")}
    answer = office.moves(office.town.dispatcher, case_id, "dispatch", **form)
    assert answer.headers["Location"] == "/desk/queue"
    assert case_id not in waiting(office.sees(office.town.dispatcher, "/desk/queue"))


def test_a_wrong_decision_comes_back_with_everything_and_still_knows_where_to_go(office: Office) -> None:
    case_id = office.at_desk("by_hand")
    answer = office.moves(office.town.dispatcher, case_id, "dispatch", member="", next="/desk/queue?kind=by_hand")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "请选网格员" in page
    assert office.value_in(page, "next") == "/desk/queue?kind=by_hand"


def test_whoever_only_watches_finds_no_form(office: Office) -> None:
    case_id = office.at_desk("refused")
    page = office.sees(office.town.auditor, f"/desk/queue/{case_id}")
    assert "<form" not in page.split('class="pane')[1]
    office.sees(office.town.worker, "/desk/queue", 403)
    office.sees(office.town.inspector, f"/desk/queue/{case_id}", 403)


def test_a_decision_that_somebody_made_meanwhile_says_so(office: Office) -> None:
    case_id = office.at_desk("by_hand")
    office.moves(office.town.dispatcher, case_id, "dispatch", member=office.town.worker.id)
    assert "已经有人定了" in office.sees(office.town.chief, f"/desk/queue/{case_id}")


def test_a_piece_of_the_page_is_no_whole_page(office: Office) -> None:
    case_id = office.at_desk("refused")
    answer = office.at_screen(office.town.chief).get(f"/desk/queue/{case_id}", headers={"X-Piece": "1"})
    page = answer.get_data(as_text=True)
    assert "<html" not in page
    assert "pane-scroll" in page


def test_before_a_dispatch_by_hand_the_pane_shows_what_may_be_the_same_and_the_way_to_merge(office: Office) -> None:
    here = office.spot(IN_R3)
    with office.web.write():
        other = office.town.report(spot=here).receipt
        office.town.away(office.town.far)
        unrouted = office.town.report(spot=here).id
    pane = office.sees(office.town.dispatcher, f"/desk/queue/{unrouted}")
    assert "附近可能是同一件事 1 件，最像 100%" in pane
    assert f"/cases/{unrouted}/merge?other={other}&amp;next=/desk/queue" in pane
    assert "附近可能是同一件事" not in office.sees(office.town.chief, f"/desk/queue/{unrouted}")
    assert office.statements(office.town.dispatcher, f"/desk/queue/{unrouted}") <= 15


def test_the_queue_costs_eleven_statements_at_most_and_its_pane_twelve(office: Office) -> None:
    for kind in ("unplaced", "by_hand", "refused"):
        office.at_desk(kind)
    case_id = office.at_desk("unplaced")
    assert office.statements(office.town.chief, "/desk/queue") <= 11
    assert office.statements(office.town.dispatcher, f"/desk/queue/{case_id}") <= 12


def test_the_queue_is_paged_by_key(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [office.case(office.town.refused, MONDAY + hours(n / 10)) for n in range(5)]
    seen: list[int] = []
    path = "/desk/queue?kind=refused"
    while path:
        page = office.sees(office.town.chief, path)
        seen += waiting(page)
        path = office.next_page(page)
    assert seen == made
    for junk in ("x", "1-", "-1", "9" * 40 + "-1"):
        office.sees(office.town.chief, f"/desk/queue?after={junk}")


def test_a_threat_is_shown_to_the_desk_with_its_urgency(office: Office) -> None:
    with office.web.write():
        case_id = office.town.registered(THREAT).id
    assert "特急" in office.sees(office.town.chief, f"/desk/queue/{case_id}")


def test_a_ruling_that_is_due_stands_in_the_queue_with_the_time_left(office: Office) -> None:
    case_id = office.at_desk("override")
    office.on(MONDAY + hours(24 * 9 + 1))
    page = office.sees(office.town.chief, "/desk/queue?kind=override")
    assert waiting(page) == [case_id]
    assert "待裁决" in page and "剩 2 工作日" in page
    pane = office.sees(office.town.chief, f"/desk/queue/{case_id}")
    assert "评议定不下来，请你裁决，理由公开" in pane and "会登在查询页上" in pane
    assert f'action="/cases/{case_id}/override"' in pane
    assert "这一步不归你定" in office.sees(office.town.dispatcher, f"/desk/queue/{case_id}")


def test_a_case_closed_by_a_ruling_is_marked_in_the_list(office: Office) -> None:
    ruled, judged = office.at_desk("override"), office.case(office.town.case_in, State.CLOSED)
    answer = office.moves(office.town.chief, ruled, "override", solved="yes", reason="两轮没有结论，现场看过")
    assert answer.status_code == 303
    rows = office.sees(office.town.chief, "/desk?state=closed").split("<tr")
    assert [("未经评议" in row) for row in rows if f"/cases/{ruled}" in row or f"/cases/{judged}" in row] == [
        False,
        True,
    ]
