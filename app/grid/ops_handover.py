"""Handing a shift over. Commits nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import IntegrityError

from app.core.clock import street_time
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.grid import handovers, policy
from app.grid.events import HandoverSigned, HandoverWritten
from app.grid.models_handover import Handover
from app.grid.queries import root
from app.people import changes
from app.people.words import Setting

NOTE_MAX = 2000


def write_hand_over(actor: Actor, note: str, left: Mapping[str, Any], *, at: datetime) -> Handover:
    """Who goes writes what is to be known; written again before anybody signed, it replaces what stood there.

    left: what is open now. Raises NotFound, NotAllowed, Invalid at `note`, Conflict while another's waits to be signed.
    """
    _require_part(actor, at)
    said = note.strip()
    if not said or len(said) > NOTE_MAX:
        raise Invalid(errors={"note": N_("写一写要交代什么，%(n)s 字以内")}, n=NOTE_MAX)
    waiting = handovers.unsigned(actor.street_id)
    if waiting is not None and waiting.written_by_id != actor.id:
        raise Conflict(N_("上一份交班还没有人签，请先签了再写"))
    since = handovers.told_since(actor.street_id, at)
    if waiting is None:
        waiting = _add(Handover(street_id=actor.street_id, written_by_id=actor.id, **_told(said, left, since, at)))
    else:
        _change(waiting.id, **_told(said, left, since, at))
    takers = handovers.takers(actor.street_id, waiting.written_by_id, at)
    publish(HandoverWritten(actor.street_id, at, waiting.id, takers))
    return waiting


def sign_hand_over(actor: Actor, handover_id: int, seen: datetime | None, *, at: datetime) -> Handover:
    """Who comes signs what they have read, once; from then on it never changes. Raises NotFound, NotAllowed, Conflict.

    seen: when what they read was written; the writer may have put something else there since.
    """
    _require_part(actor, at)
    found = in_street(Handover, handover_id, actor.street_id)
    require(found.written_by_id != actor.id, N_("自己写的交班要由接班的人签"))
    require(handovers.may_sign(actor, found, at), N_("你和交班的人是同一班，要由下一班的人签"))
    _change(handover_id, Handover.written_at == seen, signed_by_id=actor.id, signed_at=at)
    subject = f"{street_time(found.written_at):%Y-%m-%d %H:%M} {found.written_by_id}"
    changes.note(actor, Setting.HAND_OVER, subject, {}, {"signed_by": actor.id}, at=at)
    publish(HandoverSigned(actor.street_id, at, handover_id, found.written_by_id))
    return found


def _require_part(actor: Actor, at: datetime) -> None:
    on_call = handovers.is_on_call(actor, at)
    if not policy.may_read_hand_over(actor, on_call=on_call, root_id=root(actor.street_id)):
        raise NotFound
    require(policy.may_hand_over(actor, on_call=on_call))


def _told(note: str, left: Mapping[str, Any], since: datetime, at: datetime) -> dict[str, Any]:
    return {"note": note, "left": dict(left), "since_at": since, "written_at": at}


def _add(row: Handover) -> Handover:
    """The database lets a street have one that is not signed."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Conflict(N_("上一份交班还没有人签，请先签了再写")) from None
    return row


def _change(handover_id: int, *only: ColumnElement[bool], **values: Any) -> None:
    """Change one that nobody has signed; two who come at once are told apart by the database."""
    mine = update(Handover).where(Handover.id == handover_id, Handover.signed_at.is_(None), *only).values(**values)
    done = db.session.execute(mine, execution_options={"synchronize_session": False})
    if done.rowcount != 1:  # type: ignore[attr-defined]
        now = db.session.get_one(Handover, handover_id, populate_existing=True)
        raise Conflict(N_("已经签过了，不能再改") if now.signed_at else N_("交班的内容刚改过，请再看一遍再签"))
    db.session.expire(db.session.get_one(Handover, handover_id))
