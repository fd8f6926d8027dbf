"""The duty chief's list: filters, pages by key, and who sees what."""

import re

import pytest

from app.desk import queries
from tests.builders.staffed import Office
from tests.builders.town import CLUTTER, FUMES, IN_R3, MONDAY, PETITION, hours


def listed(page: str) -> list[int]:
    """The cases of a list, in order."""
    return [int(found) for found in re.findall(r'class="t" href="/cases/(\d+)"', page)]


def test_the_newest_open_case_stands_first_and_closed_ones_are_asked_for(office: Office) -> None:
    first, second = office.case(office.town.report), office.case(office.town.report)
    review_id, closed = office.reviewed()
    office.decides(review_id)
    assert listed(office.sees(office.town.chief, "/desk"))[:2] == [second, first]
    assert listed(office.sees(office.town.chief, "/desk?state=closed")) == [closed]
    assert closed in listed(office.sees(office.town.chief, "/desk?state=all"))


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("category={fumes}", "fumes"),
        ("grid={r3}", "far"),
        ("who=far", "far"),
        ("owner={owner}&urgency=normal", "far"),
        ("source=resident&q=演示路+99", "far"),
        ("since=2026-11-17", "fumes"),
        ("until=2026-11-16", "far"),
        ("q={receipt}", "far"),
        ("lamp=red", "far"),
    ],
)
def test_each_filter_finds_its_cases_and_no_others(office: Office, query: str, finds: str) -> None:
    spot = office.spot(IN_R3, address="演示路 99 号")
    made = {"far": office.case(office.town.report, CLUTTER, MONDAY - hours(1), spot=spot)}
    made["fumes"] = office.case(office.town.report, FUMES, MONDAY + hours(24))
    office.on(MONDAY + hours(24.2))
    town, receipt = office.town, office.of(made["far"]).receipt
    known = {"fumes": town.category(FUMES), "r3": town.grid_ids["R3"], "owner": town.far.id}
    asked = query.format(**known, receipt=receipt.lower().replace("-", ""))
    assert listed(office.sees(town.chief, f"/desk?{asked}")) == [made[finds]]


def test_an_empty_filter_offers_to_drop_it_and_a_wrong_one_is_named(office: Office) -> None:
    office.case(office.town.report)
    page = office.sees(office.town.chief, "/desk?who=nobody&lamp=purple&since=yesterday&grid=x")
    assert "没有这样的案件" in page
    assert "去掉“归口或单位 nobody”" in page
    assert "有的筛选看不懂" in page
    office.sees(office.town.chief, "/desk?before=abc&category=99999999999999999999")


def test_a_page_is_found_by_its_key_and_no_case_is_shown_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [office.case(office.town.report) for _ in range(5)]
    seen: list[int] = []
    path = "/desk?state=all&category=" + str(office.town.category(CLUTTER))
    while path:
        page = office.sees(office.town.chief, path)
        seen += listed(page)
        path = office.next_page(page)
    assert seen == made[::-1]


def test_the_reports_of_some_days_are_paged_by_day_and_none_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    moments = (MONDAY, MONDAY + hours(1), MONDAY + hours(1), MONDAY, MONDAY + hours(48))
    made = [office.case(office.town.report, CLUTTER, at) for at in moments]
    seen: list[int] = []
    path = "/desk?state=all&since=2026-11-16&until=2026-11-17"
    while path:
        page = office.sees(office.town.chief, path)
        seen += listed(page)
        path = office.next_page(page)
    assert seen == [made[2], made[1], made[3], made[0]]


def test_nobody_sees_more_in_the_list_than_on_the_page(office: Office) -> None:
    with office.web.write():
        secret = office.town.registered(PETITION).id
    plain = office.case(office.town.report)
    assert set(listed(office.sees(office.town.chief, "/desk"))) == {secret, plain}
    assert listed(office.sees(office.town.inspector, "/desk")) == [plain]
    assert listed(office.sees(office.town.grid_chief, "/desk")) == [plain]
    office.sees(office.town.worker, "/desk", 403)


def test_somebody_complained_about_does_not_find_the_case(office: Office) -> None:
    case_id = office.case(office.town.report)
    office.complain(case_id, office.town.leader)
    assert case_id not in listed(office.sees(office.town.leader, "/desk"))
    assert case_id in listed(office.sees(office.town.chief, "/desk"))


def test_the_list_costs_nine_statements_at_most_however_long_it_is(office: Office) -> None:
    for _ in range(3):
        office.case(office.town.report)
    few = office.statements(office.town.chief, "/desk?lamp=green&who=w")
    for _ in range(6):
        office.case(office.town.report)
    assert office.statements(office.town.chief, "/desk?lamp=green&who=w") == few <= 9


def test_a_star_or_a_percent_in_the_search_is_only_a_sign(office: Office) -> None:
    case_id = office.case(office.town.report, spot=office.spot(IN_R3, address="88%号"))
    office.case(office.town.report, spot=office.spot(IN_R3, address="66 号"))
    assert listed(office.sees(office.town.chief, "/desk?q=88%25")) == [case_id]
    assert "搜案件：至少两个字" in office.sees(office.town.chief, "/desk?q=%25%25")
