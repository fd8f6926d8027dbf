"""The public pages in a real browser: seen by the checker, used by thumb, by keyboard, and without a script."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.builders.town import IN_R2, MONDAY, Town, a_jpeg, a_town
from tests.support.browsers import Pages
from tests.support.site import Site

LOOKS: list[dict[str, str]] = [{"theme": "dark"}, {"size": "large"}]
PATHS = ("/", "/s/town/report", "/s/town/track")


@pytest.fixture
def town(site: Site) -> Town:
    """The town behind the running server, on a Monday morning."""
    site.set_clock(MONDAY)
    with site.web.write():
        return a_town("town")


def fill(page: Page) -> None:
    """Enough for a report, by the ways that need no map."""
    page.get_by_label("说一说").fill("楼下面馆油烟大，衣服没法晾")
    page.locator("[data-choose]").first.click()
    page.locator("#place-q").fill("和风苑6")
    page.locator("#place-list li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def a_photo() -> FilePayload:
    """A picture as a phone hands it over."""
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg("red")}


def no_sideways_scrolling(page: Page) -> bool:
    """True when the page is no wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.browser
@pytest.mark.usefixtures("town")
def test_the_checker_finds_nothing_on_a_phone_in_light_dark_and_large(browser: Pages) -> None:
    found = {}
    for look in LOOKS:
        page = browser.page(width=390, **look)
        for path in PATHS:
            page.goto(path)
            wide = [] if no_sideways_scrolling(page) else ["wider than its window"]
            found[path, str(look)] = browser.axe(page) + wide
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.browser
def test_a_report_goes_from_the_photo_to_the_tracking_page(browser: Pages, town: Town) -> None:
    page = browser.page(width=390)
    page.goto(f"/s/{town.slug}/report")
    page.set_input_files(".shot-add input", a_photo())
    fill(page)
    page.locator(".dock button").click()
    page.wait_for_url("**/report/done")
    assert browser.axe(page) == []
    page.goto(page.locator("#secret").input_value())
    assert page.locator(".pair img").count() == 1
    assert browser.axe(page) == []


@pytest.mark.browser
def test_a_refused_report_says_where_and_keeps_the_photo(browser: Pages, town: Town) -> None:
    page = browser.page(width=390)
    page.goto(f"/s/{town.slug}/report")
    page.set_input_files(".shot-add input", a_photo())
    page.locator(".shot img").wait_for()
    page.locator(".dock button").click()
    page.locator("[data-error-summary]:focus").wait_for()
    assert page.locator(".shot img").count() == 1
    assert browser.axe(page) == []


@pytest.mark.browser
def test_a_point_is_taken_by_keyboard_and_from_the_device(browser: Pages, town: Town) -> None:
    page = browser.page(width=1024)
    page.context.set_geolocation({"longitude": IN_R2.lon, "latitude": IN_R2.lat, "accuracy": 20})
    page.goto(f"/s/{town.slug}/report")
    page.locator("[data-map]").press("Enter")
    middle = [float(page.locator(f"#{name}").input_value()) for name in ("lon", "lat")]
    assert middle == pytest.approx([121.365, 31.245], abs=0.002)
    page.locator("[data-locate]").click()
    expect(page.locator("#accuracy")).to_have_value("20")
    assert page.locator("#lon").input_value() == str(IN_R2.lon)


@pytest.mark.browser
def test_large_type_and_language_lose_nothing_of_what_was_written(browser: Pages, town: Town) -> None:
    page = browser.page(width=390)
    page.goto(f"/s/{town.slug}/report")
    page.locator("#text").fill("写到一半")
    page.locator("[data-look=size] button").click()
    assert page.get_attribute("html", "data-size") == "large"
    page.locator("a[data-lang]").click()
    page.locator("html[lang=en]").wait_for()
    expect(page.locator("#text")).to_have_value("写到一半")


@pytest.mark.browser
def test_without_a_script_a_report_still_arrives(browser: Pages, site: Site, town: Town) -> None:
    context = browser.browser.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"/s/{town.slug}/report")
    page.locator("#text").fill("楼道堆物")
    page.locator("summary").first.click()
    page.get_by_label("楼道堆物").check()
    page.locator("#address").fill("演示路 18 弄")
    page.locator("#address").press("Enter")
    assert page.url.endswith("/report/done")
    context.close()
