"""Who may be drawn: the roster without the parties, widened only as far as it must be. Pure.

domain.md section 2: not the reporter, not the handlers or their unit, not whom it is about, nobody who
sat on this case before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.review.words import Exclusion, Widened

SPARE = 2  # reserves a panel should have, so that one recusal does not end it


@dataclass(frozen=True)
class Candidate:
    """An active reviewer as the draw sees them. grid_id: their residential grid."""

    reviewer_id: int
    user_id: int
    unit_id: int | None
    grid_id: int
    phone_mac: str | None


@dataclass(frozen=True)
class Parties:
    """Whom the case concerns. phone_macs: of those who reported it; sat: reviewers who judged it before."""

    user_ids: frozenset[int] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    phone_macs: frozenset[str] = frozenset()
    sat: frozenset[int] = frozenset()

    def concern(self, someone: Candidate) -> bool:
        """True when this reviewer may not judge the case."""
        return (
            someone.user_id in self.user_ids
            or someone.unit_id in self.unit_ids
            or someone.phone_mac in self.phone_macs
            or someone.reviewer_id in self.sat
        )


@dataclass(frozen=True)
class Pool:
    """A pool large enough for its panel, and how far it was widened."""

    widened: Widened
    members: tuple[Candidate, ...]
    excluded: Mapping[int, Exclusion] = field(default_factory=dict)


def pick_pool(
    roster: Iterable[Candidate], parties: Parties, *, own: int | None, near: Sequence[int], seats: int
) -> Pool | None:
    """The nearest pool that fills the panel and its spare seats; None when even the street is too small.

    own: the case's residential grid, None when it lies in none; near: the grids that touch it. A
    street that can seat the panel but has no spare is still taken.
    """
    free = [c for c in roster if not parties.concern(c)]
    rings = {Widened.OWN: {own}, Widened.NEIGHBOURS: {own, *near}}
    for widened, grids in rings.items():
        members = tuple(c for c in free if c.grid_id in grids)
        if len(members) >= seats + SPARE:
            return Pool(widened, members)
    return Pool(Widened.STREET, tuple(free)) if len(free) >= seats else None
