"""The limits of the stages as their pages show them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.catalog.models import StageLimit
from app.catalog.stages import SECOND_REVIEW
from app.core.db import db
from app.sla.clocks import ClockKind
from app.sla.models import Clock


def stage_rows(street_id: int) -> Sequence[StageLimit]:
    """Every version of every stage of a street, the oldest first. One statement."""
    rows = select(StageLimit).where(StageLimit.street_id == street_id)
    return db.session.scalars(rows.order_by(StageLimit.from_at, StageLimit.id)).all()


def running(street_id: int, stage: str) -> int:
    """Promises of a stage that run; those of both panels are of one kind. One statement."""
    kind = ClockKind.REVIEW if stage == SECOND_REVIEW else ClockKind(stage)
    rows = select(func.count()).select_from(Clock).where(Clock.street_id == street_id, Clock.kind == kind)
    return db.session.scalar(rows.where(Clock.stopped_at.is_(None))) or 0
