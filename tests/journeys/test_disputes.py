"""At the desk, in a real browser: a refusal war that a ruling ends, joint work of three units, one case out of two."""

import pytest
from playwright.sync_api import Page

from app.cases import responsibility
from app.cases.lifecycle import State
from app.core.permissions import Actor
from tests.builders.town import CG, CLUTTER, IN_R1, JW, MONDAY, PHONE, WY, a_town
from tests.journeys.walk import Walk
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(browser: Pages) -> Walk:
    """A town of its own behind the server, on Monday morning."""
    with browser.site.web.write():
        town = a_town()
    return Walk(browser, town, browser.site.set_clock(MONDAY))


def refuse(walk: Walk, who: Actor) -> None:
    """退单, with the clause by which it is not theirs."""
    page = walk.open(who)
    page.get_by_role("link", name="退单").click()
    page.get_by_label("非本部门职责").check()
    page.get_by_label("说清楚").fill("这一段楼道归物业管。")
    page.get_by_role("button", name="退回派遣员").click()
    page.get_by_text("请写依据哪一条，不归你们").first.wait_for()
    page.get_by_label("依据哪一条").fill("物业服务合同第 5 条")
    page.get_by_role("button", name="退回派遣员").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")


def decide(walk: Walk, who: Actor, button: str, **chosen: int) -> Page:
    """The first of the queue, in the pane beside it; the page goes on to the next by itself."""
    page = walk.browser.page(user=who, width=1440)
    page.goto("/desk/queue")
    pane = page.locator("[data-pane-here]")
    pane.locator("select[name=member]").wait_for()
    for name, value in chosen.items():
        pane.locator(f"select[name={name}]").select_option(str(value))
    if "裁" in button or button == "定了":
        pane.get_by_label("理由").fill("按责任清单归城管。")
        pane.get_by_label("这个居民区以后都这样").check()
    pane.get_by_role("button", name=button).click()
    page.wait_for_url("**/desk/queue*")
    return page


def test_a_refusal_war_ends_in_a_ruling_that_the_rules_remember(walk: Walk) -> None:
    town = walk.town
    walk.report(CLUTTER, IN_R1)
    walk.later(minutes=10)
    refuse(walk, town.worker)
    assert (walk.case().state, walk.case().owner_id) == (State.DISPUTED, town.worker.id)
    decide(walk, town.dispatcher, "改派", member=town.neighbour.id or 0)
    walk.later(minutes=10)
    refuse(walk, town.neighbour)
    assert walk.case().returns == 2
    page = decide(walk, town.chief, "定了", member=town.worker.id or 0, unit=town.units[CG])
    page.get_by_text("没有等你决定的事").first.wait_for()
    assert (walk.case().state, walk.case().handling_unit_id) == (State.DISPATCHED, town.units[CG])
    page.goto("/desk/responsibility")
    assert CG in page.locator("main").inner_text()
    with walk.browser.site.web.read():
        found = responsibility.listed_unit(town.category(CLUTTER), town.grid_ids["R1"])
        assert found is not None and found.unit.name == CG


def ask(walk: Walk, unit: str, task: str) -> None:
    """请协办, by the owner."""
    page = walk.open(walk.town.worker)
    page.locator("summary", has_text="不常用的").click()
    page.get_by_role("link", name="请协办").click()
    page.locator("select[name=unit]").select_option(str(walk.town.units[unit]))
    page.get_by_label("请他们办什么").fill(task)
    page.get_by_role("button", name="请他们协办").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")


def do_part(walk: Walk, who: Actor) -> None:
    """Sign in and report one's part."""
    page = walk.open(who)
    page.get_by_role("button", name="签收协办").click()
    page.get_by_role("link", name="报协办结果").click()
    page.locator("textarea").first.fill("我们这一部分办好了。")
    page.get_by_role("button", name="报协办结果").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")


def test_a_joint_case_of_three_is_reported_done_when_every_part_is(walk: Walk) -> None:
    town = walk.town
    walk.report(CLUTTER, IN_R1)
    walk.later(minutes=10)
    page = walk.sign_in(town.worker)
    for unit, task in ((WY, "清走楼道里的东西"), (CG, "责令搬走门口的柜子"), (JW, "通知这一层的住户")):
        ask(walk, unit, task)
    assert walk.case().open_parts == 3
    page.reload()
    assert page.get_by_role("link", name="报办结").count() == 0
    walk.later(minutes=30)
    for who in (town.handler, town.enforcer, town.committee):
        do_part(walk, who)
    assert walk.case().open_parts == 0
    walk.later(minutes=30)
    walk.handle(walk.open(town.worker))
    assert walk.case().state is State.HANDLED


def test_two_reports_become_one_case_and_two_again(walk: Walk) -> None:
    town = walk.town
    walk.report(CLUTTER, IN_R1, phone=PHONE)
    first = walk.receipt.strip()
    walk.later(minutes=5)
    walk.report(CLUTTER, IN_R1)
    page = walk.open(town.dispatcher, width=1440)
    page.get_by_role("link", name="并进这一件").first.click()
    assert page.get_by_label("并入哪一件").input_value() == first
    page.get_by_label("理由").fill("同一处堆物。")
    page.get_by_role("button", name="并过去").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")
    assert walk.case().state is State.MERGED
    assert "和另一件合在一起办" in walk.track()
    page.goto(f"/cases/{walk.case_id}/unmerge")
    page.get_by_label("理由").fill("不是同一层。")
    page.get_by_role("button", name="分开单独办").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")
    assert walk.case().state is State.DISPATCHED
