"""The desk's search: two characters and more, the best first, within sight, on both databases."""

import pytest

from app.cases import ops
from app.cases.ops import indexing
from app.cases.receipts import make_receipt
from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Invalid
from app.desk import queries
from app.desk.filters import read
from app.desk.ops import export
from app.desk.words import SheetKind
from tests.builders.staffed import LATER, Office
from tests.builders.town import FIRE_LANE, FUMES, IN_R3, PETITION, Town
from tests.desk.test_list import listed


def found(office: Office, words: str, more: str = "") -> list[int]:
    """What the duty chief finds among all cases."""
    return listed(office.sees(office.town.chief, f"/desk?state=all&q={words}{more}"))


@pytest.mark.parametrize("words", ["群租", "群租房", "3楼", "演示路 99", "油烟", "电瓶车，充"])
def test_a_case_is_found_by_report_address_and_category(office: Office, words: str) -> None:
    spot = office.spot(IN_R3, address="演示路 99 弄")
    wanted = office.case(office.town.report, FUMES, text="3 楼群租房里给电瓶车，充电", spot=spot)
    office.case(office.town.report)
    assert found(office, words) == [wanted]


def test_what_is_called_so_comes_before_what_says_so_and_that_before_scattered_words(office: Office) -> None:
    said = office.case(office.town.report, text="飞线充电又来了")
    called = office.case(office.town.report, spot=office.spot(IN_R3, address="飞线充电棚旁"))
    scattered = office.case(office.town.report, text="线充电，飞线")
    said_again = office.case(office.town.report, text="还是飞线充电")
    assert found(office, "飞线充电") == [called, said_again, said, scattered]


def test_a_search_goes_on_page_by_page_and_shows_no_case_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(queries, "RANKED", 5)
    made = [office.case(office.town.report, text="飞线" if n % 3 else "飞了线，飞线") for n in range(13)]
    seen: list[int] = []
    path = "/desk?state=all&q=飞线"
    while path:
        page = office.sees(office.town.chief, path)
        seen += listed(page)
        path = office.next_page(page)
    assert sorted(seen) == made
    assert len(seen) == len(made)


