"""A tablet that passes from hand to hand: who is signed in, who was, and what the next one sees of it."""

from datetime import UTC, datetime

import pytest

from tests.support.field_app import Tablet

pytestmark = pytest.mark.browser
SHELF = """const { db } = database;
return [await db.cases.count(), await db.settings.count(), (await db.keys.toArray()).filter((key) => key.open).length,
        device.me()?.name ?? null]"""
BEGIN = """
const { draft } = await import("/static/js/field/draft.js");
const shot = { blob: new Blob(["how it looked"], { type: "image/jpeg" }), lon: 121, lat: 31 };
await draft("handle-1", () => ({ values: { reply: [told] }, photos: { after: [shot] } })).now();
const rows = await database.db.drafts.toArray();
return [rows.length, rows.some((row) => new TextDecoder().decode(row.sealed).match(/清完了|how it/))]"""
BEGUN = """
const { restored } = await import("/static/js/field/draft.js");
const now = Date.now;
Date.now = () => now() + told * 3_600_000;
const found = await restored("handle-1");
Date.now = now;
const [shot] = found?.photos.after ?? [];
return found && [found.values.reply[0], await shot.blob.text(), shot.blob.type, shot.lon]"""
AGED = "await database.db.drafts.where('at').above(0).modify((row) => void (row.at -= 25 * 3_600_000));"
OVERNIGHT = f"""
const {{ draft, restored }} = await import("/static/js/field/draft.js");
const shot = {{ blob: new Blob(["how it looked"], {{ type: "image/jpeg" }}) }};
const kept = draft("handle-2", () => ({{ values: {{ reply: ["清完了"] }}, photos: {{ after: [shot] }} }}));
await kept.now();
{AGED}
await kept.now();
const photos = async () => (await restored("handle-2")).photos.after.length;
const whole = await photos();
await database.db.drafts.where("[user+key]").equals([7, "handle-2"]).and((row) => row.part !== "").delete();
return [whole, await photos(), (await restored("handle-2")).values.reply[0]];"""
OVERTAKEN = """
const { bring } = await import("/static/js/field/chunks.js");
const plain = window.fetch;
window.fetch = async (...asked) => {
  const answer = await plain(...asked);
  await database.db.meta.put({ key: "person", who: { id: 7 } }); // in another tab
  return answer;
};
const sync = await door.post("/field/sync", { operations: [] }).catch((error) => error);
const piece = await bring(told, new Blob(["a piece"]), 9).catch((error) => error);
return [sync, piece].map((error) => error instanceof door.OtherPerson)"""
CAME_IN = """
const plain = window.fetch;
window.fetch = async (...asked) => {
  const answer = await plain(...asked);
  const who = { id: 9, name: "陆知远", roles: [] };
  if (`${asked[0]}`.includes("/field/bundle")) await database.db.meta.put({ key: "person", who }); // in another tab
  return answer;
};"""
LINE = {"id": 1, "seen": 1, "tab": "todo"}
FULL = """await (await import("/static/js/field/reserve.js")).hold();
const { db } = database, real = db.transaction;
db.transaction = async () => {
  db.transaction = real;
  throw new DOMException("the disk is full", "QuotaExceededError");
};"""


def test_a_stale_token_an_ended_session_and_a_revoked_tablet_keep_everything_that_waits(tablet: Tablet) -> None:
    tablet.doors.csrf = "two"
    tablet.add("sign_in", 1)
    assert not tablet.send()["needsLogin"] and len(tablet.doors.done) == 1
    tablet.doors.csrf, tablet.doors.fail = "three", {"GET /field/me": [403]}
    tablet.add("note", 2)
    assert tablet.send()["needsLogin"], "somebody of the office is signed in"
    assert not tablet.send()["needsLogin"] and len(tablet.doors.done) == 2
    tablet.doors.who = None
    made = tablet.add("note", 1)
    state = tablet.send()
    assert state["needsLogin"] and state["nextAt"] is None and tablet.counts()["waiting"] == 1
    assert tablet.run("return device.me().name") == "沈望舒"
    tablet.run("navigator.locks.request('lingrid-send', () => new Promise((free) => (window.free = free)))")
    assert tablet.send()["nextAt"] > 0, "what another tab meets is not known in this one"
    tablet.run("window.free()")
    tablet.doors.who, tablet.doors.csrf = 7, "four"
    tablet.doors.bundle = {"cases": [LINE], "full": True}
    assert not tablet.send()["needsLogin"] and tablet.doors.done[-1]["id"] == made
    tablet.add("note", 1)
    tablet.doors.revoked = True
    tablet.killed()
    state = tablet.send()
    assert state["revoked"] and not state["needsLogin"] and tablet.doors.unsent == 1
    assert tablet.run(SHELF) == [0, 0, 0, None] and tablet.counts()["others"] == 1


