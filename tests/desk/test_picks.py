"""What a preview puts into its form, and what is read from it, whoever wrote it."""

from hypothesis import given
from hypothesis import strategies as st

from app.desk.bulk import Pick, read_picks, write_picks

ID = st.integers(0, 10**9 - 1)


@given(st.lists(st.builds(Pick, ID, st.integers(0, 999), ID | st.just(0), ID | st.just(0)), unique_by=lambda p: p[0]))
def test_picks_are_read_as_they_were_written(picks: list[Pick]) -> None:
    assert read_picks(write_picks(picks)) == picks


@given(st.text())
def test_whatever_stands_in_the_field_is_read_without_an_error(typed: str) -> None:
    assert all(pick.case_id >= 0 for pick in read_picks(typed))
