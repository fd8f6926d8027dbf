"""Reads of open work: by member and grid, weighed, and what of it may change hands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.cases import policy
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.policy import visible_to
from app.cases.words import Urgency
from app.core.db import db
from app.core.permissions import Actor

WEIGHTS: Mapping[Urgency, int] = {Urgency.NORMAL: 1, Urgency.URGENT: 2, Urgency.CRITICAL: 4}
MOST = 50  # cases a page


@dataclass
class Work:
    """Open cases by urgency."""

    counts: dict[Urgency, int] = field(default_factory=lambda: dict.fromkeys(Urgency, 0))

    def __add__(self, other: "Work") -> "Work":
        return Work({urgency: n + other.counts[urgency] for urgency, n in self.counts.items()})

    @property
    def weight(self) -> int:
        """A critical case weighs as much as four ordinary ones, an urgent one as two."""
        return sum(WEIGHTS[urgency] * n for urgency, n in self.counts.items())


def open_work(actor: Actor, grid_ids: Collection[int] | None) -> tuple[dict[int, Work], dict[int, Work]]:
    """Open work by owner and by the grid that answers, in these grids; None: in all, former ones too. One statement."""
    rows = select(Case.owner_id, Case.owner_grid_id, Case.urgency, func.count())
    rows = rows.where(Case.street_id == actor.street_id, Case.is_open, visible_to(actor))
    rows = rows if grid_ids is None else rows.where(Case.owner_grid_id.in_(sorted(grid_ids)))
    rows = rows.group_by(Case.owner_id, Case.owner_grid_id, Case.urgency)
    by_member: dict[int, Work] = defaultdict(Work)
    by_grid: dict[int, Work] = defaultdict(Work)
    for owner_id, grid_id, urgency, n in db.session.execute(rows):
        by_grid[grid_id or 0].counts[urgency] += n
        if owner_id is not None:
            by_member[owner_id].counts[urgency] += n
    return by_member, by_grid


def movable(actor: Actor, user_id: int, ids: Iterable[int] | None = None) -> list[Case]:
    """The cases of a member that the actor may give to others, the oldest first; ids: of these. One statement."""
    rows = select(Case).where(Case.owner_id == user_id, Case.is_open, visible_to(actor))
    rows = rows if ids is None else rows.where(Case.id.in_(list(ids)))
    rows = rows.options(joinedload(Case.handlers), joinedload(Case.about)).order_by(Case.id)
    found = db.session.execute(rows.execution_options(populate_existing=True)).unique().scalars()
    return [case for case in found if policy.may(actor, Verb.REASSIGN, case)][:MOST]
