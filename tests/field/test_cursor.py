"""The cursor of a bundle: what is written is read, short enough for an address, and nothing else breaks it."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.values import BIGGEST_ID
from app.field import cursor
from app.field.cursor import NOTHING, SETS, Known

SUMS = st.integers(0, 2**32 - 1)
CASES = st.dictionaries(st.integers(1, BIGGEST_ID), SUMS, max_size=60)


@given(CASES, st.lists(SUMS, min_size=len(SETS), max_size=len(SETS)))
def test_what_is_written_is_read(cases: dict[int, int], sums: list[int]) -> None:
    known = Known(cases, dict(zip(SETS, sums, strict=True)))
    assert cursor.read(cursor.write(known)) == known


@given(st.text(max_size=80))
def test_anything_else_is_nothing_or_some_cursor_but_never_an_accident(text: str) -> None:
    found = cursor.read(text)
    assert found is NOTHING or all(n >= 0 for n in found.cases)


@given(CASES.filter(bool))
def test_a_cursor_that_lost_its_end_is_nothing(cases: dict[int, int]) -> None:
    whole = cursor.write(Known(cases, dict.fromkeys(SETS, 1)))
    cut = whole[: len(whole) - 4]
    assert cursor.read(cut) is NOTHING or len(cursor.read(cut).cases) < len(cases)


def test_a_full_day_fits_into_an_address() -> None:
    cases = {1_000_000 + 977 * n: 2**32 - 1 for n in range(450)}
    assert len(cursor.write(Known(cases, dict.fromkeys(SETS, 2**32 - 1)))) < 3_900


def test_a_checksum_does_not_depend_on_the_order_of_keys() -> None:
    assert cursor.checksum({"a": 1, "b": ["中"]}) == cursor.checksum({"b": ["中"], "a": 1})
