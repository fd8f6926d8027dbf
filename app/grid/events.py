"""What happens to the roster, as told to the features above (app/wiring.py lists who listens)."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class HandoverWritten(Event):
    """A shift was handed over; takers: who answers the next one."""

    handover_id: int
    takers: tuple[int, ...]


@dataclass(frozen=True)
class HandoverSigned(Event):
    """Who came has read and signed it."""

    handover_id: int
    writer_id: int
