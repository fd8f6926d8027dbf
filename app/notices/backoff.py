"""When an undelivered message is tried again. Pure."""

from datetime import timedelta

# How long one process may hold a message it has taken: longer than any batch lasts.
HOLD = timedelta(minutes=10)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)


def wait(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure (from 1); None: give up, the inbox row remains."""
    return WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None
