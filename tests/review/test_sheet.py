"""The packet composed: which words are known, which pictures stay, what was changed when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.cases.words import PhotoKind
from app.core.pictures import Box
from app.review.sheet import Packet, Shown, is_the_reporters, known_words, last
from app.review.words import PacketField

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)


def a_packet(*photos: Shown, **more: Any) -> Packet:
    told: dict[str, Any] = {"case_id": 1, "round": 1, "where": "一居", "extensions": 0, "evidence": ("photo_pair",)}
    told |= {"outcome": None, "fact": None, "claim": None, "said": "", "answered": "", "photo_why": ""}
    told |= {"words": (), "changed_at": None}
    return Packet(**told | {"photos": photos} | more)


def a_photo(id_: int, kind: PhotoKind, sha256: str | None = "new", **more: Any) -> Shown:
    return Shown(id_, kind, "old", sha256, **more)


def test_what_we_know_of_people_and_places_is_hidden_longest_first() -> None:
    found = known_words(["王小明", "李", ""], ["演示路 18 弄 6 号", "和风苑", "和风苑一期"])
    assert found == ["演示路 18 弄 6 号", "和风苑一期", "和风苑", "演示路", "王小明"]


def test_the_last_picture_after_the_work_stays_where_a_pair_is_the_evidence() -> None:
    before, after = a_photo(1, PhotoKind.BEFORE), a_photo(2, PhotoKind.AFTER)
    other = a_photo(3, PhotoKind.CHECK)
    assert a_packet(before, after).may_leave_out(before)
    assert not a_packet(before, after).may_leave_out(after)
    assert not a_packet(before, after, a_photo(3, PhotoKind.CHECK, None)).may_leave_out(after)
    assert a_packet(before, after, other).may_leave_out(after)
    assert a_packet(after, evidence=("document",)).may_leave_out(after)


def test_a_picture_left_out_is_on_neither_side_and_counted() -> None:
    boxes = (Box(0, 0, 10, 10), Box(20, 20, 10, 10))
    packet = a_packet(a_photo(1, PhotoKind.REPORT, boxes=boxes), a_photo(2, PhotoKind.AFTER, None))
    assert [photo.id for photo in packet.before] == [1]
    assert packet.after == []
    assert packet.counts == (0, 2, 1)


@pytest.mark.parametrize(
    ("kind", "by", "minutes", "theirs"),
    [
        (PhotoKind.REPORT, None, 90, True),
        (PhotoKind.REPORT, 7, 0, True),
        (PhotoKind.REPORT, 7, 90, False),
        (PhotoKind.BEFORE, 7, 0, False),
    ],
)
def test_pictures_that_came_with_the_report_are_the_reporters(
    kind: PhotoKind, by: int | None, minutes: int, theirs: bool
) -> None:
    assert is_the_reporters(kind, NOON + timedelta(minutes=minutes), by, NOON) is theirs


def test_what_happens_after_a_decision_changed_nothing_for_it() -> None:
    moments = [NOON, None, NOON + timedelta(hours=2)]
    assert last(moments, None) == NOON + timedelta(hours=2)
    assert last(moments, NOON + timedelta(hours=1)) == NOON
    assert last([], None) is None


def test_every_text_of_the_packet_is_asked_for_by_its_field() -> None:
    told = a_packet(said="堆满了", answered="搬走了", photo_why="旧手机")
    assert [told.text(field) for field in PacketField] == ["堆满了", "搬走了", "旧手机"]
