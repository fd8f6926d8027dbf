"""A roster as it is read, and as it would be after a change: pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from app.grid.cover import Away, Post, Span, Stint, Worry, WorryKind, holes, worries

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)


class Absence(NamedTuple):
    """A leave."""

    leave_id: int
    user_id: int
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class Plan:
    """The duties of a street, who is on leave and who left, and the names of all."""

    stints: tuple[Stint, ...]
    leaves: tuple[Absence, ...] = ()
    left: Mapping[int, datetime] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def away(self) -> Away:
        """When each of them is not there."""
        found: dict[int, list[Span]] = defaultdict(list)
        for leave in self.leaves:
            found[leave.user_id].append((leave.from_at, leave.until_at))
        for user_id, since in self.left.items():
            found[user_id].append((since, FOR_GOOD))
        return found

    def of_grids(self, grid_ids: Iterable[int]) -> "Plan":
        """What of it lies in these grids."""
        wanted = frozenset(grid_ids)
        return replace(self, stints=tuple(stint for stint in self.stints if stint.post.grid_id in wanted))

    def with_duty(self, stint: Stint) -> "Plan":
        """With one duty more."""
        return replace(self, stints=(*self.stints, stint))

    def with_duties(self, stints: Iterable[Stint]) -> "Plan":
        """With several more."""
        return replace(self, stints=(*self.stints, *stints))

    def ending(self, duty_id: int, ends: datetime) -> "Plan":
        """With a duty that ends then; without one that would not have begun."""
        kept = (s for s in self.stints if s.duty_id != duty_id or s.shift.from_at < ends)
        return replace(self, stints=tuple(_ended(s, ends) if s.duty_id == duty_id else s for s in kept))

    def standing_in(self, duty_id: int, stand_in: int | None) -> "Plan":
        """With another stand-in for a duty."""
        stints = (replace(s, stand_in=stand_in) if s.duty_id == duty_id else s for s in self.stints)
        return replace(self, stints=tuple(stints))

    def with_leave(self, user_id: int, from_at: datetime, until_at: datetime) -> "Plan":
        """With somebody away."""
        return replace(self, leaves=(*self.leaves, Absence(0, user_id, from_at, until_at)))

    def without_leave(self, leave_id: int) -> "Plan":
        """With somebody back."""
        return replace(self, leaves=tuple(leave for leave in self.leaves if leave.leave_id != leave_id))

    def worries(self, start: datetime, end: datetime, grids: Iterable[int], root: int | None) -> list[Worry]:
        """See cover.worries; `root`: where the 24-hour duty is wanted, None where that is not asked."""
        found = worries(self.stints, self.away, start, end, grids)
        if root is None or any(stint.post.night for stint in self.stints):
            return found
        nobody = tuple(holes((), {}, start, end))
        return [Worry(WorryKind.ROOT, Post(root, night=True), nobody), *found]


def _ended(stint: Stint, ends: datetime) -> Stint:
    until = stint.shift.until_at
    return replace(stint, shift=replace(stint.shift, until_at=ends if until is None else min(until, ends)))
