"""How numbers are typed, and the one spelling that is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.intake.phones import check_phone, mask_name, mask_phone, normal_phone, split_contact

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0(10|2[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7}", fullmatch=True)
BETWEEN = st.sampled_from(["", " ", "-", "－", "\u3000", "\u200b", "–"])
TO_FULL = {ord(c): ord(c) + 0xFEE0 for c in "0123456789+-"}


@given(st.one_of(MOBILES, LANDLINES), st.lists(BETWEEN, min_size=12, max_size=12), st.booleans(), st.booleans())
def test_a_number_is_the_same_however_it_is_spaced_and_whatever_its_width(
    number: str, gaps: list[str], full: bool, abroad: bool
) -> None:
    whole = f"+86{number.removeprefix('0')}" if abroad else number
    typed = "".join(digit + gap for digit, gap in zip(whole, gaps + [""] * len(whole), strict=False))
    assert normal_phone(typed.translate(TO_FULL) if full else typed) == number


@given(st.text())
def test_what_is_kept_is_eleven_digits_of_a_mobile_or_a_landline_with_its_area(typed: str) -> None:
    kept = normal_phone(typed)
    assert kept is None or (kept.isascii() and kept.isdigit() and 10 <= len(kept) <= 12 and normal_phone(kept) == kept)


@given(MOBILES, st.integers(1, 10))
def test_a_mobile_with_a_digit_missing_is_refused_and_told_so(number: str, place: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_phone(number[:place] + number[place + 1 :])
    assert refused.value.errors == {"phone": "少一位：手机号是 11 位"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1381234567", "少一位：手机号是 11 位"),
        ("138123456789", "多一位：手机号是 11 位"),
        ("12345678901", "号码不对：手机号以 13 到 19 开头"),
        ("69123456", "位数不对：手机号是 11 位，座机请带区号"),
        ("138-1234-abcd", "只填数字：手机号是 11 位，座机请带区号"),
        ("١٣٨١٢٣٤٥٦٧٨", "只填数字：手机号是 11 位，座机请带区号"),
        ("021-69123456转801", "只填数字：手机号是 11 位，座机请带区号"),
    ],
)
def test_the_refusal_says_what_is_wrong_and_how_to_mend_it(typed: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_phone(typed)
    assert refused.value.errors == {"phone": words}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+86 138 1234 5678", "13812345678"),
        ("0086-138-1234-5678", "13812345678"),
        ("86 13812345678", "13812345678"),
        ("(021) 6912 3456", "02169123456"),
        ("+86 21 6912 3456", "02169123456"),
        ("+86 10 6912 3456", "01069123456"),
        ("\u202a138 1234 5678\u202c", "13812345678"),
        ("8613812345678901", None),
        ("4001234567", None),
        ("", None),
    ],
)
def test_the_usual_ways_to_write_a_number(typed: str, kept: str | None) -> None:
    assert normal_phone(typed) == kept


def test_masks_keep_the_first_sign_of_a_name_and_seven_digits() -> None:
    assert (mask_name("欧阳小明"), mask_name(" 王 "), mask_name("")) == ("欧**", "王**", "")
    assert mask_phone("13812345678") == "138****5678"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("王女士 138-1234-5678", ("王女士", "13812345678")),
        ("13812345678（李先生）", ("李先生", "13812345678")),
        ("李先生，座机021-69123456", ("李先生，座机", "02169123456")),
        ("A00074011", ("A00074011", None)),
        ("", ("", None)),
    ],
)
def test_a_cell_is_parted_into_name_and_number(cell: str, found: tuple[str, str | None]) -> None:
    assert split_contact(cell) == found
