"""The only door to the present moment. Tests and the demo story set it; nothing sleeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

STREET_ZONE = ZoneInfo("Asia/Shanghai")
_set: ContextVar[datetime | None] = ContextVar("clock", default=None)
_held: list[datetime | None] = [None]


def now() -> datetime:
    """The present moment, aware UTC; read once at an entry point and passed on as `at=`."""
    return _set.get() or _held[0] or datetime.now(UTC)  # noqa: TID251


def set(moment: datetime) -> datetime:
    """Hold every clock of this process at `moment` (aware); returns it."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime: every moment carries its zone")
    held = moment.astimezone(UTC)
    _held[0] = held
    return held


def reset() -> None:
    """Let time run again."""
    _held[0] = None


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at `moment` inside the block, in this context only."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _set.reset(token)


def street_time(moment: datetime) -> datetime:
    """The same moment as wall time of the street (Asia/Shanghai), still aware."""
    return moment.astimezone(STREET_ZONE)


def of_this_century(day: date) -> bool:
    """Whether somebody can have meant that day; one far away is a slip, and beyond what a database can reckon with."""
    return day.year // 100 == 20


def from_street(day: date, hour: time) -> datetime:
    """Wall time of the street as aware UTC."""
    return datetime.combine(day, hour, STREET_ZONE).astimezone(UTC)
