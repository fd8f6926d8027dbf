"""In which order the grids of a street are listed: each before its children. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A grid of a tree."""

    @property
    def id(self) -> int:
        """Its own number."""

    @property
    def parent_id(self) -> int | None:
        """The grid above it."""


T = TypeVar("T", bound=Placed)


def parents_first(rows: Sequence[T]) -> list[T]:
    """Each grid, then at once what lies below it, siblings as they come. Those whose parent is not there stand by
    themselves, and every row stands once, whatever the parents say."""
    here = {row.id for row in rows}
    below: dict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in here else None].append(row)
    found: dict[int, T] = {}
    _down(below[None], below, found)
    return [*found.values(), *(row for row in rows if row.id not in found)]


def _down(rows: Iterable[T], below: dict[int | None, list[T]], found: dict[int, T]) -> None:
    for row in rows:
        found[row.id] = row
        _down(below[row.id], below, found)
