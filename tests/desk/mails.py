"""A mail that no server took."""

from app.cases.models import Case
from app.core.db import db
from app.notices import posting
from app.notices.channels import Sent
from app.notices.models import Notice
from app.notices.words import Channel, NoticeKind
from tests.builders.town import MONDAY, Town


def lost_mail(town: Town, case: Case) -> int:
    """The notice of a mail to the worker that was given up."""
    row = Notice(street_id=case.street_id, event_key="x", user_id=town.worker.id, channel=Channel.MAIL)
    row.kind, row.case_id, row.created_at, row.attempts = NoticeKind.DISPATCHED, case.id, MONDAY, 99
    row.params, row.next_try_at = {"receipt": case.receipt}, MONDAY
    db.session.add(row)
    db.session.flush()
    posting.settle([Sent(row.id, "SMTPServerDisconnected")], MONDAY)
    return row.id
