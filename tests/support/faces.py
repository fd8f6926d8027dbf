"""The tablet's screens as somebody sees and touches them: `Face(browser, town.worker).day()`."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.core import clock
from app.core.values import Point
from tests.builders.town import IN_R1, a_jpeg
from tests.support.browsers import Pages

LEAVE = """hash => {
  if (location.hash === hash) return
  document.querySelector("main").removeAttribute("data-screen")
  location.hash = hash
}"""


class Face:
    """One tablet with the app open on it, signed in as `user`; the first PIN is put off."""

    def __init__(self, pages: Pages, user: Any, *, width: int = 390, **look: str) -> None:
        self._album = pages.site.folder
        self.page: Page = pages.page(user=user, width=width, **look)
        self.stand(IN_R1)
        self.page.clock.set_system_time(clock.now())  # it lives in the street's time, as its server does
        self.page.goto("/field/")
        if user is not None:
            self.page.locator(".lock .btn-quiet").click()
            expect(self.page.locator(".tabs")).to_be_visible()

    def stand(self, point: Point) -> None:
        """Go to a place."""
        told: Any = {"longitude": point.lon, "latitude": point.lat, "accuracy": 8}
        self.page.context.set_geolocation(told)

    def signal(self, on: bool) -> None:
        """Into the cellar, and out again; not before the app is kept whole."""
        self.page.wait_for_function("() => navigator.serviceWorker.controller")
        self.page.context.set_offline(not on)

    def go(self, hash_: str) -> "Face":
        """Another screen by its address: "#/report"; drawn anew, not the one before it."""
        self.page.evaluate(LEAVE, hash_)
        expect(self.page.locator(f"main[data-screen='{hash_.strip('#/') or 'day'}']")).to_be_attached()
        return self

    def button(self, words: str) -> Locator:
        """A button or a link by its words."""
        of = self.page.locator("main")
        return of.get_by_role("button", name=words, exact=True).or_(of.get_by_role("link", name=words, exact=True))

    def shoot(self, field: str, colour: str = "grey") -> None:
        """Take a picture into a field with the camera, now by the tablet's clock."""
        before = self.page.locator(f"#f-{field} .shot:not(.shot-add)").count()
        self.page.locator(f"#f-{field} input[capture]").set_input_files(self.picture(colour))
        expect(self.page.locator(f"#f-{field} .shot:not(.shot-add)")).to_have_count(before + 1)

    def picture(self, colour: str = "grey") -> Path:
        """A file that was made now, by the tablet's clock."""
        made = self._album / f"{colour}.jpg"
        made.write_bytes(a_jpeg(colour))
        now = self.page.evaluate("Date.now()") / 1000
        os.utime(made, (now, now))
        return made

    def fill_result(self, reply: str) -> None:
        """What a handled case needs in words."""
        for field in ("outcome", "fact", "claim"):
            self.page.locator(f"#f-{field} input").first.check()
        self.page.locator("#f-reply").fill(reply)

    @property
    def chip(self) -> Locator:
        """The outbox in the bar."""
        return self.page.locator("[data-outbox]")
