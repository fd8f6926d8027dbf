"""When a move on a tablet was made: held between what its maker had seen and the moment we hear of it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.field.moments import AHEAD, BACK_MAX, PICTURES_FROM, SLOW, acted_at, skew, taken_at

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(days=-40), timedelta(days=40))


@given(SPANS, SPANS, st.timedeltas(timedelta(), timedelta(days=30)))
def test_it_is_never_after_we_heard_nor_before_what_was_seen(
    happened: timedelta, off: timedelta, ago: timedelta
) -> None:
    found = acted_at(NOON + happened, off, seen_at=NOON - ago, received_at=NOON)
    assert max(NOON - ago, NOON - BACK_MAX) <= found <= NOON


@given(st.timedeltas(timedelta(), timedelta(days=6)), SPANS.filter(lambda wrong: abs(wrong) > SLOW))
def test_a_clock_that_goes_wrong_all_the_time_changes_nothing(ago: timedelta, wrong: timedelta) -> None:
    off = skew(NOON + wrong, NOON)
    assert acted_at(NOON - ago + wrong, off, seen_at=None, received_at=NOON) == NOON - ago


def test_a_slow_network_is_no_wrong_clock() -> None:
    assert skew(NOON - timedelta(seconds=20), NOON) == timedelta()
    assert skew(NOON - timedelta(hours=1), NOON) == timedelta(hours=1)


@given(SPANS, SPANS)
def test_what_was_done_later_is_never_taken_for_earlier(one: timedelta, two: timedelta) -> None:
    first, second = (acted_at(NOON + x, timedelta(), seen_at=None, received_at=NOON) for x in sorted((one, two)))
    assert first <= second


@given(st.datetimes(timezones=st.just(UTC)), SPANS)
def test_a_picture_was_taken_between_the_first_of_our_cameras_and_now_or_nobody_knows(
    taken: datetime, off: timedelta
) -> None:
    found = taken_at(taken, off, NOON)
    assert found is None or (found == taken + off and PICTURES_FROM <= found <= NOON + AHEAD)
    assert taken_at(NOON - timedelta(days=1) - off, off, NOON) == NOON - timedelta(days=1)
