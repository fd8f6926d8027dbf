"""The clocks of the cases that a transaction has at hand, so that each case is read at most once.

A report is filed and dispatched in one transaction: its five clocks are written together, and none
has to be read back.
"""

from sqlalchemy import select

from app.core.db import db
from app.sla.models import Clock

KEY = "sla.book"


def open_page(case_id: int) -> None:
    """Start an empty page: the case was born in this transaction and has no clock yet."""
    _pages()[case_id] = []


def clocks(case_id: int) -> list[Clock]:
    """Every clock of a case, oldest first; one statement, or none when its page is open."""
    pages = _pages()
    if case_id not in pages:
        found = select(Clock).where(Clock.case_id == case_id).order_by(Clock.id)
        pages[case_id] = list(db.session.scalars(found))
    page, session = pages[case_id], db.session()
    # A savepoint that was rolled back takes its new clocks with it: they stand last.
    while page and page[-1] not in session:
        page.pop()
    return page


def write(clock: Clock) -> None:
    """Put a new clock on its case's page; the session writes it with the others."""
    clocks(clock.case_id).append(clock)
    db.session.add(clock)


def _pages() -> dict[int, list[Clock]]:
    session = db.session()
    root = session.get_transaction()
    known = session.info.get(KEY)
    if known is None or known[0] is not root:
        known = session.info[KEY] = (root, {})
    return known[1]
