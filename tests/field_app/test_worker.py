"""The tablet's app opens without a network, from files of one version, and a new version comes when it is told to."""

from collections.abc import Callable
from threading import Event
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.field import shell
from tests.builders.town import CLUTTER, MONDAY, a_town, minutes
from tests.support.between import Between, between
from tests.support.browsers import Pages

pytestmark = pytest.mark.browser
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) kept.push([name, new URL(url).pathname]);
  return kept;
}"""
ADD = """async (id) => {
  const { add } = await import("/static/js/field/outbox.js");
  await add({ do: "note", case: id, seen: 1, fields: { text: ["门上贴了条"] }, photos: [] });
}"""
WAITING = "async () => (await (await import('/static/js/field/outbox.js')).counts()).waiting"
IS_NEW = """async () => {
  await (await navigator.serviceWorker.getRegistration("/field/")).update();
  const modules = ["worker", "bus"].map((name) => import(`/static/js/field/${name}.js`));
  const [{ isNew }, { bus }] = await Promise.all(modules);
  const late = new Promise((_, refuse) => setTimeout(refuse, 30_000, new Error("no new version came")));
  const heard = new Promise((hear) => bus.addEventListener("version", hear, { once: true }));
  if (!isNew()) await Promise.race([heard, late]);
}"""
TAKE_OVER = "async () => (await import('/static/js/field/worker.js')).takeOver()"
OUT = "async () => (await import('/static/js/field/device.js')).logout()"
IS_OUT = """async () => {
  const answer = await fetch("/field/me", { headers: { Accept: "application/json" } });
  return answer.status === 401;
}"""
OWES_NOTHING = """async () => {
  const { db } = await import("/static/js/field/database.js");
  return (await db.meta.get("owed")) === undefined;
}"""
SEND = "async () => (await import('/static/js/field/send.js')).now()"


def version(page: Page) -> str:
    """Which version of the app is open."""
    return str(page.evaluate("JSON.parse(document.getElementById('app').textContent).version"))


def newer(old: str, new: str) -> Callable[[str, bytes], bytes | None]:
    """The server as it is after an update, its outbox door out of order."""

    def change(path: str, body: bytes) -> bytes | None:
        if path.startswith("/field/sync"):
            return None
        return body.replace(old.encode(), new.encode()) if path in ("/field/", "/field/sw.js") else body

    return change


def signs_out_when_a_network_comes_though_the_app_is_closed(link: Between, page: Page, user_id: int | None) -> None:
    """Out in a cellar, the app closed: the browser wakes the worker, which says it."""
    registrations, said = list[dict[str, str]](), Event()

    def heard(path: str, body: bytes) -> bytes:
        if path == "/sign-out":
            said.set()
        return body

    devtools = page.context.new_cdp_session(page)
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    link.change = lambda _path, _body: None
    page.evaluate(OUT)
    page.goto("about:blank")
    link.change = heard
    woken = {"origin": link.url, "registrationId": registrations[0]["registrationId"], "lastChance": False}
    devtools.send("ServiceWorker.dispatchSyncEvent", woken | {"tag": f"sign-out:{user_id}"})
    assert said.wait(20)
    page.goto(f"{link.url}/healthz")
    page.wait_for_function(IS_OUT)  # the answer may still be on its way
    page.wait_for_function(OWES_NOTHING)


def test_the_app_opens_without_a_network_and_takes_a_new_version_over_with_work_waiting(browser: Pages) -> None:
    with browser.site.web.write():
        town = a_town()
        case_id = town.called_in(CLUTTER).id
    browser.site.set_clock(MONDAY + minutes(30))
    with between(browser.site.url) as link:
        page = browser.page(user=town.worker)
        page.goto(f"{link.url}/field/")
        page.wait_for_function("() => navigator.serviceWorker.controller")
        page.get_by_role("heading", level=1).wait_for()
        old, new = version(page), "another"
        with browser.site.web.app.test_request_context():
            wanted = {(old, urlsplit(address).path) for address in shell.addresses()}
        assert {(name, path) for name, path in page.evaluate(KEPT)} == wanted, "files, and nothing of anybody"
        link.change = lambda _path, _body: None
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate(ADD, case_id)
        link.change = newer(old, new)
        page.reload()
        page.evaluate(IS_NEW)
        assert version(page) == old, "what is open is of one piece"
        with page.expect_navigation():
            page.evaluate(TAKE_OVER)
        assert version(page) == new and {name for name, _ in page.evaluate(KEPT)} == {new}
        assert page.evaluate(WAITING) == 1
        link.change = lambda _path, body: body
        page.evaluate(SEND)
        assert page.evaluate(WAITING) == 0
        signs_out_when_a_network_comes_though_the_app_is_closed(link, page, town.worker.id)
        browser.sign_in(page.context, town.worker)
        page.context.service_workers[0].evaluate("(id) => signOut(String(id))", town.worker.id)
        assert page.evaluate(IS_OUT) is False, "what was said once does not end the next session"
