"""The desk's other lists, cards of duplicates and the forms beside them: seen by the checker; the queue comes anew."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app import jobs
from app.cases import ops
from app.cases.words import Listed, RefusalReason
from app.jobs import Turn
from tests.builders.town import CG, CLUTTER, FIRE_LANE, MONDAY, Town, a_town, hours
from tests.desk.mails import lost_mail
from tests.support.browsers import Pages
from tests.support.site import Site

pytestmark = pytest.mark.browser
LOOKS: list[tuple[int, dict[str, str]]] = [(390, {"size": "large"}), (1024, {"lang": "en"}), (1440, {"theme": "dark"})]
LATER = MONDAY + timedelta(days=21)


@pytest.fixture
def town(site: Site) -> Town:
    """A ruling on the list, a late promise, a lost mail, a case under a lead official, two reports of one trouble."""
    site.set_clock(LATER)
    with site.web.write():
        town = a_town("town")
        ruled = town.report(FIRE_LANE)
        for n in range(2):
            ops.refuse(town.side(ruled), ruled, RefusalReason.NOT_HERE, "不在我们这里", at=MONDAY)
            if not n:
                ops.redispatch(town.dispatcher, ruled, town.worker.id or 0, at=MONDAY)
        ops.rule(town.chief, ruled, town.worker.id or 0, town.units[CG], "归城管", Listed.GRID, at=MONDAY)
        ops.lead(town.chief, ruled, town.leader.id, "每周碰头", at=MONDAY)
        lost_mail(town, ruled)
        for _ in range(2):
            town.report(CLUTTER, LATER)
    with site.web.read():
        jobs.sweep(Turn(LATER))
    return town


def faults(browser: Pages, page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return browser.axe(page) + (["wider than its window"] if wide else [])


def test_the_checker_finds_nothing_on_the_other_lists_nor_beside_duplicates(browser: Pages, town: Town) -> None:
    paths = ["/desk/late", "/desk/messages", "/desk/responsibility", "/desk/backlog", "/cases/3", "/cases/3/merge"]
    paths += ["/cases/1/enforce", "/cases/1/lead"]
    found = {}
    for width, look in LOOKS:
        for path in paths:
            page = browser.page(user=town.dispatcher if "merge" in path else town.chief, width=width, **look)
            assert page.goto(path).status == 200  # type: ignore[union-attr]
            found[path, width] = faults(browser, page)
            page.context.close()
    assert {where: what for where, what in found.items() if what} == {}


def test_what_is_put_before_the_desk_appears_by_itself_and_what_is_written_stays(browser: Pages, town: Town) -> None:
    site = browser.site
    with site.web.write():
        first = town.refused(LATER).id
    page = browser.page(user=town.dispatcher, width=1440)
    page.clock.install()
    page.goto("/desk/queue")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(1)
    page.locator("[data-pane-here] select[name=member]").select_option(index=1)
    with site.web.write():
        town.refused(LATER + hours(1))
    page.clock.fast_forward(11_000)
    expect(rows).to_have_count(2)
    expect(page.locator(f'[data-row="{first}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-pane-here] select[name=member]")).not_to_have_value("")
