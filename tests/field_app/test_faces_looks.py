"""The tablet's screens for everybody: by keyboard, in both languages and looks, without a finding."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.builders.town import CLUTTER, FUMES, MONDAY, Town, a_town, minutes
from tests.support.browsers import Pages
from tests.support.faces import Face

pytestmark = pytest.mark.browser
SMALL = """() => [...document.querySelectorAll("main :is(a, button, input, select), header :is(a, summary)")]
  .filter((one) => !one.closest(".choice, .shot-add, .crumb, .leaflet-control, details:not([open]) > :not(summary)"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([html]) => html)"""


@pytest.fixture
def town(browser: Pages) -> Town:
    """A street with a few cases of its worker."""
    with browser.site.web.write():
        made = a_town()
        made.called_in(CLUTTER)
        made.report(FUMES)
    browser.site.set_clock(MONDAY + minutes(30))
    return made


def test_every_screen_is_without_a_finding_fits_and_has_targets_for_a_finger(browser: Pages, town: Town) -> None:
    looks: list[tuple[int, dict[str, Any]]] = [(390, {"lang": "en", "size": "large"}), (1024, {"theme": "dark"})]
    for width, look in looks:
        face = Face(browser, town.worker, width=width, **look)
        case = face.page.locator("[data-case]").first.get_attribute("data-case")
        screens = [
            "#/",
            "#/tab/parked",
            f"#/case/{case}",
            f"#/case/{case}/handle",
            "#/report",
            "#/outbox",
            "#/out",
            "#/pin",
        ]
        for hash_ in screens:
            face.go(hash_)
            if hash_ == "#/report":
                face.page.locator("#f-done").check()
                face.page.locator("[data-key=pin-map]").click()
                expect(face.page.locator(".map .m-pin")).to_be_attached()
            assert browser.axe(face.page) == [], (hash_, look)
            assert face.page.evaluate("document.documentElement.scrollWidth") <= width, (hash_, look)
            assert face.page.evaluate(SMALL) == [], (hash_, look)


def test_the_day_goes_by_keyboard_alone_and_each_screen_begins_at_its_title(browser: Pages, town: Town) -> None:
    face = Face(browser, town.worker)
    page, focused = face.page, "document.activeElement.textContent"
    page.locator(".todo").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_be_focused()
    tab_to(page, "签收")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_contain_text("签收：记下了")
    expect(page.locator("[data-done]")).to_have_attribute("role", "status")
    tab_to(page, "记下先行联系")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_be_focused()
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.name") == "reached":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "记下来")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_contain_text("记下先行联系：记下了")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) is not None


def test_a_new_case_is_said_counted_and_read_and_a_locked_screen_shows_nothing(browser: Pages, town: Town) -> None:
    face = Face(browser, town.worker, width=1024)
    expect(face.page.locator(".m-case").first).to_be_visible()
    with browser.site.web.write():
        made = town.called_in(CLUTTER, MONDAY + minutes(29)).id
    face.go("#/outbox").button("现在就送").click()
    face.page.evaluate(
        "Promise.all(['device', 'bundle'].map((name) => import(`/static/js/field/${name}.js`)))"
        ".then(async ([device, bundle]) => bundle.refresh(await device.id()))"
    )
    face.go("#/")
    expect(face.page.locator(".strip-new")).to_contain_text("新来 1 件")
    expect(face.page.locator(f"[data-case='{made}']")).to_be_visible()
    expect(face.page.locator(f"[data-case='{made}'] .tag-fresh")).to_be_visible()
    face.button("知道了").click()
    expect(face.page.locator(".strip-new, .tag-fresh")).to_have_count(0)
    expect(face.page.locator("main h1")).to_be_focused()  # what had the focus is gone
    face.go("#/pin")
    face.page.locator("#p-pin").fill("2468")
    face.page.locator("#p-again").fill("2468")
    face.page.locator(".lock form button").click()
    expect(face.page.locator(".tabs")).to_be_visible()
    face.page.reload()
    expect(face.page.locator("h1")).to_have_text("锁住了")
    expect(face.page.locator("[data-place]")).to_be_hidden()
    for pin in ("1111", "2468"):
        face.page.locator("#p-pin").fill(pin)
        face.page.keyboard.press("Enter")
        expect(face.page.locator("[role=alert]").or_(face.page.locator(".tabs"))).to_be_visible()
    expect(face.page.locator(".tabs")).to_be_visible()
    face.go("#/out").button("退出").click()
    expect(face.page.locator("h1")).to_have_text("请先登录")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until a control with these words has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(words)
