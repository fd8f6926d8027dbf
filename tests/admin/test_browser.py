"""The set-up in a real browser: no page has a finding of the checker, and what only a script can do is done."""

from io import BytesIO

import pytest
from playwright.sync_api import expect

from app.catalog.setup import ops
from app.catalog.setup.replies import ReplyEntry
from tests.admin.test_people_import import BAD, GOOD, HEAD
from tests.builders.town import CG, CLUTTER, MONDAY, Town, a_town
from tests.support.browsers import Pages
from tests.support.site import Site

LOOKS: list[tuple[int, dict[str, str]]] = [(390, {}), (1024, {"theme": "dark"}), (1440, {}), (1440, {"size": "large"})]
SAID = "已经清理，谢谢您。"


@pytest.fixture
def town(site: Site) -> Town:
    """The town behind the running server, on a Monday morning, with a reply text."""
    site.set_clock(MONDAY)
    with site.web.write():
        made = a_town("town")
        ops.add_reply(made.admin, ReplyEntry("已清理", SAID), at=MONDAY)
        ops.close_unit(made.admin, made.units[CG], MONDAY.date(), at=MONDAY)
    return made


def places(town: Town) -> list[str]:
    """Every page of the set-up."""
    own = ("", "/street", "/changes", "/people", "/people/new", "/people/import", "/departments", "/departments/new")
    rows = (f"/people/{town.worker.id}", f"/units/{town.units['和风物业']}", f"/categories/{town.category(CLUTTER)}")
    more = (f"/units/{town.units[CG]}", "/departments/1", "/departments/1/units/new", "/categories", "/stages")
    last = (f"/categories/{town.category(CLUTTER)}/rules", "/stages/sign_in", "/reasons", "/reasons/refuse/not_ours")
    return [f"/admin{path}" for path in (*own, *rows, *more, *last, "/replies", "/replies/new", "/replies/1")]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_the_checker_finds_nothing_on_any_page(browser: Pages, town: Town, width: int, look: dict[str, str]) -> None:
    page = browser.page(user=town.admin, width=width, **look)
    found = {}
    for path in places(town):
        page.goto(path)
        for fold in page.locator("details:not(.menu) > summary").all():
            fold.click()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = browser.axe(page) + (["wider than its window"] if wide else [])
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.browser
def test_a_sheet_goes_in_by_hand_and_its_passwords_are_shown(browser: Pages, town: Town) -> None:
    page = browser.page(user=town.admin, width=1440)
    page.goto("/admin/people/import")
    sheet = BytesIO((HEAD + GOOD + BAD).encode()).getvalue()
    page.get_by_label("人员名单").set_input_files({"name": "人.csv", "mimeType": "text/csv", "buffer": sheet})
    page.get_by_role("button", name="先看一遍").click()
    assert browser.axe(page) == []
    page.get_by_role("button", name="看第一个密码").click()
    expect(page.get_by_role("heading", name="建好 1 个账号")).to_be_visible()
    assert browser.axe(page) == []


@pytest.mark.browser
def test_a_press_begins_the_reply_and_loses_nothing_that_was_written(browser: Pages, town: Town, site: Site) -> None:
    with site.web.write():
        case = town.signed_in()
        side, path = town.side(case), f"/cases/{case.id}/handle"
    page = browser.page(user=side, width=1024)
    page.goto(path)
    reply = page.get_by_label("给居民的答复")
    page.get_by_role("button", name="已清理").click()
    expect(reply).to_have_value(SAID)
    reply.fill("先说一句")
    page.get_by_role("button", name="已清理").click()
    expect(reply).to_have_value(f"先说一句\n{SAID}")
    assert browser.axe(page) == []
