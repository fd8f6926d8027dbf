"""What was done before we heard of it: a tablet without signal tells of a move hours later.

All that a move does is done when the word reaches us, so that the ledger stays in order and nobody else loses time
by it. Only what was promised and is kept by the move counts as kept when it was made: whoever stops a clock, or asks
whether it was in time, asks `done_at`. Held for one intention at a time, like the clock of a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.values import as_json


@dataclass(frozen=True)
class Told:
    """Two moments of one move. device_at: by the clock of the device; acted_at: what we take for true."""

    device_at: datetime
    acted_at: datetime


_told: ContextVar[Told | None] = ContextVar("heard", default=None)


@contextmanager
def told(device_at: datetime, acted_at: datetime) -> Iterator[None]:
    """Inside the block moves were made at `acted_at`."""
    token = _told.set(Told(device_at, acted_at))
    try:
        yield
    finally:
        _told.reset(token)


def done_at(at: datetime) -> datetime:
    """When a move that reaches us at `at` was made; never later than that."""
    known = _told.get()
    return at if known is None else min(at, known.acted_at)


def facts() -> dict[str, Any]:
    """Both moments as plain facts for the line of the move; empty for a move that is made here and now."""
    known = _told.get()
    return {} if known is None else dict(as_json({"device_at": known.device_at, "acted_at": known.acted_at}))
