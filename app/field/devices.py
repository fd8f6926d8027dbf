"""Tablets and whose they are: known by what the tablet calls itself, with a key of each person for what lies unsent.

A tablet keeps unsent work under a key that it does not have: ours, of this person on this tablet, given to nobody
else. An administrator takes a lost tablet out of use for everybody on it; what it says is still waiting is told.
"""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, update

from app.core import crypto, memo
from app.core.db import db, transaction
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.rows import append_all
from app.core.scope import in_street
from app.field.models import FieldDevice
from app.field.operations import UUID
from app.field.policy import require_outside
from app.notices import ops as notices
from app.people.changes import note
from app.people.policy import may_set_up
from app.people.words import Setting

KEY_BYTES, NAME_MAX, REASON_MAX, WAITING_MAX = 32, 80, 200, 100_000
SEEN_EVERY = timedelta(minutes=10)


class Revoked(NotAllowed):
    """This tablet was taken out of use."""

    code = "revoked"


@dataclass(frozen=True)
class Released:
    """A tablet that may be used; key: 32 bytes in base64, of this person on it."""

    uuid: str
    key: str


def register(actor: Actor, uuid: str, name: str, at: datetime) -> Released:
    """Make the tablet known to this person, and give them their key on it: the same one every time.

    name: what the tablet says it is. Raises NotAllowed for whoever has no field work, Invalid, Revoked.
    """
    require_outside(actor)
    if not UUID.fullmatch(uuid):
        raise Invalid(N_("这台平板没有报出自己的编号"), {"id": N_("编号不对")})
    if any(one.revoked_at for one in _on_tablet(actor.street_id, uuid)):
        raise refusal()
    shown = "".join(c for c in name if c.isprintable()).strip()[:NAME_MAX]
    _make(actor, uuid, shown, at)
    row = db.session.scalars(_theirs(actor, uuid)).one()
    row.name, row.seen_at = shown or row.name, at
    return Released(uuid, crypto.unseal(row.key_cipher, row.key_id))


def refuse(actor: Actor, uuid: str, waiting: int | None, at: datetime) -> None:
    """Raise Revoked for a tablet that was taken out of use; of any other keep when it was seen.

    waiting: how many operations it says it keeps for this person, None where it does not say. What a revoked one keeps
    is written down and told to the administrators. Called at an entry point only: it opens its own transactions.
    """
    known = _on_tablet(actor.street_id, uuid)
    if any(one.revoked_at for one in known):
        if waiting is not None:
            with transaction():
                _write_down_unsent(actor, uuid, min(max(waiting, 0), WAITING_MAX), at)
        raise refusal()
    if any(one.user_id == actor.id and one.seen_at < at - SEEN_EVERY for one in known):
        theirs = update(FieldDevice).where(FieldDevice.user_id == actor.id, FieldDevice.uuid == uuid)
        with transaction():
            db.session.execute(theirs.values(seen_at=at))


def is_revoked(street_id: int, uuid: str) -> bool:
    """Whether a tablet was taken out of use. One statement, none again in the same transaction."""
    return any(one.revoked_at for one in _on_tablet(street_id, uuid))


def revoke(actor: Actor, device_id: int, reason: str, at: datetime) -> None:
    """Take a tablet out of use, for everybody on it. Raises NotFound outside the street, Invalid without a reason,
    Conflict for one that is out of use already."""
    row = _device(actor, device_id)
    if not reason.strip() or len(reason.strip()) > REASON_MAX:
        raise Invalid(errors={"reason": N_("写一句为什么，200 字以内")})
    if not _set_revoked(actor, row, at):
        raise Conflict(N_("这台平板已经停用了"))
    note(actor, Setting.DEVICE, _subject(row), {"active": True}, {"active": False, "reason": reason.strip()}, at=at)


def let_in(actor: Actor, device_id: int, at: datetime) -> None:
    """It was found again: what it kept unsent can be sent. Raises NotFound outside the street."""
    row = _device(actor, device_id)
    if _set_revoked(actor, row, None):
        note(actor, Setting.DEVICE, _subject(row), {"active": False}, {"active": True}, at=at)


def _make(actor: Actor, uuid: str, name: str, at: datetime) -> None:
    """A row with a new key; of two at once the first stands."""
    if db.session.scalar(_theirs(actor, uuid)) is not None:
        return
    cipher, key_id = crypto.seal(base64.b64encode(os.urandom(KEY_BYTES)).decode())
    row = {"street_id": actor.street_id, "user_id": actor.id, "uuid": uuid, "name": name, "made_at": at, "seen_at": at}
    append_all(FieldDevice, [row | {"key_cipher": cipher, "key_id": key_id, "unsent": 0}], once=True)


def _write_down_unsent(actor: Actor, uuid: str, waiting: int, at: datetime) -> None:
    row = db.session.scalar(_theirs(actor, uuid))
    if row is None:
        return
    row.unsent, row.unsent_at, row.seen_at = waiting, at, at
    if waiting:
        notices.note_unsent(row.street_id, row.id, waiting, at)


def _set_revoked(actor: Actor, row: FieldDevice, at: datetime | None) -> bool:
    """All rows of the tablet; False where there was nothing to change."""
    of_tablet = update(FieldDevice).where(FieldDevice.street_id == row.street_id, FieldDevice.uuid == row.uuid)
    now = FieldDevice.revoked_at.is_(None) if at is not None else FieldDevice.revoked_at.is_not(None)
    by = actor.id if at is not None else None
    done = db.session.execute(of_tablet.where(now).values(revoked_at=at, revoked_by_id=by))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _on_tablet(street_id: int, uuid: str) -> Sequence[Any]:
    """Everybody on a tablet: whose, revoked or not, when last seen. One statement, none again in a transaction."""
    known = memo.page("field.devices")
    if (street_id, uuid) not in known:
        rows = select(FieldDevice.user_id, FieldDevice.revoked_at, FieldDevice.seen_at)
        rows = rows.where(FieldDevice.street_id == street_id, FieldDevice.uuid == uuid)
        known[street_id, uuid] = db.session.execute(rows).all()
    found: Sequence[Any] = known[street_id, uuid]
    return found


def _theirs(actor: Actor, uuid: str) -> Select[FieldDevice]:
    return select(FieldDevice).where(FieldDevice.user_id == actor.id, FieldDevice.uuid == uuid)


def _device(actor: Actor, device_id: int) -> FieldDevice:
    require(may_set_up(actor))
    return in_street(FieldDevice, device_id, actor.street_id)


def _subject(row: FieldDevice) -> str:
    """A tablet as the trail calls it: nobody's name, for who used it may be forgotten."""
    return f"{row.name} {row.uuid[:8]}".strip()


def refusal() -> Revoked:
    """What a tablet that was taken out of use is told."""
    return Revoked(N_("这台平板停用了。没送出的还留在里面，请交给管理员。"))
