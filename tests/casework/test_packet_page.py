"""The page that shows what a panel will read, and prepares it."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.cases import ops as cases
from app.core.permissions import Actor
from tests.builders.staffed import DONE, LATER, Office, picture, text
from tests.builders.town import ENQUIRY, PHONE
from tests.core.test_blacking_out import opened

CORNER = {"left": "0", "top": "0", "width": "50", "height": "50"}


def prepares(office: Office, who: Actor, case_id: int, do: str, **form: Any) -> TestResponse:
    return office.sends(who, f"/cases/{case_id}/packet", do=do, **form)


def seen(office: Office, who: Actor, case_id: int) -> str:
    """The part of the page that the panel reads too."""
    page = office.sees(who, f"/cases/{case_id}/packet")
    return page.split('id="seen"')[1].split("</section>")[0]


def photo_ids(office: Office, who: Actor, case_id: int) -> list[int]:
    """The pictures that the panel gets, before and after."""
    found = re.findall(rf"/cases/{case_id}/packet/photos/(\d+)\"", seen(office, who, case_id))
    return [int(number) for number in found]


def test_the_page_shows_what_the_panel_reads_and_nothing_that_tells_who(office: Office) -> None:
    _, case_id = office.reviewed()
    page = seen(office, office.town.dispatcher, case_id)
    assert "鞋柜" in page and "实际解决" in page and "先行联系" in page
    names = [who.name for who in office.people(case_id) if who]
    assert [told for told in (PHONE, "演示路", "六号楼", *names) if told in page] == []


def test_the_ballot_shows_the_very_same(office: Office) -> None:
    review_id, case_id = office.reviewed()
    with office.web.read():
        who = office.town.panel(review_id)[0]
    ballot = office.sees(who, f"/panel/{review_id}").split("<dl")[1].split("</dl>")[0]
    assert ballot == seen(office, office.town.dispatcher, case_id).split("<dl")[1].split("</dl>")[0]


def test_the_check_form_leads_to_it_where_a_panel_will_judge(office: Office) -> None:
    for code, leads in (("0102", True), (ENQUIRY, False)):
        case_id = office.case(office.town.handled, code)
        _, checker = office.people(case_id)
        assert checker is not None
        form = office.sees(checker, f"/cases/{case_id}/check_pass")
        assert (f'href="/cases/{case_id}/packet"' in form) is leads
        assert ("整理评议材料" in office.sees(checker, f"/cases/{case_id}")) is leads


def test_words_are_blacked_and_taken_back_by_two_buttons(office: Office) -> None:
    _, case_id = office.reviewed()
    who = office.town.dispatcher
    assert prepares(office, who, case_id, "words", field="said", words="鞋柜").status_code == 303
    assert "堆满了***" in seen(office, who, case_id)
    row = office.value_in(office.sees(who, f"/cases/{case_id}/packet").split("放回来")[0], "row")
    assert prepares(office, who, case_id, "show", row=row).status_code == 303
    assert "堆满了鞋柜" in seen(office, who, case_id)


def test_the_words_stand_on_no_page_of_the_case(office: Office) -> None:
    _, case_id = office.reviewed()
    prepares(office, office.town.dispatcher, case_id, "words", field="answered", words="清空了")
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    line = page.split("整理评议材料", 1)[1].split("</li>")[0]
    assert "文字 1 处、照片 0 块涂黑，0 张不给看" in page
    assert "清空了" not in line


def test_a_blacked_picture_is_what_the_panel_gets_and_the_original_stays_with_staff(office: Office) -> None:
    review_id, case_id = office.reviewed()
    who, panelist = office.town.dispatcher, seated(office, review_id)
    photo_id = photo_ids(office, who, case_id)[-1]
    assert prepares(office, who, case_id, "boxes", photo=photo_id, **CORNER).status_code == 303
    for reader, path in ((panelist, f"/panel/{review_id}"), (who, f"/cases/{case_id}/packet")):
        for size in ("", "?thumb"):
            made = opened(raw(office, reader, f"{path}/photos/{photo_id}{size}"))
            assert made.getpixel((5, 5)) == (0, 0, 0)
    assert opened(raw(office, who, f"/cases/{case_id}/photos/{photo_id}")).getpixel((5, 5)) != (0, 0, 0)
    assert prepares(office, who, case_id, "back", photo=photo_id).status_code == 303
    assert opened(raw(office, panelist, f"/panel/{review_id}/photos/{photo_id}")).getpixel((5, 5)) != (0, 0, 0)


def seated(office: Office, review_id: int) -> Actor:
    with office.web.read():
        return office.town.panel(review_id)[0]


def raw(office: Office, who: Actor, path: str) -> bytes:
    answer = office.at_screen(who).get(path)
    assert answer.status_code == 200
    body = answer.get_data()
    answer.close()
    return bytes(body)


def test_several_boxes_come_as_rows_and_empty_rows_are_none(office: Office) -> None:
    _, case_id = office.reviewed()
    who = office.town.dispatcher
    photo_id = photo_ids(office, who, case_id)[0]
    rows = {"left": ["0", "50", ""], "top": ["0", "50", ""], "width": ["25", "25.5", ""], "height": ["25", "25", ""]}
    assert prepares(office, who, case_id, "boxes", photo=photo_id, **rows).status_code == 303
    page = office.sees(who, f"/cases/{case_id}/packet")
    assert "涂黑 2 块" in page and 'value="25.5"' in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"do": "words", "field": "said", "words": "不在里面"}, "这段话里没有这几个字"),
        ({"do": "words", "field": "said", "words": ""}, "写出要涂黑的字"),
        ({"do": "words", "field": "nothing", "words": "鞋柜"}, "请从列表里选一个"),
        ({"do": "dance"}, "请从列表里选一个"),
        ({"do": "boxes"}, "请画出要涂黑的地方"),
        ({"do": "boxes", **CORNER, "left": "x"}, "0 到 100 的数"),
        ({"do": "boxes", **CORNER, "left": "nan"}, "0 到 100 的数"),
        ({"do": "boxes", **CORNER, "left": "80"}, "黑框要在照片里面"),
        ({"do": "boxes", "left": "1"}, "0 到 100 的数"),
        ({"do": "out"}, "至少要留一张处置之后的照片"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(office: Office, form: dict[str, str], says: str) -> None:
    _, case_id = office.reviewed()
    who = office.town.dispatcher
    photo_id = photo_ids(office, who, case_id)[-1]
    answer = office.sends(who, f"/cases/{case_id}/packet", **{"photo": photo_id, **form})
    assert (answer.status_code, says in text(answer)) == (422, True), text(answer)[:3000]


def test_a_picture_left_out_is_nowhere_for_the_panel(office: Office) -> None:
    review_id, case_id = office.reviewed()
    who, panelist = office.town.dispatcher, seated(office, review_id)
    first = photo_ids(office, who, case_id)[0]
    assert prepares(office, who, case_id, "out", photo=first).status_code == 303
    assert f"photos/{first}" not in office.sees(panelist, f"/panel/{review_id}")
    office.sees(panelist, f"/panel/{review_id}/photos/{first}", 404)
    office.sees(who, f"/cases/{case_id}/packet/photos/{first}", 404)


def test_only_those_who_prepare_or_watch_find_the_page(office: Office) -> None:
    review_id, case_id = office.reviewed()
    town, (owner, checker) = office.town, office.people(case_id)
    assert checker is not None
    for who in (checker, town.dispatcher, town.clerk, town.chief):
        assert "涂黑文字" in office.sees(who, f"/cases/{case_id}/packet")
    for who in (town.auditor, town.leader):
        assert "涂黑文字" not in office.sees(who, f"/cases/{case_id}/packet")
    office.sees(owner, f"/cases/{case_id}/packet", 403)
    for path in (f"/cases/{case_id}/packet", f"/cases/{case_id}/photos/{office.photo_of(case_id)}"):
        office.sees(seated(office, review_id), path, 404)


def test_whoever_may_not_changes_nothing(office: Office) -> None:
    _, case_id = office.reviewed()
    owner, _ = office.people(case_id)
    photo_id = office.photo_of(case_id)
    for who, status in ((owner, 403), (office.town.auditor, 403), (office.town.far, 404)):
        assert prepares(office, who, case_id, "words", field="said", words="鞋柜").status_code == status
        assert prepares(office, who, case_id, "boxes", photo=photo_id, **CORNER).status_code == status
    assert "鞋柜" in seen(office, office.town.dispatcher, case_id)


def test_after_the_decision_it_can_be_read_but_not_changed(office: Office) -> None:
    review_id, case_id = office.reviewed()
    office.decides(review_id)
    page = office.sees(office.town.chief, f"/cases/{case_id}/packet")
    assert "评议已经定了，材料不再改" in page and "涂黑文字" not in page
    answer = prepares(office, office.town.chief, case_id, "words", field="said", words="鞋柜")
    assert (answer.status_code, "评议已经定了，材料不能再改" in text(answer)) == (409, True)
    boxes = prepares(office, office.town.chief, case_id, "boxes", photo=office.photo_of(case_id), **CORNER)
    assert boxes.status_code == 409


def test_before_the_work_is_done_there_is_no_packet(office: Office) -> None:
    case_id = office.case(office.town.report)
    assert "没有评议材料" in office.sees(office.town.chief, f"/cases/{case_id}/packet", 409)


def test_a_broken_promise_and_a_granted_extension_are_told(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    with office.web.write():
        case, town = office.town.of(case_id), office.town
        cases.ask_extension(town.side(case), case, 1, "等配件", at=LATER)
        cases.extend(town.chief, case, 1, at=LATER)
    answer = office.moves(office.side(case_id), case_id, "handle", **DONE, before=picture(), after=picture())
    assert answer.status_code == 303, text(answer)
    _, checker = office.people(case_id)
    assert checker is not None
    page = seen(office, checker, case_id)
    assert "同意延期 1 次" in page and "处置：" in page


def test_the_page_costs_ten_statements_at_most(office: Office) -> None:
    _, case_id = office.reviewed()
    assert office.statements(office.town.dispatcher, f"/cases/{case_id}/packet") <= 10
