"""Who is on duty when: pure rules. Shifts are wall time of the street, dates are moments (UTC)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.clock import street_time

EVERY_DAY = "1234567"
WEEK = 7 * 24 * 60
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Shift:
    """When somebody is on duty: from–until (until None: open), on these weekdays, between these hours.

    weekdays: digits 1 (Monday) to 7, "" for every day. start, end: "HH:MM", None for the whole day. An
    end that is not after the start runs past midnight, and belongs to the weekday on which it began:
    "5" with 22:00–06:00 is Friday night until Saturday morning; 08:30–08:30 is a whole day from 08:30.
    """

    from_at: datetime
    until_at: datetime | None = None
    weekdays: str = ""
    start: str | None = None
    end: str | None = None

    def covers(self, at: datetime) -> bool:
        """True when the person is in shift at this moment: the start counts, the end does not."""
        if at < self.from_at or (self.until_at is not None and at >= self.until_at):
            return False
        wall = street_time(at)
        today, yesterday = (str(day.isoweekday()) in self._days() for day in (wall, wall - timedelta(days=1)))
        if self.start is None or self.end is None:
            return today
        start, end, now = clock_time(self.start), clock_time(self.end), wall.time()
        if start < end:
            return today and start <= now < end
        return (today and now >= start) or (yesterday and now < end)

    def _days(self) -> str:
        return self.weekdays or EVERY_DAY

    def minutes_of_week(self) -> list[tuple[int, int]]:
        """The shift's stretches in minutes from Monday 00:00, none longer than the week's end."""
        if self.start is None or self.end is None:
            return [(_midnight(day), _midnight(day) + 24 * 60) for day in self._days()]
        start, end = (t.hour * 60 + t.minute for t in map(clock_time, (self.start, self.end)))
        length = (end - start) % (24 * 60) or 24 * 60
        pieces: list[tuple[int, int]] = []
        for day in self._days():
            first = _midnight(day) + start
            last = first + length
            pieces.append((first, min(last, WEEK)))
            if last > WEEK:
                pieces.append((0, last - WEEK))
        return pieces


def clash(one: Shift, other: Shift) -> bool:
    """True when both could cover the same moment: their dates overlap, and so do their hours of the week."""
    apart = (one.until_at is not None and one.until_at <= other.from_at) or (
        other.until_at is not None and other.until_at <= one.from_at
    )
    if apart:
        return False
    theirs = other.minutes_of_week()
    return any(a < d and c < b for a, b in one.minutes_of_week() for c, d in theirs)


def answering(member: int, stand_in: int | None, away: Iterable[int]) -> int | None:
    """Who answers: the member; the stand-in (AB角) while the member is away; nobody when both are."""
    absent = frozenset(away)
    if member not in absent:
        return member
    return stand_in if stand_in is not None and stand_in not in absent else None


def clock_time(text: str) -> time:
    """Read "HH:MM"; raises ValueError for anything else."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"not a time of day: {text!r}")
    return time.fromisoformat(text)


def _midnight(day: str) -> int:
    return (int(day) - 1) * 24 * 60
