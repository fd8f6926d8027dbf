"""The reviewer's pages: what waits, the ballot, and how it ended."""

import re
from datetime import datetime, timedelta

from app.review.words import Vote
from tests.builders.reviews import take_turn
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import MONDAY, PHONE, minutes

SOLVED = {"vote": "solved", "attitude": "4", "line": "看得出变化"}


def panel(office: Office, review_id: int) -> list:  # type: ignore[type-arg]
    """Who sits on a review."""
    with office.web.read():
        return office.town.panel(review_id)


def test_what_waits_stands_first_and_leads_to_the_ballot(office: Office) -> None:
    review_id, _ = office.reviewed()
    who = panel(office, review_id)[0]
    page = office.sees(who, "/panel")
    assert "1 件等您评" in page
    assert f'href="/panel/{review_id}"' in page


def test_nothing_is_chosen_beforehand_and_nobody_is_named(office: Office) -> None:
    review_id, case_id = office.reviewed()
    page = office.sees(panel(office, review_id)[0], f"/panel/{review_id}")
    receipt, names = office.of(case_id).receipt, [a.name for a in office.people(case_id) if a]
    assert "checked" not in page
    assert not any(word in page.split("<main")[1] for word in (receipt, PHONE, "演示路", *names))
    assert all(words in page for words in ("解决", "基本解决", "未解决", "回避", "您的匿名号", "密封"))


def test_only_whoever_sits_finds_the_ballot(office: Office) -> None:
    review_id, _ = office.reviewed()
    seated = {who.id for who in panel(office, review_id)}
    other = next(who for who in office.town.reviewers if who.id not in seated)
    office.sees(other, f"/panel/{review_id}", 404)
    office.sees(office.town.chief, f"/panel/{review_id}", 404)
    assert office.sends(other, f"/panel/{review_id}", **SOLVED).status_code == 404


def test_a_vote_is_kept_and_may_be_changed_until_it_is_decided(office: Office) -> None:
    review_id, _ = office.reviewed()
    who = panel(office, review_id)[0]
    assert office.sends(who, f"/panel/{review_id}", **SOLVED).status_code == 303
    page = office.sees(who, f"/panel/{review_id}")
    assert re.search(r"<input checked[^>]*value=\"solved\"", page)
    assert "改投" in page
    office.sends(who, f"/panel/{review_id}", **SOLVED | {"vote": "unsolved"})
    assert re.search(r"<input checked[^>]*value=\"unsolved\"", office.sees(who, f"/panel/{review_id}"))


def test_what_is_missing_stands_at_its_field(office: Office) -> None:
    review_id, _ = office.reviewed()
    who = panel(office, review_id)[0]
    for wrong, words in (
        ({"vote": ""}, "请选一个意见"),
        ({"attitude": ""}, "请选 1 到 5"),
        ({"line": "长" * 61}, "60 个字以内"),
    ):
        answer = office.sends(who, f"/panel/{review_id}", **SOLVED | wrong)
        assert (answer.status_code, words in text(answer)) == (422, True)
    assert "长" * 61 in text(office.sends(who, f"/panel/{review_id}", **SOLVED | {"line": "长" * 61}))


def test_stepping_back_needs_no_attitude_and_closes_the_packet(office: Office) -> None:
    review_id, _ = office.reviewed()
    who = panel(office, review_id)[0]
    assert office.sends(who, f"/panel/{review_id}", vote="recused").status_code == 303
    page = office.sees(who, f"/panel/{review_id}")
    assert "您已回避" in page
    assert "鞋柜" not in page


def test_pictures_are_for_the_seated_only_and_never_cached(office: Office) -> None:
    review_id, case_id = office.reviewed()
    who, path = panel(office, review_id)[0], f"/panel/{review_id}/photos/{office.photo_of(case_id)}"
    answer = office.at_screen(who).get(path + "?thumb")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    answer.close()
    office.sees(office.town.chief, path, 404)
    office.sends(who, f"/panel/{review_id}", vote="recused")
    office.sees(who, path, 404)


