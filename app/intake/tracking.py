"""The resident's ways back to a case: a secret link, or the number with four digits. Commits nothing."""

from datetime import datetime, timedelta

from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.cases.models import Case
from app.cases.receipts import read_receipt
from app.core.crypto import mac
from app.core.db import db
from app.core.errors import TooMany
from app.core.msgid import N_
from app.core.rows import append
from app.intake import links
from app.intake.models import Contact, SecretLink, TrackingTry

TRIES, WINDOW = 5, timedelta(hours=1)
TYPED_MAX = 64


def tracking_mac(receipt: str, digits: str) -> str:
    """The code of a receipt with the last four digits of its phone."""
    return mac("tracking", receipt + digits)


def give_link(case_id: int, secret: str, at: datetime) -> None:
    """Let a secret lead to a case; only its hash is kept."""
    append(SecretLink, case_id=case_id, secret_hash=links.hash_of(secret), created_at=at)


def revoke_link(case_id: int, at: datetime) -> int:
    """End every secret link of a case; returns how many led to it."""
    links = update(SecretLink).where(SecretLink.case_id == case_id, SecretLink.revoked_at.is_(None))
    ended = db.session.execute(links.values(revoked_at=at).returning(SecretLink.id))
    return len(ended.all())


def track_by_number(street_id: int, number: str, digits: str, at: datetime) -> int | None:
    """The id of the case with this number whose phone ends in these four digits; None for anything else.

    A wrong number, wrong digits, a case without a phone and a restricted one (petition, threat: on no public
    page) give the same answer by the same steps. Every try counts, right or wrong; raises TooMany from the
    sixth in an hour. The caller commits also a None.
    """
    typed = _plain(number)[:TYPED_MAX]
    receipt = read_receipt(typed) or typed
    _count_try(f"{street_id} {receipt.upper()}", at)
    found = select(Contact.case_id).join(Case, Case.id == Contact.case_id)
    found = found.where(Contact.tracking_mac == tracking_mac(receipt, _plain(digits)))
    here = (Case.street_id == street_id, Case.receipt == receipt, Case.restricted.is_(False))
    return db.session.scalar(found.where(*here))


def _count_try(tried: str, at: datetime) -> None:
    """One atomic statement on both databases, so that five tries at once are five."""
    key, over = mac("tracking-try", tried), TrackingTry.since <= at - WINDOW
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(TrackingTry).values(key=key, tries=1, since=at)
    more = {"tries": case((over, 1), else_=TrackingTry.tries + 1), "since": case((over, at), else_=TrackingTry.since)}
    may = over | (TrackingTry.tries < TRIES)
    counted = first.on_conflict_do_update(index_elements=[TrackingTry.key], set_=more, where=may)
    if db.session.execute(counted.returning(TrackingTry.key)).first() is None:
        raise TooMany(N_("试了 5 次都不对：请一小时以后再查，或用回执上的链接"))


def _plain(typed: str) -> str:
    """Full-width figures and letters as ordinary ones, without spaces and marks that no keyboard shows."""
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in typed)
    return "".join(c for c in plain if c.isprintable() and not c.isspace())
