"""The filters of an address: understood or left out, never an error."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.desk.filters import FIELDS, Filters, read

anything = st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=80))


@given(anything)
def test_whatever_stands_in_an_address_is_read_or_named_as_wrong(args: dict[str, str]) -> None:
    filters, wrong = read(args)
    assert set(wrong) <= set(args)
    assert read(filters.args()) == (filters, [])


def test_an_address_carries_only_what_is_set() -> None:
    filters = Filters(state="closed", since=date(2026, 11, 1))
    assert filters.args() == {"state": "closed", "since": "2026-11-01"}
    assert filters.without("since") == {"state": "closed"}
    assert Filters().args() == {}
