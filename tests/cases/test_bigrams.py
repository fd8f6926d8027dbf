"""What is searched: every part of a text of two characters and more, and no telephone number."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.cases.bigrams import asks_for_somebody, is_searchable, runs, tokens, wanted, without_numbers

letters = st.characters(codec="utf-8") | st.sampled_from("消防通道堵塞0aB １２ß号𫠠，")


def finds(search: str, kept: str) -> bool:
    """As both databases read it: each pair is there, each lone character begins something that is."""
    pairs, lone = wanted(search)
    have = kept.split()
    return set(pairs) <= set(have) and all(any(word.startswith(c) for word in have) for c in lone)


@given(st.text(letters, min_size=2, max_size=40), st.data())
def test_every_part_of_two_characters_and_more_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    part = text[start : data.draw(st.integers(start + 2, len(text)))]
    assume(runs(part))
    assert finds(part, tokens(text))


@given(st.text(letters, max_size=40))
def test_nothing_but_letters_and_digits_reaches_a_database(text: str) -> None:
    assert all(c.isalnum() or c == " " for c in tokens(text))


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        ("消防", "消防通道堵了", True),
        ("防消", "消防通道堵了", False),
        ("ＡＢ座", "ab座", True),
        ("道 堵", "消防通道，堵了", True),
        ("3号", "1弄3号楼", True),
        ("3楼", "在 3 楼", True),
        ("3 楼", "在3楼", True),
        ("鞋柜 通道", "通道里有鞋柜", True),
        ("了", "消防通道堵了", True),
    ],
)
def test_searches_find_what_they_should(search: str, text: str, found: bool) -> None:
    assert finds(search, tokens(text)) is found


def test_two_characters_are_the_least() -> None:
    assert [is_searchable(text) for text in ("", "%%", "消", "消 ", "消防", "a b")] == [False] * 4 + [True] * 2


@pytest.mark.parametrize("typed", ["13912345678", "139 1234 5678", "楼道 13912345678", "(021) 6252-1234"])
def test_a_search_for_a_telephone_number_is_known_as_one(typed: str) -> None:
    assert asks_for_somebody(typed)


@pytest.mark.parametrize("typed", ["TO-261116-0001-Y", "261116-0001", "2611160001", "99 弄 3 号 201", "2026-11"])
def test_a_cases_own_number_is_none(typed: str) -> None:
    assert not asks_for_somebody(typed)


@pytest.mark.parametrize(
    "typed", ["13812345678", "138 1234 5678", "021-69123456", "+86 138-1234-5678", "１３８１２３４５６７８"]
)
def test_a_telephone_number_in_a_report_is_not_searched(typed: str) -> None:
    kept = tokens(without_numbers(f"请打{typed}找我，12弄8号"))
    assert not finds(typed[-6:], kept)
    assert finds("请打", kept) and finds("12弄8号", kept)
