"""What the pages of a bulk move show: each case with what would become of it, and what did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.cases import suggesting
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.policy import visible_to
from app.cases.suggesting import Suggestion
from app.catalog.models import Category
from app.catalog.models_places import Unit
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.desk.bulk import Pick, expected
from app.desk.filters import Filters
from app.desk.models_bulk import BulkRow, BulkRun
from app.desk.queries import selected
from app.desk.words import BulkEnd, BulkVerb
from app.grid.queries import GridRow
from app.people.models import User
from app.sla.queries import office_open

PAGE = 200


@dataclass(frozen=True)
class BulkLine:
    """A case of a bulk move. case_id None: one that the person does not see any more; end None: not yet made.

    suggestion: where routing would send it, before; sent_to: whom it was meant for, afterwards.
    """

    id: int
    case_id: int | None
    receipt: str
    address: str
    name_zh: str | None
    name_en: str | None
    state: State | None
    seen: int
    end: BulkEnd | None
    said: str = ""
    params: dict[str, object] | None = None
    suggestion: Suggestion | None = None
    sent_to: str = ""


def preview(actor: Actor, verb: BulkVerb, case_ids: Sequence[int], at: datetime) -> list[BulkLine]:
    """Those of these cases that the person sees, with what would become of each. Three statements for 500 cases,
    for a dispatch more by the grid and by the kind of urgent case: what routing suggests stands with each.
    """
    rows = select(Case, Category.name_zh, Category.name_en).outerjoin(Category, Category.id == Case.category_id)
    rows = rows.where(Case.id.in_(case_ids), visible_to(actor)).order_by(Case.id.desc())
    rows = rows.options(selectinload(Case.handlers), selectinload(Case.about))
    found = db.session.execute(rows).all()
    ends = {c.id: expected(actor, verb, c) for c, _zh, _en in found}
    would = [c for c, _zh, _en in found if verb is BulkVerb.DISPATCH and ends[c.id] is BulkEnd.DONE]
    to = suggesting.suggested(would, at, office_open=office_open(actor.street_id, at)) if would else {}
    return [
        BulkLine(
            c.id, c.id, c.receipt, c.address, zh, en, c.state, c.entry_count, ends[c.id], suggestion=to.get(c.id)
        )
        for c, zh, en in found
    ]  # fmt: skip


def picked_by_filter(actor: Actor, filters: Filters, tree: Sequence[GridRow], most: int, at: datetime) -> list[int]:
    """Ids of the newest `most` cases by filter. One statement."""
    return list(db.session.scalars(selected(actor, filters, tree, most, at)))


def run_by_token(actor: Actor, token: str) -> BulkRun:
    """A run by its form. Raises NotFound."""
    rows = select(BulkRun).where(BulkRun.street_id == actor.street_id, BulkRun.by_id == actor.id)
    found = db.session.scalar(rows.where(BulkRun.token == token))
    if found is None:
        raise NotFound()
    return found


def bulk_run(actor: Actor, run_id: int) -> BulkRun:
    """A run of one's own. Raises NotFound for any other."""
    found = db.session.get(BulkRun, run_id)
    if found is None or found.by_id != actor.id or found.street_id != actor.street_id:
        raise NotFound()
    return found


def ends(run_id: int) -> dict[BulkEnd | None, int]:
    """How many cases of a run became what; None: not yet made. One statement."""
    rows = select(BulkRow.outcome, func.count()).where(BulkRow.run_id == run_id).group_by(BulkRow.outcome)
    return dict(db.session.execute(rows).all())


def waiting(run_id: int, most: int) -> list[int]:
    """The rows of a run that come next. One statement."""
    rows = select(BulkRow.id).where(BulkRow.run_id == run_id, BulkRow.outcome.is_(None))
    return list(db.session.scalars(rows.order_by(BulkRow.id).limit(most)))


def answers(actor: Actor, run_id: int, after: int) -> list[BulkLine]:
    """Two hundred cases of a run with what became of each, from behind a row. One statement."""
    rows = select(BulkRow, Case.receipt, Case.address, Category.name_zh, Category.name_en, User.name, Unit.name)
    rows = rows.select_from(BulkRow).outerjoin(Case, (Case.id == BulkRow.case_id) & visible_to(actor))
    rows = rows.outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(User, User.id == BulkRow.member_id).outerjoin(Unit, Unit.id == BulkRow.unit_id)
    rows = rows.where(BulkRow.run_id == run_id, BulkRow.id > after).order_by(BulkRow.id).limit(PAGE)
    return [
        BulkLine(
            row.id, row.case_id if receipt else None, receipt or "", address or "", zh, en, row.state, row.seen,
            row.outcome, row.said, row.params, sent_to=" · ".join(name for name in (member, unit) if name and receipt),
        )
        for row, receipt, address, zh, en, member, unit in db.session.execute(rows)
    ]  # fmt: skip


def picks(lines: Sequence[BulkLine]) -> list[Pick]:
    """The cases of a preview, as its form carries them."""
    return [Pick(line.id, line.seen, *_target(line.suggestion)) for line in lines]


def picks_again(lines: Sequence[BulkLine], before: Sequence[Pick]) -> list[Pick]:
    """The picks of a form that comes back: as long as each story was then, and to whom the page says now."""
    now = {pick.case_id: pick for pick in picks(lines)}
    return [now.get(pick.case_id, pick)._replace(seen=pick.seen) for pick in before]


def _target(to: Suggestion | None) -> tuple[int, int]:
    return (to.member.user_id, to.unit.id if to.unit else 0) if to else (0, 0)
