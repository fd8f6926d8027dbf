"""After the closing on a phone: by thumb and by keyboard, in light, dark and large type, seen by the checker."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import jobs
from app.cases import ops
from app.cases.models import Case
from app.cases.queries import visible_case
from app.cases.reports import Spot
from app.core.db import db
from app.core.permissions import Actor, Role, system_actor
from app.intake import ops as intake
from app.intake.reports import ReportIn
from app.verdicts import ops as verdicts
from tests.builders.closings import CLOSED, UNHAPPY, close
from tests.builders.town import ENQUIRY, IN_R1, MONDAY, PHONE, Town, a_town, hours
from tests.support.browsers import Pages
from tests.support.site import Site

LOOKS: list[dict[str, str]] = [{"theme": "dark"}, {"size": "large"}]


@pytest.fixture
def secret(site: Site) -> str:
    """The link to a report that was closed an hour ago and is sealed."""
    site.set_clock(CLOSED + hours(1))
    with site.web.write():
        town: Town = a_town("town")
        told: dict[str, Any] = {"spot": Spot(IN_R1, "wgs84"), "phone": PHONE}
        form = ReportIn("browser-form-0000000001", town.category(ENQUIRY), "问一下政策", **told)
        receipt = intake.take_report(town.street_id, form, MONDAY)
        close(town, town.of(receipt.case_id))
    with site.web.read():
        jobs.make_root(jobs.Turn(CLOSED + hours(1)))
    return receipt.secret


def faults(browser: Pages, page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return browser.axe(page) + (["wider than its window"] if wide else [])


@pytest.mark.browser
def test_a_reporter_says_no_and_asks_again_by_keyboard_alone(browser: Pages, secret: str) -> None:
    page = browser.page(width=390)
    page.goto(f"/t/{secret}")
    page.get_by_label("没有解决").focus()
    page.keyboard.press("Space")
    page.get_by_label("不满意", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("哪里不满意").fill("又堆回来了")
    page.get_by_role("button", name="交，不再改").press("Enter")
    expect(page.get_by_text("您说：没有解决，不满意。")).to_be_visible()
    page.get_by_role("button", name="请求重开").press("Enter")
    page.locator("#reason-e").wait_for()
    page.get_by_label("请街道重新办这件事").check()
    page.get_by_label("为什么要重开").fill("楼道又堵了")
    page.get_by_role("button", name="请求重开").press("Enter")
    expect(page.get_by_text("您请求重开了")).to_be_visible()


@pytest.mark.browser
def test_the_checker_finds_nothing_on_any_of_these_pages(browser: Pages, secret: str, site: Site) -> None:
    found = {}
    for stage in ("offered", "asked to ask", "declined"):
        advance(site, stage)
        for look in LOOKS:
            page = browser.page(width=390, **look)
            page.goto(f"/t/{secret}")
            page.locator("details.links > summary").click()
            found[stage, str(look)] = faults(browser, page)
    page = browser.page(width=390)
    page.goto("/s/town/ledger")
    found["ledger", ""] = faults(browser, page)
    assert {where: what for where, what in found.items() if what} == {}


def advance(site: Site, stage: str) -> None:
    """One step on: an unhappy verdict; asked and declined."""
    with site.web.write():
        case_id, street_id = db.session.execute(select(Case.id, Case.street_id)).one()
        case = visible_case(system_actor(street_id), case_id)
        if stage == "asked to ask":
            verdicts.give(case, UNHAPPY, "又堆回来了", at=CLOSED + hours(1))
        elif stage == "declined":
            verdicts.ask_reopen(case, "楼道又堵了", at=CLOSED + hours(1))
            chief = Actor(None, street_id, "值班长", frozenset({Role.DUTY_CHIEF}))
            ops.decline_reopen(chief, case, "到现场看过，是另一户。", at=CLOSED + hours(1))
