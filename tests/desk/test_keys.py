"""The queue by keyboard, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.builders.town import MONDAY, Town, a_town, hours
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


def test_j_and_k_walk_the_queue_and_the_pane_follows(queue: tuple[Page, Town, list[int]]) -> None:
    page, _, made = queue
    assert chosen(page) == made[0]
    page.keyboard.press("j")
    expect(page.locator(f'form[action="/cases/{made[1]}/redispatch"]')).to_be_visible()
    page.keyboard.press("k")
    assert chosen(page) == made[0]
    assert page.url.endswith(f"case={made[0]}")


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


def test_after_a_decision_the_next_one_is_open_already(queue: tuple[Page, Town, list[int]]) -> None:
    page, town, made = queue
    page.locator("#member").select_option(str(town.far.id))
    page.locator(".pane-go button").click()
    expect(page.locator(f'form[action="/cases/{made[1]}/redispatch"]')).to_be_visible()
    assert chosen(page) == made[1]
    assert page.locator(f'[data-row="{made[0]}"]').count() == 0


def test_the_desk_has_no_finding_of_the_automatic_check(browser: Pages, queue: tuple[Page, Town, list[int]]) -> None:
    page, _, made = queue
    assert browser.axe(page) == []
    for path in ("/desk", f"/cases/{made[0]}", f"/cases/{made[0]}/redispatch"):
        page.goto(path)
        assert browser.axe(page) == []
