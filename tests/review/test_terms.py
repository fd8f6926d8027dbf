"""Terms, absences and months are days of the street."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.roster.terms import Standing, cap_of, last_day, month_start, today

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
SERVES = Standing(True, True, MAY, JUNE, None)


@pytest.mark.parametrize(
    ("day", "can"), [(date(2026, 4, 30), False), (MAY, True), (JUNE, True), (date(2026, 6, 2), False)]
)
def test_the_first_and_the_last_day_of_a_term_count(day: date, can: bool) -> None:
    assert SERVES.on(day) is can


def test_nobody_is_drawn_who_left_or_never_agreed() -> None:
    assert not Standing(False, True, MAY, JUNE, None).on(MAY)
    assert not Standing(True, False, MAY, JUNE, None).on(MAY)


def test_somebody_away_is_back_the_day_after() -> None:
    away = Standing(True, True, MAY, JUNE, date(2026, 5, 10))
    assert [away.on(date(2026, 5, day)) for day in (9, 10, 11)] == [False, False, True]


def test_the_month_begins_at_midnight_of_the_street() -> None:
    late = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)  # 00:30 on 1 November in Shanghai
    assert today(late) == date(2026, 11, 1)
    assert month_start(late) == datetime(2026, 10, 31, 16, tzinfo=UTC)


def test_a_term_of_two_years_ends_on_the_day_before() -> None:
    assert last_day(date(2026, 11, 25)) == date(2028, 11, 24)
    assert last_day(date(2028, 2, 29)) == date(2030, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_term_is_two_years_long_to_a_day(first: date) -> None:
    assert 729 <= (last_day(first) - first).days <= 730


def test_the_committee_s_cap_goes_before_the_street_s_and_that_before_four() -> None:
    assert cap_of(2, {"reviewer_monthly_cap": 6}) == 2
    assert cap_of(None, {"reviewer_monthly_cap": 6}) == 6
    assert cap_of(None, None) == cap_of(None, {}) == 4
