"""The few value types that every feature shares; plain Python, so that pure rules may use them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

BIGGEST_ID = 2**31 - 1  # what a row's number can be: more is no number of ours, and no database takes it


class Point(NamedTuple):
    """A place on earth: WGS-84 degrees, longitude first."""

    lon: float
    lat: float


class Tier(StrEnum):
    """The three tiers of the grid tree: 街道总网格, 居民区网格, 商区市场微网格."""

    STREET = "street"
    RESIDENTIAL = "residential"
    MICRO = "micro"


class Unit(StrEnum):
    """How a promise of time is counted (domain.md section 3)."""

    ELAPSED_MINUTE = "elapsed_minute"
    ELAPSED_HOUR = "elapsed_hour"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"

    @property
    def elapsed(self) -> bool:
        """True when nights and holidays count."""
        return self in (Unit.ELAPSED_MINUTE, Unit.ELAPSED_HOUR)


@dataclass(frozen=True)
class Span:
    """An amount of time in its unit: "4 working_hour"."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read "number unit"; raises ValueError with the text when it is neither."""
        try:
            amount, unit = text.split()
            span = cls(int(amount), Unit(unit))
        except ValueError:
            raise ValueError(f"not a span of time: {text!r}") from None
        if span.amount <= 0:
            raise ValueError(f"a span must be positive: {text!r}")
        return span

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"


PLAIN = frozenset({str, int, float, bool, type(None)})


def as_json(value: Any) -> Any:
    """Make enums, moments and tuples plain, for JSON columns and events."""
    if type(value) in PLAIN:  # by far the most
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(v) for v in value]
    return value
