"""The duty roster, the hand-over and the load in a real browser; no page has a finding of the checker."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from app.grid import ops
from tests.builders.town import MANHOLE, MONDAY, Town, a_town, hours
from tests.grid.test_roster_sheet import a_file
from tests.support.browsers import Pages
from tests.support.site import Site

pytestmark = pytest.mark.browser
LOOKS: list[dict[str, str]] = [{}, {"theme": "dark"}, {"size": "large"}]


@pytest.fixture
def town(site: Site) -> Town:
    """The town behind the running server, on a Monday morning: somebody away, a critical case, a note to sign."""
    site.set_clock(MONDAY)
    with site.web.write():
        made = a_town("town")
        made.report(MANHOLE)
        made.away(made.far)
        made.away(made.worker)
        ops.write_hand_over(made.other_chief, "井盖还在等市政", {}, at=MONDAY)
    return made


def fill(page: Page) -> None:
    """The deputy has the evening of R1, Mondays and Fridays."""
    page.goto("/duties")
    page.get_by_role("link", name="排班").click()
    page.get_by_label("网格", exact=True).select_option(index=2)
    page.locator("#user").select_option(label="deputy")
    page.get_by_label("条线").fill("联勤")
    page.get_by_label("从哪天起").fill("2026-11-16")
    for day in ("一", "五"):
        page.get_by_label(day, exact=True).check()
    page.get_by_label("几点上班").fill("17:30")
    page.get_by_label("几点下班").fill("21:00")


def test_a_duty_is_seen_and_made_and_stands_in_the_week(browser: Pages, town: Town) -> None:
    page = browser.page(width=1440, user=town.chief)
    fill(page)
    page.get_by_role("button", name="先看影响").click()
    expect(page.get_by_role("status", name="会有什么影响")).to_be_visible()
    assert page.get_by_label("几点上班").input_value() == "17:30"
    page.get_by_role("button", name="就这样排").click()
    expect(page.get_by_text("排好了。")).to_be_visible()
    expect(page.get_by_role("link", name="17:30–21:00 deputy")).to_have_count(2)


def test_a_roster_file_is_looked_at_and_taken_in(browser: Pages, town: Town) -> None:
    page = browser.page(width=1024, user=town.admin)
    page.goto("/duties/import")
    bad = a_file(["R1", "nobody", "2026-11-17", None, None, None, None])
    payload: FilePayload = {"name": "排班.xlsx", "mimeType": "application/octet-stream", "buffer": bad}
    page.get_by_label("排班表（xlsx）").set_input_files([payload])
    page.get_by_role("button", name="看看这份表").click()
    expect(page.get_by_text("没有登录名是 nobody 的人")).to_be_visible()
    assert browser.axe(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_has_a_finding_and_none_runs_over_the_edge(browser: Pages, town: Town, look: dict[str, str]) -> None:
    page = browser.page(width=1024, user=town.chief, **look)
    for path in (
        "/duties?day=2026-11-16",
        "/duties?view=month",
        "/duties/new",
        "/duties/1",
        "/duties/leave",
        "/duties/leave/1",
        "/duties/import",
        "/handover",
        "/handover/1",
        "/load",
        f"/load/{town.night1.id}",
    ):
        page.goto(path)
        assert browser.axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 1024, path


def test_the_pages_fit_a_phone(browser: Pages, town: Town) -> None:
    page = browser.page(width=390, user=town.chief)
    for path in ("/duties", "/duties/new", "/handover", "/load"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert browser.axe(page) == [], path


def test_cases_are_moved_after_a_look_at_who_would_get_them(browser: Pages, town: Town) -> None:
    with browser.site.web.write():
        town.on_duty(town.deputy, "R1")
        case = town.report(at=MONDAY + hours(1))
        receipt, owner = case.receipt, case.owner_id
        town.on_duty(town.neighbour, "R1")
    page = browser.page(width=1440, user=town.chief)
    page.goto(f"/load/{owner}")
    page.get_by_role("row", name=receipt).get_by_role("checkbox").check()
    page.get_by_role("button", name="看会给谁").click()
    page.get_by_label("为什么移").fill("他请假了")
    page.get_by_role("button", name="就这样移").click()
    expect(page.get_by_text("移好 1 件，共 1 件")).to_be_visible()
