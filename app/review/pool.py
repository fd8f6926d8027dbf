"""Who may be drawn: the roster without those who cannot or must not, widened only as far as it must be. Pure.

domain.md section 2: not the reporter, not the handlers or their unit, not whom it is about, not the property
company in its own case, not a neighbour of the place, nobody who judged it before. Every reviewer is a member
of the pool or excluded for one reason: the first of `Exclusion` that holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.people.street_settings import StreetSettings
from app.review.words import Exclusion, Widened

SPARE = 2  # reserves a panel should have, so that one recusal does not end it


@dataclass(frozen=True)
class Candidate:
    """A reviewer of the roster as the draw sees them. grid_id: their residential grid.

    place_id: the building, only where an office names it. available: on the roster, in term, agreed to the
    rules, not away. seats: taken in this calendar month of the street; cap: how many they may take in it.
    """

    reviewer_id: int
    user_id: int
    unit_id: int | None
    grid_id: int
    phone_mac: str | None
    place_id: int | None = None
    available: bool = True
    seats: int = 0
    cap: int = StreetSettings.reviewer_monthly_cap


@dataclass(frozen=True)
class Parties:
    """Whom a case concerns, with the cases merged into it.

    reporter_ids, phone_macs: of those who reported it; about_*: whom it complains about; property_unit_ids:
    who looks after its estate; place_ids: where it is; sat: reviewers who judged it before; sat_linked: who
    judged a case that this one came back from.
    """

    reporter_ids: frozenset[int] = frozenset()
    phone_macs: frozenset[str] = frozenset()
    about_ids: frozenset[int] = frozenset()
    about_unit_ids: frozenset[int] = frozenset()
    handler_ids: frozenset[int] = frozenset()
    handler_unit_ids: frozenset[int] = frozenset()
    property_unit_ids: frozenset[int] = frozenset()
    place_ids: frozenset[int] = frozenset()
    sat: frozenset[int] = frozenset()
    sat_linked: frozenset[int] = frozenset()

    def concern(self, someone: Candidate) -> Exclusion | None:
        """Why this reviewer may not judge the case; None when it does not concern them."""
        return next((reason for reason, holds in _CONCERNS.items() if holds(self, someone)), None)


# In the order of Exclusion. A None of the reviewer is in no set, so nothing unknown ever excludes.
_CONCERNS: Mapping[Exclusion, Callable[[Parties, Candidate], bool]] = {
    Exclusion.REPORTER: lambda p, c: c.user_id in p.reporter_ids or c.phone_mac in p.phone_macs,
    Exclusion.ABOUT: lambda p, c: c.user_id in p.about_ids or c.unit_id in p.about_unit_ids,
    Exclusion.HANDLER: lambda p, c: c.user_id in p.handler_ids or c.unit_id in p.handler_unit_ids,
    Exclusion.PROPERTY: lambda p, c: c.unit_id in p.property_unit_ids,
    Exclusion.SAME_BUILDING: lambda p, c: c.place_id in p.place_ids,
    Exclusion.SAT: lambda p, c: c.reviewer_id in p.sat,
    Exclusion.SAT_LINKED: lambda p, c: c.reviewer_id in p.sat_linked,
}


@dataclass(frozen=True)
class Pool:
    """A pool large enough for its panel, how far it was widened, and why the others of its grids are not in it.

    excluded: reviewer id → reason, of every reviewer of the grids used who is no member.
    """

    widened: Widened
    members: tuple[Candidate, ...]
    excluded: Mapping[int, Exclusion]


def exclusion(someone: Candidate, parties: Parties) -> Exclusion | None:
    """The first reason why somebody of the roster cannot be drawn; None for whoever can."""
    if not someone.available:
        return Exclusion.UNAVAILABLE
    if (concern := parties.concern(someone)) is not None:
        return concern
    return Exclusion.OVER_CAP if someone.seats >= someone.cap else None


def pick_pool(
    roster: Iterable[Candidate], parties: Parties, *, own: int | None, near: Sequence[int], seats: int
) -> Pool | None:
    """The nearest pool that fills the panel and its spare seats; None when even the street is too small.

    roster: every reviewer of the street, whether they can be drawn or not. own: the case's residential
    grid, None when it lies in none; near: the grids that touch it. A street that can seat the panel but
    has no spare is still taken.
    """
    everybody = tuple(roster)
    rings = {Widened.OWN: {own}, Widened.NEIGHBOURS: {own, *near}}
    for widened, grids in rings.items():
        pool = _sorted_out(widened, [c for c in everybody if c.grid_id in grids], parties)
        if len(pool.members) >= seats + SPARE:
            return pool
    street = _sorted_out(Widened.STREET, everybody, parties)
    return street if len(street.members) >= seats else None


def _sorted_out(widened: Widened, ring: Sequence[Candidate], parties: Parties) -> Pool:
    reasons = {c.reviewer_id: exclusion(c, parties) for c in ring}
    members = tuple(c for c in ring if reasons[c.reviewer_id] is None)
    return Pool(widened, members, {who: reason for who, reason in reasons.items() if reason is not None})
