"""Pages in a real Chromium, in the street's language and time zone, without a complaint in the console."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

import config
from tests.support.databases import missing
from tests.support.site import Site

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
WORDS_MAX = 600
SESSION = "lingrid"
HEIGHTS = {390: 844, 1024: 768, 1440: 900}
AXE = config.ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
# Only what is wrong is told, so only that is gathered; our style sheets are read as they stand, not fetched again.
RUN_AXE = "async () => (await axe.run(document, { resultTypes: ['violations'], preload: false })).violations"
HERE = {"latitude": 31.2466, "longitude": 121.3727}  # inside the street of the demo


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """One browser process; a failure in CI, elsewhere a skip, where there is none."""
    program = _program()
    if program is None:
        missing("no Chromium: apt-get install chromium fonts-noto-cjk, or set CHROMIUM")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


class Pages:
    """Makes pages of one site. `faults`: script errors, CSP refusals and failed loads of all of them."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.faults: list[str] = []
        self._contexts: list[Any] = []
        self._lost: list[str] = []

    def page(self, *, user: Any = None, width: int = 1024, lang: str = "zh", **cookies: str) -> Page:
        """A page; signed in as `user` (Actor, User or id). cookies: theme="dark", size="large"."""
        context = self.browser.new_context(
            base_url=self.site.url,
            locale="zh-CN" if lang == "zh" else "en-GB",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            has_touch=width < 1200,
            geolocation=HERE,  # type: ignore[arg-type]
            permissions=["geolocation"],
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        wanted = {"lang": lang, **cookies}
        context.add_cookies([{"name": name, "value": value, "url": self.site.url} for name, value in wanted.items()])
        if user is not None:
            self.sign_in(context, user)
        return self.watch(context.new_page())

    def sign_in(self, context: BrowserContext, user: Any) -> None:
        """A new session for whoever uses these pages."""
        cookie = self.site.web.as_(user).get_cookie(SESSION)
        assert cookie is not None
        context.add_cookies([{"name": SESSION, "value": cookie.value, "url": self.site.url}])

    def watch(self, page: Page) -> Page:
        """A page whose faults are heard."""
        page.set_default_timeout(15_000)
        page.set_default_navigation_timeout(45_000)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message))
        page.on("requestfailed", lambda request: self._lost.append(f"{request.url}: {request.failure}"))
        return page

    def axe(self, page: Page) -> list[str]:
        """What the automatic accessibility check finds on a page, a line each; empty when all is well."""
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(RUN_AXE)
        return [f"{v['id']}: {v['help']}: {n['target']}" for v in found for n in v["nodes"]]

    def evidence(self) -> str:
        """What a failing test leaves: each page's address and words, requests without an answer, the server's log."""
        pages = [page for context in self._contexts for page in context.pages]
        shown = [f"{page.url}\n{_words(page)}" for page in pages]
        return "\n\n".join([*shown, "lost: " + "\n".join(self._lost), self.site.log_tail()])

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _heard(self, page: Page, message: ConsoleMessage) -> None:
        # An answer such as 422 is a page of ours, not an accident; Chromium reports it as an error all the same.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{page.url}: {message.text}")


def _words(page: Page) -> str:
    """What a page says; a page that is gone says so, and does not hide why the test failed."""
    try:
        return page.locator("body").inner_text()[:WORDS_MAX]
    except Error as error:
        return str(error)


def _program() -> str | None:
    # Debian's build without a window first: the same browser, and half the work for a page.
    names = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "google-chrome", MAC)
    return next((found for name in names if name and (found := shutil.which(name))), None)
