"""Somebody above says that they know of a late promise: who, when, for every step that is still unanswered."""

from datetime import datetime

from sqlalchemy import select, update

from app.cases import policy
from app.cases.models import Case
from app.core import counters
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Role, require
from app.sla.ladder import LATE
from app.sla.models import Clock, ClockStep


def notes_for_the_street(actor: Actor) -> bool:
    """Who notes whatever of the street they may see, and has the whole list of it at the desk."""
    return actor.has(Role.DUTY_CHIEF, Role.LEADER)


def may_note(actor: Actor, case: Case) -> bool:
    """The duty chief, a leader, or a chief of the owner's grid or one above; nobody whom the case complains about."""
    above = policy.is_owner(actor, case) and actor.has(Role.GRID_CHIEF)
    mine = actor.street_id == case.street_id and not policy.complained_about(actor, case)
    return mine and (above or notes_for_the_street(actor))


def note_late(actor: Actor, case: Case, clock_id: int, at: datetime) -> int:
    """知道了: the late steps of a clock that nobody noted yet; returns how many. Raises NotAllowed, NotFound."""
    require(may_note(actor, case))
    if db.session.scalar(select(Clock.id).where(Clock.id == clock_id, Clock.case_id == case.id)) is None:
        raise NotFound()
    late = ClockStep.step.in_(LATE) & ClockStep.noted_at.is_(None)
    noted = update(ClockStep).where(ClockStep.clock_id == clock_id, late).values(noted_by_id=actor.id, noted_at=at)
    done = db.session.execute(noted, execution_options={"synchronize_session": False})
    counters.tick(counters.desk_of(case.street_id))
    return int(done.rowcount)  # type: ignore[attr-defined]
