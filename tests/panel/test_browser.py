"""The ballot and the packet in a real browser: seen by the checker, used by thumb, by pointer and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from app.cases.lifecycle import State
from app.core.permissions import Actor
from tests.builders.town import MONDAY, Town, a_town, hours
from tests.support.browsers import Pages
from tests.support.site import Site

pytestmark = pytest.mark.browser
LOOKS: list[dict[str, str]] = [{}, {"theme": "dark"}, {"size": "large"}, {"lang": "en"}]
WIDTHS = [(390, LOOKS[2]), (390, LOOKS[1]), (1024, LOOKS[3]), (1440, LOOKS[0])]


class Judged:
    """A case before a panel on the running server."""

    def __init__(self, site: Site) -> None:
        site.set_clock(MONDAY + hours(3))
        with site.web.write():
            self.town: Town = a_town("town")
            review = self.town.in_review()
            self.review_id, self.case_id = review.id, review.case_id
            self.judge: Actor = self.town.panel(review.id)[0]
        self.ballot, self.packet = f"/panel/{self.review_id}", f"/cases/{self.case_id}/packet"


@pytest.fixture
def judged(site: Site) -> Judged:
    """Three hours after it was reported."""
    return Judged(site)


def faults(browser: Pages, page: Page) -> list[str]:
    wide = bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
    return browser.axe(page) + (["wider than its window"] if wide else [])


def test_the_checker_finds_nothing_on_a_ballot_in_any_look(browser: Pages, judged: Judged) -> None:
    found = {}
    for look in LOOKS:
        page = browser.page(user=judged.judge, width=390, **look)
        page.goto(judged.ballot)
        found[str(look)] = faults(browser, page)
    assert {look: wrong for look, wrong in found.items() if wrong} == {}


def test_nor_on_the_packet_with_its_tools_open(browser: Pages, judged: Judged) -> None:
    found = {}
    for width, look in WIDTHS:
        page = browser.page(user=judged.town.dispatcher, width=width, **look)
        page.goto(judged.packet)
        page.locator("details[data-blackout] > summary").first.click()
        page.locator("[data-add]").first.click()
        found[width, str(look)] = faults(browser, page)
    assert {look: wrong for look, wrong in found.items() if wrong} == {}


def test_nor_on_the_list_of_refusals(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.town.auditor, width=390)
    page.goto("/audit/refusals")
    assert faults(browser, page) == []


def test_a_vote_is_cast_by_keyboard_alone_and_then_changed(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.judge, width=390)
    page.goto(judged.ballot)
    page.locator("input[name=vote]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("还有一点味道")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="投好了").wait_for()
    assert page.locator("input[name=vote]:checked").input_value() == "mostly"
    assert page.locator("input[name=attitude]:checked").input_value() == "4"
    assert faults(browser, page) == []


def test_the_button_stays_in_reach_of_the_thumb_and_the_counter_counts(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.judge, width=390)
    page.goto(judged.ballot)
    button = page.get_by_role("button", name="投票")
    for choice in page.locator(".choice").all():
        choice.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport()
    page.locator("#line").fill("好")
    expect(page.locator("[data-left]")).to_have_text("还能写 59 个字")
    for choice in page.locator(".choice label, .scale label").all():
        box = choice.bounding_box()
        assert box is not None and box["height"] >= 44


def test_a_ballot_without_a_choice_leads_to_what_is_missing(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.judge, width=390)
    page.goto(judged.ballot)
    page.get_by_role("button", name="投票").click()
    page.locator("fieldset.has-error:focus, [data-error-summary]:focus").wait_for()
    assert faults(browser, page) == []


def test_words_that_are_selected_are_blacked(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.town.dispatcher, width=1024)
    page.goto(judged.packet)
    page.evaluate(
        """() => {
          const text = document.querySelector("[data-blackable=said]").firstChild;
          const range = document.createRange(), from = text.data.indexOf("鞋柜");
          range.setStart(text, from); range.setEnd(text, from + 2);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    expect(page.locator("#w-said")).to_have_value("鞋柜")
    page.get_by_role("button", name="涂黑所选").first.click()
    page.get_by_text("评议员看不到这几个字").wait_for()
    assert "鞋柜" not in page.locator("[data-blackable=said]").inner_text()


def test_a_box_is_drawn_by_pointer_moved_by_keys_and_sent(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.town.dispatcher, width=1024)
    page.goto(judged.packet)
    page.locator("details[data-blackout] > summary").first.click()
    tool = page.locator("details[data-blackout]").first
    stage = tool.locator("svg[data-boxes]")
    stage.scroll_into_view_if_needed()
    area = stage.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] * 0.1, area["y"] + area["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.4, area["y"] + area["height"] * 0.5, steps=4)
    page.mouse.up()
    edges = [tool.locator(f"[data-rows] [name={name}]").first for name in ("left", "top", "width", "height")]
    drawn = [float(edge.input_value()) for edge in edges]
    assert drawn == pytest.approx([10, 10, 30, 40], abs=1)
    expect(tool.locator("rect")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    moved = [float(edge.input_value()) for edge in edges]
    assert moved == pytest.approx([drawn[0] + 1, drawn[1], drawn[2], drawn[3] + 1], abs=0.2)
    tool.get_by_role("button", name="涂黑这些地方").click()
    page.get_by_text("评议员看到的是新做的照片").wait_for()


def test_a_box_is_made_and_dropped_by_keyboard_alone(browser: Pages, judged: Judged) -> None:
    page = browser.page(user=judged.town.dispatcher, width=390)
    page.goto(judged.packet)
    tool = page.locator("details[data-blackout]").first
    tool.locator("summary").press("Enter")
    for _ in range(2):
        tool.locator("[data-add]").press("Enter")
        expect(tool.locator("rect").last).to_be_focused()
    assert tool.locator("rect").count() == 2
    page.keyboard.press("Delete")
    assert tool.locator("rect").count() == 1
    expect(tool.locator("[data-add]")).to_be_focused()


def test_without_a_script_words_and_boxes_are_still_hidden(browser: Pages, site: Site, judged: Judged) -> None:
    cookie = site.web.as_(judged.town.dispatcher).get_cookie("lingrid")
    assert cookie is not None
    context = browser.browser.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    context.add_cookies([{"name": "lingrid", "value": cookie.value, "url": site.url}])
    page = context.new_page()
    page.goto(judged.packet)
    page.locator("#w-said").fill("鞋柜")
    page.locator("#w-said").press("Enter")
    page.get_by_text("评议员看不到这几个字").wait_for()
    page.locator("details > summary", has_text="涂黑一部分").first.click()
    for name, value in (("left", "0"), ("top", "0"), ("width", "50"), ("height", "50")):
        page.locator(f"[data-rows] [name={name}]").first.fill(value)
    page.get_by_role("button", name="涂黑这些地方").first.click()
    page.get_by_text("评议员看到的是新做的照片").wait_for()
    with site.web.read():
        assert judged.town.of(judged.case_id).state is State.IN_REVIEW
    context.close()
