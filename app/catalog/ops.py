"""Everything that changes the catalogue: import, limits by date, bodies and places. Commits nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.catalog import queries
from app.catalog.checks import read_catalog
from app.catalog.models import Category, CategoryLimit, Department, StageLimit
from app.catalog.ops_places import (
    create_estate,
    create_place,
    create_places,
    create_unit,
    found_organisations,
    set_estate_units,
)
from app.catalog.sheets import Fault, Record
from app.catalog.stages import defaults
from app.catalog.words import Urgency
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import system_actor
from app.core.values import Span, as_json
from app.people.changes import note
from app.people.words import Setting

__all__ = [
    "CatalogRefused",
    "Counts",
    "create_estate",
    "create_place",
    "create_places",
    "create_unit",
    "import_catalog",
    "seed_stage_limits",
    "set_estate_units",
    "set_limits",
    "set_stage_limit",
]
LIMITS = ("respond", "dispose", "dispose_ceiling", "extensions_max")


class CatalogRefused(Invalid):
    """Nothing was imported; `faults` lists all that is wrong, with sheet, line and column."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(N_("目录没有导入：有 %(count)s 处要改"), count=len(self.faults))


@dataclass(frozen=True)
class Counts:
    """What an import did."""

    departments_new: int = 0
    departments_changed: int = 0
    units_new: int = 0
    categories_new: int = 0
    categories_changed: int = 0
    limits_new: int = 0


def import_catalog(street_id: int, departments_csv: str, categories_csv: str, at: datetime) -> Counts:
    """Take in both sheets as a whole, or raise CatalogRefused with every fault.

    Rows are matched by code; a code that the sheets no longer name stays as it is. A changed limit
    holds from `at` on and rewrites nothing. What changed of a row that was there is kept in the trail.
    An organisation is one body: it gets its unit at once.
    """
    departments, categories = read_catalog(departments_csv, categories_csv)
    if faults := (*departments.faults, *categories.faults):
        raise CatalogRefused(faults)
    new_d, changed_d = _merge(Department, street_id, departments.records, at)
    new_c, changed_c = _merge(Category, street_id, categories.records, at)
    counts = Counts(
        departments_new=new_d,
        departments_changed=changed_d,
        units_new=found_organisations(street_id),
        categories_new=new_c,
        categories_changed=changed_c,
        limits_new=_merge_limits(street_id, categories.records, at),
    )
    queries.forget()
    return counts


def set_limits(category_id: int, limits: Mapping[str, Any], at: datetime) -> bool:
    """Change the limits of a category (respond, dispose, dispose_ceiling: Span; extensions_max) from `at` on.

    Returns False when nothing differs. Raises Conflict when a version as late as `at` exists.
    """
    changed = _add_limits(category_id, queries.last_limits([category_id]).get(category_id), limits, at)
    db.session.flush()
    queries.forget()
    return changed


def seed_stage_limits(street_id: int, at: datetime) -> int:
    """Give a street the limits of the stages of domain.md section 3 where it has none; returns how many."""
    rows = select(StageLimit.stage, StageLimit.urgency).where(StageLimit.street_id == street_id)
    known = {tuple(row) for row in db.session.execute(rows)}
    missing = [
        StageLimit(street_id=street_id, stage=stage, urgency=urgency, from_at=at, span=str(span))
        for stage, urgency, span in defaults()
        if (stage, urgency) not in known
    ]
    db.session.add_all(missing)
    db.session.flush()
    queries.forget()
    return len(missing)


def set_stage_limit(street_id: int, stage: str, urgency: Urgency, span: Span, *, at: datetime) -> None:
    """The limit of a stage from `at` on; what was promised before stays."""
    db.session.add(StageLimit(street_id=street_id, stage=stage, urgency=urgency, from_at=at, span=str(span)))
    db.session.flush()
    queries.forget()


def _merge(
    model: type[Department] | type[Category], street_id: int, records: Iterable[Record], at: datetime
) -> tuple[int, int]:
    rows: Sequence[Any] = db.session.scalars(select(model).where(model.street_id == street_id)).all()
    known = {row.code: row for row in rows}
    new = changed = 0
    for record in records:
        values = {key: value for key, value in record.values.items() if key not in LIMITS}
        row = known.get(values["code"])
        if row is None:
            db.session.add(model(street_id=street_id, **values))
            new += 1
        else:
            differing = {key: value for key, value in values.items() if getattr(row, key) != value}
            _keep(row, {key: getattr(row, key) for key in differing}, differing, at)
            for key, value in differing.items():
                setattr(row, key, value)
            changed += bool(differing)
    db.session.flush()
    return new, changed


def _keep(row: Any, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime) -> None:
    """A line of the trail for a row that a sheet changed; the sheet comes by a command, which is nobody."""
    what = Setting.CATEGORY if isinstance(row, Category) else Setting.DEPARTMENT
    called = f"{row.code} {row.name_zh}"
    note(system_actor(row.street_id), what, called, as_json(dict(before)), as_json(dict(after)), at=at)


def _merge_limits(street_id: int, records: Iterable[Record], at: datetime) -> int:
    known = {row.code: row for row in db.session.scalars(select(Category).where(Category.street_id == street_id))}
    last = queries.last_limits(row.id for row in known.values())
    new = 0
    for row, limits in ((known[record.values["code"]], record.values) for record in records):
        former = last.get(row.id)
        if _add_limits(row.id, former, limits, at):
            new += 1
            if former is not None:
                before = {**{key: getattr(former, key) for key in LIMITS}, "from_at": former.from_at}
                _keep(row, before, {**_plain(limits), "from_at": at}, at)
    db.session.flush()
    return new


def _add_limits(category_id: int, last: CategoryLimit | None, limits: Mapping[str, Any], at: datetime) -> bool:
    wanted = _plain(limits)
    if last is not None and {key: getattr(last, key) for key in LIMITS} == wanted:
        return False
    if last is not None and last.from_at >= at:
        raise Conflict(N_("已有从同一时刻或更晚起用的时限"))
    db.session.add(CategoryLimit(category_id=category_id, from_at=at, **wanted))
    return True


def _plain(limits: Mapping[str, Any]) -> dict[str, Any]:
    """Limits as their row keeps them."""
    return {key: str(limits[key]) if isinstance(limits[key], Span) else limits[key] for key in LIMITS}
