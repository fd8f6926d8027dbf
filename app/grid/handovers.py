"""Reads of hand-overs: the one that waits for a signature, those before it, and who may take part."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Role
from app.core.scope import in_street
from app.grid.cover import Span, end_of_shift, next_shift, turns
from app.grid.models import Duty, DutyKind
from app.grid.models_handover import Handover
from app.grid.policy import may_read_hand_over
from app.grid.queries import night_list, root
from app.grid.roster import plan

GRACE = timedelta(hours=2)
LONGEST, AHEAD = timedelta(hours=24), timedelta(hours=24)
SHOWN = 20


def is_on_call(actor: Actor, at: datetime) -> bool:
    """Answers the street's 24-hour duty within two hours of this moment: who goes, and who comes. Two statements."""
    return bool(_answered(actor.street_id, actor.id, at - GRACE, at + GRACE))


def follows(actor: Actor, given: Handover, at: datetime) -> bool:
    """Answers the 24-hour duty on, when the shift of whoever wrote this is over: a colleague of that shift does not.

    Where its writer answers none, or in a shift without an end, everybody on call follows. Four statements.
    """
    ahead = given.written_at + AHEAD
    theirs = _answered(actor.street_id, given.written_by_id, given.written_at - GRACE, ahead)
    ends = end_of_shift(theirs, ahead)
    mine = _answered(actor.street_id, actor.id, at - GRACE, at + GRACE)
    return bool(mine) if ends is None else any(end > ends for _, end in mine)


def may_sign(actor: Actor, given: Handover, at: datetime) -> bool:
    """Whoever follows the one who wrote it, and a duty chief; nobody their own. Four statements at most."""
    return given.written_by_id != actor.id and (actor.has(Role.DUTY_CHIEF) or follows(actor, given, at))


def coming_shift(street_id: int, at: datetime) -> datetime:
    """When the next shift of the 24-hour duty begins; this moment where none does within a day. Two statements."""
    read = plan(street_id, at, at + AHEAD, Duty.kind == DutyKind.NIGHT)
    return next_shift(read.stints, at, at + AHEAD) or at


def takers(street_id: int, writer_id: int, at: datetime) -> tuple[int, ...]:
    """Who answers the 24-hour duty in the shift that comes, without the one who goes. Three statements."""
    coming = night_list(street_id, coming_shift(street_id, at))
    there = (row.answering_id for row in coming)
    return tuple(sorted({who for who in there if who is not None and who != writer_id}))


def unsigned(street_id: int) -> Handover | None:
    """The hand-over that nobody has signed. One statement."""
    return db.session.scalar(select(Handover).where(Handover.street_id == street_id, Handover.signed_at.is_(None)))


def signed(street_id: int) -> Sequence[Handover]:
    """The last hand-overs, the newest first. One statement."""
    rows = select(Handover).where(Handover.street_id == street_id, Handover.signed_at.is_not(None))
    return db.session.scalars(rows.order_by(Handover.id.desc()).limit(SHOWN)).all()


def told_since(street_id: int, at: datetime) -> datetime:
    """From when on a shift that is handed over now is told: the hand-over before it, a day back at most."""
    rows = select(Handover.written_at).where(Handover.street_id == street_id, Handover.signed_at.is_not(None))
    last = db.session.scalar(rows.order_by(Handover.id.desc()).limit(1))
    return at - LONGEST if last is None else max(last, at - LONGEST)


def hand_over(actor: Actor, handover_id: int, at: datetime) -> Handover:
    """One hand-over. Raises NotFound for what is another street's, or not for this person."""
    found = in_street(Handover, handover_id, actor.street_id)
    if not may_read_hand_over(actor, on_call=is_on_call(actor, at), root_id=root(actor.street_id)):
        raise NotFound
    return found


def _answered(street_id: int, user_id: int | None, start: datetime, end: datetime) -> list[Span]:
    """When somebody answers the 24-hour duty within start–end."""
    read = plan(street_id, start, end, Duty.kind == DutyKind.NIGHT)
    every = (turn for stint in read.stints for turn in turns(stint, read.away, start, end))
    return [turn.span for turn in every if turn.who is not None and turn.who == user_id]
