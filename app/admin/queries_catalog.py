"""Departments, units, categories and reply texts as the administrator's pages show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from app.cases.lifecycle import UNDER_WAY
from app.cases.models import Case
from app.cases.models_parts import CasePart
from app.cases.responsibility import Responsibility
from app.catalog.models import Category, CategoryLimit, Department
from app.catalog.models_places import Estate, Unit
from app.catalog.models_replies import ReplyText
from app.core.db import Base, db
from app.core.errors import NotFound
from app.people.models import User

R = TypeVar("R", bound=Base)


@dataclass(frozen=True)
class Left:
    """What a unit has in hand: open cases it leads, those of them somebody must go on with, open parts of others,
    accounts in use, estates it looks after, categories whose department has no other unit, lines of the 责任清单."""

    cases: int
    under_way: int
    parts: int
    accounts: int
    estates: int
    categories: int
    lines: int

    @property
    def anything(self) -> bool:
        """Whether somebody should see to it first."""
        return any(vars(self).values())


@dataclass(frozen=True)
class Promised:
    """A category with its limits: those in force, and those that are to come."""

    category: Category
    now: CategoryLimit | None
    next: CategoryLimit | None


@dataclass(frozen=True)
class Effect:
    """What a change of limits leaves and touches: open cases that keep what they were promised, and those that are
    not dispatched yet."""

    kept: int
    waiting: int


@dataclass(frozen=True)
class RulesEffect:
    """Open cases of a category, by what a change of its rules does to them."""

    open: int
    unfiled: int
    filed: int
    unsent: int
    sent: int


def departments(street_id: int) -> Sequence[Any]:
    """Every department with the number of its units in use, those in use first. One statement."""
    units = select(func.count()).where(Unit.department_id == Department.id, Unit.active).scalar_subquery()
    rows = select(Department, units.label("units")).where(Department.street_id == street_id)
    return db.session.execute(rows.order_by(Department.active.desc(), Department.code)).all()


def department(street_id: int, department_id: int) -> Department:
    """A department of the street. Raises NotFound. One statement."""
    return _mine(Department, street_id, department_id)


def units_of(department_id: int) -> Sequence[Unit]:
    """Its units, those in use first. One statement."""
    rows = select(Unit).where(Unit.department_id == department_id)
    return db.session.scalars(rows.order_by(Unit.active.desc(), Unit.name, Unit.id)).all()


def leads(street_id: int, code: str) -> int:
    """How many categories in use name a department as the one that leads. One statement."""
    rows = select(func.count()).select_from(Category).where(Category.street_id == street_id, Category.active)
    return db.session.scalar(rows.where(Category.lead_department == code)) or 0


def unit(street_id: int, unit_id: int) -> Unit:
    """A unit of the street, closed or not. Raises NotFound. One statement."""
    return _mine(Unit, street_id, unit_id)


def left(unit_id: int) -> Left:
    """What a unit would leave behind. One statement."""
    serves = (Estate.property_unit_id == unit_id) | (Estate.owners_unit_id == unit_id)
    open_parts = (CasePart.done_at.is_(None), CasePart.cancelled_at.is_(None))
    mine = (Case.handling_unit_id == unit_id, Case.is_open)
    counts = (
        _count(Case, *mine),
        _count(Case, *mine, Case.state.in_(UNDER_WAY)),
        _count(CasePart, CasePart.unit_id == unit_id, *open_parts),
        _count(User, User.unit_id == unit_id, User.active),
        _count(Estate, serves, Estate.until_at.is_(None)),
        _count(Category, Category.active, *_led_by(unit_id)),
        _count(Responsibility, Responsibility.unit_id == unit_id, Responsibility.ended_at.is_(None)),
    )
    return Left(*db.session.execute(select(*counts)).one())


def _led_by(unit_id: int) -> Sequence[Any]:
    """Categories of this unit's department, where that has no other unit in use (for the same grid)."""
    own, other = aliased(Unit), aliased(Unit)
    led = exists().where(
        own.id == unit_id, Department.id == own.department_id, Department.street_id == Category.street_id,
        Department.code == Category.lead_department,
    )  # fmt: skip
    others = exists().where(own.id == unit_id, other.department_id == own.department_id, other.id != own.id)
    others = others.where(or_(own.grid_id.is_(None), other.grid_id == own.grid_id))
    return led, ~others.where(other.active)


