"""The page of a packet: what the panel will read, and the tools to hide what it should not."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for

from app.cases import policy
from app.cases import queries as cases
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.casework import packets
from app.casework.forms_packet import PacketForm
from app.catalog import queries as catalog
from app.core import files
from app.core.db import db, transaction
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.web import page
from app.core.web.locale import said as _
from app.review import ops_packet as ops
from app.review import queries_packet
from app.review.ops_packet import BOXES_MAX, WORDS_MAX
from app.review.policy import has_packet, may_read_packet
from app.review.sheet import Packet, Shown
from app.review.words import PacketField
from app.sla import queries as sla

PAGE = "casework/packet.html"
DONE = {
    "words": N_("涂黑了，评议员看不到这几个字"),
    "show": N_("放回来了"),
    "boxes": N_("涂黑了，评议员看到的是新做的照片"),
    "out": N_("这张照片不给评议员看"),
    "back": N_("照片照原样给评议员看"),
}
FIELD_WORDS = {
    PacketField.SAID: N_("居民说"),
    PacketField.ANSWERED: N_("答复"),
    PacketField.PHOTO_WHY: N_("照片说明"),
}


def show(actor: Actor, case_id: int, at: datetime, form: PacketForm | None = None, status: int = 200) -> Any:
    """The packet, with its tools for whoever may prepare it now. Raises NotFound, NotAllowed, Conflict before it is."""
    case = _readable(actor, case_id)
    packet, until = _packet(case)
    clocks = sla.clocks_of(case.id, at)
    return page(
        PAGE,
        status,
        case=case,
        category=catalog.category(case.category_id) if case.category_id else None,
        form=form or PacketForm(formdata=None),
        may=until is None and policy.may(actor, Verb.PREPARE_PACKET, case),
        decided=until,
        checked=_("没办过这件事的人去看过，通过。") if case.checked_at else _("还在核查，通过了才交评议。"),
        texts=[(f, _(words), [w for w in packet.words if w.field is f]) for f, words in FIELD_WORDS.items()],
        most={"words": WORDS_MAX, "boxes": BOXES_MAX},
        script=_script(),
        **packets.context(packet, clocks, lambda photo: _address(case, photo)),
    )


def act(actor: Actor, case_id: int, at: datetime) -> Any:
    """One act on the packet; 422 with the page when something is wrong, 409 once the panel has decided."""
    form = PacketForm()
    try:
        do = ACTS.get(form.do.data or "")
        if do is None:
            raise Invalid(N_("请从列表里选一个"))
        blacked = _blacked(actor, case_id, form)
        with transaction():
            do(actor, cases.visible_case(actor, case_id), form, blacked, at)
    except Invalid as invalid:
        db.session.rollback()
        form.take(invalid)
        return show(actor, case_id, at, form, 422)
    flash(_(DONE[form.do.data]), "ok")
    return redirect(url_for("casework.packet", case_id=case_id), 303)


def picture(actor: Actor, case_id: int, photo_id: int) -> str:
    """The file of a picture as the panel has it; raises NotFound where the panel has none."""
    case = _readable(actor, case_id)
    round_, until = _round_of(case)
    found = queries_packet.picture(case.id, round_, photo_id, until)
    if found is None or found.sha256 is None:
        raise NotFound()
    return found.sha256


def _readable(actor: Actor, case_id: int) -> Case:
    case = cases.visible_case(actor, case_id)
    require(may_read_packet(actor, case), N_("评议材料由核查人和调度台整理"))
    return case


def _packet(case: Case) -> tuple[Packet, datetime | None]:
    """The packet as it stands, or as it was when the last panel decided, and when that was."""
    round_, until = _round_of(case)
    return queries_packet.packet(case.id, round_, until), until


def _round_of(case: Case) -> tuple[int, datetime | None]:
    if has_packet(case):
        return case.round, None
    review = queries_packet.last_review(case.id)
    if review is None or review.decided_at is None:
        raise Conflict(N_("这件事现在没有评议材料"))
    return review.round, review.decided_at


def _address(case: Case, photo: Shown) -> str:
    return url_for("casework.packet_photo", case_id=case.id, photo_id=photo.id)


def _blacked(actor: Actor, case_id: int, form: PacketForm) -> str:
    """The file with the boxes of the form, made before the transaction: a picture takes its time. "" for other acts."""
    if form.do.data != "boxes":
        return ""
    boxes = form.drawn
    ops.check_boxes(boxes)
    case = cases.visible_case(actor, case_id)
    if not has_packet(case):
        return ""  # the op says why, before a picture is made for nothing
    require(policy.may(actor, Verb.PREPARE_PACKET, case))
    found = queries_packet.picture(case.id, case.round, form.number("photo"))
    if found is None:
        raise NotFound()
    return files.store_blacked(found.original, boxes).sha256


def _script() -> dict[str, str]:
    """For pages/packet.js."""
    return {"box": _("第 {n} 块黑框")}


Act = Callable[[Actor, Case, PacketForm, str, datetime], None]
ACTS: Mapping[str, Act] = {
    "words": lambda a, c, f, _b, at: ops.black_words(a, c, f.text, f.words.data or "", at=at),
    "show": lambda a, c, f, _b, at: ops.show_words(a, c, f.number("row"), at=at),
    "boxes": lambda a, c, f, sha256, at: ops.black_boxes(a, c, f.number("photo"), f.drawn, sha256, at=at),
    "out": lambda a, c, f, _b, at: ops.leave_out(a, c, f.number("photo"), at=at),
    "back": lambda a, c, f, _b, at: ops.put_back(a, c, f.number("photo"), at=at),
}
