"""What a reviewer may read: the words without what tells who and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.packet import BLACK, cut, is_word, mask, told


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("请打13812345678找我", f"请打{BLACK}找我"),
        ("138-1234-5678", BLACK),
        ("１３８ １２３４ ５６７８，晚上", f"{BLACK}，晚上"),
        ("+86 13812345678", BLACK),
        ("021-59561234转", f"{BLACK}转"),
        ("座机59561234", f"座机{BLACK}"),
        ("身份证31011419800101123X。", f"身份证{BLACK}。"),
        ("310114 19800101 1234", BLACK),
        ("住302室", f"住{BLACK}室"),
        ("12弄5号楼302室", f"{BLACK}弄{BLACK}号楼{BLACK}室"),
        ("丰庄路88号", f"丰庄路{BLACK}号"),
        ("沪A12345停在门口", f"{BLACK}停在门口"),
        ("沪AD12345", BLACK),
        ("六号楼四楼的鞋柜", f"{BLACK}号楼四楼的鞋柜"),
        ("二〇一室漏水", f"{BLACK}室漏水"),
        ("我叫王小明，住楼上", f"我叫{BLACK}，住楼上"),
        ("楼上的李阿姨说", f"楼上的{BLACK}阿姨说"),
        ("问张建国师傅", f"问{BLACK}师傅"),
        ("写信到 wang.xm@example.com", f"写信到 {BLACK}"),
        ("加微信：wxm_2026", f"加微信{BLACK}"),
    ],
)
def test_what_tells_who_and_where_is_blacked_out(typed: str, read: str) -> None:
    assert mask(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "中午12点油烟大，晚上10:30还有",
        "3月5号起每天都这样",
        "14号线旁边",
        "2026年11月",
        "第3次报了",
        "两个12升的桶",
        "十二月一号起",
        "三号线边上",
        "高兴的老师",
        "我叫了城管",
        "这么一弄就好",
        "",
    ],
)
def test_ordinary_figures_stay(typed: str) -> None:
    assert mask(typed) == typed


@given(st.text())
def test_no_mobile_number_survives_whatever_stands_around_it(around: str) -> None:
    before = around.rstrip("0123456789０１２３４５６７８９+＋ -")
    assert "13912345678" not in mask(f"{before}，13912345678，{around}")


# Letters of which none of the rules is made.
PLAIN = st.text(alphabet=st.characters(exclude_categories=["Nd", "Lo"], exclude_characters="@Qq"))


@given(PLAIN)
def test_a_text_without_figures_comes_back_to_the_letter(typed: str) -> None:
    assert mask(typed) == typed


# What people write here, in small pieces, so that words meet each other.
TEXTS = st.lists(
    st.sampled_from(["王", "小明", "5", "302", "号", "室", " ", "\n", "*", "***", "和风苑", "油烟", "13812345678"])
)
WORDS = st.lists(TEXTS.map("".join), max_size=4)


@given(TEXTS.map("".join), WORDS)
def test_a_blacked_word_never_appears_in_what_is_read(typed: str, words: list[str]) -> None:
    read = told(typed, words)
    assert [word for word in words if is_word(word) and word in read] == []
    assert mask(read) == read and told(read, words) == read


@given(st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_neither_does_it_whatever_is_written(typed: str, words: list[str]) -> None:
    read = told(typed, words)
    assert [word for word in words if is_word(word) and word in read] == []


@given(st.one_of(st.text(), TEXTS.map("".join)))
def test_masking_again_changes_nothing(typed: str) -> None:
    assert mask(mask(typed)) == mask(typed)


def test_every_occurrence_goes_also_across_the_end_of_a_line() -> None:
    assert cut("和风苑 6 号\n和风苑\n6 号", ["和风苑 6 号"]) == f"{BLACK}\n{BLACK}"


def test_words_chosen_in_what_was_already_masked_go_too() -> None:
    assert told("住302室的老王", [f"住{BLACK}室的老王"]) == BLACK


@pytest.mark.parametrize("nothing", ["", "  ", "***", " * "])
def test_marks_and_spaces_are_no_word(nothing: str) -> None:
    assert not is_word(nothing)
    assert cut("a * b", [nothing]) == "a * b"
