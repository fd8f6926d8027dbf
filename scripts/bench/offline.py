"""(s) The tablet's app opened without a network, beside the least a page can do: a worker, a store, a plain list.

Both in one Chromium, offline, turn by turn; measured from the start of the navigation to the first row on the screen.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from scripts.bench.figures import Figure, line, ratios
from tests.support.browsers import chromium
from tests.support.web import Client

ROW = "() => document.querySelector('.todo, li') && performance.now()"
PAGE = """<!doctype html><meta charset="utf-8"><title>bare</title><ul></ul><script>
const asked = indexedDB.open("bare", 1);
asked.onupgradeneeded = () => {
  const rows = asked.result.createObjectStore("rows");
  for (let n = 0; n < 200; n++) rows.put({ name: "漏水 " + n, where: "演示路 18 弄 " + n + " 号" }, n);
};
asked.onsuccess = () => (asked.result.transaction("rows").objectStore("rows").getAll().onsuccess = ({ target }) => {
  for (const row of target.result) {
    const li = document.createElement("li");
    li.textContent = row.name + " " + row.where;
    document.querySelector("ul").append(li);
  }
});
navigator.serviceWorker.register("/sw.js");
</script>"""
WORKER = """const keep = () => caches.open("1").then((kept) => kept.addAll(["/"]));
addEventListener("install", (e) => e.waitUntil(keep().then(skipWaiting)));
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => e.respondWith(caches.match(e.request).then((kept) => kept ?? fetch(e.request))));"""


def measure(app: Flask, client: Client, repeats: int) -> None:
    """Print both, and the ratio."""
    with _served(app) as ours, _bare() as bare, chromium() as browser:
        context = browser.new_context(service_workers="allow")
        cookie = client.get_cookie("lingrid")
        assert cookie is not None
        context.add_cookies([{"name": "lingrid", "value": cookie.value, "url": ours}])
        app_page, bare_page = _open(context, f"{ours}/field/"), _open(context, f"{bare}/")
        app_page.wait_for_selector("main button, .todo", state="visible")
        _put_the_pin_off(app_page)
        context.set_offline(True)
        pairs = [(_start(app_page), _start(bare_page)) for _ in range(repeats + 1)][1:]
    starts, bares = [a for a, _ in pairs], [b for _, b in pairs]
    line("offline start to the first row, ms", Figure(starts))
    line("  bare, ms", Figure(bares))
    line("  ratio", ratios(starts, bares))


def _put_the_pin_off(page: Page) -> None:
    page.evaluate("import('/static/js/field/store.js').then(({ keep }) => keep('pin-later', true))")
    page.reload()
    page.wait_for_selector(".todo")


def _open(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def _start(page: Page) -> float:
    """Milliseconds to the first row."""
    page.bring_to_front()
    page.reload(wait_until="commit")
    found: Any = page.wait_for_function(ROW, polling="raf").json_value()
    return float(found)


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def _bare() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Bare)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Bare(BaseHTTPRequestHandler):
    """The page and its worker."""

    def do_GET(self) -> None:
        """Either."""
        body, kind = (WORKER, "text/javascript") if self.path == "/sw.js" else (PAGE, "text/html")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
