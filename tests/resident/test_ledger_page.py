"""The public ledger: every hourly root, for anybody, with nothing of any case in it."""

import re
from datetime import timedelta

import pytest

from app import jobs
from app.cases.models_trail import LedgerRoot
from app.core.db import db
from app.core.ledger import GENESIS
from app.resident import views_ledger
from tests.builders.people import a_street
from tests.builders.town import CLUTTER, MONDAY
from tests.resident.conftest import Door

HOUR = timedelta(hours=1)


def sealed(door: Door, hours: int) -> None:
    """So many reports, each sealed by a root of its own."""
    for n in range(hours):
        with door.web.write():
            door.town.report(CLUTTER, MONDAY + n * HOUR)
        with door.web.read():
            jobs.make_root(jobs.Turn(MONDAY + n * HOUR))


def test_it_lists_the_roots_each_with_the_one_before_newest_first(door: Door) -> None:
    sealed(door, 3)
    page = door.resident.get(f"{door.base}/ledger").get_data(as_text=True)
    hashes = re.findall(r'class="mono hash">([0-9a-f]{64})<', page)
    assert len(hashes) == 6 and hashes[-1] == GENESIS
    assert hashes[1::2][:-1] == hashes[2::2]
    assert "TO-2611" not in page


def test_a_program_gets_the_same_and_the_number_to_go_on_from(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_ledger, "PAGE", 2)
    sealed(door, 3)
    first = door.resident.get(f"{door.base}/ledger.json").get_json()
    rest = door.resident.get(f"{door.base}/ledger.json?before={first['more']}").get_json()
    assert [r["number"] for r in (*first["roots"], *rest["roots"])] == [3, 2, 1] and rest["more"] is None
    assert set(first["roots"][0]) == {"number", "at", "hash", "prev_hash"}
    assert first["roots"][1]["hash"] == first["roots"][0]["prev_hash"]
    assert "更早的" in door.resident.get(f"{door.base}/ledger").get_data(as_text=True)


@pytest.mark.parametrize("before", ["x", "-5", "99999999999999999999", "0", ""])
def test_a_strange_number_is_no_error(door: Door, before: str) -> None:
    assert door.resident.get(f"{door.base}/ledger?before={before}").status_code == 200


def test_before_the_first_hour_the_page_says_so(door: Door) -> None:
    assert "还没有总码" in door.resident.get(f"{door.base}/ledger").get_data(as_text=True)


def test_a_street_shows_its_own_roots_only(door: Door) -> None:
    with door.web.write():
        other = a_street()
        db.session.add(LedgerRoot(street_id=other.id, number=1, at=MONDAY, prev_hash=GENESIS, hash="a" * 64))
    assert "a" * 64 not in door.resident.get(f"{door.base}/ledger").get_data(as_text=True)
    assert door.resident.get("/s/no-such-street/ledger").status_code == 404
