"""复查: return visits after a closing, where the category asks for them; and what comes of them."""

from datetime import datetime, timedelta

from app.cases.events import CaseClosed, CaseRechecked, CaseReopened
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_recheck import Recheck
from app.cases.ops import reporting, trail
from app.cases.queries import at_hand, pending_rechecks
from app.cases.reports import Picture, Report, Spot
from app.cases.words import PhotoKind, Source, TextKind, Visit
from app.catalog import queries as catalog
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import Conflict
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor


def plan_rechecks(event: CaseClosed) -> None:
    """Handler of CaseClosed: the visits that `recheck_days` asks for, each so many calendar days from now."""
    case = at_hand(event.case_id)
    days = catalog.category(case.category_id).recheck_days if case.category_id else []
    closed_on = street_time(event.at).date()
    for n in sorted(n for n in days if n > 0):
        row = Recheck(street_id=case.street_id, case_id=case.id, round=case.round, days=n)
        row.due_on = closed_on + timedelta(days=n)
        db.session.add(row)
    db.session.flush()
    _await_next(case)


def drop_rechecks(event: CaseReopened) -> None:
    """Handler of CaseReopened: the closing no longer stands, so nobody goes to see whether it lasts."""
    _drop(at_hand(event.case_id), event.at)


def recheck(
    actor: Actor, case: Case, visit: Visit, note: str = "", pictures: tuple[Picture, ...] = (), *, at: datetime
) -> Case | None:
    """复查 on or after its day: it lasts, or it is back; then a case of its own follows, which is returned.

    Raises Conflict before the day, Invalid without words of what is back.
    """
    trail.authorise(actor, Verb.RECHECK, case)
    if case.recheck_on is None or street_time(at).date() < case.recheck_on:
        raise Conflict(N_("还没到复查的日子"))
    back = visit is Visit.RETURNED
    note = trail.text_needed(note, "note", N_("请写又看到了什么")) if back else trail.text_fits(note, "note")
    row = pending_rechecks(case.id)[0]
    found = _report(actor, case, note, pictures, at) if back else None
    row.result, row.done_at, row.by_id, row.new_case_id = visit, at, actor.id, found.id if found else None
    facts = {"visit": visit, "recheck_days": row.days} | ({"came_back_as": found.receipt} if found else {})
    trail.record(actor, case, Verb.RECHECK, at, said=trail.Said(((TextKind.NOTE, note),), pictures, facts))
    db.session.flush()
    if back:
        _drop(case, at)
    else:
        _await_next(case)
    publish(CaseRechecked(case.street_id, at, case_id=case.id, actor_id=actor.id))
    return found


def _await_next(case: Case) -> None:
    case.recheck_on = next((row.due_on for row in pending_rechecks(case.id)), None)


def _drop(case: Case, at: datetime) -> None:
    for row in pending_rechecks(case.id):
        row.result, row.done_at = Visit.DROPPED, at
    case.recheck_on = None


def _report(actor: Actor, case: Case, note: str, pictures: tuple[Picture, ...], at: datetime) -> Case:
    """The same trouble at the same place; a relapse whatever the category's radius and days say."""
    spot = Spot(case.point, case.coord_sys, case.accuracy_m, case.address, case.estate_id, case.place_id)
    shown = tuple(Picture(PhotoKind.REPORT, picture.stored) for picture in pictures)
    # A category that has been switched off since takes no report: the desk says what it is now.
    category_id = case.category_id if case.category_id and catalog.category(case.category_id).active else None
    told = Report(Source.PATROL, note, category_id, spot, shown, confidential=case.confidential)
    made = reporting.report(actor, told, at=at)
    made.relapse_of_id = made.relapse_of_id or case.relapse_of_id or case.id
    return made
