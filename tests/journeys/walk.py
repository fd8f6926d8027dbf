"""What people do in the browser, by the words they see. One Walk follows one case through the town."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import FilePayload, Page

from app.cases import queries
from app.cases.lifecycle import State
from app.cases.models import Case
from app.core.permissions import Actor
from app.core.values import Point
from tests.builders.town import Town, a_jpeg
from tests.support.browsers import Pages

PHOTO: FilePayload = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg("olive")}
REPLY = "已经清走，走得通了。"


@dataclass
class Walk:
    """A browser, a town, and the moment; `case_id` is known once the report is in."""

    browser: Pages
    town: Town
    at: datetime
    case_id: int = 0
    receipt: str = ""
    link: str = ""

    def later(self, **time: int) -> None:
        """Time goes by, for the server too."""
        self.at = self.browser.site.set_clock(self.at + timedelta(**time))

    def case(self) -> Case:
        """The case as the database has it."""
        with self.browser.site.web.read():
            return queries.visible_case(self.town.auditor, self.case_id)

    def report(self, code: str, where: Point, *, phone: str = "", tick: str = "") -> Page:
        """A resident at 390 px: photo, words, category, the device's position, and the receipt."""
        page = self.browser.page(width=390)
        page.context.set_geolocation({"longitude": where.lon, "latitude": where.lat})
        page.goto(f"/s/{self.town.slug}/report")
        page.locator(".shot-add input").set_input_files([PHOTO])
        page.get_by_label("说一说").fill("这里堵了好几天，老人走不过去。")
        page.locator("details", has=page.locator(f"#c{self.town.category(code)}")).locator("summary").click()
        page.locator(f"#c{self.town.category(code)}").check()
        page.get_by_role("button", name="用我现在的位置").click()
        page.locator("[data-where]:visible").wait_for()
        page.get_by_label("手机号").fill(phone)
        if tick:
            page.get_by_label(tick).check()
        page.get_by_role("button", name="提交报告").click()
        page.get_by_role("heading", name="您的编号").wait_for()
        self.receipt, self.link = page.locator(".receipt-no").inner_text(), page.locator("#secret").input_value()
        with self.browser.site.web.read():
            found = queries.by_receipt(self.town.auditor, self.receipt.strip())
            assert found is not None
            self.case_id = found.id
        return page

    def open(self, who: Actor, width: int = 1024) -> Page:
        """The case page as somebody sees it."""
        page = self.browser.page(user=who, width=width)
        page.goto(f"/cases/{self.case_id}")
        return page

    def sign_in(self, who: Actor) -> Page:
        """签收, from the case page."""
        page = self.open(who)
        page.get_by_role("button", name="签收").click()
        page.get_by_text("处置中").first.wait_for()
        return page

    def contact(self, page: Page) -> None:
        """先行联系."""
        page.get_by_role("link", name="记下先行联系").click()
        page.get_by_label("联系上了，或到了现场").check()
        page.get_by_label("说了什么").fill("说好今天清掉。")
        page.get_by_role("button", name="记下来").click()
        page.wait_for_url(f"**/cases/{self.case_id}")

    def handle(self, page: Page) -> None:
        """报办结 with the pictures that are asked for."""
        page.get_by_role("link", name="报办结").click()
        page.locator(".shot-add").first.wait_for()  # the script puts the camera in place of the plain field
        for field in page.locator(".shot-add input, .shots-plain:not([hidden]) input").all():
            field.set_input_files([PHOTO])
        page.get_by_label("实际解决").check()
        page.locator("input[name=fact]").first.check()
        page.locator("input[name=claim]").first.check()
        page.get_by_label("给居民的答复").fill(REPLY)
        with page.expect_navigation():
            page.get_by_role("button", name="报办结，等核查").click()
        why = page.locator("textarea[name=photo_why]")
        if why.count():  # asked, because this camera notes neither time nor place
            why.fill("旧手机，照片里没有时间和位置。")
            page.get_by_role("button", name="报办结，等核查").click()
        page.wait_for_url(f"**/cases/{self.case_id}")

    def check(self) -> None:
        """The chosen checker passes it."""
        with self.browser.site.web.read():
            who = self.town.checker(queries.visible_case(self.town.auditor, self.case_id))
        page = self.open(who)
        page.get_by_role("link", name="拍现场照片，通过").click()
        page.get_by_role("button", name="核查通过").click()
        page.wait_for_url(f"**/cases/{self.case_id}")

    def vote(self, who: Actor, choice: str = "solved") -> None:
        """A reviewer at 390 px, with one thumb."""
        page = self.browser.page(user=who, width=390)
        page.goto("/panel")
        page.locator("a[href*='/panel/']").first.click()
        assert page.locator("input[name=vote]:checked").count() == 0
        page.locator(f"input[name=vote][value={choice}]").check()
        page.locator("input[name=attitude]").nth(3).check()
        page.get_by_role("button", name="投票").click()
        page.wait_for_load_state()

    def panel(self) -> list[Actor]:
        """Who sits, a minute later: the worker has made a root and drawn the panel with it."""
        self.later(minutes=1)
        self.browser.site.seal()
        with self.browser.site.web.read():
            return self.town.panel(self.town.review_of(self.case()).id)

    def vote_all(self, choice: str) -> None:
        """The whole panel, one after the other, until it is decided."""
        for who in self.panel():
            if self.case().state is State.IN_REVIEW:
                self.later(minutes=10)
                self.vote(who, choice)

    def do_again(self, who: Actor) -> None:
        """Worked on once more, reported done, and passed by the checker."""
        self.later(minutes=30)
        self.handle(self.open(who))
        self.later(minutes=30)
        self.check()

    def unhappy(self) -> None:
        """The reporter at their own phone: not solved, not satisfied, and please begin anew."""
        page = self.browser.page(width=390)
        page.goto(self.link)
        page.get_by_label("没有解决").check()
        page.get_by_label("不满意", exact=True).check()
        page.get_by_label("哪里不满意").fill("第二天又堆满了。")
        page.get_by_role("button", name="交，不再改").click()
        page.get_by_text("您说：没有解决").wait_for()
        page.get_by_label("请街道重新办这件事").check()
        page.get_by_label("为什么要重开").fill("楼道又走不过去了。")
        page.get_by_role("button", name="请求重开").click()
        page.get_by_text("您请求重开了").wait_for()

    def reopen(self, who: Actor) -> None:
        """Granted, with a reason that the reporter reads."""
        page = self.open(who, width=1440)
        page.goto(f"/cases/{self.case_id}/reopen")
        page.get_by_label("理由").fill("照片属实，重新办。")
        page.get_by_role("button", name="重开").last.click()
        page.wait_for_url(f"**/cases/{self.case_id}")

    def track(self) -> str:
        """What the resident reads at the secret link."""
        page: Any = self.browser.page(width=390)
        page.goto(self.link)
        return str(page.locator("main").inner_text())
