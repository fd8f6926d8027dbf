"""A worker's day on the tablet's screens: without signal nothing is lost, and each step shows before it is sent."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.cases import ops
from app.cases import queries as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.core.db import db
from app.intake.models import ContactLook
from tests.builders.town import CLUTTER, MONDAY, PHONE, Town, a_town, minutes
from tests.support.browsers import Pages
from tests.support.faces import Face

pytestmark = pytest.mark.browser
UNTIL_KEPT = """
async () => {
  const { db } = await import("/static/js/field/database.js");
  const { openDraft } = await import("/static/js/field/sealed.js");
  for (;;) {
    const row = await db.drafts.where("at").above(0).first();
    const draft = row && JSON.parse(new TextDecoder().decode(await openDraft(row)));
    if (draft?.values.category.length && draft.photos.photos.length) return row.user;
    await new Promise(requestAnimationFrame);
  }
}
"""
NO_POSITION_YET = """
navigator.geolocation.watchPosition = () => 0;
navigator.geolocation.getCurrentPosition = (found) => (window.fixes ??= []).push(found);
"""
SLOW = """() => {
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  const gate = new Promise((open) => (window.goOn = open));
  crypto.subtle.encrypt = async (...told) => (await gate, encrypt(...told));
}"""
OUTBOX = "async () => (await import('/static/js/field/outbox.js')).list()"
PARK = """async (op) => {
  const fields = { category: ["这个类别现在不收"], place: ["请从列表里选小区"] };
  await (await import("/static/js/field/receipts.js")).park(op, { message: "有几处要改", fields });
}"""
DRAFTS = "async () => (await import('/static/js/field/database.js')).db.drafts.count()"
PRESS_TWICE = """
async (id) => {
  const { moveButton } = await import("/static/js/field/act.js");
  const { line } = await import("/static/js/field/store.js");
  window.former = moveButton("sign_in", await line(id));
  const button = () => document.querySelector(`main[data-screen^=case] [data-key^=sign_in]`);
  while (!button()) await new Promise(requestAnimationFrame);
  button().click();
  window.former.click();
}
"""


@pytest.fixture
def town(browser: Pages) -> Town:
    """A street, half an hour before the tablet is taken along."""
    with browser.site.web.write():
        made = a_town()
    browser.site.set_clock(MONDAY + minutes(30))
    return made


def test_a_case_goes_from_signing_to_done_in_a_cellar_and_its_moves_follow_each_step(
    browser: Pages, town: Town
) -> None:
    with browser.site.web.write():
        case_id = town.called_in(CLUTTER).id
    face = Face(browser, town.worker)
    row = face.page.locator(f"[data-case='{case_id}']")
    expect(row.locator(".do")).to_have_text("签收")
    face.signal(False)
    expect(face.page.locator("[data-strips]")).to_contain_text("没有信号")
    row.click()
    face.page.evaluate(PRESS_TWICE, case_id)
    expect(face.page.locator("[data-done]")).to_contain_text("签收：记下了")
    expect(face.page.locator(".btn-main")).to_have_text("记下先行联系")
    face.page.evaluate("window.former.click()")  # a press on its way while the screen is drawn anew
    expect(face.chip).to_contain_text("未同步 1")
    face.button("记下先行联系").click()
    face.button("记下来").click()
    expect(face.page.locator(".error")).to_contain_text("请选一个")
    face.page.locator("#f-reached input").first.check()
    face.button("记下来").click()
    expect(face.page.locator(".btn-main")).to_have_text("报办结")
    face.button("报办结").click()
    face.shoot("before")
    face.shoot("after", "green")
    expect(face.page.locator(".spot").last).to_contain_text("就在原来的地方")
    expect(face.page.locator("#f-photo_why")).to_be_hidden()
    face.fill_result("清干净了")
    face.button("报办结，等核查").click()
    expect(face.page.locator("main")).to_contain_text("你这一步办完了")
    expect(face.page.locator("main")).to_contain_text("我还没送出的 3 步")
    face.go(f"#/case/{case_id}/handle")
    expect(face.page.locator("h1")).to_have_text("这一步现在办不了")
    face.page.reload()  # the tab is killed in the cellar
    expect(face.chip).to_contain_text("未同步 3")
    face.go("#/tab/others").button("地图").click()
    expect(face.page.locator(".m-case")).to_have_count(1)
    face.signal(True)
    expect(face.chip).to_contain_text("已全部同步", timeout=30_000)
    assert told(browser, town, case_id) == (State.HANDLED, ["sign_in", "contact", "handle"])


def told(browser: Pages, town: Town, case_id: int) -> tuple[State, list[str]]:
    """Where a case is, and what people did with it."""
    with browser.site.web.read():
        return town.of(case_id).state, [line.verb.value for line in cases.timeline(case_id) if line.actor_id]


def test_a_report_is_found_its_place_and_fixed_on_the_spot_without_signal_and_its_draft_outlives_the_tab(
    browser: Pages, town: Town
) -> None:
    with browser.site.web.write():
        near = town.called_in(CLUTTER).receipt
    face = Face(browser, town.worker)
    expect(face.page.locator(".todo")).to_be_visible()
    face.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    face.signal(False)
    face.go("#/report")
    expect(face.page.locator(".where")).to_contain_text("误差约 8 米")
    face.shoot("photos")
    face.page.get_by_label("看到了什么").fill("楼道里堆了两个纸箱")
    face.page.get_by_role("combobox", name="类别").fill("楼道")
    face.page.get_by_role("option").first.click()
    expect(face.page.locator(".alike")).to_contain_text(near)
    face.page.evaluate(UNTIL_KEPT)
    face.page.reload()
    expect(face.page.locator("main")).to_contain_text("上次没写完的，都还在")
    expect(face.page.locator("#f-photos .shot:not(.shot-add)")).to_have_count(1)
    expect(face.page.get_by_label("看到了什么")).to_have_value("楼道里堆了两个纸箱")
    face.page.get_by_label("都不是，另记一件").check()
    face.page.locator("#f-done").check()
    face.button("上报，已当场办好").click()
    expect(face.page.locator("[role=alert]")).to_contain_text("处要改")
    face.shoot("after", "green")
    face.fill_result("已经清走")
    face.button("上报，已当场办好").click()
    expect(face.chip).to_contain_text("未同步 1")
    face.signal(True)
    expect(face.chip).to_contain_text("已全部同步", timeout=30_000)
    with browser.site.web.read():
        made = db.session.scalars(select(Case).where(Case.self_disposed.is_(True))).one()
        assert made.state is State.HANDLED and made.accuracy_m == 8 and made.category_id == town.category(CLUTTER)


def in_a_cellar(face: Face) -> Face:
    """Opened where there is no signal, and no position until the test gives one."""
    face.signal(False)
    face.page.add_init_script(NO_POSITION_YET)
    face.page.reload()
    return face


def test_what_takes_long_neither_holds_up_a_report_nor_comes_over_it_and_nobody_makes_it_twice(
    browser: Pages, town: Town
) -> None:
    face = in_a_cellar(Face(browser, town.worker)).go("#/report")
    face.page.get_by_label("看到了什么").fill("楼道里堆了两个纸箱")
    face.page.locator("#f-done").check()
    face.button("上报，已当场办好").click()
    expect(face.page.locator("#f-address-e")).to_contain_text("要有街道内的位置")
    face.page.locator("#f-done").uncheck()
    face.page.get_by_role("combobox", name="小区").fill("和风苑")
    face.page.get_by_role("option").first.click()
    expect(face.page.locator(".where")).to_contain_text("手工定的位置")
    face.page.locator("#f-photos input[multiple]").set_input_files([face.picture()] * 5)
    expect(face.page.locator("#f-photos .shot:not(.shot-add)")).to_have_count(4)
    expect(face.page.locator("#f-photos")).to_contain_text("最多 4 张")
    face.page.evaluate("fixes.forEach((found) => found({ coords: { longitude: 121, latitude: 31, accuracy: 9 } }))")
    expect(face.page.locator(".where")).to_contain_text("手工定的位置")
    face.go("#/").go("#/report")
    expect(face.page.locator("main")).to_contain_text("上次没写完的，都还在")
    face.page.evaluate(SLOW)
    face.button("上报").click()
    face.go("#/outbox").page.evaluate("goOn()")
    expect(face.chip).to_contain_text("未同步 1")
    expect(face.page.locator("[data-done]")).to_contain_text("记下了")
    assert face.page.url.endswith("#/outbox"), "nobody is taken away from where they went meanwhile"
    (made,) = face.page.evaluate(OUTBOX)
    assert [shot["lon"] for shot in made["photos"]] == [121] * 4 and made["fields"]["lon"] != ["121"]
    face.go("#/report")
    expect(face.page.get_by_label("看到了什么")).to_have_value("")
    face.page.evaluate("fixes.at(-1)({ coords: { longitude: 121, latitude: 31, accuracy: 9 } })")
    expect(face.page.locator(".where")).to_contain_text("误差约 9 米")
    face.go("#/").go("#/report")
    assert face.page.evaluate(DRAFTS) == 0, "nobody began to write"
    face.page.evaluate(PARK, made)
    face.go(f"#/outbox/{made['id']}/mend")
    expect(face.page.locator("#f-category-e")).to_contain_text("现在不收")
    expect(face.page.locator("#f-address-e")).to_contain_text("请从列表里选小区")


def test_what_the_street_does_not_take_is_kept_said_why_and_mended(browser: Pages, town: Town) -> None:
    with browser.site.web.write():
        case_id, other_id = (town.called_in(CLUTTER).id for _ in range(2))
    face = Face(browser, town.worker, width=1024)
    expect(face.page.locator(f"[data-case='{case_id}']")).to_be_visible()
    face.signal(False)
    face.go(f"#/case/{other_id}").button("签收").click()
    expect(face.chip).to_contain_text("未同步 1")
    with browser.site.web.write():
        ops.void(town.chief, town.of(other_id), "报重了", at=MONDAY + minutes(30))
    face.go(f"#/case/{case_id}/refuse")
    face.page.locator("#f-reason input").first.check()
    face.page.locator("#f-note").fill("不归我们")
    face.page.locator(".dock .btn").first.click()
    expect(face.chip).to_contain_text("未同步 2")
    face.signal(True)
    expect(face.chip).to_contain_text("要注意 2", timeout=30_000)
    face.go("#/outbox")
    overtaken, card = (
        face.page.locator(".op-parked", has=face.page.locator(f"h3:has-text('{what}')")) for what in ("签收", "退单")
    )
    expect(overtaken.locator(".plain li")).to_have_text(re.compile("^11-16 10:00 .*作废报重了"))
    overtaken.get_by_role("button", name="先放着").click()
    card.get_by_role("link", name="改一改再交").click()
    expect(face.page.locator("#f-note")).to_have_value("不归我们")
    face.page.locator("#f-clause").fill("职责清单第 3 条")
    face.button("先不办").click()
    card.get_by_role("link", name="改一改再交").click()
    expect(face.page.locator("#f-clause")).to_have_value("职责清单第 3 条")
    face.page.locator(".dock .btn").first.click()
    expect(face.chip).to_contain_text("已全部同步", timeout=30_000)
    assert face.page.evaluate(DRAFTS) == 0
    with browser.site.web.read():
        assert town.of(case_id).state is State.DISPUTED


def test_a_number_is_shown_for_a_reason_while_there_is_signal_and_kept_nowhere(browser: Pages, town: Town) -> None:
    with browser.site.web.write():
        case_id = town.called_in(CLUTTER).id
    face = Face(browser, town.worker)
    expect(face.page.locator(".todo")).to_be_visible()
    face.go(f"#/case/{case_id}")
    face.signal(False)
    face.button("打电话").click()
    face.button("问清在哪里").click()
    expect(face.page.locator("main")).to_contain_text("要有信号，才能查到电话")
    face.signal(True)
    face.button("打电话").click()
    face.button("问清在哪里").click()
    link = face.page.get_by_role("link", name=PHONE)
    expect(link).to_have_attribute("href", f"tel:{PHONE}")
    expect(link).to_be_focused()
    kept = """async () => {
      const { db } = await import("/static/js/field/database.js");
      const tables = await Promise.all(db.tables.map((table) => table.toArray()));
      return JSON.stringify(tables) + JSON.stringify({ ...localStorage }) + (await caches.keys()).length;
    }"""
    assert PHONE not in face.page.evaluate(kept)
    with browser.site.web.read():
        looks = db.session.scalars(select(ContactLook).where(ContactLook.case_id == case_id)).all()
        assert [look.reason for look in looks] == ["问清在哪里"]
