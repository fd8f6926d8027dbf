"""A report is written beside an open case, and filed into it by its card, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from app.cases import queries
from app.cases.lifecycle import State
from tests.builders.town import CLUTTER, IN_R1, MONDAY, PHONE, Town, a_town, minutes
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser
OTHER_PHONE = "13900000001"


@pytest.fixture
def written(browser: Pages) -> tuple[Page, Town, int]:
    """A caller's report that is nearly written down at 390 px, and the open case of another beside it."""
    with browser.site.web.write():
        town = a_town()
        near = town.called_in(CLUTTER, text="楼道里堆满了鞋柜，走不通").id
    browser.site.set_clock(MONDAY + minutes(30))
    page = browser.page(user=town.dispatcher, width=390)
    page.context.set_geolocation({"longitude": IN_R1.lon, "latitude": IN_R1.lat})
    page.goto("/work/new")
    page.get_by_label("看到了什么").fill("楼道里堆满了纸箱，走不通")
    page.get_by_label("类别").select_option(str(town.category(CLUTTER)))
    page.get_by_label("热线").check()
    page.get_by_text("有报告人：留联系方式").click()
    page.get_by_label("报告人电话").fill(OTHER_PHONE)
    return page, town, near


def follows(browser: Pages, town: Town, receipt: str, phone: str) -> str:
    """What a reporter reads who asks by number and phone."""
    page = browser.page(width=390)
    page.goto(f"/s/{town.slug}/track")
    page.get_by_label("编号").fill(receipt)
    page.get_by_label("后四位").fill(phone[-4:])
    page.get_by_role("button", name="查", exact=True).click()
    page.get_by_text(receipt).first.wait_for()
    return page.locator("main").inner_text()


def holds_still_while_cards_go_and_come(page: Page) -> bool:
    """Whether the field in which somebody types below the cards stays where it is on their screen."""
    name, cards = page.get_by_label("怎么称呼"), page.locator("[data-alike]")
    name.focus()
    tops = []
    chosen = page.get_by_label("类别").input_value()
    for value in (chosen, "", chosen):
        page.locator("#category").evaluate("(list, value) => { list.value = value; list.form.click() }", value)
        expect(cards).to_be_visible(visible=bool(value))
        tops.append(name.evaluate("field => Math.round(field.getBoundingClientRect().top)"))
    expect(name).to_be_focused()
    return bool(max(tops) - min(tops) <= 1)


def test_a_card_comes_while_it_is_written_and_files_the_report_into_the_open_case(
    browser: Pages, written: tuple[Page, Town, int]
) -> None:
    page, town, near = written
    page.get_by_role("button", name="用我现在的位置").click()
    card = page.locator(f"[data-twin='{near}']")
    expect(card).to_contain_text("说法像")
    expect(page.locator("[data-alike-said]")).to_contain_text("1 件")
    assert browser.axe(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= 390
    assert holds_still_while_cards_go_and_come(page)
    card.get_by_role("link").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # from 都不是 at the end of the group to the card before it
    expect(card.get_by_role("radio")).to_be_checked()
    page.get_by_label("看到了什么").fill("楼道里堆满了纸箱和鞋柜，走不通")
    expect(card).to_contain_text("说法像 7")
    expect(card.get_by_role("radio")).to_be_checked()
    with browser.site.web.read():
        receipt = town.of(near).receipt
    page.get_by_role("button", name=f"上报，并入 {receipt}").click()
    page.wait_for_url(f"**/cases/{near}")
    expect(page.get_by_text(f"已并入 {receipt}")).to_be_visible()
    with browser.site.web.read():
        both = queries.reports_in(near)
        assert [town.of(report.case_id).state for report in both] == [State.DISPATCHED, State.MERGED]
    for report, phone in zip(both, (PHONE, OTHER_PHONE), strict=True):
        assert report.receipt in follows(browser, town, report.receipt, phone)
