"""The mails that wait in the outbox: taken by one process at a time, and what came of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.core import counters
from app.core.db import db
from app.intake.queries import email_of
from app.notices.backoff import HOLD, wait
from app.notices.channels import Letter, Sent
from app.notices.models import Notice
from app.notices.words import FOR_REPORTERS, NoticeKind
from app.people.models import User


def claim(at: datetime, limit: int) -> list[Letter]:
    """Take up to `limit` mails that are due, for HOLD; no other process takes them meanwhile."""
    due = select(Notice.id).where(Notice.next_try_at <= at).order_by(Notice.next_try_at).limit(limit)
    # The condition stands outside too: PostgreSQL asks it again when another process was faster.
    mine = update(Notice).where(Notice.id.in_(due), Notice.next_try_at <= at)
    mine = mine.values(next_try_at=at + HOLD, attempts=Notice.attempts + 1)
    taken = db.session.scalars(mine.returning(Notice.id), execution_options={"synchronize_session": False}).all()
    if not taken:
        return []
    rows = select(Notice.id, User.email, User.locale, Notice.kind, Notice.params, Notice.case_id)
    rows = rows.outerjoin(User, User.id == Notice.user_id).where(Notice.id.in_(taken)).order_by(Notice.id)
    return [_letter(*row) for row in db.session.execute(rows)]


def _letter(
    number: int, email: str | None, locale: str | None, kind: NoticeKind, params: dict[str, Any], case_id: int
) -> Letter:
    """A reporter's address is unsealed here, on its way to the server, and kept nowhere."""
    if kind in FOR_REPORTERS:
        email = email_of(case_id)
    return Letter(number, email, locale or "zh", kind, params)


def settle(results: Sequence[Sent], at: datetime) -> None:
    """Write down what came of the mails: delivered, or when they are tried again, or given up."""
    good = [sent.id for sent in results if sent.error is None]
    if good:
        done = update(Notice).where(Notice.id.in_(good)).values(delivered_at=at, next_try_at=None, error=None)
        db.session.execute(done, execution_options={"synchronize_session": False})
    failed = {sent.id: sent.error for sent in results if sent.error is not None}
    for notice in db.session.scalars(select(Notice).where(Notice.id.in_(failed))) if failed else ():
        pause = wait(notice.attempts)
        notice.error, notice.next_try_at = failed[notice.id], at + pause if pause else None
        if pause is None:
            counters.tick(counters.desk_of(notice.street_id))
    db.session.flush()
