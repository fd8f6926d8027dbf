"""Who reported: kept sealed, shown to few with a reason, forgotten in time or when they ask. Commits nothing."""

from calendar import monthrange
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Update, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.core.clock import street_time
from app.core.crypto import mac, seal
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.ledger import commitment, new_salt, of_contact
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.rows import append
from app.intake import policy, queries
from app.intake.emails import check_email
from app.intake.models import Contact, ContactLook, TrackingTry
from app.intake.phones import check_phone, last_four
from app.intake.tracking import WINDOW, tracking_mac

MONTHS_KEPT = 6
PURGE_BATCH = 500
REASON_MAX = 200


class DrawnUp(NamedTuple):
    """A contact sealed and committed to, before there is a case for it.

    values: columns of Contact; digits: the last four of the phone, "" without one.
    """

    values: dict[str, Any]
    digits: str

    @property
    def commitment(self) -> str:
        """What the chain holds of it."""
        return str(self.values["commitment"])


def keep_contact(case: Case, name: str, phone: str, at: datetime) -> None:
    """Seal name and phone of a case's reporter; nothing is kept where both are empty.

    Raises Invalid for a phone that is none.
    """
    attach(drawn_up(name, phone, at), case)


def drawn_up(name: str, phone: str, at: datetime, email: str = "") -> DrawnUp | None:
    """Name, phone and mail address sealed; None where all are empty.

    Raises Invalid for a phone or an address that is none.
    """
    name, normal = name.strip(), check_phone(phone) if phone.strip() else ""
    address = check_email(email) if email.strip() else ""
    if not (name or normal or address):
        return None
    salt = new_salt()
    committed = commitment(of_contact(name, normal, address), salt)
    values: dict[str, Any] = {"salt": salt, "commitment": committed, "kept_at": at}
    if address:
        values["email_cipher"], values["key_id"] = seal(address)
    if name:
        values["name_cipher"], values["key_id"] = seal(name)
    if normal:
        values["phone_cipher"], values["key_id"] = seal(normal)
        values["phone_mac"] = mac("phone", normal)
    return DrawnUp(values, last_four(normal) if normal else "")


def attach(contact: DrawnUp | None, case: Case) -> None:
    """Put a drawn-up contact to its case; from here on the number and four digits lead back to it."""
    if contact is None:
        return
    way_back = {"tracking_mac": tracking_mac(case.receipt, contact.digits)} if contact.digits else {}
    append(Contact, case_id=case.id, **contact.values, **way_back)


def unmask_contact(actor: Actor, case: Case, reason: str, at: datetime) -> tuple[str, str]:
    """Name and phone in full, for the current handler, the owner, intake or the duty chief; logged with the reason.

    Raises NotAllowed, Invalid without a reason, NotFound when nothing was left or it is gone by now.
    """
    require(policy.may_know_reporter(actor, case), N_("这件事的联系方式不给你看"))
    if not reason.strip() or len(reason) > REASON_MAX:
        raise Invalid(errors={"reason": N_("写一句为什么要看，200 字以内")})
    contact = db.session.get(Contact, case.id)
    if contact is None:
        raise NotFound(N_("这件事没有留联系方式"))
    if contact.erased_at is not None:
        raise NotFound(N_("联系方式已经删除：结案满 6 个月，或报告人要求删除"))
    db.session.add(ContactLook(case_id=case.id, user_id=actor.id, reason=reason, at=at))
    db.session.flush()
    return queries.opened(contact)


def purge(at: datetime) -> int:
    """Forget, for good, who reported cases that ended six months ago, in batches; returns how many.

    A merged case waits for the one it went into. Old tries to track go as well.
    """
    db.session.execute(delete(TrackingTry).where(TrackingTry.since <= at - WINDOW))
    into = aliased(Case)
    over = select(Contact.case_id).join(Case, Case.id == Contact.case_id)
    over = over.outerjoin(into, into.id == Case.merged_into_id)
    cutoff = months_before(at, MONTHS_KEPT)
    over = over.where(Contact.erased_at.is_(None), _ended(Case, cutoff), or_(into.id.is_(None), _ended(into, cutoff)))
    done = 0
    while ids := db.session.scalars(over.order_by(Contact.case_id).limit(PURGE_BATCH)).all():
        db.session.execute(_erase(at).where(Contact.case_id.in_(ids)))
        done += len(ids)
    return done


def erase_contact(case: Case, at: datetime) -> bool:
    """Forget, for good, who reported a case, because they asked for it; False when there is nothing to forget.

    The secret link leads on; number and digits do not. The timeline stays sound: it holds a commitment only.
    """
    theirs = _erase(at).where(Contact.case_id == case.id, Contact.erased_at.is_(None))
    return bool(db.session.execute(theirs).rowcount)  # type: ignore[attr-defined]


def months_before(at: datetime, months: int) -> datetime:
    """The same wall time of the street so many months earlier, on the last day of a shorter month."""
    wall = street_time(at)
    year, month = divmod(wall.year * 12 + wall.month - 1 - months, 12)
    day = min(wall.day, monthrange(year, month + 1)[1])
    return wall.replace(year=year, month=month + 1, day=day)


def _ended(case: type[Case], cutoff: datetime) -> ColumnElement[bool]:
    """Over since before the cutoff; without a closing (rejected, void, merged) the last line says when."""
    last = select(func.max(CaseEntry.at)).where(CaseEntry.case_id == case.id).scalar_subquery()
    return case.is_open.is_(False) & (func.coalesce(case.closed_at, last) <= cutoff)


def _erase(at: datetime) -> Update:
    nothing = ("name_cipher", "phone_cipher", "email_cipher", "phone_mac", "tracking_mac", "salt")
    return update(Contact).values(**dict.fromkeys(nothing), erased_at=at)
