"""The harness itself: a real page in a real browser."""

import pytest

from tests.support.browsers import Pages


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_address_is_answered_in_the_readers_language(browser: Pages, lang: str) -> None:
    page = browser.page(width=390, lang=lang)
    page.goto("/no-such-page")
    assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert page.locator("h1").is_visible()
    assert browser.axe(page) == []
