"""What stands on the server of what tablets sent: each operation once, each photo as it was taken."""

import hashlib
from collections import Counter
from collections.abc import Collection

from sqlalchemy import select

from app.cases import audit
from app.cases.models_trail import CaseEntry, CasePhoto
from app.core import files
from app.core.db import db
from app.field.models import Answered, FieldReceipt, FieldUpload
from scripts.soak.tablet.rows import Row
from tests.support.web import Web


def count(row: Row, web: Web, ops: Collection[str], photos: Collection[str], lines: int | None = None) -> None:
    """Compare with the operations (UUIDs) and photos (hashes) that were made, into the row. lines: how many lines the
    operations write; without it one each."""
    with web.read():
        receipts = Counter(db.session.scalars(select(FieldReceipt.uuid).where(FieldReceipt.status == Answered.DONE)))
        facts = db.session.scalars(select(CaseEntry.facts).where(CaseEntry.actor_kind == "user"))
        written = sum("acted_at" in found for found in facts)
        row.lost = len(set(ops) - set(receipts))
        row.doubled = max(0, receipts.total() - len(ops)) + max(0, written - (lines or len(ops))) + _twice()
        row.photos, row.whole = len(photos), len(set(photos) & _whole())
        row.wrong += [str(fault) for fault in audit.verify().faults]


def _twice() -> int:
    """Pictures that hang on a case more than once."""
    hung = Counter(db.session.execute(select(CasePhoto.case_id, CasePhoto.sha256)).tuples())
    return sum(n - 1 for n in hung.values())


def _whole() -> set[str]:
    """The hashes of photos that came whole, hang on a case, and whose kept bytes are those of their name."""
    hung = select(CasePhoto.sha256)
    rows = select(FieldUpload.sha256, FieldUpload.stored_sha256).where(FieldUpload.stored_sha256.in_(hung))
    return {sha256 for sha256, kept in db.session.execute(rows).tuples() if _is_named_right(kept)}


def _is_named_right(kept: str) -> bool:
    path = files.path_of(kept)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == kept