def test_what_is_rare_among_ones_own_is_found_some_pages_further(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many others hold the words: a page looks through so many of them, and the next goes on."""
    monkeypatch.setattr(queries, "LOOKED_AT", 4)
    mine = office.case(office.town.report, text="飞线")
    for _n in range(9):
        office.case(office.town.report, text="飞线", spot=office.spot(IN_R3))
    pages = [office.sees(office.town.grid_chief, "/desk?state=all&q=飞线")]
    while path := office.next_page(pages[-1]):
        pages.append(office.sees(office.town.grid_chief, path))
    assert [listed(page) for page in pages if listed(page)] == [[mine]]
    assert len(pages) == 3 and "最近的里没有这样的案件" in pages[0]


def test_a_search_finds_nothing_that_its_reader_may_not_see(office: Office) -> None:
    with office.web.write():
        secret = office.town.registered(PETITION, text="飞线的信访").id
    plain = office.case(office.town.report, text="飞线", spot=office.spot(IN_R3))
    assert set(found(office, "飞线")) == {secret, plain}
    assert listed(office.sees(office.town.inspector, "/desk?q=飞线")) == [plain]
    assert listed(office.sees(office.town.grid_chief, "/desk?q=飞线")) == []
    office.complain(plain, office.town.leader)
    assert plain not in listed(office.sees(office.town.leader, "/desk?q=飞线"))


def test_nobody_is_found_by_a_telephone_number(office: Office) -> None:
    spot = office.spot(IN_R3, address="演示路 99 弄，电话 139-9876-5432")
    case_id = office.case(office.town.report, text="飞线，找我 138 1234 5678", spot=spot)
    assert found(office, "飞线") == found(office, "演示路 99 弄") == [case_id]
    assert found(office, "5678") == found(office, "9876") == []
    with office.web.write():
        indexing.rebuild_words(db.session.connection())
    assert found(office, "9876") == []


def test_a_telephone_is_no_search_and_is_kept_in_no_filter_and_no_log(office: Office) -> None:
    page = office.sees(office.town.chief, "/desk?state=all&q=138-1234-5678")
    assert "不按电话搜" in page and 'value="138' not in page and "138 1234" not in page
    for name in ("q", "who"):
        filters, wrong = read({name: "找 13812345678"})
        assert filters.is_empty and wrong == [name]
    with office.web.write(), pytest.raises(Invalid):
        export(office.town.chief, filters, SheetKind.CSV, 1, wrong=wrong, at=LATER)
    assert read({"q": make_receipt("ZX", "261116", 427).lower()})[1] == []


def test_a_search_keeps_to_the_other_filters(office: Office) -> None:
    far = office.case(office.town.report, FUMES, text="飞线", spot=office.spot(IN_R3))
    near = office.case(office.town.report, text="飞线")
    assert found(office, "飞线", f"&owner={office.town.far.id}") == [far]
    assert found(office, "飞线", f"&grid={office.town.grid_ids['R1']}") == [near]
    assert found(office, "飞线", "&urgency=critical") == []


def test_a_case_is_filtered_by_unit_urgency_and_relapse(office: Office) -> None:
    office.case(office.town.report)
    urgent = office.case(office.town.report, FIRE_LANE)
    case = office.of(urgent)
    assert case.handling_unit_id is not None
    assert listed(office.sees(office.town.chief, f"/desk?unit={case.handling_unit_id}")) == [urgent]
    assert listed(office.sees(office.town.chief, f"/desk?urgency={case.urgency.value}")) == [urgent]
    assert listed(office.sees(office.town.chief, "/desk?relapse=yes")) == []


def test_an_address_and_a_category_that_are_set_later_are_found_and_the_old_ones_no_more(cast: Town) -> None:
    case = cast.report(None, text="飞线")
    ops.classify(cast.clerk, case, cast.category(FUMES), at=LATER)
    assert _ids(cast, "油烟") == [case.id]
    other = cast.report(FUMES, text="飞线")
    assert _ids(cast, "油烟") == [other.id, case.id]


@pytest.mark.parametrize("words", ["飞线", "飞线充电", "线 3楼", "电。飞", "飞 3", "没有的"])
def test_open_cases_are_found_by_the_same_words_as_all(cast: Town, words: str) -> None:
    for text in ("飞线充电，3 楼", "充电飞线", "别的事"):
        cast.report(text=text)
    assert _ids(cast, words, "open") == _ids(cast, words, "all")


def test_an_index_made_anew_finds_the_same(cast: Town) -> None:
    case = cast.report(FUMES, text="飞线 13812345678")
    before = _ids(cast, "飞线"), _ids(cast, "油烟"), _ids(cast, case.receipt[:6]), _ids(cast, "5678")
    assert ops.rebuild_words(db.session.connection()) >= 1
    after = _ids(cast, "飞线"), _ids(cast, "油烟"), _ids(cast, case.receipt[:6]), _ids(cast, "5678")
    assert before == after == ([case.id], [case.id], [case.id], [])


def test_a_page_of_a_search_costs_two_statements(cast: Town) -> None:
    cast.report(text="飞线")
    with count_statements() as counted:
        _ids(cast, "飞线")
    assert counted.n == 2, counted.statements


def test_whoever_sits_at_no_desk_searches_nothing(office: Office) -> None:
    office.sees(office.town.worker, "/desk?q=飞线", 403)


def _ids(cast: Town, words: str, state: str = "all") -> list[int]:
    filters, wrong = read({"q": words, "state": state})
    assert wrong == []
    return [row.id for row in queries.case_list(cast.chief, filters, [], "", LATER).rows]
