"""When time does what to a review: pure, through the calendar of the street."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.values import Span
from app.review.turns import ORDER, Turn, plan, reach, stage
from app.sla.workcal import due
from tests.builders.calendars import street_calendar
from tests.cases.test_clock_ops import wall

DAYS = street_calendar()
THREE, TWO = Span.parse("3 working_day"), Span.parse("2 working_day")
MONDAY = wall("2026-11-16 09:30")


def planned(opened_at: datetime, limit: Span) -> dict[Turn, datetime]:
    return dict(plan(opened_at, limit, lambda start, span: due(DAYS, start, span).at))


def test_a_review_reminds_after_a_day_seats_reserves_after_two_and_lapses_after_three() -> None:
    assert planned(MONDAY, THREE) == {
        Turn.REMIND: wall("2026-11-17 18:00"),
        Turn.RESERVES: wall("2026-11-18 18:00"),
        Turn.LAPSE: wall("2026-11-19 18:00"),
    }


def test_a_second_round_has_two_days_and_its_reserves_remind() -> None:
    found = planned(MONDAY, TWO)
    assert found == {Turn.RESERVES: wall("2026-11-17 18:00"), Turn.LAPSE: wall("2026-11-18 18:00")}
    assert (stage(second=False), stage(second=True)) == ("review", "review_again")


def test_the_turns_wait_for_the_end_of_the_holidays() -> None:
    found = planned(wall("2026-09-29 10:00"), THREE)  # 10-01 to 10-07 are free, 10-10 is worked
    days = [f"2026-{day} 18:00" for day in ("09-30", "10-08", "10-09")]
    assert list(found.values()) == [wall(day) for day in days]


@pytest.mark.parametrize("limit", ["1 working_day", "4 elapsed_hour", "6 working_hour", "2 calendar_day"])
def test_a_limit_without_a_day_to_spare_knows_the_lapse_only(limit: str) -> None:
    assert list(planned(MONDAY, Span.parse(limit))) == [Turn.LAPSE]


def test_a_longer_limit_seats_its_reserves_a_day_before_the_end() -> None:
    found = planned(MONDAY, Span.parse("5 working_day"))
    assert (found[Turn.REMIND], found[Turn.RESERVES]) == (wall("2026-11-17 18:00"), wall("2026-11-20 18:00"))


looks = st.lists(st.integers(0, 6 * 24 * 60), max_size=12).map(sorted)


@given(looks, st.sampled_from([THREE, TWO]), st.integers(0, 13 * 24))
def test_however_often_one_looks_each_turn_is_taken_once_at_most_and_in_order(
    minutes: list[int], limit: Span, begun: int
) -> None:
    opened_at = MONDAY + timedelta(hours=begun)
    moments, done, taken = planned(opened_at, limit), Turn.NONE, []
    for minute in minutes:
        at = opened_at + timedelta(minutes=minute)
        reached = reach(done, moments, at)
        taken += [reached.turn] if reached.turn is not done else []
        done = reached.turn
        assert (reached.next_at is None) == (done is Turn.LAPSE)
        assert reached.next_at is None or reached.next_at > at
        assert all(moments[turn] > at for turn in moments if ORDER.index(turn) > ORDER.index(done))
    assert taken == sorted(set(taken), key=ORDER.index)


def test_after_a_silence_only_the_highest_is_taken() -> None:
    moments = planned(MONDAY, THREE)
    assert reach(Turn.NONE, moments, moments[Turn.RESERVES]).turn is Turn.RESERVES
    assert reach(Turn.NONE, moments, moments[Turn.LAPSE]).turn is Turn.LAPSE
    assert reach(Turn.LAPSE, moments, moments[Turn.LAPSE]).next_at is None
