"""On which cases a clock can run at all: asked first wherever all cases there ever were would be read else."""

from sqlalchemy import ColumnElement, SelectBase, column, func, select, text

from app.cases.models import Case
from app.core.db import db
from app.sla.models import Clock

# Spelt so that SQLite, which counts nothing, takes ix_case_open and ix_clock_to_call and reads nothing that is over.
OPEN = 'SELECT "case".id FROM "case" WHERE "case".street_id IN (SELECT street.id FROM street) AND "case".is_open = true'
TO_CALL = text("clock.kind = 'call_back' AND clock.stopped_at IS NULL")
ANY = text(f"{OPEN} UNION ALL SELECT clock.case_id FROM clock WHERE {TO_CALL.text}").columns(column("id"))


def waits_for_a_call() -> ColumnElement[bool]:
    """Condition on Case: closed, and its reporter is still to be called back (回访)."""
    return _among(select(Clock.case_id).where(TO_CALL))


def has_a_clock() -> ColumnElement[bool]:
    """Condition on Case: open, or still to be called back; on any other case no promise runs."""
    return _among(ANY)


def _among(ids: SelectBase) -> ColumnElement[bool]:
    """PostgreSQL is given the ids as a value: of a row with ten joins it would join all cases and then ask which."""
    if db.session.get_bind().dialect.name == "sqlite":
        return Case.id.in_(ids)
    return Case.id == func.any(func.array(ids.scalar_subquery()))
