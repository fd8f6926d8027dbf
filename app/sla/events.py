"""What the clocks tell the features above."""

from dataclasses import dataclass
from datetime import datetime

from app.core.events import Event
from app.sla.clocks import ClockKind
from app.sla.ladder import Step


@dataclass(frozen=True)
class ClockEvent(Event):
    """A clock took a step. `key` is the same however often it is told, so a message goes out once."""

    clock_id: int
    case_id: int
    kind: ClockKind
    due_at: datetime
    lap: int = 1

    @property
    def key(self) -> str:
        """Names this step for ever: clock:17:red; clock:17:red:2 towards a due time that was moved."""
        again = f":{self.lap}" if self.lap > 1 else ""
        return f"clock:{self.clock_id}:{self.step.value}{again}"

    @property
    def step(self) -> Step:
        """The step it took."""
        return Step.NONE


@dataclass(frozen=True)
class CalendarChanged(Event):
    """A street has another version of its calendar: what was planned by the one before is planned anew."""


@dataclass(frozen=True)
class ClockYellow(ClockEvent):
    """黄牌: 80 % of the limit is used."""

    @property
    def step(self) -> Step:
        """The step it took."""
        return Step.YELLOW


@dataclass(frozen=True)
class ClockRed(ClockEvent):
    """红牌: the promise fell due."""

    @property
    def step(self) -> Step:
        """The step it took."""
        return Step.RED


@dataclass(frozen=True)
class ClockUpOne(ClockEvent):
    """120 %: one tier up."""

    @property
    def step(self) -> Step:
        """The step it took."""
        return Step.UP_ONE


@dataclass(frozen=True)
class ClockUpTwo(ClockEvent):
    """150 %: one tier up again."""

    @property
    def step(self) -> Step:
        """The step it took."""
        return Step.UP_TWO


TOLD = {Step.YELLOW: ClockYellow, Step.RED: ClockRed, Step.UP_ONE: ClockUpOne, Step.UP_TWO: ClockUpTwo}
