"""Open cases that may be the same problem (重复件): same family, within the category's radius and days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text

from app.cases.lifecycle import State
from app.cases.likeness import likeness
from app.cases.models import Case
from app.cases.models_trail import CasePhoto, CaseText
from app.cases.policy import visible_to
from app.cases.relapse import cells_around, closed_since, reach
from app.cases.words import PhotoKind, TextKind
from app.catalog.models import Category
from app.core.db import db
from app.core.distance import metres
from app.core.permissions import Actor
from app.core.values import Point

SHOWN = 5
LOOKED_AT = 200  # in a place with more open cases of a family, the newest are compared
# Spelt as the index ix_case_open_near has it.
OPEN = text('"case".is_open')


@dataclass(frozen=True)
class Twin:
    """A case that may be the same. metres: how far; alike: of the reports' words, 0 to 1; photo_id: of its report."""

    id: int
    receipt: str
    name_zh: str
    name_en: str
    state: State
    reported_at: datetime
    metres: int
    alike: float
    said: str
    photo_id: int | None


def twins(
    actor: Actor, category: Category, point: Point, said: str, at: datetime, but: int | None = None
) -> Sequence[Twin]:
    """The likeliest five that somebody may see, without the case `but`; none for a category without duplicates.

    Two statements, none where there is nothing to ask; their cost follows the open cases of the place.
    """
    within = reach(category.family, category.duplicate_radius_m, category.duplicate_days, public=category.public)
    if within is None:
        return ()
    near = _near(actor, within.family, cells_around(point, within.radius_m), closed_since(at, within.days))
    found = [(metres(point, Point(row.lon, row.lat)), row) for row in near if row.id != but]
    found = [(far, row) for far, row in found if far <= within.radius_m]
    words, photos = _reports([row.id for _, row in found])
    made = [_twin(row, far, said, words.get(row.id, ""), photos.get(row.id)) for far, row in found]
    return sorted(made, key=lambda t: (-t.alike, t.metres, t.id))[:SHOWN]


def _near(actor: Actor, family: str, cells: Sequence[int], since: datetime) -> Sequence[Any]:
    columns = (Case.id, Case.receipt, Category.name_zh, Category.name_en, Case.state, Case.reported_at)
    rows = select(*columns, Case.lon, Case.lat).join(Category, Category.id == Case.category_id)
    rows = rows.where(Case.street_id == actor.street_id, Case.cell.in_(cells), Case.reported_at >= since, OPEN)
    rows = rows.where(Category.family == family, Case.restricted.is_(False), visible_to(actor))
    return db.session.execute(rows.order_by(Case.id.desc()).limit(LOOKED_AT)).all()


def _reports(ids: Sequence[int]) -> tuple[dict[int, str], dict[int, int]]:
    """What each report says, and its first picture. One statement."""
    if not ids:
        return {}, {}
    photo = select(func.min(CasePhoto.id)).where(CasePhoto.case_id == CaseText.case_id)
    first = photo.where(CasePhoto.kind == PhotoKind.REPORT).correlate(CaseText).scalar_subquery()
    rows = select(CaseText.case_id, CaseText.value, first)
    found = db.session.execute(rows.where(CaseText.case_id.in_(ids), CaseText.kind == TextKind.REPORT)).all()
    return {i: value for i, value, _ in found if value}, {i: shown for i, _, shown in found if shown}


def _twin(row: Any, far: float, said: str, theirs: str, photo_id: int | None) -> Twin:
    head = (row.id, row.receipt, row.name_zh, row.name_en, row.state, row.reported_at)
    return Twin(*head, round(far), likeness(said, theirs), theirs, photo_id)
