"""The public pages of a draw in a real browser: on a phone, in the dark, in large type."""

import pytest
from playwright.sync_api import Page

from app.review.words import Vote
from tests.builders.town import MONDAY, a_town
from tests.support.browsers import Pages
from tests.support.site import Site

LOOKS: list[dict[str, str]] = [{"theme": "dark"}, {"size": "large"}]


@pytest.fixture
def paths(site: Site) -> list[str]:
    """The list, a draw that waits, one that was decided."""
    site.set_clock(MONDAY)
    with site.web.write():
        town = a_town("town")
        decided = town.in_review()
        town.decide(decided, Vote.SOLVED)
        waiting = town.frozen()
        return ["/s/town/draws", f"/s/town/draws/{decided.id}", f"/s/town/draws/{waiting.id}"]


def faults(browser: Pages, page: Page) -> list[str]:
    """What the checker finds with everything unfolded; and whether the page is wider than its window."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return browser.axe(page) + (["wider than its window"] if wide else [])


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_checker_finds_nothing_and_no_number_makes_a_phone_scroll_sideways(
    browser: Pages, paths: list[str], lang: str
) -> None:
    found = {}
    for look in LOOKS:
        page = browser.page(width=390, lang=lang, **look)
        for path in paths:
            page.goto(path)
            found[path, str(look)] = faults(browser, page)
    assert {where: faults for where, faults in found.items() if faults} == {}
