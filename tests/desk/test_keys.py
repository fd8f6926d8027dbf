"""The queue by keyboard, in a real browser."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from app import jobs
from app.cases import ops
from tests.builders.town import CLUTTER, MANHOLE, MONDAY, Town, a_town, hours
from tests.desk.mails import lost_mail
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser


@pytest.fixture
def queue(browser: Pages) -> tuple[Page, Town, list[int]]:
    """Three refusals before the dispatcher."""
    with browser.site.web.write():
        town = a_town()
        made = [town.refused(MONDAY + hours(n / 10)).id for n in range(3)]
    browser.site.set_clock(MONDAY + hours(2))
    page = browser.page(user=town.dispatcher, width=1440)
    page.goto("/desk/queue")
    expect(page.locator(".pane-form")).to_be_visible()
    return page, town, made


def chosen(page: Page) -> int:
    """The case whose row is marked."""
    return int(page.locator("[data-row][aria-current]").get_attribute("data-row") or 0)


@dataclass
class Waiting:
    """A page at the queue; two to dispatch, an extension that was asked for, late promises, a lost mail, a gap."""

    page: Page
    by_hand: list[int]
    asked: int


@pytest.fixture
def waiting(browser: Pages) -> Waiting:
    """One of everything before the duty chief."""
    site = browser.site
    with site.web.write():
        town = a_town()
        by_hand = [town.registered(at=MONDAY + hours(n / 10)).id for n in range(2)]
        asked = town.signed_in(CLUTTER)
        ops.ask_extension(town.owner(asked), asked, 1, "楼里在装修", at=MONDAY + hours(1))
        for name in ("night1", "night2", "night3"):
            town.away(town.cast[name], MONDAY + hours(2))
        town.report(MANHOLE)
        lost_mail(town, asked)
        asked_id = asked.id
    with site.web.read():
        jobs.sweep(jobs.Turn(MONDAY + hours(2)))
    site.set_clock(MONDAY + hours(2))
    page = browser.page(user=town.chief, width=1440)
    page.goto("/desk/queue")
    expect(page.locator(".pane-form")).to_be_visible()
    return Waiting(page, by_hand, asked_id)


def test_the_whole_queue_goes_by_keyboard_alone(browser: Pages, waiting: Waiting) -> None:
    page, keys = waiting.page, waiting.page.keyboard
    keys.press("?")
    expect(page.get_by_role("dialog", name="只用键盘")).to_contain_text("换一种")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.press("j")
    expect(page.locator(f'form[action="/cases/{waiting.by_hand[1]}/dispatch"]')).to_be_visible()
    keys.press("k")
    expect(page).to_have_url(re.compile(f"case={waiting.by_hand[0]}$"))
    gives_by_typing(page, waiting)
    goes_on_to(page, "kind=extension")
    expect(page.locator(f'form[action="/cases/{waiting.asked}/extend"]')).to_be_visible()
    leads_on(page, "e")
    expect(page.locator("[data-row]")).to_have_count(0)
    known_and_sent(page)
    goes_on_to(page, "/duties")
    leads_on(page, "e")
    expect(page.get_by_label("街道 24 小时值班")).to_be_checked()


def leads_on(page: Page, key: str) -> None:
    """A key that sends a form or follows a link, and the page after it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def gives_by_typing(page: Page, waiting: Waiting) -> None:
    """Into the form, a member by an arrow, and off: the next one is open already."""
    page.keyboard.press("Enter")
    expect(page.locator("#member")).to_be_focused()
    page.keyboard.press("ArrowDown")
    leads_on(page, "Control+Enter")
    expect(page.locator(f'form[action="/cases/{waiting.by_hand[1]}/dispatch"]')).to_be_visible()
    expect(page.locator(f'[data-row="{waiting.by_hand[0]}"]')).to_have_count(0)


def goes_on_to(page: Page, path: str) -> None:
    """From kind to kind, until this one is there."""
    for _ in range(page.locator("[data-kinds] a").count()):
        if path in page.url:
            return
        leads_on(page, "]")
    assert path in page.url


def known_and_sent(page: Page) -> None:
    """A late promise is noted and the next one marked; a lost mail is let be."""
    goes_on_to(page, "/desk/late")
    late = page.locator("[data-item]").count()
    page.keyboard.press("j")
    second = page.locator("[data-item][aria-current]").inner_text()
    page.keyboard.press("k")
    leads_on(page, "e")
    expect(page.locator("[data-item]")).to_have_count(late - 1)
    assert page.locator("[data-item][aria-current]").inner_text() == second
    goes_on_to(page, "/desk/messages")
    leads_on(page, "x")
    expect(page.get_by_text("记下了，不再发。")).to_be_visible()


def test_keys_mean_nothing_in_a_field_and_can_be_switched_off(queue: tuple[Page, Town, list[int]]) -> None:
    page, _, made = queue
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("jk")
    assert (chosen(page), page.locator("#q").input_value()) == (made[0], "jk")
    page.locator("[data-keys-toggle]").click()
    page.locator("body").press("j")
    assert chosen(page) == made[0]
    page.reload()
    expect(page.locator("[data-keys-toggle]")).to_have_attribute("aria-pressed", "false")


def test_the_desk_has_no_finding_of_the_automatic_check(browser: Pages, queue: tuple[Page, Town, list[int]]) -> None:
    page, _, made = queue
    assert browser.axe(page) == []
    for path in ("/desk", f"/cases/{made[0]}", f"/cases/{made[0]}/redispatch"):
        page.goto(path)
        assert browser.axe(page) == []
