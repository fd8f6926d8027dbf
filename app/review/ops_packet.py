"""Preparing what a panel reads: hiding words, parts of pictures, whole pictures, and taking that back. Commits nothing.

Nothing waits for it; the rules' mask stands whatever is done here. The store of attachments is none of it: a
blacked picture is made before (app.core.files.store_blacked) and comes as its hash.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.cases import ops as cases
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.policy import may
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.pictures import WHOLE, Box
from app.review import policy, queries_packet
from app.review.models import Review
from app.review.models_packet import Hidden, PacketPhoto, PacketWords
from app.review.packet import cut, is_word
from app.review.sheet import Packet, Shown
from app.review.words import PacketField

WORDS_MAX = 200
BOXES_MAX = 20


def black_words(actor: Actor, case: Case, field: PacketField, words: str, *, at: datetime) -> None:
    """涂黑: every occurrence of these words in a text.

    Raises Invalid when they do not stand there (any more), Conflict once the panel has decided.
    """
    before = _prepared(case)
    require(may(actor, Verb.PREPARE_PACKET, case))
    if not is_word(words) or len(words) > WORDS_MAX:
        raise Invalid(errors={"words": N_("写出要涂黑的字，200 个以内")})
    if cut(before.text(field), [words]) == before.text(field):
        raise Invalid(errors={"words": N_("这段话里没有这几个字，请照着上面的写")})
    counted = (before.counts[0] + 1, *before.counts[1:])
    text_id = cases.prepare_packet(actor, case, counted, words, at=at)
    db.session.add(PacketWords(**_whose(actor, case, at), field=field, text_id=text_id))
    db.session.flush()


def show_words(actor: Actor, case: Case, row_id: int, *, at: datetime) -> None:
    """Take a blacking of words back. Raises NotFound when it does not stand."""
    before = _prepared(case)
    row = db.session.get(PacketWords, row_id)
    if row is None or row.case_id != case.id or row.undone_at is not None:
        raise NotFound()
    cases.prepare_packet(actor, case, (before.counts[0] - 1, *before.counts[1:]), at=at)
    _undo(actor, row, at)


def black_boxes(actor: Actor, case: Case, photo_id: int, boxes: Sequence[Box], sha256: str, *, at: datetime) -> None:
    """涂黑 parts of a picture: from now on the panel gets the file `sha256`, made with exactly these boxes."""
    before = _prepared(case)
    photo = _photo(before, photo_id)
    check_boxes(boxes)
    _replace(actor, case, before, photo, PacketPhoto(photo_id=photo.id, sha256=sha256, boxes=[*map(list, boxes)]), at)


def leave_out(actor: Actor, case: Case, photo_id: int, *, at: datetime) -> None:
    """不给看: the whole picture. Raises Invalid for the last one after the work, where a pair is the evidence."""
    before = _prepared(case)
    photo = _photo(before, photo_id)
    if not before.may_leave_out(photo):
        raise Invalid(errors={"photo": N_("至少要留一张处置之后的照片，可以涂黑一部分")})
    _replace(actor, case, before, photo, PacketPhoto(photo_id=photo.id, boxes=[]), at)


def put_back(actor: Actor, case: Case, photo_id: int, *, at: datetime) -> None:
    """The picture as it was sent."""
    before = _prepared(case)
    _replace(actor, case, before, _photo(before, photo_id), None, at)


def check_boxes(boxes: Sequence[Box]) -> None:
    """Raise Invalid unless there are some, not too many, and each lies in the picture."""
    if not boxes or len(boxes) > BOXES_MAX:
        raise Invalid(errors={"boxes": N_("请画出要涂黑的地方，最多 20 块")})
    if any(min(box) < 0 or not box.width or not box.height for box in boxes) or any(
        box.left + box.width > WHOLE or box.top + box.height > WHOLE for box in boxes
    ):
        raise Invalid(errors={"boxes": N_("黑框要在照片里面：左加宽、上加高都不超过 100")})


def _prepared(case: Case) -> Packet:
    """The packet as it stands, of a case whose panel has not decided; whoever casts the deciding vote waits."""
    if not policy.has_packet(case):
        raise Conflict(N_("评议已经定了，材料不能再改") if _was_judged(case) else N_("这件事现在没有评议材料"))
    if case.state is State.IN_REVIEW:
        undecided = select(Review.id).where(Review.case_id == case.id, Review.decided_at.is_(None))
        db.session.execute(undecided.with_for_update())
    return queries_packet.packet(case.id, case.round)


def _was_judged(case: Case) -> bool:
    return queries_packet.last_review(case.id) is not None


def _photo(packet: Packet, photo_id: int) -> Shown:
    photo = packet.photo(photo_id)
    if photo is None:
        raise NotFound()
    return photo


def _replace(actor: Actor, case: Case, before: Packet, photo: Shown, row: PacketPhoto | None, at: datetime) -> None:
    words, boxes, out = before.counts
    boxes += (len(row.boxes) if row else 0) - (len(photo.boxes) if photo.sha256 else 0)
    out += (row is not None and row.sha256 is None) - (photo.sha256 is None)
    cases.prepare_packet(actor, case, (words, boxes, out), at=at)
    stands = select(PacketPhoto).where(PacketPhoto.photo_id == photo.id, PacketPhoto.undone_at.is_(None))
    for standing in db.session.scalars(stands).all():
        _undo(actor, standing, at)
    if row is not None:
        for name, value in _whose(actor, case, at).items():
            setattr(row, name, value)
        db.session.add(row)
    db.session.flush()


def _undo(actor: Actor, row: Hidden, at: datetime) -> None:
    row.undone_at, row.undone_by_id = at, actor.id
    db.session.flush()


def _whose(actor: Actor, case: Case, at: datetime) -> dict[str, object]:
    return {"street_id": case.street_id, "case_id": case.id, "by_user_id": actor.id, "at": at}
