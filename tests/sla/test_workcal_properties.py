"""What must hold of working time, whatever the moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.values import Span, Unit
from app.sla.clocks import ClockKind, left, promise, resumed
from app.sla.workcal import add, due, is_open, mark, next_opening, passed, worked
from tests.builders.calendars import street_calendar

CALENDAR = street_calendar()
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
UNITS = st.sampled_from(Unit)
SPANS = st.builds(Span, st.integers(1, 60), UNITS)
HOUR_SPANS = st.builds(
    Span, st.integers(1, 60), st.sampled_from([Unit.WORKING_HOUR, Unit.ELAPSED_HOUR, Unit.ELAPSED_MINUTE])
)
AMOUNTS = st.timedeltas(timedelta(0), timedelta(hours=200))


@given(MOMENTS, MOMENTS, SPANS)
def test_a_later_start_is_never_due_earlier(a: datetime, b: datetime, span: Span) -> None:
    early, late = sorted((a, b))
    assert due(CALENDAR, early, span).at <= due(CALENDAR, late, span).at


@given(MOMENTS, st.integers(1, 60), st.integers(1, 60), UNITS)
def test_a_longer_promise_is_never_due_earlier(start: datetime, a: int, b: int, unit: Unit) -> None:
    short, long = sorted((a, b))
    assert due(CALENDAR, start, Span(short, unit)).at <= due(CALENDAR, start, Span(long, unit)).at


@given(MOMENTS, st.integers(1, 60), HOUR_SPANS)
def test_hours_add_up(start: datetime, first: int, rest: Span) -> None:
    halfway = due(CALENDAR, start, Span(first, rest.unit)).at
    whole = due(CALENDAR, start, Span(first + rest.amount, rest.unit)).at
    assert due(CALENDAR, halfway, rest).at == whole


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_working_time_adds_up_and_is_found_again(start: datetime, a: timedelta, b: timedelta) -> None:
    assert add(CALENDAR, add(CALENDAR, start, a), b) == add(CALENDAR, start, a + b)
    assert worked(CALENDAR, start, add(CALENDAR, start, a)) == a


@given(MOMENTS, SPANS)
def test_office_promises_end_in_office_hours_and_days_at_the_close(start: datetime, span: Span) -> None:
    end = due(CALENDAR, start, span).at
    assert end > start
    if not span.unit.elapsed:
        assert is_open(CALENDAR, end)
    if span.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        assert end == CALENDAR.end_of_business(end)


@given(MOMENTS, SPANS, st.integers(0, 100))
def test_a_mark_lies_between_start_and_due(start: datetime, span: Span, percent: int) -> None:
    end = due(CALENDAR, start, span).at
    assert start <= mark(CALENDAR, start, end, span.unit, percent) <= end


@given(MOMENTS)
def test_the_next_opening_is_open_and_nothing_is_worked_before_it(moment: datetime) -> None:
    opening = next_opening(CALENDAR, moment)
    assert is_open(CALENDAR, opening)
    assert worked(CALENDAR, moment, opening) == timedelta(0)


@given(MOMENTS, SPANS, st.integers(0, 99), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_a_pause_never_shortens_a_promise(start: datetime, span: Span, percent: int, pause: timedelta) -> None:
    made = promise(CALENDAR, ClockKind.DISPOSE, span, start, at_night=True)
    paused_at = mark(CALENDAR, start, made.due_at, span.unit, percent)
    kept = left(CALENDAR, made.due_at, span.unit, paused_at)
    whole = passed(CALENDAR, start, made.due_at, span.unit)
    due_at, yellow_at = resumed(CALENDAR, paused_at + pause, kept, whole, span.unit)
    assert due_at >= made.due_at
    assert yellow_at <= due_at
    assert passed(CALENDAR, paused_at + pause, due_at, span.unit) >= kept
    if not pause:
        assert due_at == made.due_at
