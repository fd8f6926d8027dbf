"""Half past five at the desk: a shift is handed over with one critical case open, in a real browser."""

from datetime import timedelta

import pytest

from app.core.db import db
from app.grid.models_handover import Handover
from tests.builders.town import IN_R1, MANHOLE, MONDAY, a_town
from tests.journeys.walk import Walk
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser
HALF_PAST_FIVE = MONDAY + timedelta(hours=8)
NOTE = "井盖已经围住，市政答应八点前来换，来之前每小时去看一次。"


@pytest.fixture
def walk(browser: Pages) -> Walk:
    """A town of its own behind the server, on Monday afternoon."""
    with browser.site.web.write():
        town = a_town()
    return Walk(browser, town, browser.site.set_clock(HALF_PAST_FIVE - timedelta(minutes=50)))


def test_a_hand_over_at_half_past_five_with_one_critical_open(walk: Walk) -> None:
    walk.report(MANHOLE, IN_R1)
    walk.at = walk.browser.site.set_clock(HALF_PAST_FIVE)
    leaving = walk.browser.page(user=walk.town.chief, width=1440)
    leaving.goto("/handover")
    assert walk.receipt.strip() in leaving.locator("section[aria-labelledby=critical]").inner_text()
    leaving.get_by_label("要交代的").fill(NOTE)
    leaving.get_by_role("button", name="写好，等接班的签").click()
    leaving.get_by_text("写好了，等接班的签").wait_for()
    walk.later(minutes=4)
    coming = walk.browser.page(user=walk.town.night1, width=390)
    coming.goto("/handover")
    assert NOTE in coming.locator("main").inner_text()
    assert coming.locator("a[href^='tel:']").first.inner_text() == "13900000001"
    coming.get_by_role("button", name="看过了，我接班").click()
    coming.get_by_text("签了，现在是你的班").wait_for()
    seen = coming.locator("main").inner_text()
    assert walk.receipt.strip() in seen and walk.town.night1.name in seen
    leaving.reload()
    assert "等接班的签" not in leaving.locator("main h2").all_inner_texts()
    with walk.browser.site.web.read():
        assert db.session.get_one(Handover, 1).signed_by_id == walk.town.night1.id
