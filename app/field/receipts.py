"""The one answer of an operation: kept with what it did, and given again to whoever sends it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Actor
from app.core.rows import put
from app.field.models import Answered, FieldReceipt
from app.field.operations import Operation

WAIT = "wait"


@dataclass(frozen=True)
class Sent:
    """Who sent an operation, from where, and the two moments of it. acted_at: when it was done, as far as we can
    believe the tablet (moments.py); at: when it reached us."""

    actor: Actor
    device: str
    operation: Operation
    acted_at: datetime
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What became of an operation, in words of the page's language. receipt: the number of its case.

    from_seq, to_seq: how long the case's story was before and after it. todo: what its maker can do now. news: what
    others wrote; newer: which lines of the story that is, for what they say is never kept twice: it may be erased.
    """

    status: str
    case_id: int | None = None
    receipt: str = ""
    message: str = ""
    todo: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    news: Sequence[Mapping[str, str]] = ()
    newer: Sequence[int] = ()
    missing: Sequence[str] = ()
    from_seq: int | None = None
    to_seq: int | None = None

    def said(self, uuid: str) -> dict[str, Any]:
        """As the tablet reads it."""
        told: dict[str, Any] = {"id": uuid, "status": self.status, "case": self.case_id, "receipt": self.receipt}
        told |= {"message": self.message, "todo": self.todo, "fields": self.fields, "news": list(self.news)}
        return told | {"missing": list(self.missing)}


def of(actor: Actor, uuid: str) -> FieldReceipt | None:
    """The receipt of an operation, whoever sent it first. One statement."""
    rows = select(FieldReceipt).where(FieldReceipt.street_id == actor.street_id, FieldReceipt.uuid == uuid)
    return db.session.scalar(rows)


def keep(sent: Sent, outcome: Outcome) -> dict[str, Any]:
    """Write the answer down for good; raises IntegrityError at the end of the transaction where it has one already."""
    told, operation = outcome.said(sent.operation.uuid), sent.operation
    row = FieldReceipt(street_id=sent.actor.street_id, user_id=sent.actor.id, uuid=operation.uuid)
    row.device_uuid, row.verb, row.case_id = sent.device, operation.do, outcome.case_id
    row.happened_at, row.acted_at, row.received_at = operation.happened_at, sent.acted_at, sent.at
    row.status, row.answer = Answered(outcome.status), told | {"news": list(outcome.newer)}
    row.from_seq, row.to_seq = outcome.from_seq, outcome.to_seq
    put(row)
    return told


def own_lines(actor: Actor, device: str, case_id: int) -> list[tuple[int, int]]:
    """The lines that this tablet's own operations wrote into a case, as (after, up to). One statement."""
    rows = select(FieldReceipt.from_seq, FieldReceipt.to_seq).where(FieldReceipt.case_id == case_id)
    rows = rows.where(FieldReceipt.user_id == actor.id, FieldReceipt.device_uuid == device)
    return [(first, last) for first, last in db.session.execute(rows) if first is not None and last is not None]
