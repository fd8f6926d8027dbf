"""Files that come piece by piece."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.core import files, incoming
from app.core.errors import NotFound

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
WHO, OTHER = 7, 8
HASH, SECOND, THIRD = (sha256(bytes([n])).hexdigest() for n in range(3))


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> None:
    files.configure(tmp_path)


def put(name: str, offset: int, raw: bytes, at: datetime = NOON, who: int = WHO) -> bool:
    """Add a piece where it fits."""
    with incoming.held(who, name) as part:
        if part.have != offset:
            return False
        part.append(raw, at)
        return True


def test_a_piece_goes_to_the_end_and_everybody_has_parts_of_their_own() -> None:
    assert put(HASH, 0, b"abc") and put(HASH, 3, b"de") and put(HASH, 0, b"x", who=OTHER)
    with incoming.held(WHO, HASH) as part:
        assert (part.have, part.read()) == (5, b"abcde")
        part.drop()
    assert (incoming.have(WHO, HASH), incoming.have(OTHER, HASH)) == (0, 1)
    with pytest.raises(NotFound):
        incoming.have(WHO, "../../etc/passwd")


def test_of_many_who_send_the_same_piece_at_once_one_is_taken_each_time() -> None:
    def send_all(_n: int) -> int:
        return sum(put(HASH, offset, bytes([offset % 251]) * 1000) for offset in range(0, 40_000, 1000))

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(send_all, range(4)))
    assert incoming.have(WHO, HASH) == 1000 * sum(taken)
    with incoming.held(WHO, HASH) as part:
        assert part.read() == b"".join(bytes([n * 1000 % 251]) * 1000 for n in range(sum(taken)))


def test_whoever_waited_for_a_part_that_was_dropped_begins_a_new_one() -> None:
    def wait_and_add() -> bool:
        return put(HASH, 0, b"new")

    with ThreadPoolExecutor(1) as pool:
        with incoming.held(WHO, HASH) as part:
            part.append(b"old", NOON)
            waiting = pool.submit(wait_and_add)
            part.drop()
        assert waiting.result()
    assert incoming.have(WHO, HASH) == 3


def test_a_person_s_oldest_parts_make_room_for_the_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "OWNER_MAX", 10)
    put(HASH, 0, b"12345", NOON)
    put(SECOND, 0, b"123", NOON + timedelta(minutes=1))
    put(THIRD, 0, b"1234", NOON + timedelta(minutes=2))
    assert [incoming.have(WHO, name) for name in (HASH, SECOND, THIRD)] == [0, 3, 4]


def test_what_nobody_went_on_with_is_forgotten() -> None:
    put(HASH, 0, b"abc", NOON - timedelta(days=15))
    put(SECOND, 0, b"abc", NOON - timedelta(days=13))
    assert incoming.purge(NOON - timedelta(days=14)) == 1
    assert (incoming.have(WHO, HASH), incoming.have(WHO, SECOND)) == (0, 3)
