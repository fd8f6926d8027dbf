"""What the tablet keeps and sends: nothing lost, nothing doubled, in order, whatever the network does."""

import pytest

from tests.support.browsers import Pages
from tests.support.field_app import Doors, Tablet

pytestmark = pytest.mark.browser
NOTHING = {"waiting": 0, "parked": 0, "others": 0}
AT_REST = """
const { db } = database;
const [ops, photos] = await Promise.all([db.ops.toArray(), db.photos.toArray()]);
const sealed = [...ops, ...photos].map((row) => new TextDecoder().decode(row.sealed)).join();
const key = (await db.keys.toArray())[0].open;
const taken = await crypto.subtle.exportKey("raw", key).then(() => true, () => false);
return { inClear: Object.keys(ops[0]).sort().join(" "), read: sealed.includes(told), taken };
"""
BEGIN = """
const { draft, restored } = await import("/static/js/field/draft.js");
const photos = { photos: [{ blob: new Blob([new Uint8Array(40_000_000)]) }] };
await draft("report", () => ({ values: { text: ["写的"] }, photos })).now();
return restored("report")"""
UNTIL_TIGHT = """
const blob = (size) => new Blob([new Uint8Array(size)], { type: "image/jpeg" });
const photos = (size) => [{ field: "after", blob: blob(size) }];
const add = (size) => outbox.add({ do: "handle", case: 1, seen: 1, fields: {}, photos: photos(size) });
let added = 0;
for (; added < 9 && !(await outbox.room()).tight; added += 1) await add(1_500_000);
if (!told) return added;
await add(1_500_000); // they were told, and what they were about still fits
const thrown = await add(40_000_000).catch((error) => error);
return [added, thrown instanceof outbox.OutboxFull, await database.db.ops.count(), await database.db.photos.count()];
"""


def test_what_is_added_lies_sealed_and_goes_out_in_the_order_of_its_case(tablet: Tablet) -> None:
    tablet.doors.judge = lambda op: {"status": "done", "line": {"id": op["case"], "seen": 5, "tab": "others"}}
    slow = tablet.add("handle", 1, text="清完了", photos=2)
    after, other = tablet.add("note", 1, text="还有一句"), tablet.add("sign_in", 2)
    clear = "case id iv kid n sealed status user"
    assert tablet.run(AT_REST, "清完了") == {"inClear": clear, "read": False, "taken": False}
    assert [op["id"] for op in tablet.list()] == [slow, after, other]
    tablet.doors.fail = {"POST /field/sync": [None, 500, 500]}
    tablet.run("bus.bus.addEventListener('send', () => (window.steps = window.steps || []).push(send.state.progress))")
    assert tablet.send()["nextAt"] > 0
    tablet.doors.loses_pictures()
    tablet.send()
    assert [op["id"] for op in tablet.doors.done] == [other] and tablet.counts()["waiting"] == 2
    state = tablet.send()
    assert [op["id"] for op in tablet.doors.done] == [other, slow, after]
    assert tablet.doors.asked.count("PUT /field/photos") == 12, "three pieces each, twice"
    assert all(0 <= step["done"] <= step["total"] for step in tablet.run("return window.steps"))
    assert len(tablet.doors.whole) == 2 and tablet.counts() == NOTHING
    assert tablet.run("return [await database.db.photos.count(), (await store.line(2)).seen]") == [0, 5]
    assert state["online"] and state["lastAt"] and not state["needsLogin"]


def test_a_killed_tab_and_a_lost_answer_neither_lose_nor_double(tablet: Tablet) -> None:
    tablet.doors.fail = {"PUT /field/photos": [None, "late", "cut"], "POST /field/sync": ["late", 500, 500, "cut"]}
    broken = tablet.add("handle", 4, photos=1)
    tablet.run("return database.db.photos.clear()")
    lost = """const [op] = await outbox.list();
        const thrown = await outbox.replace(op.id, op).catch((error) => error);
        return [await outbox.blob(op.photos[0].sha256), thrown instanceof outbox.NotParked]"""
    assert tablet.run(lost) == [None, True]
    made = tablet.add("handle", 1, photos=1, size=1_000_000)
    assert tablet.send()["online"] is False, "the second piece came, its answer did not"
    tablet.killed()
    assert [(op["id"], op["status"]) for op in tablet.list()] == [(broken, "waiting"), (made, "waiting")]
    tablet.send()
    assert tablet.send()["nextAt"] > 0 and [op["id"] for op in tablet.doors.done] == [made], "done, and nobody heard"
    tablet.killed()
    assert [tablet.send()["online"] for _ in range(4)] == [True, True, False, True]
    assert [op["id"] for op in tablet.doors.done] == [made] and [op["id"] for op in tablet.list()] == [broken]
    assert tablet.doors.asked.count("PUT /field/photos") == 6, "on from where it was cut off, in a smaller piece"


