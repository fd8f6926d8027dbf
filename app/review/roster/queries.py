"""What is read of the roster: who can be drawn, who stands on it, who asks to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.catalog.models_places import Estate, Place, Unit
from app.core.crypto import unseal
from app.core.db import db
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Tier
from app.grid import queries as grid
from app.grid.models import Grid
from app.grid.queries import GridRow
from app.people.models import Street, User
from app.review.models import Reviewer, Seat
from app.review.pool import Candidate
from app.review.roster import policy
from app.review.roster.models import ReviewerApplication, RosterChange
from app.review.roster.terms import Standing, cap_of, month_start, today
from app.review.words import ApplicationState, ReviewerKind, RosterVerb, SeatEnd

CHANGES_SHOWN = 20
OF_A_REVIEWER = N_("这个手机号已经是本街道的评议员")
OF_STAFF = N_("这个手机号是工作人员的，工作人员不当评议员")


@dataclass(frozen=True)
class Member:
    """A line of the roster. seats: how many this month; cap: how many they may; own_cap: as the committee said.

    available: can be drawn today. building: where a building head looks after one, else "".
    """

    reviewer_id: int
    name: str
    grid_id: int
    kind: ReviewerKind
    standing: Standing
    consent_version: int
    available: bool
    seats: int
    cap: int
    own_cap: int | None
    building: str


@dataclass(frozen=True)
class Applied:
    """Who asks to be on the roster of grid_id. known: why they cannot be approved, a msgid or ""."""

    id: int
    number: str
    grid_id: int
    kind: ReviewerKind
    at: datetime
    name: str
    phone: str
    known: str


@dataclass(frozen=True)
class Home:
    """A residential grid with its roster. kept: by whoever asks, not only read."""

    id: int
    name: str
    kept: bool


@dataclass(frozen=True)
class Waiting:
    """A line of those who wait. home: the name of their residential grid."""

    id: int
    number: str
    kind: ReviewerKind
    at: datetime
    home: str


@dataclass(frozen=True)
class Change:
    """A line of what was changed on a roster, names as they are today. by: "" for the program."""

    at: datetime
    what: RosterVerb
    who: str
    by: str


def candidates(street_id: int, at: datetime) -> list[Candidate]:
    """Every reviewer of a street as the draw sees them at `at`, those too who cannot be drawn. One statement."""
    rows = _members(at, User.unit_id).where(Reviewer.street_id == street_id).order_by(Reviewer.id)
    return [_candidate(row, at) for row in db.session.execute(rows)]


def seats_since(start: datetime) -> ColumnElement[int]:
    """How many seats a reviewer took since a moment; one that was left by 回避 does not count."""
    kept = Seat.reason.is_(None) | (Seat.reason != SeatEnd.RECUSED)
    taken = select(func.count()).where(Seat.reviewer_id == Reviewer.id, Seat.seated_at >= start, kept)
    return taken.correlate(Reviewer).scalar_subquery()


def own_grid(actor: Actor) -> int | None:
    """The residential grid of a committee: that of its unit. One statement, none for somebody without a unit."""
    rows = select(Unit.grid_id).where(Unit.id == actor.unit_id, Unit.street_id == actor.street_id)
    return db.session.scalar(rows) if actor.unit_id is not None else None


def homes(street_id: int) -> list[GridRow]:
    """The residential grids of a street, each with a roster, by code. One statement."""
    return [row for row in grid.tree(street_id) if row.tier is Tier.RESIDENTIAL]


def readable(actor: Actor) -> list[Home]:
    """The residential grids whose roster somebody may read, by code. Two statements."""
    own, rows = own_grid(actor), homes(actor.street_id)
    return [Home(r.id, r.name, policy.may_keep(actor, r.id, own)) for r in rows if policy.may_read(actor, r.id, own)]


def members(grid_id: int, at: datetime) -> list[Member]:
    """The roster of a residential grid: those who serve first, then by name. One statement."""
    rows = _lines(at).where(Reviewer.grid_id == grid_id).order_by(Reviewer.active.desc(), User.name, Reviewer.id)
    return [_member(row, at) for row in db.session.execute(rows)]


def member(actor: Actor, at: datetime) -> Member | None:
    """Somebody's own line; None for whoever is on no roster. One statement."""
    row = db.session.execute(_lines(at).where(Reviewer.user_id == actor.id)).one_or_none()
    return None if row is None else _member(row, at)


def kept_member(actor: Actor, reviewer_id: int, at: datetime) -> Member | None:
    """A line of a roster that somebody keeps; None otherwise. Two statements."""
    here = (Reviewer.id == reviewer_id, Reviewer.street_id == actor.street_id)
    row = db.session.execute(_lines(at).where(*here)).one_or_none()
    return _member(row, at) if row and policy.may_keep(actor, row[0].grid_id, own_grid(actor)) else None


