"""A newcomer's day: one case from the resident's phone to its closing, in a real browser."""

import pytest

from app.cases.lifecycle import State
from app.cases.models_trail import CaseApproval
from app.cases.words import Approval, DeskKind
from app.core.db import db
from tests.builders.town import (
    CLUTTER,
    IN_MARKET,
    IN_R1,
    MANHOLE,
    MONDAY,
    NIGHT,
    OUTSIDE,
    PHONE,
    TRADE,
    a_town,
)
from tests.journeys.walk import PHOTO, REPLY, Walk
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(browser: Pages) -> Walk:
    """A town of its own behind the server, on Monday morning."""
    with browser.site.web.write():
        town = a_town()
    return Walk(browser, town, browser.site.set_clock(MONDAY))


def approval_of(walk: Walk) -> Approval:
    with walk.browser.site.web.read():
        case = walk.town.of(walk.case_id)
        return db.session.get_one(CaseApproval, case.approval_id).kind


def test_a_residential_case_goes_from_the_phone_to_the_panel_and_is_closed(walk: Walk) -> None:
    walk.report(CLUTTER, IN_R1, phone=PHONE)
    assert (walk.case().state, walk.case().owner_id) == (State.DISPATCHED, walk.town.worker.id)
    page = walk.sign_in(walk.town.worker)
    assert "为什么是我" in page.locator("main").inner_text()
    walk.later(minutes=20)
    walk.contact(page)
    walk.later(hours=2)
    walk.handle(page)
    walk.later(minutes=30)
    walk.check()
    assert walk.case().state is State.IN_REVIEW
    for who in walk.panel():
        walk.later(minutes=10)
        walk.vote(who)
    assert (walk.case().state, approval_of(walk)) == (State.CLOSED, Approval.PANEL)
    seen = walk.track()
    assert REPLY in seen and walk.town.worker.name not in seen


def test_a_market_case_is_the_micro_grids_and_closes_on_the_check_when_no_panel_was_drawn(walk: Walk) -> None:
    walk.report(TRADE, IN_MARKET)
    assert walk.case().owner_id == walk.town.market.id
    page = walk.sign_in(walk.town.market)
    walk.contact(page)
    walk.later(hours=1)
    walk.handle(page)
    walk.check()
    assert (walk.case().state, approval_of(walk)) == (State.CLOSED, Approval.CHECK)


def test_a_case_outside_every_grid_waits_for_the_dispatcher_to_say_where_it_is(walk: Walk) -> None:
    walk.report(CLUTTER, OUTSIDE)
    assert (walk.case().state, walk.case().desk_kind) == (State.REPORTED, DeskKind.OUTSIDE)
    page = walk.browser.page(user=walk.town.dispatcher, width=1440)
    page.goto("/desk/queue")
    assert "不在本街道" in page.locator("main").inner_text()
    page.goto(f"/cases/{walk.case_id}/place")
    page.locator("#place-q").fill("和风")
    page.locator("#place-list [role=option]").first.click()
    page.get_by_role("button", name="就在这里").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")
    assert (walk.case().state, walk.case().owner_id) == (State.DISPATCHED, walk.town.worker.id)
    walk.handle(walk.sign_in(walk.town.worker))
    walk.check()
    for who in walk.panel():
        walk.vote(who)
    assert (walk.case().state, approval_of(walk)) == (State.CLOSED, Approval.PANEL)


def test_a_critical_case_at_night_goes_to_the_24_hour_duty_and_is_made_safe_first(walk: Walk) -> None:
    walk.at = walk.browser.site.set_clock(NIGHT)
    walk.report(MANHOLE, IN_R1)
    assert walk.case().owner_id == walk.town.night1.id
    walk.later(minutes=16)
    walk.browser.site.sweep()
    assert walk.case().owner_id == walk.town.night2.id
    page = walk.sign_in(walk.town.night2)
    page.get_by_role("link", name="报先排险").click()
    page.locator(".shot-add input").first.set_input_files([PHOTO])
    page.get_by_role("button", name="已经排险").click()
    page.wait_for_url(f"**/cases/{walk.case_id}")
    assert walk.case().made_safe_at is not None
    walk.handle(page)
    walk.check()
    assert (walk.case().state, approval_of(walk)) == (State.CLOSED, Approval.CHECK)


def test_a_confidential_case_hides_its_reporter_from_the_handlers_but_not_from_intake(walk: Walk) -> None:
    walk.report(CLUTTER, IN_R1, phone=PHONE, tick="不让办事的人知道我是谁")
    handler, clerk = walk.sign_in(walk.town.worker), walk.open(walk.town.clerk)
    assert PHONE[-4:] not in handler.content() and handler.get_by_role("link", name="申请查看").count() == 0
    clerk.get_by_role("link", name="申请查看").click()
    assert PHONE not in clerk.content()
    clerk.get_by_label("为什么要看").fill("回访")
    clerk.get_by_role("button", name="看一次").click()
    clerk.get_by_text(PHONE).wait_for()
    walk.handle(handler)
    walk.check()
    for who in walk.panel():
        walk.vote(who)
    assert walk.case().state is State.CLOSED


def test_voted_down_done_again_closed_and_reopened_by_its_reporter_it_comes_to_a_conference(walk: Walk) -> None:
    walk.report(CLUTTER, IN_R1, phone=PHONE)
    walk.later(minutes=20)
    walk.handle(walk.sign_in(walk.town.worker))
    walk.later(minutes=30)
    walk.check()
    walk.vote_all("unsolved")
    assert walk.case().state is State.REWORK
    walk.do_again(walk.town.worker)
    walk.vote_all("solved")
    assert (walk.case().state, approval_of(walk)) == (State.CLOSED, Approval.PANEL)
    walk.later(hours=20)
    walk.unhappy()
    assert (walk.case().state, walk.case().desk_kind) == (State.CLOSED, DeskKind.REOPEN_ASKED)
    walk.reopen(walk.town.chief)
    assert (walk.case().state, walk.case().round) == (State.IN_PROGRESS, 2)
    walk.do_again(walk.town.worker)
    walk.vote_all("unsolved")
    assert (walk.case().state, walk.case().desk_kind) == (State.CONFERENCE, DeskKind.CONFERENCE)
    assert "照片属实，重新办。" in walk.track()