def held_by_units(department_id: int) -> int:
    """Open cases that the units of a department handle. One statement."""
    units = select(Unit.id).where(Unit.department_id == department_id)
    rows = select(func.count()).select_from(Case).where(Case.is_open, Case.handling_unit_id.in_(units))
    return db.session.scalar(rows) or 0


def open_in(estate_id: int) -> int:
    """Open cases of an estate. One statement."""
    rows = select(func.count()).select_from(Case).where(Case.is_open, Case.estate_id == estate_id)
    return db.session.scalar(rows) or 0


def categories(street_id: int, at: datetime) -> list[Promised]:
    """Every category with its limits, those in use first, by code. Two statements."""
    rows = select(Category).where(Category.street_id == street_id)
    found = db.session.scalars(rows.order_by(Category.active.desc(), Category.code)).all()
    versions = select(CategoryLimit).join(Category, Category.id == CategoryLimit.category_id)
    by_category: dict[int, list[CategoryLimit]] = defaultdict(list)
    for row in db.session.scalars(versions.where(Category.street_id == street_id).order_by(CategoryLimit.from_at)):
        by_category[row.category_id].append(row)
    return [Promised(category, *now_and_next(by_category[category.id], at)) for category in found]


def category(street_id: int, category_id: int) -> Category:
    """A category of the street. Raises NotFound. One statement."""
    return _mine(Category, street_id, category_id)


def versions(category_id: int) -> Sequence[CategoryLimit]:
    """Every version of its limits, the oldest first. One statement."""
    rows = select(CategoryLimit).where(CategoryLimit.category_id == category_id)
    return db.session.scalars(rows.order_by(CategoryLimit.from_at)).all()


def now_and_next(rows: Sequence[CategoryLimit], at: datetime) -> tuple[CategoryLimit | None, CategoryLimit | None]:
    """The version in force at `at` (before the first change the first), and the first that is to come. Pure."""
    passed = [row for row in rows if row.from_at <= at]
    coming = [row for row in rows if row.from_at > at]
    if not passed:
        return (coming[0], None) if coming else (None, None)
    return passed[-1], coming[0] if coming else None


def effect(street_id: int, category_id: int) -> Effect:
    """Whom a change of limits would touch: limits hold from the dispatch on. One statement."""
    mine = (Case.street_id == street_id, Case.category_id == category_id, Case.is_open)
    kept = _count(Case, *mine, Case.dispatched_at.is_not(None))
    waiting = _count(Case, *mine, Case.dispatched_at.is_(None))
    return Effect(*db.session.execute(select(kept, waiting)).one())


def rules_effect(street_id: int, category_id: int) -> RulesEffect:
    """How many open cases a change of the rules would find at which step. One statement."""
    mine = (Case.street_id == street_id, Case.category_id == category_id, Case.is_open)
    steps = (
        (),
        (Case.filed_at.is_(None),),
        (Case.filed_at.is_not(None),),
        (Case.dispatched_at.is_(None),),
        (Case.dispatched_at.is_not(None),),
    )
    return RulesEffect(*db.session.execute(select(*(_count(Case, *mine, *step) for step in steps))).one())


def replies(street_id: int) -> Sequence[Any]:
    """Every reply text with its category, those for all first. One statement."""
    rows = select(ReplyText, Category.code, Category.name_zh, Category.name_en)
    rows = rows.outerjoin(Category, Category.id == ReplyText.category_id).where(ReplyText.street_id == street_id)
    order = (ReplyText.active.desc(), Category.code.is_not(None), Category.code, ReplyText.id)
    return db.session.execute(rows.order_by(*order)).all()


def reply(street_id: int, reply_id: int) -> ReplyText:
    """A reply text of the street. Raises NotFound. One statement."""
    return _mine(ReplyText, street_id, reply_id)


def _mine(model: type[R], street_id: int, row_id: int) -> R:
    table: Any = model
    found: R | None = db.session.scalar(select(model).where(table.id == row_id, table.street_id == street_id))
    if found is None:
        raise NotFound
    return found


def _count(model: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()
