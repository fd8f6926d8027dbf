"""What a soak calls missing, twice and out of time."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.values import Span, Unit
from app.sla.ladder import Step, moments_of
from app.sla.reckoning import begin
from scripts.soak.film import Film
from scripts.soak.judging import Life, Stretch, Sweep, Taken, Verdict, judge
from tests.builders.calendars import street_calendar

MONDAY = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)  # 09:30 in the street
DAYS, NO_SLACK = street_calendar(), timedelta(0)
YELLOW, RED = Taken(1, Step.YELLOW, MONDAY), Taken(1, Step.RED, MONDAY)


def minutes(n: int) -> datetime:
    return MONDAY + timedelta(minutes=n)


def judged(*taken: Taken, ends: datetime | None = None, sweeps: tuple[int, ...] = (97, 98, 121, 122)) -> Verdict:
    """A promise of two working hours, made on Monday at 09:30: yellow after 96 minutes, red after 120."""
    moment = moments_of(DAYS, begin(DAYS, Span(2, Unit.WORKING_HOUR), MONDAY))
    life = Life(DAYS, False, [Stretch(1, MONDAY, ends, moment)], taken)
    return judge([("clock", life)], [Sweep(minutes(n), minutes(n)) for n in sweeps], NO_SLACK)


def at(taken: Taken, n: int) -> Taken:
    return Taken(taken.lap, taken.step, minutes(n))


def test_each_step_once_and_in_its_time_is_good() -> None:
    found = judged(at(YELLOW, 97), at(RED, 121))
    assert found.good and (found.expected, found.recorded, found.open) == (2, 2, 0)


def test_a_step_that_two_sweeps_saw_due_is_missed() -> None:
    assert judged(at(YELLOW, 97)).missing == ["clock:red:1"]
    assert judged(at(YELLOW, 97), sweeps=(97, 98, 121)).good


def test_a_step_is_missed_below_one_that_was_taken() -> None:
    assert judged(at(RED, 121), sweeps=()).missing == ["clock:yellow:1"]


def test_the_same_step_again_is_twice_unless_the_lap_is_another() -> None:
    assert judged(at(YELLOW, 97), at(YELLOW, 98), at(RED, 121)).twice == ["clock:yellow:1"]


@pytest.mark.parametrize("early_or_late", [95, 12 * 60])
def test_a_step_too_early_or_in_the_night_is_out_of_time(early_or_late: int) -> None:
    assert len(judged(at(YELLOW, early_or_late), sweeps=()).out_of_time) == 1


def test_after_the_stop_nothing_is_expected_and_nothing_fits() -> None:
    assert judged(at(YELLOW, 97), ends=minutes(110)).good
    assert len(judged(at(YELLOW, 97), at(RED, 121), ends=minutes(110)).out_of_time) == 1


def test_a_film_stands_before_its_begin_and_after_its_end_and_reads_what_it_wrote() -> None:
    film = Film(MONDAY, minutes(60), 60.0, 1000.0)
    assert [film.at(second) for second in (0, 1000, 1030, 9999)] == [MONDAY, MONDAY, minutes(30), minutes(60)]
    assert Film.parse(str(film)) == film
