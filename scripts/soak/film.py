"""Simulated time that runs alike in every process of a soak. Pure but for the thread that moves the clock."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core import clock

VARIABLE = "SOAK_FILM"
TICK = 0.005


@dataclass(frozen=True)
class Film:
    """From `begins` to `ends`, `speed` times as fast as real time; started: seconds of the machine's steady clock."""

    begins: datetime
    ends: datetime
    speed: float
    started: float

    @classmethod
    def parse(cls, text: str) -> "Film":
        """As `str` wrote it."""
        begins, ends, speed, started = text.split()
        return cls(datetime.fromisoformat(begins), datetime.fromisoformat(ends), float(speed), float(started))

    def __str__(self) -> str:
        return f"{self.begins.isoformat()} {self.ends.isoformat()} {self.speed!r} {self.started!r}"

    def at(self, steady: float) -> datetime:
        """The moment shown at a second of the steady clock; it stands before the begin and after the end."""
        gone = timedelta(seconds=(steady - self.started) * self.speed)
        return min(max(self.begins + gone, self.begins), self.ends)

    def now(self) -> datetime:
        """The moment shown now."""
        return self.at(time.monotonic())

    @property
    def is_over(self) -> bool:
        """True once the end is shown."""
        return self.now() >= self.ends

    def lasts(self, seconds: float) -> timedelta:
        """How much is shown in so many real seconds."""
        return timedelta(seconds=seconds * self.speed)

    def follow(self) -> None:
        """From now on the clock of this process shows it."""
        clock.set(self.now())
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            clock.set(self.now())
            time.sleep(TICK)
