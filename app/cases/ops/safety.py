"""先排险: make the danger safe now, repair it for good in a case of its own."""

from datetime import datetime

from app.cases import policy
from app.cases.events import CaseMadeSafe
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.ops import handling, trail
from app.cases.ops.reporting import report
from app.cases.reports import Picture, Report, Spot
from app.cases.words import HandlerHow, Source, TextKind
from app.catalog import queries as catalog
from app.core import heard
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, system_actor


def make_safe(actor: Actor, case: Case, note: str, pictures: tuple[Picture, ...], *, at: datetime) -> Case:
    """先排险: the danger is gone (one photo at least); the lasting repair is a follow-up case, returned."""
    trail.authorise(actor, Verb.MAKE_SAFE, case)
    if not policy.has_safe_step(case, catalog.category(case.category_id)):
        raise Conflict(N_("这类案件没有先排险这一步"))
    if case.made_safe_at is not None:
        raise Conflict(N_("已经报过排险了"))
    if not pictures:
        raise Invalid(errors={"photos": N_("要有一张排险后的照片")})
    case.made_safe_at = heard.done_at(at)
    handling.add_handler(case, actor, HandlerHow.HANDLED, at)
    trail.record(
        actor, case, Verb.MAKE_SAFE, at, State.IN_PROGRESS, said=trail.Said(((TextKind.NOTE, note),), pictures)
    )
    follow_up = _follow_up(case, at)
    publish(CaseMadeSafe(case.street_id, at, case_id=case.id, actor_id=actor.id, follow_up_id=follow_up.id))
    return follow_up


def _follow_up(case: Case, at: datetime) -> Case:
    """The lasting repair, reported by the rules themselves with the same place and category."""
    spot = Spot(case.point, case.coord_sys, case.accuracy_m, case.address, case.estate_id, case.place_id)
    words = f"{case.receipt} 排险后的修复"
    new = Report(
        Source.FOLLOW_UP,
        words,
        case.category_id,
        spot,
        confidential=case.confidential,
        about_handlers=case.about_handlers,
        follow_up_of_id=case.id,
    )
    return report(system_actor(case.street_id), new, at=at)
