"""What a tablet meets besides faults: no room, a second tablet, a new version, a clock that goes wrong."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from app.cases.lifecycle import Verb
from app.cases.models_trail import CaseEntry
from app.core.db import db
from app.sla.models import Clock
from scripts.soak.tablet.counting import count
from scripts.soak.tablet.offline import DONE
from scripts.soak.tablet.rows import Row
from scripts.soak.tablet.stage import Stage, Tablet, timed
from tests.builders.town import CLUTTER, MONDAY, minutes
from tests.field_app.test_worker import IS_NEW, TAKE_OVER, newer, version
from tests.field_sync.walking import uuid_of
from tests.support.between import between

QUOTA = 40_000_000  # bytes
TIGHT = "return (await outbox.room()).tight"
BIG = """
const blob = new Blob([new Uint8Array(60_000_000)], { type: "image/jpeg" });
return outbox.add({ do: "note", case: told, seen: 1, fields: {}, photos: [{ field: "photos", blob }] }).then(
  () => "taken", (error) => error instanceof outbox.OutboxFull ? "full" : String(error));
"""
KEPT = "return [await database.db.ops.count(), await database.db.photos.count()]"
NOTHING = {"waiting": 0, "parked": 0, "others": 0}
AN_HOUR = timedelta(hours=1)


def storage_full(stage: Stage) -> Row:
    """The worker is told before a photo is taken that will not fit; what was kept arrives."""
    with timed(Row("storage full")) as row, stage.town() as (site, town, pages):
        with site.web.write():
            case = town.report(CLUTTER).id
        site.set_clock(MONDAY + minutes(10))
        tablet = Tablet(pages, town.worker, uuid_of("full"), MONDAY + minutes(10), quota=QUOTA)
        tablet.takes()
        tablet.page.context.set_offline(True)
        ops = list[str]()
        while not tablet.run(TIGHT) and len(ops) < 200:
            ops.append(tablet.makes("note", case, {"photos": 2}, text="堆到门口"))
        row.cells = len(ops)
        ops.append(tablet.makes("note", case, {"photos": 2}, text="已经说了快满了，手上这张还放得下"))
        row.expect("what does not fit", tablet.run(BIG, case), "full")
        row.expect("operations and photos kept", tablet.run(KEPT), [len(ops), 2 * len(ops)])
        hashes = tablet.hashes()
        tablet.surfaces()
        tablet.sends()
        row.expect("tight after sending", tablet.run(TIGHT), False)
        count(row, site.web, ops, hashes)
        row.wrong += pages.faults
    return row


def two_tablets(stage: Stage) -> Row:
    """Both handle one case in cellars: the first stands, of the second nothing is lost."""
    with timed(Row("two tablets on one case")) as row, stage.town() as (site, town, pages):
        with site.web.write():
            case = town.signed_in(CLUTTER).id
        at = site.set_clock(MONDAY + minutes(30))
        one, other = (Tablet(pages, town.worker, uuid_of(name), at) for name in ("one", "other"))
        ops, hashes = list[str](), list[str]()
        for tablet in (one, other):
            tablet.takes()
            tablet.page.context.set_offline(True)
            ops += [
                tablet.makes("contact", case, reached="yes", note="下午来"),
                tablet.makes("note", case, text="看过"),
            ]
            ops.append(tablet.makes("handle", case, {"before": 1, "after": 2}, **DONE))
            hashes += tablet.hashes()
        one.surfaces()
        one.sends()
        other.surfaces()
        row.expect("parked", _noted(other, ops), ["contact", "handle"])
        row.cells = 2
        count(row, site.web, ops, hashes)
        with site.web.read():
            verbs = [line.verb for line in _lines(case)]
        row.expect("results", verbs.count(Verb.HANDLE), 1)
        row.wrong += pages.faults
    return row


def _noted(tablet: Tablet, ops: list[str]) -> list[str]:
    """Send, and whatever is parked as a note, until nothing is left; the verbs of what was parked."""
    parked = list[str]()
    while tablet.run("await send.now(); return (await outbox.counts()).parked"):
        op = next(op for op in tablet.list() if op["status"] == "parked" and op["news"])
        parked.append(op["do"])
        ops[ops.index(op["id"])] = tablet.run("return outbox.asNote(told)", op["id"])
    tablet.sends()
    return parked


def new_version(stage: Stage) -> Row:
    """The app is replaced while operations wait; the new one sends them."""
    with timed(Row("a new app version while operations wait")) as row, stage.town() as (site, town, pages):
        with site.web.write():
            case = town.report(CLUTTER).id
        at = site.set_clock(MONDAY + minutes(30))
        with between(site.url) as link:
            pages.site = SimpleNamespace(url=link.url, web=site.web, log_tail=site.log_tail)  # type: ignore[assignment]
            tablet = Tablet(pages, town.worker, uuid_of("version"), at)
            tablet.takes()
            old, new = version(tablet.page), "another"
            link.change = lambda _path, _body: None
            ops = [tablet.makes("sign_in", case), tablet.makes("contact", case, reached="yes", note="在家")]
            ops.append(tablet.makes("handle", case, {"before": 1, "after": 2}, **DONE))
            hashes = tablet.hashes()
            link.change = newer(old, new)
            tablet.page.evaluate(IS_NEW)
            with tablet.page.expect_navigation():
                tablet.page.evaluate(TAKE_OVER)
            tablet.open()
            row.expect("version", version(tablet.page), new)
            row.expect("waiting", tablet.counts(), NOTHING | {"waiting": len(ops)})
            row.cells = 1
            link.change = lambda _path, body: body
            tablet.sends()
            tablet.page.context.close()
        count(row, site.web, ops, hashes)
        row.wrong += pages.faults
    return row


def clock_wrong(stage: Stage, off: timedelta) -> Row:
    """The device shows another time than it is: clocks go by the true one, and the story says so."""
    name = f"device clock an hour {'fast' if off > timedelta() else 'slow'}"
    with timed(Row(name)) as row, stage.town() as (site, town, pages):
        with site.web.write():
            case = town.report(CLUTTER).id
        took, made, sent = (MONDAY + minutes(n) for n in (10, 20, 140))
        site.set_clock(took)
        tablet = Tablet(pages, town.worker, uuid_of("wrong"), took + off)
        tablet.takes()
        tablet.page.context.set_offline(True)
        tablet.shows(made + off)
        ops = [tablet.makes("sign_in", case), tablet.makes("note", case, {"photos": 1}, text="看过")]
        hashes = tablet.hashes()
        site.set_clock(sent)
        tablet.shows(sent + off)
        tablet.surfaces()
        tablet.sends()
        count(row, site.web, ops, hashes)
        row.cells = len(ops)
        _expect_corrected(row, site, case, made, off)
        tablet.page.goto(f"/cases/{case}")
        row.expect("said in the story", "没有照它算" in tablet.page.locator("body").inner_text(), True)
        row.wrong += pages.faults
    return row


def _expect_corrected(row: Row, site: Any, case: int, made: Any, off: timedelta) -> None:
    with site.web.read():
        line = next(line for line in _lines(case) if line.verb is Verb.SIGN_IN)
        row.expect("acted_at", line.facts["acted_at"], made.isoformat())
        row.expect("device_at", line.facts["device_at"], (made + off).isoformat())
        stopped = select(Clock.stopped_at).where(Clock.case_id == case, Clock.stopped_at.is_not(None))
        row.expect("clock stopped", made in list(db.session.scalars(stopped)), True)


def _lines(case: int) -> list[CaseEntry]:
    return list(db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case).order_by(CaseEntry.seq)))
