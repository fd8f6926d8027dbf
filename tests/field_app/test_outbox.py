"""What the tablet keeps and sends: nothing lost, nothing doubled, in order, whatever the network does."""

import pytest

from tests.support.tablet import Tablet

pytestmark = pytest.mark.browser
IN_CLEAR = """
const rows = async (name) => (await database.db[name].toArray());
const bytes = [...(await rows("ops")), ...(await rows("photos"))].map((row) => new Uint8Array(row.sealed));
const text = bytes.map((b) => new TextDecoder().decode(b)).join() + JSON.stringify(await rows("ops"));
return { keys: Object.keys((await rows("ops"))[0]).sort(), said: text.includes(told) };
"""


def test_what_is_added_lies_sealed_and_goes_out_in_the_order_of_its_case(tablet: Tablet) -> None:
    slow = tablet.add("handle", 1, text="清完了", photos=2)
    after, other = tablet.add("note", 1, text="还有一句"), tablet.add("sign_in", 2)
    assert tablet.run(IN_CLEAR, "清完了") == {
        "keys": ["case", "id", "iv", "kid", "n", "sealed", "status", "user"],
        "said": False,
    }
    assert [op["id"] for op in tablet.list()] == [slow, after, other]
    state = tablet.send()
    assert [op["id"] for op in tablet.doors.done] == [other, slow, after]
    assert len(tablet.doors.whole) == 2
    assert tablet.doors.asked.count("PUT /field/photos") == 6, "three pieces each"
    assert tablet.counts() == {"waiting": 0, "parked": 0, "others": 0}
    assert tablet.run("return database.db.photos.count()") == 0
    assert state["online"] and state["lastAt"] and not state["needsLogin"]
