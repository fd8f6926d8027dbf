"""How a reporter stands with the closing of what they reported. Nothing here is for a staff page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cases import queries as cases
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.cases.order import is_reopening_asked
from app.core.crypto import unseal
from app.core.db import db
from app.sla import calendars
from app.sla.workcal import due
from app.verdicts.models import ReporterVerdict
from app.verdicts.rules import OFFERED, No, Standing


@dataclass(frozen=True)
class Closing:
    """What was closed, the report itself or the case it went into, and how its reporter stands with it.

    why: what they wrote with their answer. reason: of the no to what they asked, or of the street's.
    """

    case: Case
    standing: Standing
    why: str = ""
    reason: str = ""


def closing_of(case: Case) -> Closing | None:
    """The closing that a report has come to; None while it is open, ended without work, or is on no public page.

    Two statements, one more for each case it was merged into, one more where something was declined.
    """
    closed = cases.lives_in(case)
    if closed.state is not State.CLOSED or closed.closed_at is None or closed.restricted:
        return None
    given, noes = _given(case, closed), _noes(closed)
    told = tuple(No(e.at, bool(e.facts.get("final")), _end(closed, e.at)) for e in noes)
    standing = Standing(
        until=_end(closed, closed.closed_at),
        answer=given.opinion if given else None,
        asked_at=given.asked_at if given else None,
        appealed_at=given.appealed_at if given else None,
        waits=is_reopening_asked(closed),
        noes=told,
    )
    why = unseal(given.why_cipher, given.key_id) if given is not None and given.why_cipher else ""
    return Closing(closed, standing, why, _reason(closed, noes) if standing.answered_by else "")


def reopened_why(case: Case) -> str | None:
    """The reason for which what a reporter asked to reopen is open again; None when it is not.

    One statement, one more for each case it went into, two more when it is so.
    """
    now = cases.lives_in(case)
    rows = select(ReporterVerdict.id).where(ReporterVerdict.case_id == case.id, ReporterVerdict.asked_at.is_not(None))
    rows = rows.where(ReporterVerdict.closed_case_id == now.id, ReporterVerdict.round == now.round - 1)
    if not now.is_open or db.session.scalar(rows) is None:
        return None
    granted = select(CaseEntry).where(CaseEntry.case_id == now.id, CaseEntry.verb == Verb.REOPEN)
    return _reason(now, db.session.scalars(granted.order_by(CaseEntry.seq)).all())


def _given(case: Case, closed: Case) -> ReporterVerdict | None:
    rows = select(ReporterVerdict).where(ReporterVerdict.case_id == case.id)
    rows = rows.where(ReporterVerdict.closed_case_id == closed.id, ReporterVerdict.round == closed.round)
    return db.session.scalars(rows).one_or_none()


def _noes(closed: Case) -> Sequence[CaseEntry]:
    rows = select(CaseEntry).where(CaseEntry.case_id == closed.id, CaseEntry.verb == Verb.DECLINE_REOPEN)
    return db.session.scalars(rows.where(CaseEntry.at >= closed.closed_at).order_by(CaseEntry.seq)).all()


def _reason(case: Case, answers: Sequence[CaseEntry]) -> str:
    """The words of the newest answer; found by the commitment that its line carries."""
    said = {text.commitment: text.value for text in cases.texts(case.id)}
    return next((said[c] or "" for c in answers[-1].commitments if c in said), "")


def _end(closed: Case, since: datetime) -> datetime:
    return due(calendars.in_force(closed.street_id, since).calendar, since, OFFERED).at
