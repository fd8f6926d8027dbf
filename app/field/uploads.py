"""Pictures and files of a tablet: they come in pieces, are whole by their hash, and are then kept as any other.

Nothing is lost when an answer is: the last piece is put down only with the whole, so it is simply sent again.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from app.core import files, incoming
from app.core.db import alone, db, transaction
from app.core.errors import Invalid, TooLarge
from app.core.files import Stored
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.rows import append_all
from app.core.values import Point
from app.field.models import FieldUpload

KEPT = timedelta(days=14)
SENT_MAX = 4 * 1024**3  # bytes of one person within KEPT: a hundred pictures a day, twice over


class Torn(Invalid):
    """What came is not what was announced: it begins anew."""

    code = "torn"


@dataclass(frozen=True)
class Piece:
    """A part of a file: where it begins, how long the whole is, its bytes."""

    offset: int
    size: int
    raw: bytes


@dataclass(frozen=True)
class Progress:
    """How far a file has come. taken: False for a piece that does not begin where the last one ended."""

    sha256: str
    have: int
    whole: bool
    taken: bool = True


def progress(actor: Actor, sha256: str) -> Progress:
    """What is here of a person's file; raises NotFound for what is no hash. One statement."""
    row = _row(actor, files.checked(sha256))
    return Progress(sha256, incoming.have(_owner(actor), sha256), False) if row is None else _whole(row)


def all_stored(actor: Actor, hashes: Collection[str]) -> dict[str, Stored]:
    """The kept files of which this person's tablet sent these bytes, by hash; those that are not whole are left out.
    One statement, none for none."""
    rows = select(FieldUpload).where(FieldUpload.user_id == actor.id, FieldUpload.sha256.in_(hashes))
    return {row.sha256: _stored(row) for row in db.session.scalars(rows)} if hashes else {}


def _stored(row: FieldUpload) -> Stored:
    point = Point(row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    return Stored(row.stored_sha256, row.mime, "", row.width, row.height, row.taken_at, point)


def take(actor: Actor, sha256: str, piece: Piece, at: datetime) -> Progress:
    """Put a piece to the others; with the last one the file is kept, in a transaction of its own.

    Called at an entry point only. What is whole changes no more. Raises NotFound for what is no hash, TooLarge over
    15 MB and for whoever sent 4 GB in two weeks, Torn for a whole of another hash, Invalid for what is neither a
    picture nor a PDF: nothing of it is left.
    """
    _check(piece)
    with incoming.held(_owner(actor), sha256) as part:
        with alone():  # as it is now: whoever held the part before us may have finished
            row = _row(actor, sha256)
            known = _whole(row) if row is not None else None
        if known is not None:
            part.drop()
            return known
        _expect_room(actor, piece, at)
        if piece.offset != part.have:
            return Progress(sha256, part.have, False, taken=False)
        if piece.offset + len(piece.raw) < piece.size:
            part.append(piece.raw, at)
            return Progress(sha256, part.have, False)
        _finish(actor, sha256, part, piece, at)
        return Progress(sha256, piece.size, True)


def purge(at: datetime) -> int:
    """Forget what lies here for two weeks: parts that nobody went on with, and which file a tablet called by which
    hash (a tablet that still needs it is told so, and sends it again). Returns how many parts. The kept files
    themselves go with all that no case names (jobs.drop_unused)."""
    db.session.execute(delete(FieldUpload).where(FieldUpload.at < at - KEPT))
    return incoming.purge(at - KEPT)


def _expect_room(actor: Actor, piece: Piece, at: datetime) -> None:
    if piece.offset == 0:
        with alone():
            sizes = select(func.coalesce(func.sum(FieldUpload.size), 0)).where(FieldUpload.user_id == actor.id)
            sent = db.session.scalar(sizes.where(FieldUpload.at > at - KEPT)) or 0
        if sent + piece.size > SENT_MAX:
            raise TooLarge(N_("两周里送来的照片已经太多了，请找管理员"))


def _finish(actor: Actor, sha256: str, part: incoming.Part, piece: Piece, at: datetime) -> None:
    raw = part.read() + piece.raw
    try:
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise Torn(N_("照片在路上传坏了，要从头再传"))
        kept = files.store_either(raw, at)
    except Invalid:
        part.drop()
        raise
    with transaction():
        _write_down(actor, sha256, len(raw), kept, at)
    part.drop()


def _write_down(actor: Actor, sha256: str, size: int, kept: Stored, at: datetime) -> None:
    row: dict[str, Any] = {"street_id": actor.street_id, "user_id": actor.id, "sha256": sha256, "size": size, "at": at}
    row |= {"stored_sha256": kept.sha256, "mime": kept.mime, "width": kept.width, "height": kept.height}
    row |= {"taken_at": kept.taken_at, "lon": kept.point and kept.point.lon, "lat": kept.point and kept.point.lat}
    append_all(FieldUpload, [row], once=True)


def _check(piece: Piece) -> None:
    if piece.size > files.BYTES_MAX:
        raise TooLarge(N_("文件太大：一个最多 15 MB"))
    if piece.offset < 0 or piece.size < 1 or piece.offset + len(piece.raw) > piece.size:
        raise Invalid(N_("这一块的位置和大小对不上"))


def _row(actor: Actor, sha256: str) -> FieldUpload | None:
    rows = select(FieldUpload).where(FieldUpload.user_id == actor.id, FieldUpload.sha256 == sha256)
    return db.session.scalar(rows)


def _whole(row: FieldUpload) -> Progress:
    return Progress(row.sha256, row.size, True)


def _owner(actor: Actor) -> int:
    if actor.id is None:
        raise LookupError("files come from people")
    return actor.id
