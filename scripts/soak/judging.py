"""Which steps a clock must have taken, which it may have, and what was recorded instead. Pure.

A life falls into stretches: between two changes (a pause, an extension), up to its stop. In each the promise stands
still, so the ladder says when its steps fall. A step may be there when it fell in the stretch. It must be there when
two sweeps, one after the other, saw it due and were over before the stretch was: the first may have waited for a
slower one, which took the step below and left this to the next.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.sla.ladder import Moment, Step, may_tell, when_told
from app.sla.workcal import Calendar

STEPS = tuple(Step)[1:]


@dataclass(frozen=True)
class Stretch:
    """A part of a clock's life in which its promise stands still; ends None: it runs on."""

    lap: int
    begins: datetime
    ends: datetime | None
    moment: Moment


@dataclass(frozen=True)
class Taken:
    """A step as it was recorded."""

    lap: int
    step: Step
    at: datetime


@dataclass(frozen=True)
class Life:
    """A clock: its calendar, whether it speaks at night, its stretches in order, and what was recorded."""

    days: Calendar
    at_night: bool
    stretches: Sequence[Stretch]
    taken: Sequence[Taken]


@dataclass(frozen=True)
class Sweep:
    """A turn that was finished: for which moment, and when it was over. alone: when everybody else had gone."""

    at: datetime
    over: datetime
    alone: bool = False


@dataclass
class Verdict:
    """Steps by number. open: recorded, though no sweep that was over in time had to; never a fault."""

    expected: int = 0
    recorded: int = 0
    open: int = 0
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    out_of_time: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Every step once, and none out of its time."""
        return not (self.missing or self.twice or self.out_of_time)


def judge(lives: Iterable[tuple[str, Life]], sweeps: Sequence[Sweep], slack: timedelta) -> Verdict:
    """Compare; slack: how far what was written at one moment may have been committed after it."""
    found, ordered = Verdict(), sorted(sweeps, key=lambda sweep: sweep.at)
    for name, life in lives:
        must = _must(life, ordered, slack)
        taken = Counter((t.lap, t.step) for t in life.taken)
        found.expected += len(must)
        found.recorded += len(life.taken)
        found.open += len(taken.keys() - must)
        found.missing += [f"{name}:{step.value}:{lap}" for lap, step in (must - taken.keys()) | _gaps(taken)]
        found.twice += [f"{name}:{step.value}:{lap}" for (lap, step), n in taken.items() if n > 1]
        found.out_of_time += [
            f"{name}:{t.step.value}:{t.lap} at {t.at}" for t in life.taken if not _fits(life, t, slack)
        ]
    return found


def _must(life: Life, sweeps: Sequence[Sweep], slack: timedelta) -> set[tuple[int, Step]]:
    return {
        (stretch.lap, step)
        for stretch in life.stretches
        for step in STEPS
        if _seen(life, stretch, _told(life, stretch, step), sweeps, slack)
    }


def _seen(life: Life, stretch: Stretch, told: datetime, sweeps: Sequence[Sweep], slack: timedelta) -> bool:
    first: datetime | None = None
    for sweep in sweeps[bisect_left(sweeps, max(told, stretch.begins), key=lambda sweep: sweep.at) :]:
        if stretch.ends is not None and sweep.at > stretch.ends:
            return False
        begun = sweep.alone or stretch.begins + slack <= sweep.at
        in_time = stretch.ends is None or sweep.over <= stretch.ends
        if begun and in_time and may_tell(life.days, sweep.at, life.at_night):
            if sweep.alone or (first is not None and first <= sweep.at):
                return True
            first = sweep.over if first is None else min(first, sweep.over)
    return False


def _told(life: Life, stretch: Stretch, step: Step) -> datetime:
    return when_told(life.days, stretch.moment(step), life.at_night)


def _fits(life: Life, taken: Taken, slack: timedelta) -> bool:
    """It fell in a stretch of its lap, and might be told then."""
    return may_tell(life.days, taken.at, life.at_night) and any(
        stretch.begins <= taken.at
        and (stretch.ends is None or taken.at <= stretch.ends + slack)
        and stretch.moment(taken.step) <= taken.at
        for stretch in life.stretches
        if stretch.lap == taken.lap
    )


def _gaps(taken: Counter[tuple[int, Step]]) -> set[tuple[int, Step]]:
    """Steps below one that was recorded."""
    laps = {lap for lap, _ in taken}
    highest = {lap: max(STEPS.index(step) for of, step in taken if of == lap) for lap in laps}
    return {(lap, step) for lap in laps for step in STEPS[: highest[lap]] if (lap, step) not in taken}