def test_a_packet_that_changed_after_the_vote_asks_to_look_again(office: Office) -> None:
    review_id, case_id = office.reviewed()
    who, other = panel(office, review_id)[:2]
    office.sends(who, f"/panel/{review_id}", **SOLVED)
    office.on(LATER + minutes(5))
    hide = {"do": "words", "field": "said", "words": "鞋柜"}
    assert office.sends(office.town.clerk, f"/cases/{case_id}/packet", **hide).status_code == 303
    page = office.sees(who, f"/panel/{review_id}")
    assert "材料在您投票后有改动，请再看一遍" in page and "您投的是：解决" in page
    assert "有改动" not in office.sees(other, f"/panel/{review_id}")
    office.on(LATER + minutes(10))
    office.sends(who, f"/panel/{review_id}", **SOLVED)
    assert "有改动" not in office.sees(who, f"/panel/{review_id}")


def test_pictures_of_another_case_and_of_another_review_are_not_there(office: Office) -> None:
    (review_id, _), (other_id, other_case) = office.reviewed(), office.reviewed()
    who = next(w for w in panel(office, review_id) if w.id not in {o.id for o in panel(office, other_id)})
    photo_id = office.photo_of(other_case)
    office.sees(who, f"/panel/{review_id}/photos/{photo_id}", 404)
    office.sees(who, f"/panel/{other_id}/photos/{photo_id}", 404)


def test_a_decided_review_says_how_it_ended_and_takes_no_vote(office: Office) -> None:
    review_id, _ = office.reviewed()
    who = office.decides(review_id, Vote.UNSOLVED)[0]
    page = office.sees(who, f"/panel/{review_id}")
    assert "评议认为未解决" in page
    assert "您投的是：未解决" in page
    answer = office.sends(who, f"/panel/{review_id}", **SOLVED)
    assert (answer.status_code, "已经评定，不能再投或改票" in text(answer)) == (409, True)


def test_the_ballot_says_until_when_and_from_when_a_reserve_sits_there(office: Office) -> None:
    review_id, _ = office.reviewed()
    first, second = panel(office, review_id)[:2]
    office.sends(first, f"/panel/{review_id}", **SOLVED)
    assert "请在 11月18日 18:00 前投票，过了这个时间由候补接替；11月19日 18:00 截止。" in office.sees(
        second, f"/panel/{review_id}"
    )
    page = office.sees(first, f"/panel/{review_id}")
    assert "11月19日 18:00 截止" in page and "候补" not in page


def test_a_vote_from_a_page_whose_seat_a_reserve_took_meanwhile_says_so(office: Office) -> None:
    review_id, case_id = office.reviewed()
    who = panel(office, review_id)[0]
    turns(office, case_id, MONDAY + timedelta(days=3))
    answer = office.sends(who, f"/panel/{review_id}", **SOLVED)
    assert (answer.status_code, "这个座位已由候补接替" in text(answer)) == (403, True)
    assert "鞋柜" not in text(answer) and "已换人" in office.sees(who, "/panel")


def test_a_vote_from_a_page_of_a_round_that_is_void_says_so_and_the_second_round_is_told(office: Office) -> None:
    review_id, case_id = office.reviewed()
    who = panel(office, review_id)[0]
    turns(office, case_id, MONDAY + timedelta(days=4))
    answer = office.sends(who, f"/panel/{review_id}", **SOLVED)
    assert (answer.status_code, "这一轮已经作废" in text(answer)) == (409, True)
    with office.web.read():
        second = office.town.review_of(office.town.of(case_id)).id
    page = office.sees(panel(office, second)[0], f"/panel/{second}")
    assert "上一批邻居到期没有评出结果" in page


def turns(office: Office, case_id: int, at: datetime) -> None:
    """Time does its work, and the screens stand there."""
    with office.web.write():
        take_turn(office.town.of(case_id), at)
    office.on(at)


def test_the_pages_cost_eight_statements_at_most(office: Office) -> None:
    review_id, _ = office.reviewed()
    who = panel(office, review_id)[0]
    assert office.statements(who, "/panel") <= 8
    assert office.statements(who, f"/panel/{review_id}") <= 8
