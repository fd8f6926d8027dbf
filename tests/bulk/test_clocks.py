"""Running clocks as rows: the database keeps its rules, none is due before it is made so, and then one step is."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from app import jobs
from app.core.db import db
from app.demo.seed import seed_demo
from app.jobs import Turn
from app.sla.models import Clock
from scripts.bench import loops
from scripts.bench.standing import DUE_STEPS, moments, standing
from scripts.bench.sweeper import Sweeper
from scripts.bulk.clocks import AT, PATTERNS, SPANS, load
from tests.builders.calendars import street_calendar
from tests.support.web import Web

CASES = 3 * PATTERNS


@pytest.fixture
def sweeper(web: Web) -> Iterator[Sweeper]:
    with web.read():
        load(seed_demo(cases=100, at=AT), CASES)
        yield Sweeper()


def test_loaded_clocks_run_are_not_due_and_take_one_step_each_when_made_due(sweeper: Sweeper) -> None:
    running = select(func.count()).where(Clock.stopped_at.is_(None))
    assert (db.session.scalar(running), sweeper.cases) == (CASES * len(SPANS), CASES)
    assert jobs.sweep(Turn(AT)) == jobs.Total(0, 0)
    told = sweeper.due(0, PATTERNS * len(SPANS))
    assert (told["steps"], told["parked"]) == (PATTERNS * len(SPANS), 0)
    assert jobs.sweep(Turn(AT)) == jobs.Total(0, 0)


def test_the_bare_loop_writes_the_rows_of_the_sweep(sweeper: Sweeper) -> None:
    told = sweeper.ladder(0, PATTERNS * len(SPANS))
    made = [loops.written(sweeper._clocks(range(n, n + PATTERNS)), AT) for n in range(0, CASES, PATTERNS)]
    assert [part.rows for part in made] == [told["rows"]] * 3
    assert made[0].rows["steps"] == PATTERNS * len(SPANS)


@pytest.mark.parametrize("span", SPANS.values(), ids=str)
@pytest.mark.parametrize("due", DUE_STEPS)
def test_a_clock_can_stand_before_any_step(span: object, due: object) -> None:
    days = street_calendar()
    found = standing(days, span, due, AT)  # type: ignore[arg-type]
    assert found.next_check_at <= AT and found.started_at < found.yellow_at < found.due_at
    assert moments  # the same that the sweep asks
