"""The list in a real browser: ticks, the map beside it, and a bulk move from beginning to end."""

import pytest
from playwright.sync_api import Page, expect

from app.cases.reports import Spot
from app.desk import ops, queries_bulk
from app.desk.bulk import Order, Pick
from app.desk.filters import Filters
from app.desk.words import BulkVerb, SheetKind
from tests.builders.town import IN_R1, IN_R3, MONDAY, Town, a_town, hours
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser
LOOKS: tuple[tuple[int, dict[str, str]], ...] = (
    (1440, {}),
    (1024, {"theme": "dark"}),
    (1024, {"lang": "en"}),
    (390, {}),
)


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


def test_every_page_of_the_list_is_open_to_everybody_and_no_wider_than_its_window(browser: Pages) -> None:
    with browser.site.web.write():
        town = a_town()
        picks = [Pick(case.id, case.entry_count) for case in (town.report(), town.report())]
        run = ops.begin_bulk(town.chief, Order(BulkVerb.URGE, f"{town.slug:t<24}"), picks, at=MONDAY)
        for row_id in queries_bulk.waiting(run.id, 9):  # a run that is not through goes on by itself
            ops.make_bulk_move(town.chief, run.id, row_id, at=MONDAY)
        saved = ops.save_filter(town.chief, "红灯", Filters(lamp="red"), shared=True, at=MONDAY)
        ops.export(town.chief, Filters(state="all"), SheetKind.CSV, 2, at=MONDAY)
        paths = [f"/desk/bulk/{run.id}", f"/desk/list/saved/{saved.id}"]
    browser.site.set_clock(MONDAY + hours(2))
    visits = [(town.chief, path) for path in ("/desk?q=楼道", *paths)] + [(town.leader, "/audit/exports")]
    found = {}
    for width, look in LOOKS:
        for who, path in visits:
            page = browser.page(user=who, width=width, **look)
            page.goto(path)
            if page.locator("[data-map-toggle]").count():
                page.locator("[data-map-toggle]").click()
                expect(page.locator("[data-list-map] .m-case").first).to_be_visible()
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[path, width, str(look)] = browser.axe(page) + (["wider than its window"] if wide else [])
            page.context.close()
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_preview_is_open_to_everybody(screen: tuple[Page, Town, list[int]], browser: Pages) -> None:
    page, _, _made = screen
    for verb in ("dispatch", "urge", "void"):
        page.goto("/desk")
        page.locator("[data-pick-all]").check()
        page.locator(f"#bulk button[value={verb}]").click()
        expect(page.locator("table")).to_be_visible()
        assert browser.axe(page) == []
