"""What was closed near a case before it, and how often closings did not last: reads about relapse (返潮)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.cases import relapse
from app.cases.lifecycle import State
from app.cases.models import Case
from app.catalog.models import Category
from app.core.db import db, fetch
from app.core.values import Point

NEVER_WORKED_ON = (State.REJECTED, State.VOID, State.MERGED)


@dataclass(frozen=True)
class Tally:
    """How many closings of a unit (None: the grids themselves) and category came back."""

    unit_id: int | None
    category_id: int | None
    relapses: int


def first_closing(case: Case, category: Category) -> int | None:
    """The case whose closing this one shows not to have lasted; None: no relapse.

    At most one statement, none for a category without relapses. Its cost follows what was closed within the
    radius and the days, not what was ever closed: `ix_case_closed_near` is asked by square and time.
    """
    within = relapse.reach(category.family, category.relapse_radius_m, category.relapse_days, public=category.public)
    if within is None or case.point is None or case.follow_up_of_id is not None:
        return None
    fresh = relapse.Fresh(case.point, case.reported_at)
    asked = {"street": case.street_id, "cells": relapse.cells_around(case.point, within.radius_m)}
    asked |= {"since": relapse.closed_since(case.reported_at, within.days), "until": case.reported_at}
    found = [_closed(*row) for row in fetch(_NEARBY, asked | {"family": within.family})]
    return relapse.first_closing(fresh, found, within)


def chain(case_id: int) -> Any:
    """The ids of the earlier cases of a relapse, as a subselect; empty for what is none."""
    this = aliased(Case)
    first = select(this.relapse_of_id).where(this.id == case_id).scalar_subquery()
    return select(Case.id).where((Case.id == first) | (Case.relapse_of_id == first), Case.id < case_id)


def tallies(street_id: int, since: datetime, until: datetime) -> list[Tally]:
    """Relapses reported in a period, by who handled the first closing and by its category. One statement.

    Reports that came to nothing (rejected, void, merged into another) count for nobody.
    """
    first = aliased(Case)
    rows = select(first.handling_unit_id, first.category_id, func.count()).select_from(Case)
    rows = rows.join(first, first.id == Case.relapse_of_id).where(Case.relapse_of_id.is_not(None))
    rows = rows.where(Case.street_id == street_id, Case.reported_at >= since, Case.reported_at < until)
    rows = rows.where(Case.state.not_in(NEVER_WORKED_ON)).group_by(first.handling_unit_id, first.category_id)
    return [Tally(*row) for row in db.session.execute(rows.order_by(func.count().desc(), first.category_id))]


def _closed(id_: int, family: str, lon: float, lat: float, closed_at: datetime, first_id: int | None) -> relapse.Closed:
    return relapse.Closed(id_, family, Point(lon, lat), closed_at, first_id)


def _nearby() -> Any:
    columns = (Case.id, Category.family, Case.lon, Case.lat, Case.closed_at, Case.relapse_of_id)
    rows = select(*columns).join(Category, Category.id == Case.category_id)
    rows = rows.where(Case.street_id == bindparam("street"), Case.cell.in_(bindparam("cells", expanding=True)))
    rows = rows.where(Case.closed_at >= bindparam("since"), Case.closed_at <= bindparam("until"))
    return rows.where(Category.family == bindparam("family"), Case.restricted.is_(False))


# Put together once: every report asks.
_NEARBY = _nearby()
