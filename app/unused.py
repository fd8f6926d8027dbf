"""Kept files that no case names: of forms that were never sent, of operations that were refused and put aside.

Only what nobody brought for three weeks goes: by then no form that holds it can still be sent, and no tablet's upload
stands (app/field/uploads.py). A sixteenth of the store a night.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, union_all

from app.cases.models_trail import CasePhoto
from app.core import files
from app.core.db import db
from app.field.models import FieldUpload
from app.review.models_packet import PacketPhoto

UNTOUCHED = timedelta(days=21)
BATCH = 500


def old_files(at: datetime) -> Iterator[Sequence[str]]:
    """The hashes of tonight's sixteenth of the store, in batches, as far as nobody brought them lately."""
    found = files.untouched(f"{at.toordinal() % 16:x}", at - UNTOUCHED)
    return (found[first : first + BATCH] for first in range(0, len(found), BATCH))


def is_ours() -> bool:
    """Whether the store is the one of this database, as far as its first picture tells: an empty one beside a store
    that was put back is not to empty that too. One statement."""
    first = db.session.scalar(select(CasePhoto.sha256).order_by(CasePhoto.id).limit(1))
    return first is not None and files.path_of(first).is_file()


def unnamed(hashes: Collection[str]) -> set[str]:
    """Those of them that no row names. One statement."""
    columns = (CasePhoto.sha256, PacketPhoto.sha256, FieldUpload.stored_sha256)
    named = union_all(*(select(column).where(column.in_(hashes)) for column in columns))
    return set(hashes) - set(db.session.scalars(named))


def drop(hashes: Collection[str], at: datetime) -> int:
    """Forget them for good, but for what was brought again meanwhile; how many."""
    return sum(files.drop(sha256, at - UNTOUCHED) for sha256 in hashes)