def test_what_the_server_stumbles_over_or_cannot_read_holds_up_its_own_case_only(tablet: Tablet) -> None:
    tablet.doors.poison = {"stumble": 500, "unreadable": 422}
    made = [tablet.add(do, case) for do, case in (("stumble", 1), ("note", 2), ("unreadable", 3), ("note", 4))]
    assert tablet.send()["nextAt"] > 0
    assert [op["id"] for op in tablet.doors.done] == [made[1], made[3]]
    assert [(op["id"], op["status"]) for op in tablet.list()] == [(made[0], "waiting"), (made[2], "parked")]


def test_what_the_server_refuses_is_parked_whole_and_can_be_mended_noted_or_set_aside(tablet: Tablet) -> None:
    news = [{"at": "11-16 11:30", "what": "陆知远　作废", "text": "报重了", "more": ""}]
    said = {"status": "refused", "message": "不行", "fields": {"note": ["请写"]}, "todo": "改一改", "news": news}
    tablet.doors.judge = lambda op: said if op["do"] == "handle" else {"status": "done"}
    first, second = tablet.add("handle", 1, text="清完了", photos=1), tablet.add("note", 1, text="之后")
    third, aside = tablet.add("handle", 2, text="也清完了", photos=5), tablet.add("handle", 3)
    tablet.send()
    assert tablet.counts() == {"waiting": 1, "parked": 3, "others": 0} and tablet.doors.done == []
    parked = tablet.list()[0]
    told = [parked[key] for key in ("id", "status", "message", "faults", "todo", "news")]
    assert told == [first, "parked", "不行", {"note": ["请写"]}, "改一改", news]
    picture = parked["photos"][0]["sha256"]
    assert tablet.run("return (await outbox.blob(told)).size", picture) == 700_000
    mended = {"do": "make_safe", "case": 1, "seen": 9, "fields": {}, "photos": [{"field": "photos", "sha256": picture}]}
    again = tablet.run("return outbox.replace(...told)", [first, mended])
    twice = """const tries = await Promise.allSettled([outbox.asNote(told), outbox.asNote(told)]);
        return tries.map(({ value, reason }) => value ?? (reason instanceof outbox.NotParked && "not parked"))"""
    noted, refused = sorted(tablet.run(twice, third), key=lambda one: one == "not parked")
    assert refused == "not parked" and tablet.run("return database.db.photos.count()") == 6, "none is left behind"
    tablet.run("return outbox.setAside(told)", aside)
    assert tablet.counts() == {"waiting": 4, "parked": 0, "others": 0} and len(tablet.list()) == 5
    tablet.send()
    assert [op["id"] for op in tablet.doors.done[:3]] == [again, second, noted]
    assert [len(op["photos"]["photos"]) for op in tablet.doors.done if op["photos"]] == [1, 4, 1]
    assert tablet.doors.done[2]["fields"]["text"] == ["也清完了"] and tablet.counts() == NOTHING
    assert [op["status"] for op in tablet.list()] == ["set_aside"]


def test_a_nearly_full_tablet_says_so_before_a_picture_is_lost_and_keeps_nothing_half(browser: Pages) -> None:
    tablet = Tablet(browser, Doors(), quota=22_000_000)
    tablet.send()
    added, is_full, operations, photos = tablet.run(UNTIL_TIGHT, True)
    assert 0 < added < 9 and is_full and operations == photos == added + 1
    assert tablet.run(BEGIN) == {"values": {"text": ["写的"]}, "photos": {"photos": []}}, "the words at least"
    assert tablet.send()["online"] and len(tablet.doors.done) == operations
    assert tablet.run("const { left, tight } = await outbox.room(); return [left === Infinity, tight]") == [True, False]
    assert tablet.counts() == NOTHING


def test_the_order_and_the_pauses_are_plain_rules(tablet: Tablet) -> None:
    ops = [
        {"id": "a", "case": 1, "status": "waiting", "photos": [{"sha256": "x"}]},
        {"id": "b", "case": 2, "status": "parked", "photos": []},
        *(
            {"id": name, "case": case, "status": "waiting", "photos": []}
            for name, case in (("c", 1), ("d", 2), ("e", 3))
        ),
        {"id": "f", "case": None, "status": "waiting", "photos": []},
    ]
    pick = """const { ops, held, whole, most } = told;
        const found = order.next(ops, { held: new Set(held), whole: new Set(whole), most });
        return [found.batch.map((op) => op.id).join(""), found.bring?.id ?? null]"""
    for held, whole, most, wanted in (
        ([], [], 20, ["ef", "a"]),
        ([], ["x"], 20, ["acef", None]),
        ([], ["x"], 2, ["ac", None]),
        ([1], ["x"], 20, ["ef", None]),
    ):
        assert tablet.run(pick, {"ops": ops, "held": held, "whole": whole, "most": most}) == wanted
    pauses = tablet.run("return [1, 2, 5, 6, 40].map((n) => [order.backOff(n, 0), order.backOff(n, 1)])")
    assert pauses == [[1000, 2000], [2000, 4000], [16000, 32000], [30000, 60000], [30000, 60000]]
