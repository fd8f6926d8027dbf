"""Shifts of wall time, stand-ins, and the gaps of a list. 2026-11-23 is a Monday."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import from_street
from app.grid.duty import Shift, answering, clash, clock_time

CHEN, LIN = 1, 2
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def wall(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026 in the street's time; 23 is a Monday."""
    return from_street(datetime(2026, 11, day, tzinfo=UTC).date(), time(hour, minute))


def night(weekdays: str = "") -> Shift:
    return Shift(BEGIN, None, weekdays, "22:00", "06:00")


@pytest.mark.parametrize(("hour", "minute", "there"), [(8, 29, False), (8, 30, True), (16, 59, True), (17, 0, False)])
def test_the_start_of_a_shift_counts_and_its_end_does_not(hour: int, minute: int, there: bool) -> None:
    assert Shift(BEGIN, None, "", "08:30", "17:00").covers(wall(23, hour, minute)) is there


@pytest.mark.parametrize(("day", "there"), [(23, True), (27, True), (28, False), (29, False)])
def test_weekdays_are_the_street_s_own(day: int, there: bool) -> None:
    assert Shift(BEGIN, None, "12345").covers(wall(day, 0, 30)) is there  # still the day before in UTC


@pytest.mark.parametrize(
    ("day", "hour", "there"), [(27, 21, False), (27, 22, True), (28, 5, True), (28, 6, False), (27, 5, False)]
)
def test_a_night_belongs_to_the_day_on_which_it_began(day: int, hour: int, there: bool) -> None:
    assert night("5").covers(wall(day, hour)) is there


@pytest.mark.parametrize(("day", "hour", "there"), [(23, 8, False), (23, 9, True), (24, 8, True), (24, 9, False)])
def test_a_shift_that_ends_where_it_starts_lasts_a_day(day: int, hour: int, there: bool) -> None:
    assert Shift(BEGIN, None, "1", "08:30", "08:30").covers(wall(day, hour)) is there


def test_dates_bound_a_shift_to_the_minute() -> None:
    dated = Shift(wall(23, 9), wall(24, 9))
    assert [dated.covers(m) for m in (wall(23, 8, 59), wall(23, 9), wall(24, 8, 59), wall(24, 9))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("away", "who"), [((), CHEN), ((LIN,), CHEN), ((CHEN,), LIN), ((CHEN, LIN), None)])
def test_the_stand_in_answers_while_the_member_is_away_and_nobody_when_both_are(
    away: tuple[int, ...], who: int | None
) -> None:
    assert answering(CHEN, LIN, away) == who


def test_without_a_stand_in_nobody_answers_for_somebody_away() -> None:
    assert answering(CHEN, None, [CHEN]) is None


CLASHES: list[tuple[Shift, Shift, bool]] = [
    (night(), Shift(BEGIN, None, "", "05:00", "07:00"), True),
    (night(), Shift(BEGIN, None, "", "06:00", "22:00"), False),
    (night("7"), Shift(BEGIN, None, "1", "05:00", "07:00"), True),
    (night("1"), Shift(BEGIN, None, "1", "05:00", "07:00"), False),
    (Shift(BEGIN, wall(23)), Shift(wall(23)), False),
    (Shift(BEGIN, wall(24)), Shift(wall(23)), True),
]


@pytest.mark.parametrize(("one", "other", "both"), CLASHES)
def test_shifts_clash_when_both_could_cover_one_moment(one: Shift, other: Shift, both: bool) -> None:
    assert clash(one, other) is both and clash(other, one) is both


@pytest.mark.parametrize("text", ["8:30", "24:00", "08:60", "0830", "08:3a", "⑧8:30", "", "08:30:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        clock_time(text)


HOURS = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
DAYS = st.sets(st.sampled_from("1234567")).map(lambda days: "".join(sorted(days)))
SHIFTS = st.builds(Shift, st.just(BEGIN), st.none(), DAYS, HOURS, HOURS)
MOMENTS = st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(SHIFTS, SHIFTS, MOMENTS)
def test_two_shifts_that_cover_one_moment_clash(one: Shift, other: Shift, at: datetime) -> None:
    assert clash(one, other) or not (one.covers(at) and other.covers(at))


@given(DAYS, HOURS, HOURS, MOMENTS)
def test_a_shift_and_its_counterpart_cover_every_moment_once(days: str, a: str, b: str, at: datetime) -> None:
    there = [Shift(BEGIN, None, "", start, end).covers(at) for start, end in ((a, b), (b, a))]
    assert sum(there) == (1 if a != b else 2)


@given(SHIFTS)
def test_a_week_holds_as_many_minutes_as_the_shifts_last(shift: Shift) -> None:
    pieces = shift.minutes_of_week()
    start, end = (t.hour * 60 + t.minute for t in map(clock_time, (shift.start or "", shift.end or "")))
    length = (end - start) % 1440 or 1440
    assert sum(b - a for a, b in pieces) == length * (len(shift.weekdays) or 7)
    assert all(0 <= a < b <= 7 * 1440 for a, b in pieces)
