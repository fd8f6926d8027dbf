"""Somebody asks to sit on panels: taken in, answered later, forgotten when nobody decides."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.core.crypto import mac, seal
from app.core.db import db
from app.core.errors import Invalid, TooMany
from app.core.msgid import N_
from app.core.rows import append_all
from app.people import ops as people
from app.people import queries as accounts
from app.people import tries
from app.people.ops import Knock
from app.people.passwords import Proof
from app.review.roster import queries
from app.review.roster.consent import VERSION
from app.review.roster.models import ReviewerApplication
from app.review.words import ApplicationState, ReviewerKind

NAME_MAX = 30
A_DAY = timedelta(days=1)
OF_A_PHONE, OF_A_GRID = 3, 30
KEPT = timedelta(days=90)
BUSY = N_("今天报名的人太多了。请明天再来，或直接去居委会报名。")
NOT_THIS_PAIR = N_("编号或密码不对，还能试 %(left)s 次。")


@dataclass(frozen=True)
class Wish:
    """What somebody filled in. phone: in the one spelling (intake.phones); agreed: to the rules of consent.py."""

    form_key: str
    grid_id: int | None
    kind: ReviewerKind | None
    name: str
    phone: str
    password_hash: str
    agreed: bool


@dataclass(frozen=True)
class Asked:
    """Somebody asks how it stands: to be judged outside the transaction by `passwords.prove(password_hash, …)`."""

    application_id: int | None
    knock: Knock
    password_hash: str


def apply(street_id: int, wish: Wish, *, at: datetime) -> str:
    """Keep the wish, sealed, for the committee; returns its number, which is the user name once it is approved.

    The same for a phone that is known already and for one that is not: the committee sees it, nobody else
    learns it here. The same form sent twice is one wish. Raises Invalid at the fields, TooMany from the
    fourth of a phone and the thirty-first of a community in a day.
    """
    _check(street_id, wish)
    code = mac("phone", wish.phone)
    number = _number_of(wish.form_key)
    if number is None:
        _count(street_id, wish, code, at)
    while number is None:
        _keep(street_id, wish, code, at)
        number = _number_of(wish.form_key)
    return number


def ask_after(street_id: int, number: str, *, at: datetime) -> Asked:
    """Count a try to learn how a wish stands, as one at the door is counted. Raises TooMany while it rests."""
    typed = accounts.login_of(number)
    knock = people.knock(typed, at=at)
    rows = select(ReviewerApplication).where(ReviewerApplication.street_id == street_id)
    found = db.session.scalar(rows.where(ReviewerApplication.number == typed)) if typed.isprintable() else None
    mine = found.password_hash if found is not None else None
    return Asked(found.id if found else None, knock, mine or knock.password_hash)


def told(asked: Asked, proof: Proof, *, at: datetime) -> ReviewerApplication:
    """The wish, for whoever knows its number and password.

    Raises Invalid, the same for either being wrong, or TooMany when that was the last try.
    """
    row = db.session.get(ReviewerApplication, asked.application_id) if asked.application_id and proof.fits else None
    if row is None:
        raise Invalid(NOT_THIS_PAIR, left=asked.knock.left) if asked.knock.left else tries.locked(asked.knock.key)
    tries.forgive(asked.knock.key, at)
    return row


def forget_applications(at: datetime) -> int:
    """What nobody decided in 90 days lapses and is forgotten, and so are refusals of that age; returns how many."""
    rows = update(ReviewerApplication).where(ReviewerApplication.password_hash.is_not(None))
    nothing = {"name_cipher": None, "phone_cipher": None, "phone_mac": None, "password_hash": None}
    waiting = ReviewerApplication.state == ApplicationState.WAITING
    lapsed = rows.where(waiting, ReviewerApplication.at <= at - KEPT)
    lapsed = lapsed.values(**nothing, state=ApplicationState.LAPSED, decided_at=at)
    old = rows.where(ReviewerApplication.decided_at <= at - KEPT).values(**nothing)
    return sum(len(db.session.execute(one.returning(ReviewerApplication.id)).all()) for one in (lapsed, old))


def _check(street_id: int, wish: Wish) -> None:
    homes = {row.id for row in queries.homes(street_id)}
    name = wish.name.strip()
    faults = {
        "grid": None if wish.grid_id in homes else N_("请选您住的居民区"),
        "kind": None if wish.kind is not None else N_("请选一个身份"),
        "name": None if name else N_("请写姓名"),
        "agreed": None if wish.agreed else N_("同意了才能报名"),
    }
    if len(name) > NAME_MAX:
        faults["name"] = N_("太长：最多 30 个字")
    if errors := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(errors=errors)


def _count(street_id: int, wish: Wish, code: str, at: datetime) -> None:
    lately = select(func.count()).where(ReviewerApplication.street_id == street_id, ReviewerApplication.at > at - A_DAY)
    of_phone = lately.where(ReviewerApplication.phone_mac == code).scalar_subquery()
    of_grid = lately.where(ReviewerApplication.grid_id == wish.grid_id).scalar_subquery()
    phone, community = db.session.execute(select(of_phone, of_grid)).one()
    if phone >= OF_A_PHONE or community >= OF_A_GRID:
        raise TooMany(BUSY)


def _keep(street_id: int, wish: Wish, code: str, at: datetime) -> None:
    """One row, or none where its number is taken or the same form came in meanwhile: then it is read again."""
    number = f"py{secrets.randbelow(10**6):06}"
    if accounts.by_login(number) is not None:
        return
    name, key_id = seal(wish.name.strip())
    row = {"street_id": street_id, "form_key": wish.form_key, "grid_id": wish.grid_id, "kind": wish.kind}
    row |= {"name_cipher": name, "phone_cipher": seal(wish.phone)[0], "key_id": key_id, "phone_mac": code}
    row |= {"password_hash": wish.password_hash, "consented_at": at, "consent_version": VERSION, "at": at}
    row |= {"number": number, "state": ApplicationState.WAITING, "reason": ""}
    row |= {"decided_at": None, "decided_by_id": None}
    append_all(ReviewerApplication, [row], once=True)


def _number_of(form_key: str) -> str | None:
    return db.session.scalar(select(ReviewerApplication.number).where(ReviewerApplication.form_key == form_key))
