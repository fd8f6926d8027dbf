"""How alike two reports read: the rule alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.likeness import likeness

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@given(TEXTS, TEXTS)
def test_it_is_the_same_both_ways_and_between_nothing_and_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(TEXTS.filter(lambda text: any(c.isalnum() for c in text)))
def test_a_report_is_wholly_like_itself_whatever_its_width_and_spaces(text: str) -> None:
    assert likeness(text, f" {text} ") == pytest.approx(1)


def test_the_same_trouble_in_other_words_is_nearer_than_another_trouble() -> None:
    said = "6号楼三楼楼道堆了很多纸箱，走不过去"
    same, other = "六号楼楼道里堆了纸箱子，人走不过去", "小区门口路灯不亮，晚上很黑"
    assert likeness(said, same) > 0.3 > likeness(said, other)


def test_who_says_nothing_is_like_nobody() -> None:
    assert likeness("", "楼道堆物") == 0 == likeness("，。！", "楼道堆物")


def test_full_width_and_capitals_make_no_difference() -> None:
    assert likeness("ＷＣ漏水 Room 3", "wc漏水room3") == 1
