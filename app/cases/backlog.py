"""积案: open cases that have stood long, and those under a lead official's care, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.policy import visible_to
from app.catalog.models import Category
from app.core.db import db
from app.core.permissions import Actor
from app.people.models import User

LONG = timedelta(days=60)
MONTH = timedelta(days=31)
PAGE = 50


@dataclass(frozen=True)
class Standing:
    """A line of the list. days: since the report; official: "" while nobody has it; silent: no progress for a month."""

    id: int
    receipt: str
    name_zh: str | None
    name_en: str | None
    state: State
    reported_at: datetime
    official: str
    progress_at: datetime | None
    days: int
    silent: bool


def backlog(actor: Actor, at: datetime, after: int | None = None) -> Sequence[Standing]:
    """Fifty long-standing cases that somebody may see, behind the key `after`. One statement, over what is open."""
    columns = (Case.id, Case.receipt, Category.name_zh, Category.name_en, Case.state, Case.reported_at)
    rows = select(*columns, User.name, Case.progress_at).outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(User, User.id == Case.official_id).where(Case.street_id == actor.street_id, Case.is_open)
    rows = rows.where(or_(Case.reported_at <= at - LONG, Case.official_id.is_not(None)), visible_to(actor))
    if after is not None:
        rows = rows.where(Case.id > after)
    return [_standing(row, at) for row in db.session.execute(rows.order_by(Case.id).limit(PAGE))]


def silent_leads(at: datetime) -> Sequence[int]:
    """Open cases of every street whose lead official has written nothing for a month. One statement."""
    rows = select(Case.id).where(Case.is_open, Case.official_id.is_not(None), Case.progress_at < at - MONTH)
    return db.session.scalars(rows.order_by(Case.id)).all()


def is_silent(progress_at: datetime | None, at: datetime) -> bool:
    """Whether a lead official has written nothing for a month."""
    return progress_at is not None and at - progress_at > MONTH


def _standing(row: Any, at: datetime) -> Standing:
    head = (row[0], row[1], row[2], row[3], row[4], row[5])
    return Standing(*head, row[6] or "", row[7], (at - row[5]).days, is_silent(row[7], at))
