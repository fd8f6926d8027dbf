"""The limits of the stages of a street as an administrator changes them. Commits nothing; limits are versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from app.catalog import ops
from app.catalog.checks import surely_shorter
from app.catalog.models import StageLimit
from app.catalog.setup.limits import AMOUNT_MOST
from app.catalog.stages import DEFAULTS
from app.catalog.words import Urgency
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.values import Span
from app.people.changes import note, one_at_a_time
from app.people.policy import may_set_up
from app.people.words import Setting

Spans = Mapping[Urgency, Span]


def faults_of(spans: Spans) -> dict[str, str]:
    """What does not fit together, as msgids by urgency; empty when all does. Pure."""
    wrong = {urgency.value: N_("写 1 到 999") for urgency, span in spans.items() if span.amount > AMOUNT_MOST}
    for calm, pressing in ((Urgency.NORMAL, Urgency.URGENT), (Urgency.URGENT, Urgency.CRITICAL)):
        if surely_shorter(spans[calm], spans[pressing]):
            wrong.setdefault(pressing.value, N_("越急的不能越慢"))
    return wrong


def stage_versions(street_id: int, stage: str) -> Sequence[StageLimit]:
    """Every version of a stage's limits, the oldest first. Raises NotFound for what is no stage. One statement."""
    if stage not in DEFAULTS:
        raise NotFound
    rows = select(StageLimit).where(StageLimit.street_id == street_id, StageLimit.stage == stage)
    return db.session.scalars(rows.order_by(StageLimit.from_at, StageLimit.id)).all()


def change_stage(actor: Actor, stage: str, spans: Spans, *, from_at: datetime, seen: int | None, at: datetime) -> bool:
    """New limits of a stage from a moment on, not before `at`; running promises keep theirs. False: nothing differs.

    seen: the newest version when the effect was looked at. Raises NotFound, Invalid at an urgency or `from_day`,
    Conflict when somebody changed them meanwhile.
    """
    require(may_set_up(actor))
    one_at_a_time(actor.street_id)
    rows = stage_versions(actor.street_id, stage)
    if (max((row.id for row in rows), default=None)) != seen:
        raise Conflict(N_("别人刚改过这一步的时限，请看过再改"))
    if wrong := faults_of(spans):
        raise Invalid(errors=wrong)
    if from_at < at:
        raise Invalid(errors={"from_day": N_("不能早于今天：已经答应的不改")})
    if rows and from_at <= max(row.from_at for row in rows):
        raise Invalid(errors={"from_day": N_("已经定了更晚的新时限，要比它更晚")})
    last = {row.urgency: row.span for row in rows}
    changed = {urgency: span for urgency, span in spans.items() if last.get(urgency) != str(span)}
    for urgency, span in changed.items():
        ops.set_stage_limit(actor.street_id, stage, urgency, span, at=from_at)
    before = {urgency.value: last.get(urgency) for urgency in changed}
    after = {urgency.value: str(span) for urgency, span in changed.items()}
    if changed:
        note(actor, Setting.STAGE, stage, before, {**after, "from_at": from_at.isoformat()}, at=at)
    return bool(changed)
