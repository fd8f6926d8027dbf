"""The replay of real complaints, on invented rows: the real table is never read here."""

import pytest

from scripts.replay_complaints import Skip, Verdict, almanac_calendar, judged, rows_of, table

CALENDAR = almanac_calendar()


def outcomes(*pairs: tuple[str, str]) -> list[Verdict | Skip]:
    """What becomes of rows with these times of report and reply."""
    lines = ["id,submitted_at,replied_at", *(f"1,{reported},{replied}" for reported, replied in pairs)]
    return [judged(row, CALENDAR) for row in rows_of(lines)]


def kept(reported: str, replied: str) -> tuple[bool, ...]:
    """Whether 1, 5 and 15 working days were kept."""
    [found] = outcomes((reported, replied))
    assert isinstance(found, Verdict)
    return found.kept


# Friday 2019-09-20; Sunday 2019-09-29 and Saturday 2019-10-12 were worked, 1 to 7 October were off.
@pytest.mark.parametrize(
    ("replied", "expected"),
    [
        ("2019-09-20 16:00:00", (True, True, True)),
        ("2019-09-23 18:00:00", (True, True, True)),
        ("2019-09-23 18:00:01", (False, True, True)),
        ("2019-09-27 18:00:00", (False, True, True)),
        ("2019-09-27 18:00:01", (False, False, True)),
        ("2019-10-16 18:00:00", (False, False, True)),
        ("2019-10-16 18:00:01", (False, False, False)),
    ],
)
def test_a_weekend_and_a_holiday_do_not_count_but_a_weekend_worked_does(
    replied: str, expected: tuple[bool, ...]
) -> None:
    assert kept("2019-09-20 15:00:00", replied) == expected


def test_a_report_on_the_eve_of_a_holiday_has_its_first_day_after_it() -> None:
    assert kept("2019-09-30 23:59:59", "2019-10-08 18:00:00") == (True, True, True)
    assert kept("2019-09-30 23:59:59", "2019-10-08 18:00:01") == (False, True, True)


def test_rows_that_cannot_be_judged_say_why() -> None:
    assert outcomes(
        ("2019-09-20 15:00:00", " "),
        ("", "2019-09-20 15:00:00"),
        ("2019-09-20", "2019-09-20 15:00:00"),
        ("2019-09-20 15:00:00", "2019-09-20 14:59:59"),
        ("2003-12-31 15:00:00", "2004-01-02 15:00:00"),
    ) == [Skip.NO_REPLY, Skip.UNREADABLE, Skip.UNREADABLE, Skip.BACKWARDS, Skip.OUTSIDE]


def test_a_row_cut_short_has_no_reply() -> None:
    assert [judged(row, CALENDAR) for row in rows_of(["submitted_at,replied_at", "2019-09-20 15:00:00"])] == [
        Skip.NO_REPLY
    ]


def test_a_due_time_in_a_year_without_official_days_is_estimated() -> None:
    beyond = max(CALENDAR.official)
    [found] = outcomes((f"{beyond}-12-20 15:00:00", f"{beyond}-12-21 15:00:00"))
    assert isinstance(found, Verdict)
    assert found.estimated == (False, False, True)


def test_the_table_counts_rows_shares_and_years() -> None:
    told = "\n".join(
        table(
            outcomes(
                ("2018-03-05 09:00:00", "2018-03-05 10:00:00"),
                ("2019-03-04 09:00:00", "2019-03-07 10:00:00"),
                ("2019-03-04 09:00:00", "2019-05-07 10:00:00"),
                ("2019-03-04 09:00:00", "2019-03-03 10:00:00"),
                ("2019-03-04 09:00:00", ""),
            )
        )
    ).split("\n")
    words = [" ".join(line.split()) for line in told]
    assert words[:4] == [
        "rows read 5",
        "with both times 4",
        "skipped, no reply time 1",
        "skipped, a time missing or unreadable 0",
    ]
    assert "2018 1 1 100.0% 1 100.0% 1 100.0%" in words
    assert "2019 2 0 0.0% 1 50.0% 1 50.0%" in words
    assert words[-2:] == ["all 3 1 33.3% 2 66.7% 2 66.7%", "due times estimated 0 0 0"]


def test_shares_of_nothing_are_a_dash() -> None:
    assert "all 0 0 — 0 — 0 —" in [" ".join(line.split()) for line in table([])]


def test_a_wrong_file_says_which_columns_are_missing() -> None:
    with pytest.raises(ValueError, match=r"^no column replied_at$"):
        rows_of(["id,submitted_at", "1,2019-09-20 15:00:00"])
    with pytest.raises(ValueError, match="no column submitted_at, no column replied_at"):
        rows_of([])
