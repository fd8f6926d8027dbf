"""One screen after the other: what is drawn late stands nowhere, what stays the same keeps its place."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.builders.town import CLUTTER, MONDAY, Town, a_town, minutes
from tests.support.browsers import Pages
from tests.support.faces import Face

pytestmark = pytest.mark.browser
HOLD_CASES = """async () => {
  const { db } = await import("/static/js/field/database.js");
  const held = new Promise((free) => (window.free = free));
  db.transaction("rw", db.cases, () => Dexie.waitFor(held));
}"""
FREE = "window.free()"
SETTLED = """async () => {
  for (let n = 0; n < 20; n += 1) await new Promise(requestAnimationFrame);
}"""
ADD = """async (id) => {
  const { add } = await import("/static/js/field/outbox.js");
  await add({ do: "note", case: id, seen: 1, fields: { text: ["门上贴了条"] }, photos: [] });
}"""
TELL = "async (name) => (await import('/static/js/field/bus.js')).tell(name, { fresh: [] })"
LOCK = "async () => (await import('/static/js/field/lock.js')).lock()"
TRIES = "async (n) => (await import('/static/js/field/store.js')).keep('pinTries', n)"
TRIED = "async () => (await import('/static/js/field/store.js')).kept('pinTries')"
TWICE = "for (const _ of [1, 2]) document.querySelector('.lock form').requestSubmit()"
SEND = "async () => (await import('/static/js/field/send.js')).now()"
IS_OUT = "async () => (await fetch('/field/me', { headers: { Accept: 'application/json' } })).status === 401"
MAP_AT = """async () => {
  const pane = document.querySelector(".leaflet-map-pane");
  for (let still = 0, at = ""; still < 10; await new Promise(requestAnimationFrame)) {
    still = at === pane.style.transform ? still + 1 : 0;
    at = pane.style.transform;
  }
  return pane.style.transform;
}"""


@pytest.fixture
def town(browser: Pages) -> Town:
    """A street with two cases of its worker."""
    with browser.site.web.write():
        made = a_town()
        for _ in range(2):
            made.called_in(CLUTTER)
    browser.site.set_clock(MONDAY + minutes(30))
    return made


def marked(page: Page, selector: str) -> None:
    """Remember these elements, and whoever has the focus."""
    page.evaluate(
        "(all) => (window.marked = [document.activeElement, ...document.querySelectorAll(all)])",
        selector,
    )


def stay(page: Page) -> bool:
    """Whether they are all still there, and the focus where it was."""
    return bool(
        page.evaluate("marked[0] === document.activeElement && marked.length > 1 && marked.every((x) => x.isConnected)")
    )


def test_a_case_and_the_map_stay_where_they_are_while_things_happen(browser: Pages, town: Town) -> None:
    face = Face(browser, town.worker, width=1024)
    page = face.page
    case = int(page.locator("[data-case]").first.get_attribute("data-case") or 0)
    expect(page.locator(".m-case").first).to_be_visible()
    box = page.locator(".leaflet-marker-icon").first.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 44
    before = page.evaluate(MAP_AT)
    page.mouse.move(700, 200)
    page.mouse.down()
    page.mouse.move(760, 240, steps=4)
    page.mouse.up()
    at = page.evaluate(MAP_AT)
    assert at != before
    marked(page, ".leaflet-marker-pane > *")
    page.evaluate(TELL, "bundle")
    page.evaluate(SETTLED)
    assert page.evaluate(MAP_AT) == at and stay(page)
    page.locator(".todo").nth(1).click()
    expect(page.locator(".day-list > [role=status]")).to_have_text("2　楼道堆物")
    face.signal(False)
    face.go(f"#/case/{case}")
    page.locator("[data-key=call]").focus()
    marked(page, "[data-key=call], .map-m svg, .case-place > *, [data-key=all], h1")
    page.evaluate(ADD, case)
    expect(page.locator("main")).to_contain_text("我还没送出的 1 步")
    assert stay(page), "drawn anew is what differs"
    page.evaluate(HOLD_CASES)
    page.evaluate("location.hash = '#/tab/others'")
    page.evaluate(SETTLED)
    face.go("#/pin")
    page.evaluate(FREE)
    page.evaluate(SETTLED)
    expect(page.locator("main h1")).to_have_text("设一个 PIN")
    assert page.locator("main").get_attribute("class") == "wrap lock"


def test_a_lock_holds_in_every_tab_and_who_is_not_signed_in_is_told_so(browser: Pages, town: Town) -> None:
    face = Face(browser, town.worker)
    page = face.page
    is_led_nowhere_without_a_signal(face)
    sets_a_pin(face, "2468")
    other = browser.watch(page.context.new_page())
    other.goto("/field/")
    unlock(other, "2468")
    expect(other.locator(".tabs")).to_be_visible()
    page.evaluate(HOLD_CASES)
    page.evaluate("location.hash = '#/tab/others'")
    page.evaluate(SETTLED)
    page.evaluate(LOCK)
    expect(page.locator("main h1")).to_have_text("锁住了")
    expect(page.locator("#p-pin")).to_be_focused()
    expect(other.locator("main h1")).to_have_text("锁住了")
    page.evaluate(FREE)
    page.evaluate(SETTLED)
    expect(page.locator("main h1")).to_have_text("锁住了")
    expect(page.locator("[data-place], .tabs")).to_be_hidden()
    face.signal(False)
    page.evaluate(ADD, town.worker.id)
    expect(face.chip).to_have_text("未同步 1")
    page.locator("#p-pin").fill("1111")
    page.evaluate(TWICE)
    expect(page.locator("[role=alert]")).to_contain_text("PIN 不对")
    assert page.evaluate(TRIED) == 1
    page.evaluate(TRIES, 4)
    unlock(page, "1111")
    expect(page.locator("main h1")).to_have_text("请先登录")
    expect(page.locator("[data-done]")).to_contain_text("错了五次，已经退出")
    expect(page.locator("main")).to_contain_text("现在没有信号，登录不了")
    face.signal(True)
    expect(page.locator("main")).not_to_contain_text("现在没有信号", timeout=30_000)
    page.wait_for_function(IS_OUT)  # told by the loop, though nobody is here
    says_that_the_street_is_asked(page)


def sets_a_pin(face: Face, pin: str) -> None:
    """From the menu; that it is set is said on the screen that comes."""
    page = face.go("#/pin").page
    for name in ("pin", "again"):
        page.locator(f"#p-{name}").fill(pin)
    page.locator(".lock form button").click()
    expect(page.locator("[data-screen=day]")).to_be_visible()
    expect(page.locator("[data-done]")).to_have_text("PIN 设好了。")


def unlock(page: Page, pin: str) -> None:
    """Type a PIN and press."""
    page.locator("#p-pin").fill(pin)
    page.locator(".lock form button").click()


def is_led_nowhere_without_a_signal(face: Face) -> None:
    """The session ends, and with it the signal: the way to sign in does not lead out of the app."""
    page = face.page
    page.wait_for_function("() => navigator.serviceWorker.controller")
    cookies: list[Any] = page.context.cookies()
    page.context.clear_cookies()
    page.evaluate(SEND)
    strip = page.locator(".strip-login")
    expect(strip).to_contain_text("登录过期了")
    face.signal(False)
    strip.get_by_role("button", name="登录").click()
    expect(page.locator("[data-done]")).to_have_text("现在没有信号，登录不了。")
    face.signal(True)
    page.context.add_cookies(cookies)
    page.evaluate(SEND)
    expect(strip).to_have_count(0)


def says_that_the_street_is_asked(page: Page) -> None:
    """On a link that hangs, with nobody signed in."""
    held = list[Route]()
    page.route("**/field/me", lambda route: held.append(route))
    page.reload()
    expect(page.locator("main h1")).to_have_text("正在联系街道……")
    page.route("**/field/me", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator("main h1")).to_have_text("请先登录")
