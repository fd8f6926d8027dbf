"""A closed unit lets go of its cases: to the unit that follows it, else they wait before the duty chief.

What is done already, or waits at the desk for another reason, stays as it is; when it comes back to work, it goes on
from here. The owner follows the case all the time, and every clock runs on.
"""

from datetime import datetime

from sqlalchemy import select

from app.cases import candidates
from app.cases.events import CaseEvent
from app.cases.lifecycle import UNDER_WAY
from app.cases.models import Case
from app.cases.ops import asking, assigning, trail
from app.cases.queries import at_hand
from app.cases.words import DeskKind
from app.catalog import queries as catalog
from app.catalog.events import UnitClosed
from app.core.db import db


def let_go(event: UnitClosed) -> None:
    """Handler of UnitClosed: every case that it has in hand goes on."""
    rows = select(Case.id).where(Case.handling_unit_id == event.unit_id, Case.is_open, Case.state.in_(UNDER_WAY))
    for case_id in db.session.scalars(rows.order_by(Case.id)).all():
        _go_on(candidates.loaded(case_id), event.at)


def expect_unit(event: CaseEvent) -> None:
    """Handler of what brings a case back to work: the unit that had it may be closed by now."""
    case = at_hand(event.case_id)
    if case.handling_unit_id is None or case.state not in UNDER_WAY:
        return
    if catalog.unit(case.street_id, case.handling_unit_id) is None:
        _go_on(candidates.loaded(case.id), event.at)


def _go_on(case: Case, at: datetime) -> None:
    asking.drop_request(case, at)
    successor_id = catalog.successor(case.handling_unit_id or 0)
    if successor_id is None or not assigning.hand_on(case, successor_id, at):
        trail.needs_desk(case, DeskKind.UNIT_CLOSED, at=at)
