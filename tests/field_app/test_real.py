"""The tablet's client at the real doors: what was done in a cellar stands in the case's story afterwards."""

import pytest
from sqlalchemy import select

from app.cases import queries as cases
from app.cases.lifecycle import State
from app.core.db import db
from app.field import devices
from app.field.models import FieldDevice, FieldReceipt
from tests.builders.town import CLUTTER, IN_R1, MONDAY, Town, a_town, minutes
from tests.support.browsers import Pages
from tests.support.field_app import Tablet

pytestmark = pytest.mark.browser
A_CASE_IN_THE_CELLAR = """
const [line] = (await store.lines()).filter((one) => one.tab === "todo");
const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 700 });
const draw = canvas.getContext("2d");
for (let i = 0; i < 4000; i += 1) {
  draw.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
  draw.fillRect(Math.random() * 900, Math.random() * 700, 40, 40);
}
const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
const taken_at = new Date().toISOString();
const picture = (field) => ({ field, blob: new Blob([blob, field], { type: blob.type }), taken_at, ...told });
const about = { case: line.id, seen: line.seen };
const result = { outcome: ["resolved"], fact: ["yes"], claim: ["yes"], reply: ["清干净了"] };
await outbox.add({ ...about, do: "sign_in" });
await outbox.add({ ...about, do: "contact", fields: { reached: ["yes"], note: ["下午来清"] } });
await outbox.add({ ...about, do: "handle", fields: result, photos: [picture("before"), picture("after")] });
return line.id;
"""


def in_a_cellar(browser: Pages) -> tuple[Tablet, Town, int]:
    """The worker's tablet with its bundle and without a network, the town, and the worker's case."""
    with browser.site.web.write():
        town = a_town()
        case_id = town.called_in(CLUTTER).id
    browser.site.set_clock(MONDAY + minutes(30))
    tablet = Tablet(browser, None, user=town.worker)
    assert tablet.send()["lastAt"], "the bundle is here"
    tablet.page.context.set_offline(True)
    return tablet, town, case_id


def test_a_case_worked_on_in_a_cellar_is_handled_once_a_network_comes(browser: Pages) -> None:
    tablet, town, case_id = in_a_cellar(browser)
    assert tablet.run(A_CASE_IN_THE_CELLAR, {"lon": IN_R1.lon, "lat": IN_R1.lat, "accuracy": 8}) == case_id
    assert tablet.send()["online"] is False and tablet.counts()["waiting"] == 3
    tablet.page.context.set_offline(False)
    tablet.send()
    assert (tablet.list(), tablet.counts()) == ([], {"waiting": 0, "parked": 0, "others": 0})
    assert tablet.run("return (await store.line(told)).state", case_id) == "handled"
    with browser.site.web.read():
        assert town.of(case_id).state is State.HANDLED
        story = [line.verb.value for line in cases.timeline(case_id) if line.actor_id]
        assert story == ["sign_in", "contact", "handle"]
        assert len(db.session.scalars(select(FieldReceipt)).all()) == 3


def test_a_lost_tablet_says_what_it_keeps_forgets_what_it_showed_and_goes_on_once_it_is_found(browser: Pages) -> None:
    tablet, town, case_id = in_a_cellar(browser)
    tablet.run('await outbox.add({ case: told, seen: (await store.line(told)).seen, do: "sign_in" })', case_id)
    with browser.site.web.write():
        lost = db.session.scalars(select(FieldDevice)).one().id
        devices.revoke(town.admin, lost, "丢在菜场", MONDAY + minutes(31))
    tablet.page.context.set_offline(False)
    assert tablet.send()["revoked"]
    assert tablet.run("return (await store.lines()).length") == 0
    with browser.site.web.write():
        assert db.session.get_one(FieldDevice, lost).unsent == 1
        devices.let_in(town.admin, lost, MONDAY + minutes(32))
    browser.sign_in(tablet.page.context, town.worker)
    tablet.send()
    assert tablet.counts() == {"waiting": 0, "parked": 0, "others": 0}
    with browser.site.web.read():
        assert town.of(case_id).state is State.IN_PROGRESS
