"""What happens to the catalogue, as told to the features above (app/wiring.py lists who listens)."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class UnitClosed(Event):
    """A unit is one no more; whoever has something of it gives it to its successor, or to somebody who decides."""

    unit_id: int
