"""When a row of the tablet's soak is as it must be, and how the table shows it. Pure."""

import pytest

from scripts.soak.tablet.rows import Row, table


@pytest.mark.parametrize("spoilt", [{"lost": 1}, {"doubled": 1}, {"whole": 2}, {"wrong": ["cut at step 3"]}])
def test_one_thing_that_differs_spoils_a_row(spoilt: dict[str, int]) -> None:
    assert Row("cut", photos=3, whole=3).good
    assert not Row("cut", **{"photos": 3, "whole": 3} | spoilt).good  # type: ignore[arg-type]


def test_the_table_has_a_line_for_each_row() -> None:
    row = Row("storage full", cells=25, photos=52, whole=52, seconds=21.6)
    row.expect("tight after sending", False, False)
    assert table([row]).splitlines()[2:] == ["| storage full | 25 | 0 | 0 | 52 of 52 | 22 | as it must be |"]
    row.expect("waiting", 1, 0)
    assert row.wrong == ["waiting: 1, not 0"] and "| NOT as it must be |" in table([row])
