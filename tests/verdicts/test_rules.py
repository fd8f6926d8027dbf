"""Who may say what after the closing, and until when: the rules alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.opinions import Opinion
from app.cases.words import Satisfaction, Solved
from app.verdicts.rules import No, Standing

CLOSED = datetime(2026, 11, 16, 3, 30, tzinfo=UTC)
DAY = timedelta(days=1)
UNTIL = CLOSED + 14 * DAY
UNHAPPY = Opinion(Solved.NO, Satisfaction.UNSATISFIED)
MOMENTS = st.integers(0, 60).map(lambda days: CLOSED + days * DAY)
OPINIONS = st.builds(
    Opinion, st.sampled_from(Solved), st.sampled_from([s for s in Satisfaction if s is not Satisfaction.NOT_REACHED])
)
NOES = st.builds(lambda at, final: No(at, final, at + 14 * DAY), MOMENTS, st.booleans())
STANDINGS = st.builds(
    Standing,
    st.just(UNTIL),
    st.none() | OPINIONS,
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.booleans(),
    st.lists(NOES, max_size=3).map(lambda noes: tuple(sorted(noes, key=lambda no: no.at))),
)


@pytest.mark.parametrize(
    ("solved", "satisfaction", "unhappy"),
    [
        (Solved.YES, Satisfaction.SATISFIED, False),
        (Solved.PARTLY, Satisfaction.UNDERSTANDING, False),
        (Solved.NO, Satisfaction.VERY_SATISFIED, True),
        (Solved.YES, Satisfaction.UNSATISFIED, True),
        (None, Satisfaction.NOT_REACHED, False),
        (Solved.NO, Satisfaction.NOT_REACHED, False),
    ],
)
def test_not_solved_or_not_satisfied_is_unhappy(solved: Solved, satisfaction: Satisfaction, unhappy: bool) -> None:
    assert Opinion(solved, satisfaction).unhappy is unhappy


@given(STANDINGS, MOMENTS)
def test_at_any_moment_a_reporter_may_do_one_thing_at_most(standing: Standing, at: datetime) -> None:
    assert sum((standing.may_answer(at), standing.may_ask(at), standing.may_appeal(at))) <= 1


@given(STANDINGS, MOMENTS)
def test_the_streets_answer_is_the_last(standing: Standing, at: datetime) -> None:
    if standing.is_final:
        assert not (standing.may_ask(at) or standing.may_appeal(at))


@given(STANDINGS, MOMENTS, MOMENTS)
def test_what_is_closed_to_a_reporter_does_not_open_by_waiting(
    standing: Standing, one: datetime, other: datetime
) -> None:
    early, late = sorted((one, other))
    for may in (Standing.may_answer, Standing.may_ask, Standing.may_appeal):
        assert may(standing, early) or not may(standing, late)


def test_the_appeal_runs_fourteen_days_from_the_no_to_ones_own_asking() -> None:
    before, after = No(CLOSED + DAY, False, CLOSED + 15 * DAY), No(CLOSED + 5 * DAY, False, CLOSED + 19 * DAY)
    asked = Standing(UNTIL, UNHAPPY, CLOSED + 3 * DAY, noes=(before, after))
    assert asked.answered_by is after
    assert asked.may_appeal(CLOSED + 19 * DAY) and not asked.may_appeal(CLOSED + 20 * DAY)


def test_nobody_appeals_against_a_no_to_somebody_else() -> None:
    no = No(CLOSED + DAY, False, CLOSED + 15 * DAY)
    assert not Standing(UNTIL, UNHAPPY, None, noes=(no,)).may_appeal(CLOSED + 2 * DAY)
    assert not Standing(UNTIL, UNHAPPY, CLOSED + 2 * DAY, noes=(no,)).may_appeal(CLOSED + 3 * DAY)
