"""Tracking: the same answer for every wrong pair, no person's name, no internal note, and a way out of the link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.models_trail import CasePhoto, CaseText
from app.cases.words import TextKind
from app.core.counting import count_statements
from app.core.db import db
from app.resident import queries
from tests.builders.residents import secret_in, typed_in
from tests.builders.reviews import take_turn
from tests.builders.town import CLUTTER, MONDAY, PHONE, Town, a_result, hours
from tests.resident.conftest import Door
from tests.support.web import Client


def reported(door: Door, **more: object) -> tuple[Client, str, Case]:
    """A report by a new resident: who, the secret, the case."""
    client = door.resident
    secret = secret_in(door.send(CLUTTER, client=client, **more)[1])
    with door.web.read():
        return client, secret, db.session.scalars(select(Case)).one()


def find(door: Door, number: str, digits: str, client: Client | None = None) -> tuple[int, str]:
    """Ask by number and digits; the page without what was typed."""
    data = {"number": number, "digits": digits}
    answer = (client or door.resident).post(f"{door.base}/track", data=data, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def test_the_link_shows_where_it_stands(door: Door) -> None:
    client, secret, case = reported(door)
    page = client.get(f"/t/{secret}").get_data(as_text=True)
    assert case.receipt in page
    assert "派到人了，等他接手" in page
    assert page.count('class="promise-day"') == 2


@pytest.mark.parametrize("path", ["/t/{}", "/t/{}/photos/1"])
def test_an_unknown_secret_is_a_404(door: Door, path: str) -> None:
    assert door.resident.get(path.format("A" * 22)).status_code == 404
    assert door.resident.get(path.format("~forged")).status_code == 404


def test_the_page_of_a_secret_is_kept_nowhere(door: Door) -> None:
    client, secret, _ = reported(door)
    headers = client.get(f"/t/{secret}").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_secret_stands_in_no_other_address_of_its_page(door: Door) -> None:
    client, secret, _ = reported(door)
    page = client.get(f"/t/{secret}").get_data(as_text=True)
    assert f"%2Ft%2F{secret}" not in page
    assert f'value="/t/{secret}' not in page


def test_number_and_digits_lead_to_the_same_page(door: Door) -> None:
    _, _, case = reported(door)
    status, page = find(door, case.receipt.lower().replace("-", " "), PHONE[-4:])
    assert status == 200
    assert "派到人了，等他接手" in page


def test_a_wrong_number_and_wrong_digits_get_the_same_answer(door: Door) -> None:
    _, _, case = reported(door)
    wrong_digits, page = find(door, case.receipt, "0000")
    wrong_number, other = find(door, "TO-261116-9999-A", "0000")
    assert wrong_digits == wrong_number == 422
    assert strip(page, case.receipt) == strip(other, "TO-261116-9999-A")


def strip(page: str, typed: str) -> str:
    """A page without what was typed and without its tokens."""
    lines = page.replace(typed, "").splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line)


def test_the_sixth_try_in_an_hour_is_429_also_with_the_right_digits(door: Door) -> None:
    _, _, case = reported(door)
    for _ in range(5):
        assert find(door, case.receipt, "0000")[0] == 422
    status, page = find(door, case.receipt, PHONE[-4:])
    assert status == 429
    assert case.receipt in page


def test_residents_see_the_unit_never_a_person_a_note_or_a_finding(door: Door) -> None:
    client, secret, case = reported(door)
    with door.web.write():
        now = door.town.of(case.id)
        side = door.town.side(now)
        ops.sign_in(side, now, at=MONDAY + hours(0.1))
        ops.note(side, now, "楼里的话不外传", at=MONDAY + hours(0.2))
        ops.contact(side, now, "她很生气", reached=True, at=MONDAY + hours(0.3))
    page = client.get(f"/t/{secret}").get_data(as_text=True)
    assert "有人接手了" in page
    assert "联系了您" in page
    assert [word for word in (side.name, "楼里的话", "她很生气") if word in page] == []


def test_photos_before_and_after_are_shown_and_papers_are_not(door: Door) -> None:
    client, secret, case = reported(door)
    with door.web.write():
        walk(door, case.id)
        photos = {p.kind: p.id for p in db.session.scalars(select(CasePhoto).where(CasePhoto.case_id == case.id))}
    page = client.get(f"/t/{secret}").get_data(as_text=True)
    seen = {kind for kind, photo_id in photos.items() if f"/photos/{photo_id}?thumb" in page}
    assert seen == {"before", "after"}
    answers = {kind: status_of(client, f"/t/{secret}/photos/{i}") for kind, i in photos.items()}
    assert answers == {"before": 200, "after": 200, "document": 404}


def status_of(client: Client, url: str) -> int:
    """The status of an answer that may be an open file."""
    with client.get(url) as answer:
        return answer.status_code


def walk(door: Door, case_id: int) -> None:
    """Signed in, contacted, reported done with all evidence."""
    case = door.town.of(case_id)
    side = door.town.side(case)
    ops.sign_in(side, case, at=MONDAY + hours(0.1))
    ops.handle(side, case, a_result(), at=MONDAY + hours(1))


def test_the_answer_to_the_citizen_stands_in_the_story(door: Door) -> None:
    client, secret, case = reported(door)
    with door.web.write():
        walk(door, case.id)
    page = client.get(f"/t/{secret}").get_data(as_text=True)
    assert "鞋柜已经搬走，楼道清空了。" in page


def test_a_resident_adds_to_an_open_case(door: Door) -> None:
    client, secret, case = reported(door)
    answer = client.post(f"/t/{secret}/supplement", data={"text": "今天又<b>多</b>了一个"}, follow_redirects=True)
    assert "今天又&lt;b&gt;多&lt;/b&gt;了一个" in answer.get_data(as_text=True)
    with door.web.read():
        kept = select(CaseText.value).where(CaseText.case_id == case.id, CaseText.kind == TextKind.SUPPLEMENT)
        assert db.session.scalars(kept).all() == ["今天又<b>多</b>了一个"]


def test_the_forms_of_a_page_that_sends_no_referer_work_over_https_too(door: Door) -> None:
    client, secret, _ = reported(door)
    answer = client.post(f"/t/{secret}/supplement", data={"text": "还有"}, base_url="https://localhost")
    assert answer.status_code == 303


def test_an_empty_supplement_is_422_at_its_field(door: Door) -> None:
    client, secret, _ = reported(door)
    answer = client.post(f"/t/{secret}/supplement", data={"text": " "})
    assert answer.status_code == 422
    assert 'id="text-e"' in answer.get_data(as_text=True)


def test_a_supplement_to_a_case_that_ended_is_409_and_keeps_the_words(door: Door) -> None:
    client, secret, case = reported(door)
    with door.web.write():
        ops.void(door.town.chief, door.town.of(case.id), "试填的", at=MONDAY + hours(1))
    answer = client.post(f"/t/{secret}/supplement", data={"text": "等一下，还在"})
    assert answer.status_code == 409
    assert typed_in(answer.get_data(as_text=True)) == "等一下，还在"


def test_a_revoked_link_opens_nothing(door: Door) -> None:
    client, secret, _ = reported(door)
    assert client.post(f"/t/{secret}/revoke").status_code == 303
    assert client.get(f"/t/{secret}").status_code == 404


def test_whoever_came_by_digits_may_not_revoke_the_link(door: Door) -> None:
    client, secret, case = reported(door)
    data = {"number": case.receipt, "digits": PHONE[-4:]}
    way = client.post(f"{door.base}/track", data=data).headers["Location"]
    assert client.post(f"{way}/revoke").status_code == 404
    assert client.get(f"/t/{secret}").status_code == 200


@pytest.mark.parametrize("state", list(State), ids=[s.value for s in State])
def test_every_state_has_a_page(cast: Town, state: State) -> None:
    page = queries.track(cast.case_in(state).id, MONDAY + timedelta(days=1))
    assert page.state is state
    assert page.headline.msgid
    assert page.lines


def test_the_page_costs_at_most_ten_statements(door: Door) -> None:
    client, secret, case = reported(door)
    with door.web.write():
        walk(door, case.id)
    client.get(f"/t/{secret}")
    with count_statements() as n:
        client.get(f"/t/{secret}")
    assert n.n <= 10, n.statements


@pytest.mark.parametrize(("solved", "words"), [(True, "未经评议"), (False, "值班长裁决：退回重办")])
def test_a_ruling_is_published_with_its_reason_and_without_anybodys_number(
    door: Door, solved: bool, words: str
) -> None:
    client, secret, case = reported(door)
    with door.web.write():
        town, again = door.town, door.town.of(case.id)
        ops.sign_in(town.side(again), again, at=MONDAY + hours(1))
        town.done_again(again, MONDAY + hours(2))
        for days in (4, 9):
            take_turn(again, MONDAY + timedelta(days=days))
    waiting = client.get(f"/t/{secret}").get_data(as_text=True)
    assert "由街道裁决，理由会公开</h1>" in waiting and "邻居这一轮没有评出结果" in waiting
    with door.web.write():
        case = town.of(case.id)
        ops.override(town.chief, case, solved=solved, reason=f"问过 {PHONE}，楼道看过。", at=MONDAY + timedelta(days=9))
    page = client.get(f"/t/{secret}").get_data(as_text=True)
    assert words in page and "楼道看过" in page and PHONE not in page
