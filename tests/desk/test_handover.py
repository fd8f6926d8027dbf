"""Handing a shift over at the screen: what is open stands beside the note, and who comes signs it once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases import ops as cases
from app.core.db import db
from app.grid.models_handover import Handover
from tests.builders.staffed import Office, text
from tests.builders.town import IN_R2, MANHOLE, MONDAY, a_town

NOTE = "井盖已围住，市政说今晚换。"


def writes(office: Office, note: str = NOTE) -> int:
    """The duty chief writes; the id of the hand-over."""
    answer = office.sends(office.town.chief, "/handover", note=note)
    assert answer.status_code == 303, text(answer)
    with office.web.read():
        return int(db.session.scalars(select(Handover.id).order_by(Handover.id.desc()).limit(1)).one())


def test_the_page_lists_open_criticals_what_waits_whom_to_call_and_what_happened(office: Office) -> None:
    case_id = office.case(office.town.report, MANHOLE)
    office.at_desk("unplaced")
    with office.web.write():
        cases.note(office.town.chief, office.town.of(case_id), "现场已拉警戒线", at=MONDAY + timedelta(minutes=30))
    page = office.sees(office.town.chief, "/handover")
    assert office.of(case_id).receipt in page and f'href="/cases/{case_id}"' in page
    assert "现场已拉警戒线" in page and "这里堵了" not in page
    assert "没有位置" in page and '<dd class="num">1</dd>' in page
    assert page.index("tel:13900000001") < page.index("tel:13900000002")


def test_an_ordinary_case_is_not_among_the_criticals(office: Office) -> None:
    case_id = office.case(office.town.report)
    assert office.of(case_id).receipt not in office.sees(office.town.chief, "/handover")


def test_who_comes_signs_once_and_what_was_open_stays_with_it(office: Office) -> None:
    case_id = office.case(office.town.report, MANHOLE)
    made = writes(office)
    page = office.sees(office.town.night1, "/handover")
    assert NOTE in page and "看过了，我接班" in page and "写交班" not in page
    assert "看过了，我接班" not in office.sees(office.town.chief, "/handover")
    first = office.value_in(page, "seen")
    office.on(MONDAY + timedelta(hours=3))
    assert writes(office, "市政不来了，围到明天") == made
    stale = office.sends(office.town.night1, f"/handover/{made}/sign", seen=first)
    assert (stale.status_code, "请再看一遍" in text(stale)) == (409, True)
    page = office.sees(office.town.night1, "/handover")
    seen = office.value_in(page, "seen")
    assert (
        "围到明天" in page and office.sends(office.town.night1, f"/handover/{made}/sign", seen="x").status_code == 409
    )
    assert office.sends(office.town.night1, f"/handover/{made}/sign", seen=seen).status_code == 303
    again = office.sends(office.town.other_chief, f"/handover/{made}/sign", seen=seen)
    assert (again.status_code, "已经签过了" in text(again)) == (409, True)
    page = office.sees(office.town.other_chief, f"/handover/{made}")
    assert "围到明天" in page and office.of(case_id).receipt in page and "night1" in page
    assert f"/handover/{made}" in office.sees(office.town.leader, "/handover")


def test_it_keeps_what_its_writer_may_not_see_for_those_who_may(office: Office) -> None:
    case_id = office.case(office.town.report, MANHOLE)
    waits = office.at_desk("unplaced")
    with office.web.write():
        for secret in (case_id, waits):
            office.town.of(secret).restricted = True
    assert office.sends(office.town.night1, "/handover", note="夜里没事").status_code == 303
    with office.web.read():
        made = db.session.scalars(select(Handover.id)).one()
    receipt = office.of(case_id).receipt
    page = office.sees(office.town.chief, f"/handover/{made}")
    assert receipt in page and '<dd class="num">1</dd>' in page
    page = office.sees(office.town.night1, f"/handover/{made}")
    assert receipt not in page and '<dd class="num">' not in page


def test_until_it_is_signed_its_writer_may_mend_it(office: Office) -> None:
    made = writes(office)
    assert NOTE in office.sees(office.town.chief, "/handover").split("<textarea")[1]
    assert writes(office, "换好了") == made
    other = office.sends(office.town.other_chief, "/handover", note="我也写")
    assert (other.status_code, "请先签了再写" in text(other)) == (409, True)


def test_an_empty_note_is_told_at_its_field(office: Office) -> None:
    answer = office.sends(office.town.chief, "/handover", note=" ")
    assert (answer.status_code, "写一写要交代什么" in text(answer)) == (422, True)
    long = office.sends(office.town.chief, "/handover", note="字" * 2001)
    assert long.status_code == 422 and "字" * 2001 in text(long)


@pytest.mark.parametrize("name", ["leader", "dispatcher"])
def test_the_desk_reads_and_writes_nothing(office: Office, name: str) -> None:
    made, who = writes(office), office.town.cast[name]
    page = office.sees(who, "/handover")
    assert NOTE in page and "我接班" not in page and "<textarea" not in page
    assert office.sends(who, "/handover", note="x").status_code == 403
    assert office.sends(who, f"/handover/{made}/sign").status_code == 403


@pytest.mark.parametrize("name", ["worker", "grid_chief", "handler", "clerk", "admin"])
def test_nobody_else_finds_it(office: Office, name: str) -> None:
    made, who = writes(office), office.town.cast[name]
    for path in ("/handover", f"/handover/{made}"):
        office.sees(who, path, 404)
    assert office.sends(who, "/handover", note="x").status_code == 404
    assert office.sends(who, f"/handover/{made}/sign").status_code == 404


def test_the_street_grids_own_staff_read_it_from_their_day_and_write_only_when_on_call(office: Office) -> None:
    writes(office)
    assert 'href="/handover"' in office.sees(office.town.night1, "/work")
    assert 'href="/handover"' not in office.sees(office.town.worker, "/work")
    page = office.sees(office.town.street_worker, "/handover")
    assert NOTE in page and "我接班" not in page
    assert office.sends(office.town.street_worker, "/handover", note="x").status_code == 403


def test_another_street_sees_nothing_of_it(office: Office) -> None:
    made = writes(office)
    with office.web.write():
        far = a_town("far-away")
    office.sees(far.chief, f"/handover/{made}", 404)
    assert office.sends(far.chief, f"/handover/{made}/sign").status_code == 404
    assert NOTE not in office.sees(far.chief, "/handover")


def test_nobody_on_the_night_list_is_said_aloud(office: Office) -> None:
    with office.web.write():
        for who in (office.town.night1, office.town.night2):
            office.town.away(who, MONDAY)
    page = office.sees(office.town.chief, "/handover")
    assert "night1 不在" in page and "tel:13900000003" in page and "tel:13900000001" not in page


def test_the_page_takes_the_same_statements_with_one_case_or_five(office: Office) -> None:
    office.case(office.town.report, MANHOLE)
    writes(office)
    few = office.statements(office.town.chief, "/handover")
    for _ in range(4):
        office.case(office.town.report, MANHOLE, spot=office.spot(IN_R2))
    assert office.statements(office.town.chief, "/handover") == few <= 24


def test_without_a_token_nothing_is_written_nor_signed(office: Office) -> None:
    client, made = office.at_screen(office.town.night1), writes(office)
    for path in ("/handover", f"/handover/{made}/sign"):
        assert client.post(path, data={"note": NOTE}, csrf=False).status_code == 400
