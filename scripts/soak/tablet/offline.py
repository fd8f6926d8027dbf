"""Three days in cellars: sixty operations and a hundred and twenty photos, then a link that drops all the time."""

import time
from datetime import datetime, timedelta
from typing import Any

from scripts.soak.tablet.counting import count
from scripts.soak.tablet.rows import Row
from scripts.soak.tablet.stage import Stage, Tablet, timed
from tests.builders.town import CLUTTER, IN_R1, MONDAY, Town, hours, minutes
from tests.field_sync.walking import uuid_of

CASES, REPORTS, DAYS = 10, 10, 3
OPERATIONS, PHOTOS = 60, 120
UP, DOWN = 20.0, 3.0  # seconds
SPEED, LATENCY = 1_500_000, 80  # bytes a second each way, milliseconds
PATIENCE = 900  # seconds
HANDLED = {"before": 1, "after": 3}
DONE = {"outcome": "resolved", "fact": "yes", "claim": "yes", "reply": "办好了。", "photo_why": "旧平板没有定位"}


def three_days(stage: Stage) -> Row:
    """Everything comes, once, in the order in which it was made."""
    name = "3 days offline, 60 operations, 120 photos, link drops every 20 s"
    with timed(Row(name)) as row, stage.town() as (site, town, pages):
        with site.web.write():
            cases = [town.report(CLUTTER, MONDAY, text=f"楼道堆物 {n}").id for n in range(CASES)]
        site.set_clock(MONDAY + minutes(10))
        tablet = Tablet(pages, town.worker, uuid_of("cellar"), MONDAY + minutes(10))
        tablet.takes()
        tablet.page.context.set_offline(True)
        ops = _work(tablet, town, cases)
        row.expect("operations", len(ops), OPERATIONS)
        site.set_clock(MONDAY + timedelta(days=DAYS))
        tablet.shows(MONDAY + timedelta(days=DAYS))
        site.sweep()
        hashes = tablet.hashes()
        row.expect("photos", len(set(hashes)), PHOTOS)
        row.cells = _drain(tablet)
        count(row, site.web, ops, hashes)
        row.expect("outbox", tablet.counts(), {"waiting": 0, "parked": 0, "others": 0})
        row.wrong += [f"{op['do']}: {op['message']}" for op in tablet.list()] + pages.faults
        row.expect("states", {tablet.run("return (await store.line(told)).state", id_) for id_ in cases}, {"handled"})
    return row


def _work(tablet: Tablet, town: Town, cases: list[int]) -> list[str]:
    """Sign in and contact on the first day, look again on the second, done and new reports on the third."""
    ops = list[str]()
    for day in range(DAYS):
        for n, case in enumerate(cases):
            tablet.shows(_moment(day, n))
            ops += _visit(tablet, case, day)
    category = str(town.category(CLUTTER))
    place: dict[str, str] = {"lon": str(IN_R1.lon), "lat": str(IN_R1.lat), "accuracy": "9", "category": category}
    for n in range(REPORTS):
        ops.append(tablet.makes("report", None, None, text=f"地下车库 {n}", **place))
    return ops


def _visit(tablet: Tablet, case: int, day: int) -> list[str]:
    if day == 0:
        return [tablet.makes("sign_in", case), tablet.makes("contact", case, reached="yes", note="说好后天来")]
    if day == 1:
        return [tablet.makes("note", case, {"photos": 4}, text=f"第二天的样子 {n}") for n in range(2)]
    return [tablet.makes("handle", case, HANDLED, **DONE)]


def _moment(day: int, n: int) -> datetime:
    return MONDAY + timedelta(days=day) + hours(1) + minutes(4 * n)


def _drain(tablet: Tablet) -> int:
    """Let it send over a link that drops; how often it dropped."""
    devtools = tablet.page.context.new_cdp_session(tablet.page)
    devtools.send("Network.enable")
    tablet.page.context.set_offline(False)
    drops, end = 0, time.monotonic() + PATIENCE
    while time.monotonic() < end:
        _link(devtools, up=True)
        if _sent(tablet, UP):
            return drops
        _link(devtools, up=False)
        drops += 1
        tablet.page.wait_for_timeout(DOWN * 1000)
    raise TimeoutError(f"still waiting: {tablet.counts()}")


def _sent(tablet: Tablet, seconds: float) -> bool:
    """Whether everything is sent within so many seconds; signs in where that is asked."""
    tablet.run("void send.now()")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        tablet.page.wait_for_timeout(500)
        if tablet.run("return send.state.needsLogin"):
            tablet.pages.sign_in(tablet.page.context, tablet.who)
            tablet.run("void send.now()")
        counts = tablet.counts()
        if not counts["waiting"]:
            tablet.sends()
            return True
    return False


def _link(devtools: Any, *, up: bool) -> None:
    speed = SPEED if up else 0
    told = {"offline": not up, "latency": LATENCY, "downloadThroughput": speed, "uploadThroughput": speed}
    devtools.send("Network.emulateNetworkConditions", told)
