"""联合执法: several units on site together, written down with when, where, what came of it, and documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.reports import Picture
from app.cases.words import TextKind
from app.catalog import queries as catalog
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor

TOGETHER = 2  # units that make it a joint one


@dataclass(frozen=True)
class Outing:
    """One joint enforcement (domain.md section 7, no. 12). held_at: when they were on site."""

    held_at: datetime
    unit_ids: Sequence[int]
    site: str
    outcome: str


def enforce(actor: Actor, case: Case, outing: Outing, documents: tuple[Picture, ...] = (), *, at: datetime) -> None:
    """记联合执法: changes no state; the line, its texts and its files stand in the chain.

    Raises Invalid at `units` (fewer than two, of another street, closed), `held_on` (before the report, or to come),
    `site`, `outcome`.
    """
    trail.authorise(actor, Verb.ENFORCE, case)
    units = sorted(set(outing.unit_ids))
    errors = {}
    if len(units) < TOGETHER or any(catalog.unit(case.street_id, unit_id) is None for unit_id in units):
        errors["units"] = N_("联合执法至少两个单位，请勾选")
    if not case.reported_at <= outing.held_at <= at:
        errors["held_on"] = N_("时间要在报告之后、现在之前")
    if errors:
        raise Invalid(errors=errors)
    texts = (
        (TextKind.SITE, trail.text_needed(outing.site, "site", N_("请写在哪里"))),
        (TextKind.NOTE, trail.text_needed(outing.outcome, "outcome", N_("请写结果"))),
    )
    facts = {"units": units, "held_at": outing.held_at}
    trail.record(actor, case, Verb.ENFORCE, at, said=trail.Said(texts, documents, facts))
