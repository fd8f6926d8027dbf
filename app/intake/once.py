"""A report comes in once, however often it is sent: the database lets only one row have its key."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases import ops as cases
from app.cases.models import Case
from app.cases.reports import Report
from app.core import rows
from app.core.db import db
from app.core.permissions import Actor
from app.intake.contacts import DrawnUp, attach


def report_once(
    actor: Actor,
    report: Report,
    contact: DrawnUp | None,
    at: datetime,
    instead: Callable[[Case], bool] | None = None,
) -> tuple[Case, bool]:
    """The case of a report with its contact, and whether this was the first time it came.

    Again means: the same form key, or the same number of the same source. Sent twice at the same moment,
    one of the two waits for the other and then finds its row. instead: as of `cases.report`.
    """
    told = report if contact is None else replace(report, contact=contact.commitment)
    try:
        with savepoint():
            case = cases.report(actor, told, at=at, instead=instead)
            attach(contact, case)
    except IntegrityError:
        known = came_before(actor.street_id, report)
        if known is None:
            raise
        return known, False
    return case, True


def savepoint() -> AbstractContextManager[object]:
    """What undoes one report of several; late work is written later, and undone as a whole."""
    return nullcontext() if rows.is_collecting() else db.session.begin_nested()


def came_before(street_id: int, report: Report) -> Case | None:
    """The case that this form or this number of a source already made."""
    found = select(Case).where(Case.street_id == street_id)
    if report.form_key is not None:
        found = found.where(Case.form_key == report.form_key)
    elif report.source_number is not None:
        found = found.where(Case.source == report.source, Case.source_number == report.source_number)
    else:
        return None
    return db.session.scalars(found).one_or_none()