def test_another_person_sees_a_number_only_and_the_first_finds_everything_again(tablet: Tablet) -> None:
    doors = tablet.doors
    doors.bundle = {"cases": [LINE], "full": True}
    doors.fail = {"POST /field/sync": [500]}
    tablet.run("await store.keep('size', 3); return lock.setPin('2468')")
    tablet.send()
    made = tablet.add("handle", 1, text="清完了", photos=1)
    tablet.send()
    assert tablet.run(SHELF) == [1, 2, 1, "沈望舒"]
    doors.who, doors.csrf, doors.bundle = 9, "nine", {}
    tablet.killed()
    tablet.send()
    assert tablet.run(SHELF) == [0, 0, 1, "陆知远"]
    assert (tablet.list(), tablet.counts()) == ([], {"waiting": 0, "parked": 0, "others": 1})
    assert doors.done == [], "nothing of hers was sent in his name"
    doors.who, doors.csrf = 7, "seven"
    tablet.send()
    assert [op["id"] for op in doors.done] == [made] and doors.done[0]["fields"] == {"text": ["清完了"]}
    assert tablet.counts() == {"waiting": 0, "parked": 0, "others": 0}


def test_what_is_being_written_lies_sealed_and_comes_back_to_its_owner_only_and_for_a_day(tablet: Tablet) -> None:
    assert tablet.run(BEGIN, "清完了") == [2, False]
    tablet.run("return device.logout()")
    tablet.doors.who, tablet.doors.csrf = 9, "nine"
    tablet.send()
    assert tablet.run("return device.me().name") == "陆知远"
    assert tablet.run(BEGUN, 0) is None and tablet.run("return database.db.drafts.count()") == 2
    tablet.doors.who, tablet.doors.csrf = 7, "seven"
    tablet.killed()
    tablet.send()
    assert tablet.run(BEGUN, 23) == ["清完了", "how it looked", "image/jpeg", 121]
    assert tablet.run(BEGUN, 24) is None
    assert tablet.run(OVERNIGHT) == [1, 0, "清完了"], "a form that stood overnight; a photo that is lost"
    tablet.run(AGED)
    tablet.doors.who, tablet.doors.csrf = 9, "nine"
    tablet.send()
    assert tablet.run(BEGIN, "别的") == [2, False], "hers are gone, whoever writes"


def test_what_somebody_made_never_goes_out_under_another_persons_session(tablet: Tablet) -> None:
    doors = tablet.doors
    tablet.add("note", 1, photos=1)
    doors.who = 9  # the session is another's, and nothing else shows it
    tablet.send()
    assert doors.done == [] and not any(doors.pieces.values()) and tablet.run("return device.me().name") == "陆知远"
    doors.who, doors.csrf = 7, "seven"
    doors.asked.clear()
    assert tablet.run(OVERTAKEN, "a" * 64) == [True, True]
    assert doors.asked == ["POST /field/sync", "GET /field/me"], "not once more, and no piece of a picture"
    tablet.killed()
    tablet.send()
    tablet.run(CAME_IN)
    tablet.send()
    assert tablet.run("return (await database.person()).name") == "陆知远", "who came in meanwhile stays"


def test_who_signs_out_in_the_cellar_is_signed_out_before_anything_else_is_asked(tablet: Tablet) -> None:
    made = tablet.add("note", 1)
    tablet.doors.fail = {"GET /field/me": ["cut", "cut"]}
    tablet.run(FULL)
    tablet.run("return device.logout()")
    assert tablet.run(SHELF) == [0, 0, 0, None] and tablet.run("return send.state.needsLogin")
    assert tablet.counts() == {"waiting": 0, "parked": 0, "others": 1}
    assert tablet.send()["nextAt"] > 0, "it tries again by itself, though nobody is here"
    tablet.killed()
    tablet.doors.asked.clear()
    assert tablet.send()["needsLogin"]
    assert tablet.doors.asked == ["GET /field/me", "POST /sign-out", "GET /field/me"]
    tablet.doors.who, tablet.doors.csrf = 7, "seven"
    tablet.send()
    assert [op["id"] for op in tablet.doors.done] == [made]


def test_the_fifth_wrong_pin_signs_out_and_an_idle_tablet_locks_itself(tablet: Tablet) -> None:
    assert tablet.run("return [lock.locked, await lock.hasPin()]") == [False, False]
    assert tablet.run("return lock.setPin('12').catch((error) => error.name)") == "RangeError"
    tablet.run("await lock.setPin('2468'); return lock.lock()")
    tablet.killed()
    assert tablet.run("return lock.locked"), "locked at the start"
    wrong = tablet.run("return [await lock.unlock('1111'), await lock.unlock('2468'), lock.locked]")
    assert wrong == [False, True, False]
    tablet.page.clock.install()
    tablet.run("lock.touch()")
    tablet.page.clock.fast_forward("04:50")
    assert tablet.run("return lock.locked") is False
    tablet.page.clock.fast_forward("00:30")
    tablet.page.clock.resume()
    assert tablet.run("await lock.unlock('2468'); return lock.locked") is False
    tablet.page.clock.set_system_time(datetime(2020, 1, 1, tzinfo=UTC))
    tablet.run("document.dispatchEvent(new Event('visibilitychange'))")
    assert tablet.run("await lock.hasPin(); return lock.locked"), "by a clock that was set back too"
    assert tablet.run(
        "return [1, 2, 3, 4, 5].reduce(async (so, n) => [...(await so), await lock.unlock('9')], [])"
    ) == [
        *[False] * 4,
        "out",
    ]
    assert tablet.run(SHELF)[-1] is None
