"""Cases as a list of another sort names them: those only that somebody may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cases.models import Case
from app.cases.policy import visible_to
from app.catalog.models import Category
from app.core.db import db
from app.core.permissions import Actor


@dataclass(frozen=True)
class CaseName:
    """A case in a word: its category and its number."""

    receipt: str
    name_zh: str | None
    name_en: str | None
    reported_at: datetime


def names_of(actor: Actor, case_ids: Iterable[int]) -> dict[int, CaseName]:
    """Those of these cases that the actor may read. One statement, none for no ids."""
    wanted = sorted(set(case_ids))
    rows = select(Case.id, Case.receipt, Category.name_zh, Category.name_en, Case.reported_at)
    rows = rows.outerjoin(Category, Category.id == Case.category_id)
    rows = rows.where(Case.id.in_(wanted), visible_to(actor))
    found = db.session.execute(rows) if wanted else ()
    return {case_id: CaseName(receipt, zh, en, at) for case_id, receipt, zh, en, at in found}
