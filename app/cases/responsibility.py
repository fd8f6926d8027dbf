"""责任清单: which unit a kind of case belongs to, as duty chiefs have ruled. Routing asks it before the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, case, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import Case
from app.cases.policy import visible_to
from app.cases.words import Listed
from app.catalog.models import Category
from app.catalog.models_places import Unit
from app.catalog.queries import UnitRef, resolve_unit
from app.core.db import Base, db, fetch
from app.core.indexes import some
from app.core.permissions import Actor
from app.core.scope import StreetScoped, same_street
from app.core.types import UtcDateTime
from app.grid.models import Grid
from app.people.models import User

STANDS = "ended_at IS NULL"
PAGE = 100


class Responsibility(StreetScoped, Base):
    """A line: cases of this category in this residential grid (None: in the whole street) are this unit's.

    case_id: the ruling it comes from. Never changed but by its end; a newer ruling ends the older line.
    """

    __tablename__ = "responsibility"
    __table_args__ = (
        same_street("category_id", "category"),
        same_street("grid_id", "grid"),
        same_street("unit_id", "unit"),
        same_street("case_id", "case"),
        same_street("by_id", "user_account"),
        some(
            "uq_responsibility_grid", "category_id", "grid_id", where=f"{STANDS} AND grid_id IS NOT NULL", unique=True
        ),
        some("uq_responsibility_street", "category_id", where=f"{STANDS} AND grid_id IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int]
    grid_id: Mapped[int | None]
    unit_id: Mapped[int]
    case_id: Mapped[int]
    by_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


@dataclass(frozen=True)
class ListedUnit:
    """Whose a case is, and when that was ruled; None where the catalogue says so."""

    unit: UnitRef
    ruled_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A line as its page shows it. grid: "" for the whole street; receipt: None where the case is not for the reader."""

    id: int
    name_zh: str
    name_en: str
    grid: str
    unit: str
    unit_active: bool
    case_id: int
    receipt: str | None
    by: str
    at: datetime
    ended_at: datetime | None


def _said() -> Any:
    """Put together once: urgent reports ask. The line of the grid goes before that of the street."""
    rows = select(Unit.id, Unit.name, Unit.external, Responsibility.at).join(Unit, Unit.id == Responsibility.unit_id)
    here = or_(Responsibility.grid_id.is_(None), Responsibility.grid_id == bindparam("grid"))
    rows = rows.where(Responsibility.category_id == bindparam("category"), here)
    rows = rows.where(Responsibility.ended_at.is_(None), Unit.active)
    return rows.order_by(Responsibility.grid_id.is_(None)).limit(1)


_SAID = _said()


def listed_unit(category_id: int, residential_grid_id: int | None) -> ListedUnit | None:
    """Whose such a case is as the list has it; None where nothing was ruled. One statement."""
    found = fetch(_SAID, {"category": category_id, "grid": residential_grid_id})
    return next((ListedUnit(UnitRef(*row[:3]), row[3]) for row in found), None)


def whose(case: Case, category: Category, at: datetime) -> ListedUnit | None:
    """The unit that such a case is: as was ruled, else the lead department's body for this place; None: nobody's."""
    if ruled := listed_unit(category.id, case.residential_grid_id):
        return ruled
    found = resolve_unit(case.street_id, category.lead_department, case.estate_id, case.residential_grid_id, at)
    return ListedUnit(found) if found else None


def standing_line(category_id: int, grid_id: int | None) -> Responsibility | None:
    """The line that holds for exactly this category and grid, locked until the transaction ends."""
    rows = select(Responsibility).where(Responsibility.category_id == category_id, Responsibility.ended_at.is_(None))
    rows = rows.where(Responsibility.grid_id == grid_id if grid_id else Responsibility.grid_id.is_(None))
    return db.session.scalar(rows.with_for_update())


def grid_of(case: Case, listed: Listed) -> int | None:
    """Where a ruling on this case holds from now on; None: the whole street."""
    return case.residential_grid_id if listed is Listed.GRID else None


def lines(actor: Actor, before: int | None = None) -> Sequence[Line]:
    """The list, the newest first, with what was ended; at most 100 below the key `before`. One statement.

    Without what was ruled on a restricted case that the reader may not see: the line would tell what it is about.
    """
    row = Responsibility
    names = (Category.name_zh, Category.name_en, Grid.name, Unit.name, Unit.active)
    receipt = case((visible_to(actor), Case.receipt))
    rows = select(row.id, *names, Case.id, receipt, User.name, row.at, row.ended_at)
    rows = rows.join(Category, Category.id == row.category_id).join(Unit, Unit.id == row.unit_id)
    rows = rows.join(Case, Case.id == row.case_id).join(User, User.id == row.by_id)
    rows = rows.outerjoin(Grid, Grid.id == row.grid_id).where(row.street_id == actor.street_id)
    rows = rows.where(Case.restricted.is_(False) | visible_to(actor))
    if before is not None:
        rows = rows.where(row.id < before)
    found = db.session.execute(rows.order_by(row.id.desc()).limit(PAGE))
    return [Line(r[0], r[1], r[2], r[3] or "", *r[4:]) for r in found]
