"""From the wish to the roster in a real browser, on a phone; no page has a finding of the checker."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.builders.roster import NAME
from tests.builders.town import MONDAY, Town, a_town
from tests.support.browsers import Pages
from tests.support.site import Site

PASSWORD = "Panda-2026-panda"
LOOKS: list[dict[str, str]] = [{"theme": "dark"}, {"size": "large"}]


@pytest.fixture
def town(site: Site) -> Town:
    """The town behind the running server, on a Monday morning."""
    site.set_clock(MONDAY)
    with site.web.write():
        return a_town("town")


def fill(page: Page, phone: str = "13812345678") -> None:
    """Somebody asks to sit, as a building head."""
    page.goto("/s/town/reviewers/join")
    page.get_by_label("您住的居民区").select_option(index=1)
    page.get_by_label("楼组长").check()
    page.get_by_label("姓名").fill(NAME)
    page.get_by_label("手机号").fill(phone)
    page.get_by_label("给自己定一个密码").fill(PASSWORD)
    page.get_by_label("再写一遍密码").fill(PASSWORD)
    page.get_by_label("我看过上面的规则，同意").check()


def send(page: Page) -> None:
    page.get_by_role("button", name="报名，等居委会批").click()


@pytest.mark.browser
def test_a_wish_becomes_a_line_of_the_roster(browser: Pages, town: Town) -> None:
    resident = browser.page(width=390)
    fill(resident, "1381234567")
    send(resident)
    expect(resident.get_by_text("少一位：手机号是 11 位")).to_be_visible()
    fill(resident)
    send(resident)
    number = resident.locator(".receipt-no").inner_text().strip()
    keeper = browser.page(width=390, user=town.committee)
    keeper.goto("/roster")
    keeper.get_by_role("link", name=number).click()
    keeper.get_by_label("负责的楼栋").select_option(index=1)
    keeper.get_by_role("button", name="批准，进入名册").click()
    expect(keeper.get_by_role("link", name=NAME)).to_be_visible()
    resident.goto("/s/town/reviewers/asked")
    resident.get_by_label("报名编号").fill(number)
    resident.get_by_label("密码").fill(PASSWORD)
    resident.get_by_role("button", name="看一看").click()
    expect(resident.get_by_role("status").get_by_text("批准了")).to_be_visible()
    assert number not in resident.url and "1381" not in resident.url


def seen(browser: Pages, town: Town) -> Callable[[dict[str, str], str, str], list[str]]:
    """What the checker finds at an address, in a look, for somebody by name ("" for nobody)."""

    def look(look: dict[str, str], who: str, path: str) -> list[str]:
        user = town.reviewers[0] if who == "reviewer" else getattr(town, who) if who else None
        page = browser.page(width=390, user=user, **look)
        page.goto(path)
        for fold in page.locator("main details > summary").all():
            fold.click()
        narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        return browser.axe(page) + ([] if narrow else ["wider than its window"])

    return look


@pytest.mark.browser
def test_the_checker_finds_nothing_on_a_phone_in_light_dark_and_large(browser: Pages, town: Town) -> None:
    page = browser.page(width=390)
    fill(page)
    send(page)
    expect(page.get_by_text("报名收到了").first).to_be_visible()
    look = seen(browser, town)
    pages = [("", "/s/town/reviewers/join"), ("", "/s/town/reviewers/asked"), ("reviewer", "/roster/me")]
    pages += [("committee", path) for path in ("/roster", "/roster/1", "/roster/wishes/1")]
    found = {(path, str(style)): look(style, who, path) for style in LOOKS for who, path in pages}
    assert browser.axe(page) == []
    assert {where: faults for where, faults in found.items() if faults} == {}
