"""The committee decides who is on its roster: approve, refuse, renew, end, cap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core.crypto import unseal
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require
from app.people import ops as people
from app.review.models import Reviewer
from app.review.roster import policy, queries
from app.review.roster.models import ReviewerApplication
from app.review.roster.ops.noting import note
from app.review.roster.terms import last_day, today
from app.review.words import ApplicationState, ReviewerKind, RosterVerb

REASON_MAX = 200
LONGEST_TERM = timedelta(days=4 * 366)
MOST_A_MONTH = 31
NOT_YOURS = N_("这份名册不归你管")


@dataclass(frozen=True)
class Grant:
    """What an approval gives: first and last day, and the building of a building head, where they look after one."""

    serves_from: date
    serves_until: date
    place_id: int | None = None


def approve(actor: Actor, application_id: int, grant: Grant, *, at: datetime) -> Reviewer:
    """An account with the applicant's own password, and a place on the roster; name and phone are then forgotten.

    Raises NotFound, NotAllowed, Conflict when it was decided already, or when this phone is a reviewer's or of
    somebody who works here; Invalid at `serves_from`, `serves_until`, `place`.
    """
    wish = _waiting(actor, application_id)
    _check_grant(wish, grant, at)
    if known := queries.whose_phone(wish):
        raise Conflict(known)
    name = unseal(wish.name_cipher or b"", wish.key_id)
    person = people.create_user(wish.street_id, wish.number, name, wish.password_hash or "", (Role.REVIEWER,), at=at)
    row = Reviewer(kind=wish.kind, phone_mac=wish.phone_mac, consented_at=wish.consented_at)
    row.consent_version, row.place_id = wish.consent_version, grant.place_id
    row.serves_from, row.serves_until = grant.serves_from, grant.serves_until
    wish.password_hash = None
    _decide(actor, wish, ApplicationState.APPROVED, at)
    return enroll(wish.street_id, person.id, wish.grid_id, row, at=at, by=actor)


def refuse(actor: Actor, application_id: int, reason: str, *, at: datetime) -> None:
    """Say no, with a reason that the applicant reads; name and phone are forgotten.

    Raises NotFound, NotAllowed, Conflict when it was decided already, Invalid at `reason`.
    """
    wish = _waiting(actor, application_id)
    if not reason.strip() or len(reason) > REASON_MAX:
        raise Invalid(errors={"reason": N_("写一句为什么，200 字以内，报名的人会看到")})
    wish.reason = reason.strip()
    _decide(actor, wish, ApplicationState.REFUSED, at)


def enroll(
    street_id: int, user_id: int, grid_id: int, reviewer: Reviewer, *, at: datetime, by: Actor | None = None
) -> Reviewer:
    """Put somebody who agreed to the rules on the roster of their residential grid.

    reviewer: brings the kind, and whatever is known besides; without a term it is two years from today.
    """
    reviewer.street_id, reviewer.user_id, reviewer.grid_id = street_id, user_id, grid_id
    reviewer.serves_from = reviewer.serves_from or today(at)
    reviewer.serves_until = reviewer.serves_until or last_day(reviewer.serves_from)
    reviewer.consented_at = reviewer.consented_at or at
    db.session.add(reviewer)
    db.session.flush()
    note(reviewer, RosterVerb.ENROLLED, by.id if by else None, at)
    return reviewer


def renew(actor: Actor, reviewer_id: int, *, at: datetime) -> Reviewer:
    """Two more years after the last day, or from today when that is past; also takes back an ended term.

    Raises NotFound, NotAllowed, Conflict for somebody who left by themselves, or more than 90 days before the end.
    """
    row = _kept(actor, reviewer_id)
    if row.consented_at is None:
        raise Conflict(N_("本人已经退出。要先由本人在自己的页面上重新同意。"))
    day = today(at)
    if not row.standing.renewable(day):
        raise Conflict(N_("任期还长：到期前 90 天起可以续任"))
    if not row.active and queries.is_on_roster(row.street_id, row.phone_mac):
        raise Conflict(queries.OF_A_REVIEWER)
    row.serves_until = last_day(max(day, row.serves_until + timedelta(days=1)))
    row.active = True
    note(row, RosterVerb.RENEWED, actor.id, at)
    return row


def end_term(actor: Actor, reviewer_id: int, *, at: datetime) -> None:
    """No draw from now on; nothing is deleted, and whatever they sit on they still decide.

    A committee cannot change a panel that is drawn: seats and reserves stay. Raises NotFound, NotAllowed.
    """
    row = _kept(actor, reviewer_id)
    row.active = False
    note(row, RosterVerb.ENDED, actor.id, at)


def set_cap(actor: Actor, reviewer_id: int, cap: int | None, *, at: datetime) -> None:
    """How many seats a month they may take; None: as many as the street says. Raises Invalid at `cap`."""
    row = _kept(actor, reviewer_id)
    if cap is not None and not 1 <= cap <= MOST_A_MONTH:
        raise Invalid(errors={"cap": N_("填 1 到 31，或不填")})
    row.monthly_cap = cap
    note(row, RosterVerb.CAPPED, actor.id, at)


def _waiting(actor: Actor, application_id: int) -> ReviewerApplication:
    rows = select(ReviewerApplication).where(ReviewerApplication.id == application_id)
    found = db.session.scalar(rows.where(ReviewerApplication.street_id == actor.street_id).with_for_update())
    if found is None:
        raise NotFound
    require(policy.may_keep(actor, found.grid_id, queries.own_grid(actor)), NOT_YOURS)
    if found.state is not ApplicationState.WAITING:
        raise Conflict(N_("这份报名已经有人处理过了"))
    return found


def _kept(actor: Actor, reviewer_id: int) -> Reviewer:
    rows = select(Reviewer).where(Reviewer.id == reviewer_id, Reviewer.street_id == actor.street_id)
    found = db.session.scalar(rows.with_for_update())
    if found is None:
        raise NotFound
    require(policy.may_keep(actor, found.grid_id, queries.own_grid(actor)), NOT_YOURS)
    return found


def _check_grant(wish: ReviewerApplication, grant: Grant, at: datetime) -> None:
    errors = {}
    if grant.serves_from < today(at):
        errors["serves_from"] = N_("从今天或以后开始")
    if not grant.serves_from <= grant.serves_until <= grant.serves_from + LONGEST_TERM:
        errors["serves_until"] = N_("到期日要在开始以后，最长四年")
    if grant.place_id is not None and wish.kind is not ReviewerKind.BUILDING_HEAD:
        errors["place"] = N_("只有楼组长登记楼栋，别的人不问住在哪里")
    elif grant.place_id is not None and grant.place_id not in {row[0] for row in queries.buildings(wish.grid_id)}:
        errors["place"] = N_("请从列表里选一个")
    if errors:
        raise Invalid(errors=errors)


def _decide(actor: Actor, wish: ReviewerApplication, state: ApplicationState, at: datetime) -> None:
    """Name, phone and its code go; the row is left for the applicant to be told by."""
    wish.name_cipher = wish.phone_cipher = wish.phone_mac = None
    wish.state, wish.decided_at, wish.decided_by_id = state, at, actor.id
    db.session.flush()
