"""Which step of a promise is due, and when it may be told."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.values import Span
from app.sla.clocks import ClockKind, promise
from app.sla.ladder import LADDER, SWEEP_GRACE, UP_PERCENT, Moment, Step, may_tell, next_told, steps_due, when_told
from app.sla.reckoning import Reckoned, at_percent, begin
from tests.builders.calendars import street_calendar
from tests.builders.promises import SPANS, TALES, Tale
from tests.sla.golden_days import GOLDEN

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = street_calendar()
# The years whose days were typed by hand; the last days of the second one lead into a year that was not.
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 25), timezones=st.just(ZONE))  # noqa: DTZ001
ALL = [Step.YELLOW, Step.RED, Step.UP_ONE, Step.UP_TWO]


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def at_work(at: datetime) -> bool:
    """Whether the office is open by the rows typed by hand, both ends counted."""
    there = at.astimezone(ZONE)
    row, day = GOLDEN[there.year], f"{there:%m-%d}"
    works = day in row.work or (there.weekday() < 5 and day not in row.rest)
    return works and (time(8, 30) <= there.time() <= time(12) or time(13, 30) <= there.time() <= time(18))


def moments_of(made: Reckoned) -> Moment:
    """When each step of a promise falls."""
    first = {Step.YELLOW: made.yellow_at, Step.RED: made.due_at}
    return lambda step: first[step] if step in first else at_percent(CALENDAR, made, UP_PERCENT[step])


# Four working hours on a Wednesday, over lunch; the steps up lie in the same afternoon.
FOUR_HOURS = moments_of(begin(CALENDAR, Span.parse("4 working_hour"), wall("2026-11-18 09:00")))


def test_the_steps_of_four_hours_fall_at_80_100_120_and_150_percent() -> None:
    assert [FOUR_HOURS(step) for step in ALL] == [
        wall("2026-11-18 13:42"),
        wall("2026-11-18 14:30"),
        wall("2026-11-18 15:18"),
        wall("2026-11-18 16:30"),
    ]


@pytest.mark.parametrize(
    ("step", "at", "found"),
    [
        (Step.NONE, "13:41", []),
        (Step.NONE, "13:42", [Step.YELLOW]),
        (Step.YELLOW, "14:29", []),
        (Step.YELLOW, "14:30", [Step.RED]),
        (Step.NONE, "14:30", [Step.YELLOW, Step.RED]),
        (Step.RED, "15:17", []),
        (Step.RED, "15:18", [Step.UP_ONE]),
        (Step.UP_ONE, "16:29", []),
        (Step.UP_ONE, "16:30", [Step.UP_TWO]),
        (Step.NONE, "16:30", ALL),
        (Step.RED, "23:59", [Step.UP_ONE, Step.UP_TWO]),
        (Step.UP_TWO, "23:59", []),
    ],
)
def test_a_step_comes_at_its_moment_and_all_of_them_after_a_silence(step: Step, at: str, found: list[Step]) -> None:
    assert steps_due(step, FOUR_HOURS, wall(f"2026-11-18 {at}")) == found


def test_after_yellow_the_due_moment_is_next_then_one_up_then_two_up_and_then_nothing() -> None:
    told = [next_told(CALENDAR, step, FOUR_HOURS, False) for step in Step]
    assert told == [*(FOUR_HOURS(step) for step in ALL), None]


def test_a_moment_that_is_asked_for_costs_a_reckoning_so_later_ones_are_not_asked() -> None:
    asked: list[Step] = []

    def moment(step: Step) -> datetime:
        asked.append(step)
        return FOUR_HOURS(step)

    assert steps_due(Step.NONE, moment, wall("2026-11-18 13:50")) == [Step.YELLOW]
    assert asked == [Step.YELLOW, Step.RED]


def test_outside_office_hours_only_night_clocks_speak() -> None:
    assert not may_tell(CALENDAR, wall("2026-11-18 22:00"), at_night=False)
    assert may_tell(CALENDAR, wall("2026-11-18 22:00"), at_night=True)
    assert may_tell(CALENDAR, wall("2026-11-18 18:00:15"), at_night=False)
    assert not may_tell(CALENDAR, wall("2026-10-03 10:00"), at_night=False)
    assert may_tell(CALENDAR, wall("2026-10-10 10:00"), at_night=False)


def test_what_falls_into_national_day_is_told_at_the_first_opening_after_it() -> None:
    assert when_told(CALENDAR, wall("2026-10-01 00:00"), False) == wall("2026-10-08 08:30")
    assert when_told(CALENDAR, wall("2026-10-01 00:00"), True) == wall("2026-10-01 00:00")
    assert when_told(CALENDAR, wall("2026-10-09 18:01"), False) == wall("2026-10-10 08:30")


@given(MOMENTS)
def test_outside_working_time_nothing_fires_but_what_runs_at_night(at: datetime) -> None:
    assert may_tell(CALENDAR, at, True)
    # A sweep comes a few seconds after the last promise of the morning or of the day.
    assert may_tell(CALENDAR, at, False) == (at_work(at) or at_work(at - SWEEP_GRACE))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=12)))
def test_a_step_is_told_at_the_first_moment_of_work_and_one_that_runs_at_night_at_once(
    at: datetime, later: timedelta
) -> None:
    told = when_told(CALENDAR, at, False)
    assert when_told(CALENDAR, at, True) == at
    assert at_work(told) and may_tell(CALENDAR, told, False)
    assert told == at if at_work(at) else not at_work(min(at + later, told - timedelta(microseconds=1)))


@given(MOMENTS, SPANS, st.booleans())
def test_a_new_promise_is_first_looked_at_when_its_eighty_percent_may_be_told(
    start: datetime, span: Span, at_night: bool
) -> None:
    made = promise(CALENDAR, ClockKind.DISPOSE, span, start, at_night=at_night)
    told = when_told(CALENDAR, made.yellow_at, at_night)
    assert made.next_check_at == told >= made.yellow_at
    assert may_tell(CALENDAR, told, at_night)


@given(TALES, st.booleans())
def test_whatever_happened_every_step_is_told_once_in_order_and_only_when_it_may(tale: Tale, at_night: bool) -> None:
    moment, step = moments_of(tale.running), Step.NONE
    told: list[datetime] = []
    taken: list[Step] = []
    while (at := next_told(CALENDAR, step, moment, at_night)) is not None:
        at = max([at, *told])
        assert may_tell(CALENDAR, at, at_night)
        taken += steps_due(step, moment, at)
        told.append(at)
        step = taken[-1]
    assert taken == ALL == list(LADDER[1:])
    assert all(a <= b for a, b in pairwise(told))
