"""红牌 that nobody above has noted: which running promises are late, the longest first. For the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, func, select, text

from app.cases.models import Case
from app.cases.policy import visible_to
from app.catalog.models import Category
from app.catalog.models_places import Unit
from app.core.db import db
from app.core.permissions import Actor
from app.people.models import User
from app.sla.clocks import ClockKind
from app.sla.ladder import Step
from app.sla.models import Clock, ClockStep
from app.sla.running import has_a_clock

PAGE = 50
COUNTED = 100  # more are told as "99+": nobody needs the exact number of so many
# Spelt as the index ix_clock_step_unnoted has it, or no planner takes it.
UNNOTED = text("clock_step.noted_at IS NULL AND clock_step.step IN ('red', 'up_one', 'up_two')")


@dataclass(frozen=True)
class LateRow:
    """A late promise. key: for paging; step: how far the ladder has come; since: when it was due.

    pressed: a 督办 waits for its answer already. is_open: one may be issued; a call-back is promised after the closing.
    """

    key: int
    case_id: int
    receipt: str
    name_zh: str | None
    name_en: str | None
    clock_id: int
    kind: ClockKind
    since: datetime
    step: Step
    owner: str | None
    unit: str | None
    pressed: bool
    is_open: bool


def late(actor: Actor, after: int | None = None) -> Sequence[LateRow]:
    """Fifty late promises that nobody noted, behind the key `after`. One statement."""
    first = _unnoted(actor)
    columns = (first.c.key, Case.id, Case.receipt, Category.name_zh, Category.name_en)
    asked = (Case.answer_by.is_not(None), Case.is_open)
    rows = select(*columns, Clock.id, Clock.kind, Clock.due_at, Clock.step, User.name, Unit.name, *asked)
    rows = rows.join(Clock, Clock.id == first.c.clock_id).join(Case, Case.id == Clock.case_id)
    rows = rows.outerjoin(Category, Category.id == Case.category_id).outerjoin(User, User.id == Case.owner_id)
    rows = rows.outerjoin(Unit, Unit.id == Case.handling_unit_id)
    if after is not None:
        rows = rows.where(first.c.key > after)
    return [LateRow(*row) for row in db.session.execute(rows.order_by(first.c.key).limit(PAGE))]


def count_late(actor: Actor) -> int:
    """How many, at most COUNTED. One statement."""
    some = select(_unnoted(actor).c.key).limit(COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _unnoted(actor: Actor) -> Subquery:
    rows = select(func.min(ClockStep.id).label("key"), ClockStep.clock_id).where(UNNOTED)
    rows = rows.join(Clock, Clock.id == ClockStep.clock_id).join(Case, Case.id == Clock.case_id)
    return rows.where(*_running(actor)).group_by(ClockStep.clock_id).subquery()


def _running(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return has_a_clock(), Clock.stopped_at.is_(None), visible_to(actor)
