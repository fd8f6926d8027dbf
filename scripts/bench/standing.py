"""Where a promise must have begun so that at a given moment just one of its steps is due. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from app.core.values import Span
from app.sla.ladder import Step, moments_of, steps_due, when_told
from app.sla.reckoning import begin
from app.sla.workcal import Calendar

DUE_STEPS = tuple(Step)[1:]
BACK, AT_MOST = timedelta(minutes=10), 10_000


@dataclass(frozen=True)
class Standing:
    """A clock that has come up to `step`, and whose next is due."""

    step: Step
    started_at: datetime
    due_at: datetime
    yellow_at: datetime
    next_check_at: datetime


@cache
def standing(days: Calendar, span: Span, due: Step, at: datetime) -> Standing:
    """The latest begin at which `due` is the one step that is due at `at`, every one below taken before."""
    step = Step(tuple(Step)[tuple(Step).index(due) - 1])
    for n in range(1, AT_MOST):
        made = begin(days, span, at - n * BACK)
        moment = moments_of(days, made)
        if steps_due(step, moment, at) == [due]:
            told = when_told(days, moment(due), at_night=False)
            return Standing(step, at - n * BACK, made.due_at, made.yellow_at, told)
    raise LookupError(f"no {span} has come to {due} at {at}")
