"""The list in a real browser: ticks, the map beside it, and a bulk move from beginning to end."""

import pytest
from playwright.sync_api import Page, expect

from app.cases.reports import Spot
from tests.builders.town import IN_R1, IN_R3, MONDAY, Town, a_town, hours
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(browser: Pages) -> tuple[Page, Town, list[int]]:
    """Two cases with a point and one without, before the duty chief."""
    with browser.site.web.write():
        town = a_town()
        made = [town.report(spot=Spot(IN_R1, "wgs84")).id, town.report(spot=Spot(IN_R3, "wgs84")).id]
        made.append(town.report(None, spot=Spot()).id)
    browser.site.set_clock(MONDAY + hours(2))
    page = browser.page(user=town.chief, width=1440)
    page.goto("/desk")
    return page, town, made


def test_the_map_shows_the_points_of_the_rows_and_leads_to_them(screen: tuple[Page, Town, list[int]]) -> None:
    page, _, made = screen
    expect(page.locator("[data-list-map]")).to_be_hidden()
    page.locator("[data-map-toggle]").click()
    plates = page.locator("[data-list-map] .m-case")
    expect(plates).to_have_count(2)
    page.locator("[data-list-map] [title^='3：']").press("Enter")
    expect(page.locator(f'[data-row="{made[0]}"]')).to_have_attribute("aria-current", "true")
    page.reload()
    expect(plates).to_have_count(2)


def test_ticked_cases_are_urged_together_after_a_look(screen: tuple[Page, Town, list[int]]) -> None:
    page, _, made = screen
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-picked]")).to_have_text("3")
    page.locator(f"input[name=ids][value='{made[2]}']").uncheck()
    expect(page.locator("[data-picked]")).to_have_text("2")
    page.locator("#bulk button[value=urge]").click()
    expect(page.locator("h1")).to_have_text("催办 2 件，先看一看")
    page.locator("form button[type=submit].btn-main").click()
    expect(page.locator("[role=status] b")).to_have_text("2 件办好了")


def test_filters_are_kept_under_a_name_from_the_page(screen: tuple[Page, Town, list[int]]) -> None:
    page, _, _made = screen
    page.goto("/desk?urgency=normal")
    page.locator(".saving summary").click()
    page.locator(".saving input[name=name]").fill("一般的")
    page.locator(".saving button[type=submit]").click()
    expect(page.locator(".saved a[aria-current]")).to_have_text("一般的")
