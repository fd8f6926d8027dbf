"""What routing would say now of many cases, none of which changes: the owner it would choose, and the unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cases import candidates
from app.cases.models import Case
from app.cases.routing import LeadUnit, Member, is_for_the_night
from app.cases.spreading import ToMove, spread
from app.cases.words import Urgency
from app.catalog import queries as catalog
from app.grid import queries as grid


@dataclass(frozen=True)
class Suggestion:
    """To whom a case would go, and the unit that handles it at once; None: its grid does."""

    member: Member
    unit: LeadUnit | None = None


def who_would_get(
    cases: Sequence[Case], at: datetime, *, office_open: bool, taken_from: int | None = None
) -> dict[int, Member | None]:
    """The owner of each, each case counted for the next. They need whom they are about; all of one street."""
    moved = [_to_move(case, at, office_open) for case in cases]
    if not moved:
        return {}
    night = any(one.at_night for one in moved)
    town = candidates.who_could_take(cases[0].street_id, (one.grid_id for one in moved), at, at_night=night)
    return spread(moved, taken_from, town)


def suggested(cases: Sequence[Case], at: datetime, *, office_open: bool) -> dict[int, Suggestion]:
    """What each would be dispatched to; those of which routing would not be sure are left out.

    A complaint about whoever handled it is one of them: whom it means is found out when it is routed, not before.
    """
    sure = [case for case in cases if case.category_id is not None and not case.about_handlers]
    owners = who_would_get(sure, at, office_open=office_open)
    units = _units((case for case in sure if office_open and case.urgency is not Urgency.NORMAL), at)
    return {case.id: Suggestion(to, units.get(case.id)) for case in sure if (to := owners[case.id]) is not None}


def _to_move(case: Case, at: datetime, office_open: bool) -> ToMove:
    tier = catalog.category(case.category_id).tier if case.category_id is not None else None
    grid_id = candidates.answering_grid(case, tier, at) if tier else grid.root(case.street_id)
    at_night = is_for_the_night(office_open, case.urgency, candidates.promised_elapsed(case, at))
    return ToMove(case.id, grid_id, frozenset(i for i in case.about_ids if i), at_night)


def _units(cases: Iterable[Case], at: datetime) -> dict[int, LeadUnit]:
    """The unit of each case that has one and does not complain about it; asked once a category and place."""
    known: dict[tuple[int | None, ...], LeadUnit | None] = {}
    found: dict[int, LeadUnit] = {}
    for case in cases:
        where = (case.category_id, case.residential_grid_id, case.estate_id)
        if where not in known:
            known[where] = candidates.lead_unit(case, catalog.category(case.category_id), at)
        unit = known[where]
        if unit is not None and unit.id not in case.about_unit_ids:
            found[case.id] = unit
    return found
