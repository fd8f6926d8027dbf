"""Running clocks as rows: the database keeps its rules, none is due before it is made so, and then one step is."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from app import jobs
from app.core.db import db
from app.core.values import Span
from app.jobs import Turn
from app.sla.ladder import Step
from app.sla.models import Clock
from scripts.bench import loops
from scripts.bench.standing import DUE_STEPS, standing
from scripts.bench.sweeper import Sweeper
from scripts.bulk.clocks import AT, PATTERNS, SPANS, load
from tests.builders.calendars import street_calendar
from tests.support.towns import Served, seeded, served  # noqa: F401 (fixtures)

CASES, CLOCKS = 3 * PATTERNS, PATTERNS * len(SPANS)


@pytest.fixture
def sweeper(served: Served) -> Iterator[Sweeper]:  # noqa: F811
    with served.web.write():
        for _ in range(PATTERNS):
            served.town.report(at=AT)
    with served.web.read():
        load(served.town.street_id, CASES)
        yield Sweeper()


def test_loaded_clocks_run_are_not_due_and_take_one_step_each_when_made_due(sweeper: Sweeper) -> None:
    running = select(func.count()).where(Clock.stopped_at.is_(None))
    assert (db.session.scalar(running), sweeper.cases) == (3 * CLOCKS, CASES)
    assert jobs.sweep(Turn(AT)) == jobs.Total(0, 0)
    told = sweeper.due(0, CLOCKS)
    assert (told["steps"], told["parked"]) == (CLOCKS, 0)
    assert jobs.sweep(Turn(AT)) == jobs.Total(0, 0)


def test_the_bare_loops_write_the_rows_of_the_sweep(sweeper: Sweeper) -> None:
    told = sweeper.ladder(0, CLOCKS)
    made = [loops.written(sweeper.clocks(range(n, n + PATTERNS)), AT) for n in range(0, CASES, PATTERNS)]
    assert [part.rows for part in made] == [told["rows"]] * 3
    assert made[0].rows["steps"] == CLOCKS and made[0].rows["notices"] > CLOCKS


@pytest.mark.parametrize("span", SPANS.values(), ids=str)
@pytest.mark.parametrize("due", DUE_STEPS)
def test_a_clock_can_stand_before_any_step(span: Span, due: Step) -> None:
    found = standing(street_calendar(), span, due, AT)
    assert found.started_at < found.yellow_at < found.due_at and found.next_check_at <= AT
