"""What a result must show before it counts as handled."""

import pytest

from app.cases.evidence import missing
from app.cases.words import PhotoKind as P

PAIR = ["photo_pair"]


@pytest.mark.parametrize("before", [P.REPORT, P.BEFORE, P.SAFE])
def test_a_photo_of_the_report_or_the_visit_is_a_before(before: P) -> None:
    assert missing(PAIR, {before, P.AFTER}, "修好了") == {}


def test_a_pair_needs_both_sides_each_named_at_its_field() -> None:
    assert set(missing(PAIR, {P.AFTER}, "修好了")) == {"before"}
    assert set(missing(PAIR, {P.REPORT}, "修好了")) == {"after"}


def test_every_item_listed_is_needed() -> None:
    assert set(missing(["photo_pair", "document", "reply_note"], set(), "")) == {"before", "after", "document", "reply"}


def test_the_reply_to_the_citizen_is_needed_whatever_the_category_says() -> None:
    assert set(missing([], set(), "  ")) == {"reply"}
