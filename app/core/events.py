"""What happened, told upwards: frozen facts, handled at once in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something that happened; carries ids, never rows (an instance dies with its session)."""

    street_id: int
    at: datetime


Handler = Callable[[Any], None]
_reactions: dict[type[Event], tuple[Handler, ...]] = {}


def connect(reactions: Mapping[type[Event], Sequence[Handler]]) -> None:
    """Install the process map (app/wiring.py); a second call replaces the first."""
    _reactions.clear()
    _reactions.update({kind: tuple(handlers) for kind, handlers in reactions.items()})


def publish(event: Event) -> None:
    """Tell every handler, in the table's order; an error in one undoes the whole transaction."""
    for handler in _reactions.get(type(event), ()):
        handler(event)
