"""What is read of contacts and ways back to a case. Nothing here tells a name or a number in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cases.models import Case
from app.core.crypto import unseal
from app.core.db import db
from app.core.permissions import Actor
from app.intake import links, policy
from app.intake.models import Contact, SecretLink
from app.intake.phones import mask_name, mask_phone


@dataclass(frozen=True)
class MaskedContact:
    """王**, 138****5678; empty where none was left. erased: gone for good, six months after closing."""

    name: str
    phone: str
    erased: bool = False


def masked_contact(case_id: int) -> MaskedContact | None:
    """The contact of a case as it is shown by default; None when none was left. Who may see it: `contact_for`."""
    contact = db.session.get(Contact, case_id)
    if contact is None:
        return None
    if contact.erased_at is not None:
        return MaskedContact("", "", erased=True)
    name, phone = opened(contact)
    return MaskedContact(mask_name(name), mask_phone(phone) if phone else "")


def contact_for(actor: Actor, case: Case) -> MaskedContact | None:
    """The masked contact for whoever may unmask it; None for everybody else, as if none was left."""
    return masked_contact(case.id) if policy.may_know_reporter(actor, case) else None


def case_by_secret(secret: str, at: datetime) -> int | None:
    """The id of the case behind a secret link; None for an unknown, revoked or misshapen one.

    Also for a case that turned out to be restricted (a petition): it is on no public page.
    """
    if not links.is_secret(secret):
        return None
    rows = select(SecretLink.case_id, SecretLink.revoked_at).join(Case, Case.id == SecretLink.case_id)
    rows = rows.where(Case.restricted.is_(False))
    found = db.session.execute(rows.where(SecretLink.secret_hash == links.hash_of(secret))).one_or_none()
    if found is None or (found.revoked_at is not None and found.revoked_at <= at):
        return None
    return int(found.case_id)


def opened(contact: Contact) -> tuple[str, str]:
    """Name and phone of a contact that is not erased; for `ops.unmask_contact` and masking only."""
    name, phone = (
        unseal(cipher, contact.key_id) if cipher else "" for cipher in (contact.name_cipher, contact.phone_cipher)
    )
    return name, phone


def email_of(case_id: int) -> str | None:
    """Where the closing of a case is told, in full: for the letter itself, at the moment it is sent."""
    contact = db.session.get(Contact, case_id)
    return unseal(contact.email_cipher, contact.key_id) if contact is not None and contact.email_cipher else None


def with_email(case_ids: Sequence[int]) -> set[int]:
    """Which of these cases somebody wants to hear of by mail. One statement."""
    rows = select(Contact.case_id).where(Contact.case_id.in_(case_ids), Contact.email_cipher.is_not(None))
    return set(db.session.scalars(rows))


def with_phone(case_ids: Sequence[int]) -> set[int]:
    """Those of these cases whose reporter can be called. One statement."""
    rows = select(Contact.case_id).where(Contact.case_id.in_(case_ids), Contact.phone_cipher.is_not(None))
    return set(db.session.scalars(rows))


def has_phone(case_id: int) -> bool:
    """Somebody left a number at which they can be called. One statement."""
    rows = select(Contact.case_id).where(Contact.case_id == case_id, Contact.phone_cipher.is_not(None))
    return db.session.scalar(rows) is not None
