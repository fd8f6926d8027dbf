"""What a reviewer may read: the words without what tells who and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.packet import BLACK, mask


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
        ("12弄5号楼302室", f"12弄{BLACK}号楼{BLACK}室"),
        ("丰庄路88号", f"丰庄路{BLACK}号"),
        ("沪A12345停在门口", f"{BLACK}停在门口"),
        ("沪AD12345", BLACK),
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
        "",
    ],
)
def test_ordinary_figures_stay(typed: str) -> None:
    assert mask(typed) == typed


@given(st.text())
def test_no_mobile_number_survives_whatever_stands_around_it(around: str) -> None:
    before = around.rstrip("0123456789０１２３４５６７８９+＋ -")
    assert "13912345678" not in mask(f"{before}，13912345678，{around}")


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"])))
def test_a_text_without_figures_comes_back_to_the_letter(typed: str) -> None:
    assert mask(typed) == typed
