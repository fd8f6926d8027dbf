"""List and map of the worker's day read as one, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from app.cases.reports import Spot
from app.core.values import Point
from tests.builders.town import IN_R1, MONDAY, Town, a_town, hours
from tests.support.browsers import HERE, Pages

pytestmark = pytest.mark.browser
NEAR = Point(HERE["longitude"], HERE["latitude"])


@pytest.fixture
def day(browser: Pages) -> tuple[Page, Town, list[int]]:
    """A far case that came first, and a near one, both calm, before the worker of the whole street."""
    with browser.site.web.write():
        town = a_town()
        far, near = (
            town.report("0101", MONDAY + hours(n / 100), spot=Spot(p, "wgs84")).id for n, p in enumerate((IN_R1, NEAR))
        )
    browser.site.set_clock(MONDAY + hours(0.2))
    page = browser.page(user=town.street_worker, width=1024)
    page.goto("/work")
    expect(page.locator(".m-case")).to_have_count(2)
    return page, town, [far, near]


def numbers(page: Page) -> list[tuple[str, str]]:
    """Every line of the list: its number and its case."""
    rows = page.locator(".todo").all()
    return [(row.locator(".no").inner_text(), row.get_attribute("data-case") or "") for row in rows]


def test_the_nearer_of_two_calm_cases_comes_first_and_the_map_is_numbered_alike(
    day: tuple[Page, Town, list[int]],
) -> None:
    page, _, (far, near) = day
    expect(page.locator("[data-far]").first).not_to_be_empty()
    assert numbers(page) == [("1", str(near)), ("2", str(far))]
    expect(page.locator(".m-case .m-num")).to_have_text(["2", "1"])


def test_a_press_on_a_line_shows_the_case_beside_the_map_and_its_button_acts(day: tuple[Page, Town, list[int]]) -> None:
    page, _, (_far, near) = day
    page.locator(f'.todo[data-case="{near}"]').click()
    expect(page.locator(f'[data-peeks] [data-shown="{near}"]')).to_be_visible()
    page.locator("[data-peeks] .btn-main").click()
    expect(page.locator(f'.todo[data-case="{near}"] .do')).to_have_text("先联系")


def test_the_day_has_no_finding_and_does_not_scroll_sideways(browser: Pages, day: tuple[Page, Town, list[int]]) -> None:
    _, town, _ = day
    looks: list[dict[str, str]] = [{}, {"theme": "dark"}, {"size": "large"}]
    for width, look in [(width, look) for width in (390, 1024) for look in looks]:
        page = browser.page(user=town.street_worker, width=width, **look)
        page.goto("/work")
        assert browser.axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
