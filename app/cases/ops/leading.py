"""领导包案: a long-standing case gets a lead official with a plan, who writes down its progress every month."""

from datetime import datetime

from app.cases import candidates
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.words import TextKind
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, Role


def lead(actor: Actor, case: Case, official_id: int | None, plan: str, *, at: datetime) -> None:
    """A leader of the street takes the case under their care; another one may take it over later.

    Nothing else changes: the owner, the handling side and every promise stay. Raises Invalid at `official`, `plan`.
    """
    trail.authorise(actor, Verb.LEAD, case)
    if official_id is None or not candidates.holds(case.street_id, official_id, Role.LEADER):
        raise Invalid(errors={"official": N_("请选一位分管领导")})
    if official_id in case.about_ids:
        raise Invalid(errors={"official": N_("这件事反映的就是这个人，请换一位")})
    text = trail.text_needed(plan, "plan", N_("请写打算怎么办"))
    said = trail.Said(((TextKind.NOTE, text),), facts={"official": official_id})
    trail.record(actor, case, Verb.LEAD, at, said=said)
    case.official_id, case.progress_at = official_id, at


def progress(actor: Actor, case: Case, text: str, *, at: datetime) -> None:
    """记包案进展, by the lead official."""
    trail.authorise(actor, Verb.PROGRESS, case)
    said = trail.Said(((TextKind.NOTE, trail.text_needed(text, "text", N_("请写这个月的进展"))),))
    trail.record(actor, case, Verb.PROGRESS, at, said=said)
    case.progress_at = at
