"""What is often said stands ready under the reply of a result."""

from app.catalog.setup import ops
from app.catalog.setup.replies import ReplyEntry
from tests.builders.staffed import Office
from tests.builders.town import CLUTTER, MONDAY

CLEARED = ReplyEntry("已清理", "已经清理，谢谢您。<b>")


def write(office: Office, *entries: ReplyEntry) -> None:
    with office.web.write():
        for entry in entries:
            ops.add_reply(office.town.admin, entry, at=MONDAY)


def test_the_texts_of_the_category_and_those_for_all_are_offered_with_the_result(office: Office) -> None:
    here, there = office.town.category(CLUTTER), office.town.category("0101")
    write(office, CLEARED, ReplyEntry("这类", "这类的话", here), ReplyEntry("别类", "别类的话", there))
    write(office, ReplyEntry("不用了", "旧话", active=False))
    case_id = office.case(office.town.signed_in)
    page = office.sees(office.side(case_id), f"/cases/{case_id}/handle")
    assert page.index("这类的话") < page.index("已经清理，谢谢您。&lt;b&gt;") and "data-fill" in page
    assert "别类的话" not in page and "旧话" not in page


def test_no_other_form_asks_for_them_and_one_statement_is_enough(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    path, side = f"/cases/{case_id}/handle", office.side(case_id)
    assert "data-replies" not in office.sees(side, path)
    before = office.statements(side, path)
    write(office, CLEARED, ReplyEntry("两句", "两句话"))
    assert "data-replies" not in office.sees(side, f"/cases/{case_id}/contact")
    assert office.statements(side, path) == before
