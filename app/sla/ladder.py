"""The ladder: which step of a promise is due, and when it may be told. Pure (domain.md section 2, rule 5).

黄牌 at 80 %, 红牌 when it is due, one tier up at 120 % and once more at 150 %. Outside working time only
clocks that run at night speak: those of critical cases and those in elapsed time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from app.sla.reckoning import Reckoned, at_percent
from app.sla.workcal import Calendar, is_open, next_opening

# The last promises of a day fall due at the very close; a sweep comes a few seconds later.
SWEEP_GRACE = timedelta(minutes=1)


class Step(StrEnum):
    """How far a clock has come."""

    NONE = "none"
    YELLOW = "yellow"
    RED = "red"
    UP_ONE = "up_one"
    UP_TWO = "up_two"


LADDER = tuple(Step)
UP_PERCENT = {Step.UP_ONE: 120, Step.UP_TWO: 150}
LATE = (Step.RED, *UP_PERCENT)
Moment = Callable[[Step], datetime]


def moments(calendar: Calendar, yellow_at: datetime, due_at: datetime, whole: Callable[[], Reckoned]) -> Moment:
    """When each step of a promise falls; `whole` is asked only by one that is late, and may cost a statement."""

    def moment(step: Step) -> datetime:
        if step in UP_PERCENT:
            return at_percent(calendar, whole(), UP_PERCENT[step])
        return yellow_at if step is Step.YELLOW else due_at

    return moment


def moments_of(calendar: Calendar, made: Reckoned) -> Moment:
    """When each step of a promise that was just reckoned falls."""
    return moments(calendar, made.yellow_at, made.due_at, lambda: made)


def next_step(step: Step) -> Step | None:
    """The step after `step`; None after the last."""
    above = LADDER[LADDER.index(step) + 1 :]
    return above[0] if above else None


def steps_due(step: Step, moment: Moment, at: datetime) -> list[Step]:
    """The steps above `step` whose moment has come, in order: all of them after a long silence."""
    found: list[Step] = []
    while (above := next_step(found[-1] if found else step)) is not None and moment(above) <= at:
        found.append(above)
    return found


def next_told(calendar: Calendar, step: Step, moment: Moment, at_night: bool) -> datetime | None:
    """When the step after `step` may be told; None after the last."""
    above = next_step(step)
    return None if above is None else when_told(calendar, moment(above), at_night)


def when_told(calendar: Calendar, moment: datetime, at_night: bool) -> datetime:
    """When a step that falls at `moment` may be told: at once, or at the next opening of the office."""
    if at_night or is_open(calendar, moment):
        return moment
    return next_opening(calendar, moment)


def may_tell(calendar: Calendar, at: datetime, at_night: bool) -> bool:
    """Outside working time nothing fires but steps of critical cases and of clocks in elapsed time."""
    return at_night or is_open(calendar, at) or is_open(calendar, at - SWEEP_GRACE)
