"""When a move on a tablet was made, as far as we can believe it. Pure (docs/tablet.md, time).

The tablet says when by its own clock, and what that clock shows as it sends; the difference to ours is how wrong it
goes. What is left is held between what the worker had seen of the case and the moment we hear of it.
"""

from datetime import UTC, datetime, timedelta

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # what a tablet's clock can show
AHEAD = timedelta(hours=1)  # a camera's own clock may go before ours
PICTURES_FROM = datetime(2000, 1, 1, tzinfo=UTC)
BACK_MAX = timedelta(days=7)  # more than a long holiday without signal is no memory of a clock
SLOW = timedelta(seconds=30)  # a request may take that long; less says nothing about a clock


def skew(sent_at: datetime, received_at: datetime) -> timedelta:
    """What must be added to a tablet's times; zero where it goes right within what a request may take."""
    off = received_at - sent_at
    return off if abs(off) > SLOW else timedelta()


def acted_at(happened_at: datetime, off: timedelta, *, seen_at: datetime | None, received_at: datetime) -> datetime:
    """The moment that clocks go by.

    off: the tablet's `skew`. seen_at: when the newest line of the case that the worker had before them was written,
    None for a new case. Never before that, never more than seven days back, never after `received_at`.
    """
    floor = max(received_at - BACK_MAX, seen_at or received_at - BACK_MAX)
    return min(max(happened_at + off, floor), received_at)


def taken_at(taken: datetime | None, off: timedelta, received_at: datetime) -> datetime | None:
    """When a picture was taken, by our clock; None for what cannot be: before 2000, or long after we have it."""
    if taken is None or not FIRST <= taken <= LAST:
        return None
    found = taken + off
    return found if PICTURES_FROM <= found <= received_at + AHEAD else None