def waiting(grid_ids: Iterable[int]) -> list[Waiting]:
    """Those of some grids who wait to be approved, the longest first; nobody's name. One statement."""
    asks = ReviewerApplication
    rows = select(asks.id, asks.number, asks.kind, asks.at, Grid.name).join(Grid, Grid.id == asks.grid_id)
    rows = rows.where(asks.grid_id.in_(list(grid_ids)), asks.state == ApplicationState.WAITING)
    return [Waiting(*row) for row in db.session.execute(rows.order_by(asks.id))]


def application(actor: Actor, application_id: int) -> Applied | None:
    """One who waits, with name and phone, for whoever may decide it; None otherwise. Four statements."""
    found = db.session.get(ReviewerApplication, application_id)
    if found is None or found.street_id != actor.street_id or found.state is not ApplicationState.WAITING:
        return None
    if not policy.may_keep(actor, found.grid_id, own_grid(actor)):
        return None
    name, phone = (unseal(cipher or b"", found.key_id) for cipher in (found.name_cipher, found.phone_cipher))
    known = whose_phone(found)
    return Applied(found.id, found.number, found.grid_id, found.kind, found.at, name, phone, known)


def whose_phone(found: ReviewerApplication) -> str:
    """Why somebody with this phone cannot be approved, a msgid; "" when nothing speaks against it."""
    if is_on_roster(found.street_id, found.phone_mac):
        return OF_A_REVIEWER
    plain = func.replace(func.replace(User.phone, " ", ""), "-", "")
    staff = select(User.id).where(User.street_id == found.street_id, User.active, User.phone != "")
    phone = unseal(found.phone_cipher or b"", found.key_id)
    return OF_STAFF if db.session.scalar(staff.where(plain == phone).limit(1)) else ""


def is_on_roster(street_id: int, phone_mac: str | None) -> bool:
    """Whether somebody with this phone serves already: one person has one line. One statement."""
    sits = select(Reviewer.id).where(Reviewer.street_id == street_id, Reviewer.active, Reviewer.phone_mac == phone_mac)
    return phone_mac is not None and db.session.scalar(sits.limit(1)) is not None


def buildings(grid_id: int) -> list[tuple[int, str, str]]:
    """(id, estate, lane and number) of the buildings in the estates of a residential grid. One statement."""
    rows = select(Place.id, Estate.name, Place.lane + Place.number).join(Estate, Estate.id == Place.estate_id)
    rows = rows.where(Estate.grid_id == grid_id)
    found = db.session.execute(rows.order_by(Estate.name, Place.lane, func.length(Place.number), Place.number))
    return [(place_id, estate, house) for place_id, estate, house in found]


def changes(grid_id: int) -> list[Change]:
    """What was changed last on a roster, the newest first. One statement."""
    by, who = aliased(User), aliased(User)
    rows = select(RosterChange.at, RosterChange.what, who.name, func.coalesce(by.name, ""))
    rows = rows.join(Reviewer, Reviewer.id == RosterChange.reviewer_id).join(who, who.id == Reviewer.user_id)
    rows = rows.outerjoin(by, by.id == RosterChange.by_id).where(Reviewer.grid_id == grid_id)
    return [Change(*row) for row in db.session.execute(rows.order_by(RosterChange.id.desc()).limit(CHANGES_SHOWN))]


def _members(at: datetime, *more: Any) -> Select[Any]:
    who = (Reviewer, User.active, Street.settings, seats_since(month_start(at)), *more)
    return select(*who).join(User, User.id == Reviewer.user_id).join(Street, Street.id == Reviewer.street_id)


def _lines(at: datetime) -> Select[Any]:
    return _members(at, User.name, Place.lane + Place.number).outerjoin(Place, Place.id == Reviewer.place_id)


def _candidate(row: Any, at: datetime) -> Candidate:
    who, account, settings, seats, unit_id = row
    return Candidate(
        who.id,
        who.user_id,
        unit_id,
        who.grid_id,
        who.phone_mac,
        who.place_id,
        available=account and who.standing.on(today(at)),
        seats=seats,
        cap=cap_of(who.monthly_cap, settings),
    )


def _member(row: Any, at: datetime) -> Member:
    who, account, settings, seats, name, building = row
    return Member(
        reviewer_id=who.id,
        name=name,
        grid_id=who.grid_id,
        kind=who.kind,
        standing=who.standing,
        consent_version=who.consent_version,
        available=account and who.standing.on(today(at)),
        seats=seats,
        cap=cap_of(who.monthly_cap, settings),
        own_cap=who.monthly_cap,
        building=building or "",
    )
