"""What must hold of working time, whatever the moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.values import Span, Unit
from app.sla.workcal import add, after, due, is_open, next_opening, passed, worked
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


@given(MOMENTS, MOMENTS, AMOUNTS, AMOUNTS, UNITS)
def test_more_time_from_a_later_moment_is_never_over_earlier(
    a: datetime, b: datetime, more: timedelta, less: timedelta, unit: Unit
) -> None:
    (early, late), (less, more) = sorted((a, b)), sorted((less, more))
    assert after(CALENDAR, early, less, unit) <= after(CALENDAR, early, more, unit) <= after(CALENDAR, late, more, unit)


@given(MOMENTS, SPANS)
def test_office_promises_end_in_office_hours_and_days_at_the_close(start: datetime, span: Span) -> None:
    end = due(CALENDAR, start, span).at
    assert end > start
    if not span.unit.elapsed:
        assert is_open(CALENDAR, end)
    if span.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        assert end == CALENDAR.end_of_business(end)


@given(MOMENTS, SPANS, st.integers(0, 100))
def test_a_share_of_a_promise_lies_between_start_and_due(start: datetime, span: Span, percent: int) -> None:
    end = due(CALENDAR, start, span).at
    share = passed(CALENDAR, start, end, span.unit) * percent / 100
    assert start <= after(CALENDAR, start, share, span.unit) <= end


@given(MOMENTS)
def test_the_next_opening_is_open_and_nothing_is_worked_before_it(moment: datetime) -> None:
    opening = next_opening(CALENDAR, moment)
    assert is_open(CALENDAR, opening)
    assert worked(CALENDAR, moment, opening) == timedelta(0)
