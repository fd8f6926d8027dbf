"""What is asked of the catalogue.

A category with its limits and the limits of a street's stages are kept in the process for a minute
(core/shelves.py): every report asks for them, and they change a few times a year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import or_, select

from app.catalog.models import Category, CategoryLimit, Department, StageLimit
from app.catalog.models_replies import ReplyText
from app.catalog.queries_places import (
    PlaceHit,
    UnitRef,
    estate,
    estates,
    place,
    places,
    resolve_unit,
    search_places,
    successor,
    unit,
    units,
)
from app.catalog.words import Urgency
from app.core.db import db
from app.core.errors import NotFound
from app.core.shelves import Shelf
from app.core.values import Span

__all__ = [
    "Choice",
    "Limits",
    "Major",
    "PlaceHit",
    "UnitRef",
    "category",
    "category_by_code",
    "choices",
    "department",
    "departments",
    "estate",
    "estates",
    "forget",
    "last_limits",
    "limits",
    "place",
    "places",
    "replies",
    "resolve_unit",
    "search_places",
    "stage_limit",
    "successor",
    "unit",
    "units",
]


@dataclass(frozen=True)
class Limits:
    """What a category promises from a date on. id: the row, kept with each clock."""

    id: int
    respond: Span
    dispose: Span
    dispose_ceiling: Span | None
    extensions_max: int


@dataclass(frozen=True)
class Choice:
    """A category as a form offers it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    urgency: Urgency
    public: bool
    confidential: bool
    contact_required: bool


@dataclass(frozen=True)
class Major:
    """A group of categories (大类) as a form offers it."""

    code: str
    name_zh: str
    name_en: str
    categories: tuple[Choice, ...]


@dataclass(frozen=True)
class _Entry:
    """A category of no session, and its limits in order of the date."""

    category: Category
    limits: tuple[tuple[datetime, Limits], ...]


Stages = dict[tuple[str, Urgency], list[tuple[datetime, Span]]]
_entries: Shelf[_Entry] = Shelf()
_stages: Shelf[Stages] = Shelf()


def forget() -> None:
    """Something of the catalogue was changed in this transaction: read it again."""
    _entries.forget()
    _stages.forget()


def category(category_id: int | None) -> Category:
    """A category of any street, to read only. Raises NotFound, also for None."""
    return _entry(category_id).category


def category_by_code(street_id: int, code: str) -> Category | None:
    """The category of a street with this code, switched off or not."""
    rows = select(Category).where(Category.street_id == street_id, Category.code == code)
    return db.session.scalars(rows).one_or_none()


def limits(category_id: int | None, at: datetime) -> Limits:
    """The limits in force at `at`; before the first change the first. Raises LookupError without any."""
    dated = _entry(category_id).limits
    if not dated:
        raise LookupError(f"category {category_id} has no limits")
    return next((limits for from_at, limits in reversed(dated) if from_at <= at), dated[0][1])


def last_limits(category_ids: Iterable[int]) -> dict[int, CategoryLimit]:
    """The newest limits of each category, also when they hold only later."""
    rows = select(CategoryLimit).where(CategoryLimit.category_id.in_(list(category_ids)))
    return {row.category_id: row for row in db.session.scalars(rows.order_by(CategoryLimit.from_at))}


def _entry(category_id: int | None) -> _Entry:
    return _entries.get(category_id, lambda: _read_entry(category_id))


def _read_entry(category_id: int | None) -> _Entry:
    columns = tuple(Category.__table__.columns)
    both = select(*columns, CategoryLimit).outerjoin(CategoryLimit, CategoryLimit.category_id == Category.id)
    rows = db.session.execute(both.where(Category.id == category_id).order_by(CategoryLimit.from_at)).all()
    if not rows:
        raise NotFound()
    # A copy that belongs to no session: threads share it.
    copy = Category(**{column.key: value for column, value in zip(columns, rows[0], strict=False)})
    return _Entry(copy, tuple((row.CategoryLimit.from_at, _limits(row.CategoryLimit)) for row in rows if row[-1]))


def _limits(row: CategoryLimit) -> Limits:
    ceiling = Span.parse(row.dispose_ceiling) if row.dispose_ceiling else None
    return Limits(row.id, Span.parse(row.respond), Span.parse(row.dispose), ceiling, row.extensions_max)


def stage_limit(street_id: int, stage: str, urgency: Urgency, at: datetime) -> Span:
    """The limit of a stage in force at `at`; before the first change the first. All of a street are read at once.

    Raises LookupError for a stage that has none: `ops.seed_stage_limits` was forgotten.
    """
    dated = _stages.get(street_id, lambda: _stages_of(street_id)).get((stage, urgency))
    if not dated:
        raise LookupError(f"street {street_id} has no limit for {stage}, {urgency.value}")
    return next((span for from_at, span in reversed(dated) if from_at <= at), dated[0][1])


def _stages_of(street_id: int) -> Stages:
    columns = select(StageLimit.stage, StageLimit.urgency, StageLimit.from_at, StageLimit.span)
    rows = columns.where(StageLimit.street_id == street_id).order_by(StageLimit.from_at)
    found: Stages = {}
    for stage, urgency, from_at, span in db.session.execute(rows):
        found.setdefault((stage, urgency), []).append((from_at, Span.parse(span)))
    return found


def choices(street_id: int, *, public_only: bool) -> list[Major]:
    """What a report can be about, by group in the order of the codes; `public_only`: at the public door.

    Switched-off categories are left out.
    """
    names = (Category.id, Category.code, Category.name_zh, Category.name_en, Category.urgency)
    rules = (Category.public, Category.confidential, Category.contact_required)
    rows = select(Category.major_code, Category.major_zh, Category.major_en, *names, *rules)
    rows = rows.where(Category.street_id == street_id, Category.active)
    if public_only:
        rows = rows.where(Category.public)
    found = db.session.execute(rows.order_by(Category.major_code, Category.code)).all()
    grouped = ((code, list(group)) for code, group in groupby(found, key=lambda row: row.major_code))
    return [
        Major(code, group[0].major_zh, group[0].major_en, tuple(Choice(*row[3:]) for row in group))
        for code, group in grouped
    ]


def department(street_id: int, code: str) -> Department | None:
    """A department by its code."""
    rows = select(Department).where(Department.street_id == street_id, Department.code == code)
    return db.session.scalars(rows).one_or_none()


def departments(street_id: int) -> Sequence[Department]:
    """Every department in use, in the order of the sheet."""
    rows = select(Department).where(Department.street_id == street_id, Department.active)
    return db.session.scalars(rows.order_by(Department.id)).all()


def replies(street_id: int, category_id: int | None) -> Sequence[ReplyText]:
    """The reply texts in use for a category, its own before those for all. One statement."""
    mine = or_(ReplyText.category_id.is_(None), ReplyText.category_id == category_id)
    rows = select(ReplyText).where(ReplyText.street_id == street_id, ReplyText.active, mine)
    return db.session.scalars(rows.order_by(ReplyText.category_id.is_(None), ReplyText.id)).all()
