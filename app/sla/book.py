"""The clocks of the cases that a transaction has at hand, so that each case is read at most once.

A report is filed and dispatched in one transaction: its five clocks are written together, and none
has to be read back.
"""

from collections.abc import Iterable

from sqlalchemy import select

from app.core import memo, rows
from app.core.db import db
from app.sla.models import Clock, ClockChange

KEY = "sla.book"


def open_page(case_id: int) -> None:
    """Start an empty page: the case was born in this transaction and has no clock yet."""
    memo.page(KEY)[case_id] = []


def clocks(case_id: int) -> list[Clock]:
    """Every clock of a case, oldest first; one statement, or none when its page is open."""
    pages = memo.page(KEY)
    if case_id not in pages:
        found = select(Clock).where(Clock.case_id == case_id).order_by(Clock.id)
        pages[case_id] = list(db.session.scalars(found))
    page: list[Clock] = pages[case_id]
    # A savepoint that was rolled back takes its new clocks with it: they stand last.
    while page and not rows.stands(page[-1]):
        page.pop()
    return page


def write(clock: Clock) -> None:
    """Put a new clock on its case's page; the session writes it with the others."""
    clocks(clock.case_id).append(clock)
    rows.put(clock)


def changes(clock_ids: Iterable[int]) -> dict[int, list[ClockChange]]:
    """What happened to these clocks, in the order in which it was written. One statement."""
    found: dict[int, list[ClockChange]] = {}
    rows = select(ClockChange).where(ClockChange.clock_id.in_(list(clock_ids))).order_by(ClockChange.id)
    for change in db.session.scalars(rows):
        found.setdefault(change.clock_id, []).append(change)
    return found
