"""Estates and buildings, made and changed one by one or by a sheet; each change is in the trail. Commits nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, select, update

from app.catalog.cells import BadCell, text
from app.catalog.estates import queries
from app.catalog.estates.models import NAME_MAX, EstateSheet
from app.catalog.estates.sheet import ESTATE_MAX, LANE_MAX, NUMBER_MAX, Facts, House, Outcome
from app.catalog.models_places import Estate, Place, Unit
from app.catalog.ops_places import create_estate, create_place
from app.catalog.queries_places import forget_places
from app.core.clock import from_street, street_time
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.core.values import Point, as_json
from app.grid import queries as grid
from app.people import changes
from app.people.changes import one_at_a_time
from app.people.policy import may_set_up
from app.people.words import Setting


def save_estate(actor: Actor, estate_id: int | None, facts: Facts, *, at: datetime) -> Estate:
    """A new estate, or one that is changed. Raises NotFound, Invalid at `name`, `grid`, `keeper`, `owners`, `lon`."""
    require(may_set_up(actor))
    one_at_a_time(actor.street_id)
    estate = queries.estate_of(actor.street_id, estate_id) if estate_id is not None else None
    kept = estate.grid_id if estate is not None else None
    _check(actor.street_id, estate_id, facts, at, kept_grid=kept)
    return _write_estate(actor, estate, facts, at)


def end_estate(actor: Actor, estate_id: int, last_day: date | None, *, at: datetime) -> None:
    """An estate is none any more after `last_day`, past or to come: no form offers it, no rule asks its bodies. None:
    it goes on. Its cases keep it. Raises NotFound, Invalid at `last_day`."""
    require(may_set_up(actor))
    estate = in_street(Estate, estate_id, actor.street_id, with_for_update=True, populate_existing=True)
    if last_day is not None and estate.from_at is not None and last_day < street_time(estate.from_at).date():
        raise Invalid(errors={"last_day": N_("不能早于小区开始的那天")})
    before = {"until_at": as_json(estate.until_at)}
    estate.until_at = from_street(last_day + timedelta(days=1), time.min) if last_day is not None else None
    db.session.flush()
    changes.note(actor, Setting.ESTATE, estate.name, before, {"until_at": as_json(estate.until_at)}, at=at)
    forget_places()


def save_house(actor: Actor, estate_id: int, place_id: int | None, house: House, *, at: datetime) -> Place:
    """A new building of an estate, or one that is changed. Raises NotFound, Invalid at `lane`, `number` or `lon`."""
    require(may_set_up(actor))
    one_at_a_time(actor.street_id)
    estate = queries.estate_of(actor.street_id, estate_id)
    place = queries.house_of(actor.street_id, estate_id, place_id) if place_id is not None else None
    _check_words({"lane": (house.lane, LANE_MAX, False), "number": (house.number, NUMBER_MAX, True)})
    same = exists().where(Place.estate_id == estate_id, Place.lane == house.lane, Place.number == house.number)
    if db.session.scalar(select(same.where(Place.id != (place_id or 0)))):
        raise Invalid(errors={"number": N_("这个小区已经有这一栋了")})
    _check_point(actor.street_id, house.point, at)
    return _write_house(actor, estate, place, house, at)


def keep_sheet(actor: Actor, name: str, rows: Sequence[tuple[int, Mapping[str, str]]], *, at: datetime) -> int:
    """Keep the rows of a sheet until they are taken in; returns its id."""
    require(may_set_up(actor))
    shown = "".join(c for c in name if c.isprintable())[-NAME_MAX:]
    sheet = EstateSheet(street_id=actor.street_id, name=shown, at=at, by_id=actor.id)
    sheet.rows, sheet.counts = [[number, dict(cells)] for number, cells in rows], {}
    db.session.add(sheet)
    db.session.flush()
    return sheet.id


def take_sheet(actor: Actor, sheet_id: int, *, at: datetime) -> dict[str, int]:
    """Do the good rows of a sheet, once, as they stand now; returns how many rows came to which outcome.

    Raises NotFound for another street's, Conflict the second time.
    """
    require(may_set_up(actor))
    sheet = in_street(EstateSheet, sheet_id, actor.street_id)
    mine = update(EstateSheet).where(EstateSheet.id == sheet_id, EstateSheet.taken_at.is_(None))
    won = db.session.execute(mine.values(taken_at=at, taken_by_id=actor.id))
    if won.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(N_("这张表已经导入过了"))
    one_at_a_time(actor.street_id)
    lines = queries.planned(actor.street_id, sheet.rows, at)
    estates = {e.name: e for e in db.session.scalars(select(Estate).where(Estate.street_id == actor.street_id))}
    houses = _houses(actor.street_id)
    for line in lines:
        if line.outcome in (Outcome.NEW, Outcome.CHANGED) and isinstance(line.value, Facts):
            estates[line.value.name] = _write_estate(actor, estates.get(line.value.name), line.value, at)
        elif line.outcome in (Outcome.NEW, Outcome.CHANGED) and isinstance(line.value, House):
            estate = estates[line.value.estate]
            key = (estate.id, line.value.lane, line.value.number)
            houses[key] = _write_house(actor, estate, houses.get(key), line.value, at)
    sheet.counts = {outcome.value: n for outcome, n in Counter(line.outcome for line in lines).items()}
    db.session.flush()
    return sheet.counts


def _houses(street_id: int) -> dict[tuple[int | None, str, str], Place]:
    rows = db.session.scalars(select(Place).where(Place.street_id == street_id))
    return {(place.estate_id, place.lane, place.number): place for place in rows}


def _write_estate(actor: Actor, estate: Estate | None, facts: Facts, at: datetime) -> Estate:
    before = _plain(queries.facts_of(estate)) if estate is not None else {}
    if estate is None:
        estate = create_estate(actor.street_id, facts.name, facts.kind, facts.grid_id, facts.point)
    else:
        estate.name, estate.kind, estate.grid_id = facts.name, facts.kind, facts.grid_id
        estate.lon, estate.lat = facts.point
    estate.property_unit_id, estate.owners_unit_id = facts.property_unit_id, facts.owners_unit_id
    db.session.flush()
    changes.note(actor, Setting.ESTATE, facts.name, before, _plain(facts), at=at)
    forget_places()
    return estate


def _write_house(actor: Actor, estate: Estate, place: Place | None, house: House, at: datetime) -> Place:
    before = _place(place.lane, place.number, place.point) if place is not None else {}
    if place is None:
        place = create_place(actor.street_id, estate.id, house.lane, house.number, house.point)
    else:
        place.lane, place.number = house.lane, house.number
        place.lon, place.lat = house.point
        db.session.flush()
    after = _place(house.lane, house.number, house.point)
    changes.note(actor, Setting.PLACE, f"{estate.name} {house.lane}{house.number}", before, after, at=at)
    forget_places()
    return place


def _plain(facts: Facts) -> dict[str, Any]:
    told: dict[str, Any] = {"name": facts.name, "kind": facts.kind.value, "grid": facts.grid_id}
    told |= {"property_unit": facts.property_unit_id, "owners_unit": facts.owners_unit_id}
    return told | {"point": list(facts.point)}


def _place(lane: str, number: str, point: Point) -> dict[str, Any]:
    return {"lane": lane, "number": number, "point": list(point)}


def _check(street_id: int, estate_id: int | None, facts: Facts, at: datetime, *, kept_grid: int | None) -> None:
    """kept_grid: where it lies already, retired by new boundaries or not."""
    _check_words({"name": (facts.name, ESTATE_MAX, True)})
    same = exists().where(Estate.street_id == street_id, Estate.name == facts.name, Estate.id != (estate_id or 0))
    if db.session.scalar(select(same)):
        raise Invalid(errors={"name": N_("本街道已经有这个名字的小区")})
    if facts.grid_id not in {kept_grid, *(row.id for row in queries.homes(street_id))}:
        raise Invalid(errors={"grid": N_("请从列表里选一个居民区")})
    units = {"keeper": facts.property_unit_id, "owners": facts.owners_unit_id}
    mine = select(Unit.id).where(Unit.street_id == street_id, Unit.id.in_([u for u in units.values() if u is not None]))
    there = set(db.session.scalars(mine))
    if wrong := {field: N_("没有这个单位") for field, u in units.items() if u is not None and u not in there}:
        raise Invalid(errors=wrong)
    _check_point(street_id, facts.point, at)


def _check_words(cells: Mapping[str, tuple[str, int, bool]]) -> None:
    for field, (value, longest, needed) in cells.items():
        try:
            text(longest, needed=needed)(value)
        except BadCell as bad:
            raise Invalid(errors={field: bad.message}, **bad.params) from None


def _check_point(street_id: int, point: Point, at: datetime) -> None:
    if grid.locate(street_id, point, at) is None:
        raise Invalid(errors={"lon": N_("这一点不在本街道")})
