"""What every tablet of a street keeps beside its cases: boundaries, places, catalogue, units, reasons, office hours.

Plain values. Each is made at most once a minute for a street (places: for a scope): a bundle asks for none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.cases.policy import RESTRICTED_ROLES
from app.catalog import queries as catalog
from app.catalog import queries_field as kept_for
from app.catalog.queries_reasons import reasons
from app.catalog.words import ReasonAct
from app.core.clock import street_time
from app.core.permissions import Actor
from app.core.shelves import Shelf
from app.field.cursor import checksum
from app.grid import queries as grid
from app.sla import calendars
from app.sla.workcal import MINUTE


@dataclass(frozen=True)
class Kept:
    """A set and its checksum."""

    total: int
    value: Any


_kept: Shelf[Kept] = Shelf()


def sets(actor: Actor, at: datetime) -> Mapping[str, Kept]:
    """Every set for this person, by name. No statement where they lie ready, else up to twelve."""
    street, scope = actor.street_id, tuple(sorted(actor.grid_ids))
    restricted = actor.has(*RESTRICTED_ROLES)
    return {
        "grids": _set(("grids", street), lambda: _grids(street, at)),
        "places": _set(("places", street, scope), lambda: kept_for.places(street, scope, at)),
        "catalogue": _set(("catalogue", street, restricted), lambda: _catalogue(street, restricted)),
        "units": _set(("units", street), lambda: kept_for.units(street, at)),
        "reasons": _set(("reasons", street), lambda: _reasons(street)),
        "calendar": _set(("calendar", street), lambda: _calendar(street, at)),
    }


def _set(key: tuple[Any, ...], make: Callable[[], Any]) -> Kept:
    def made() -> Kept:
        value = make()
        return Kept(checksum(value), value)

    return _kept.get(key, made)


def _grids(street_id: int, at: datetime) -> Any:
    found = grid.boundaries_geojson(street_id, at)
    return {"type": found["type"], "features": found["features"]}


def _catalogue(street_id: int, restricted: bool) -> Any:
    """Every category that a case may have; `report`: whether this person may write one down."""
    leads = {one.code: one for one in catalog.departments(street_id)}
    rows = [_category(one, leads.get(one.lead_department), restricted) for one in kept_for.categories(street_id)]
    return {"categories": rows}


def _category(one: Any, lead: Any, restricted: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "major_zh": one.major_zh,
        "major_en": one.major_en,
        "zh": one.name_zh,
        "en": one.name_en,
        "urgency": one.urgency.value,
        "evidence": list(one.evidence),
        "radius": one.duplicate_radius_m,
        "days": one.duplicate_days,
        "family": one.family,
        "lead_zh": lead.name_zh if lead else "",
        "lead_en": lead.name_en if lead else "",
        "report": one.active and (one.public or restricted),
    }


def _reasons(street_id: int) -> Any:
    acts = {"refuse": ReasonAct.REFUSE, "suspend": ReasonAct.SUSPEND}
    return {n: [[r.code, r.name_zh, r.name_en] for r in reasons(street_id, act)] for n, act in acts.items()}


def _calendar(street_id: int, at: datetime) -> Any:
    """Office hours in minutes since midnight, and the working days of the months around, whole months: a tablet reckons
    by them what is left of a promise. The same for a month, so that it is not sent each day."""
    calendar = calendars.in_force(street_id, at).calendar
    month = street_time(at).date().replace(day=1)
    first, until = (month - timedelta(days=45)).replace(day=1), (month + timedelta(days=125)).replace(day=1)
    windows = [[opens // MINUTE, closes // MINUTE] for opens, closes in calendar.windows]
    days = [day.isoformat() for day in calendar.working_days(first, until)]
    return {"windows": windows, "days": days, "first": first.isoformat(), "until": until.isoformat()}
