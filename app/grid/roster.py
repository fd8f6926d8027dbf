"""Who is on duty where and when: reads of the roster. Past moments are asked like present ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from app.core.db import db, fetch
from app.core.permissions import Role
from app.grid.cover import Post, Span, Stint, holes
from app.grid.duty import Shift, answering
from app.grid.models import Duty, DutyKind, Leave
from app.grid.plans import Absence, Plan
from app.grid.policy import DUTY_ROLES
from app.people.models import User, UserGrid, UserRole

Member, StandIn = aliased(User), aliased(User)
AT: BindParameter[datetime] = bindparam("at")
DAY = timedelta(days=1)
IN_ORDER = (Duty.grid_id, Duty.line, Duty.phone_order, Duty.from_at, Duty.id)


@dataclass(frozen=True)
class DutyRow:
    """Somebody in shift for a grid. on_leave, stand_in_on_leave: away then, or gone for good."""

    user_id: int
    name: str
    stand_in_id: int | None
    stand_in_name: str | None
    on_leave: bool
    stand_in_on_leave: bool
    line: str
    phone: str = ""
    stand_in_phone: str = ""
    grid_id: int = 0

    @property
    def answering_id(self) -> int | None:
        """Who answers: the member, the stand-in while the member is away, nobody when both are."""
        away = [self.user_id] if self.on_leave else []
        if self.stand_in_on_leave and self.stand_in_id is not None:
            away.append(self.stand_in_id)
        return answering(self.user_id, self.stand_in_id, away)


def on_duty(grid_id: int, at: datetime) -> list[DutyRow]:
    """The members of a grid in force and in shift at `at`, by line and id. One statement."""
    return members_of([grid_id], at)


def members_of(grid_ids: Sequence[int], at: datetime) -> list[DutyRow]:
    """The same for several grids at once. One statement."""
    return _in_shift(_MEMBERS, {"grids": list(grid_ids), "at": at}, at)


def night_list(street_id: int, at: datetime) -> list[DutyRow]:
    """The 24-hour duty of a street in shift at `at`, in the order to call. One statement."""
    return _in_shift(_NIGHT, {"street": street_id, "at": at}, at)


def chiefs(grid_id: int) -> list[tuple[int, str]]:
    """The active grid chiefs who hold exactly this grid, as (id, name). One statement."""
    rows = select(User.id, User.name).join(UserGrid, UserGrid.user_id == User.id)
    rows = rows.join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(UserGrid.grid_id == grid_id, UserRole.role == Role.GRID_CHIEF, User.active)
    return [(user_id, name) for user_id, name in db.session.execute(rows.order_by(User.id))]


@dataclass(frozen=True)
class Staff:
    """Somebody who may stand on a roster, and the grids they work in."""

    user_id: int
    name: str
    grid_ids: frozenset[int]


def staff(street_id: int) -> list[Staff]:
    """Everybody of a street who may stand on a roster, by name. One statement."""
    holds = exists().where(UserRole.user_id == User.id, UserRole.role.in_(DUTY_ROLES))
    rows = select(User.id, User.name, UserGrid.grid_id).outerjoin(UserGrid, UserGrid.user_id == User.id)
    rows = rows.where(User.street_id == street_id, User.active, holds).order_by(User.name, User.id)
    found: dict[int, tuple[str, set[int]]] = {}
    for user_id, name, grid_id in db.session.execute(rows):
        found.setdefault(user_id, (name, set()))[1].update({grid_id} - {None})
    return [Staff(user_id, name, frozenset(grids)) for user_id, (name, grids) in found.items()]


def on_leave(user_ids: Iterable[int], at: datetime) -> set[int]:
    """Those of these people who are on leave at that moment. One statement."""
    rows = select(Leave.user_id).where(Leave.user_id.in_(set(user_ids)), Leave.from_at <= at, Leave.until_at > at)
    return set(db.session.scalars(rows))


def root_gaps(street_id: int, at: datetime, days: int) -> list[Span]:
    """When nobody answers the street's 24-hour duty from `at` on, within these days. Two statements."""
    end = at + timedelta(days=days)
    read = plan(street_id, at, end, Duty.kind == DutyKind.NIGHT)
    return holes(read.stints, read.away, at, end)


def plan(street_id: int, start: datetime, end: datetime, *only: ColumnElement[bool]) -> Plan:
    """The roster of a street within start–end and the shifts that reach over its edges. Two statements."""
    first, last = start - DAY, end + DAY
    duties = select(Duty, Member.name, Member.left_at, StandIn.name, StandIn.left_at)
    duties = duties.join(Member, Member.id == Duty.user_id).outerjoin(StandIn, StandIn.id == Duty.stand_in_id)
    duties = duties.where(Duty.street_id == street_id, _open(Duty, first, last), *only).order_by(*IN_ORDER)
    leaves = select(Leave.id, Leave.user_id, Leave.from_at, Leave.until_at)
    leaves = leaves.where(Leave.street_id == street_id, _open(Leave, first, last)).order_by(Leave.from_at, Leave.id)
    absences = tuple(Absence(*row) for row in db.session.execute(leaves))
    stints: list[Stint] = []
    names: dict[int, str] = {}
    left: dict[int, datetime] = {}
    for duty, name, gone, other, other_gone in db.session.execute(duties):
        stints.append(stint_of(duty))
        names |= {duty.user_id: name} | ({} if duty.stand_in_id is None else {duty.stand_in_id: other})
        left |= {duty.user_id: gone} if gone else {}
        left |= {duty.stand_in_id: other_gone} if other_gone and duty.stand_in_id is not None else {}
    return Plan(tuple(stints), absences, left, names)


def stint_of(duty: Duty) -> Stint:
    """A duty as the rules of cover take it."""
    post = Post(duty.grid_id, duty.line, duty.kind is DutyKind.NIGHT)
    return Stint(shift_of(duty), post, duty.user_id, duty.stand_in_id, duty.id, duty.phone_order)


def shift_of(duty: Duty | Row[Any]) -> Shift:
    """When a duty holds, as the rule takes it."""
    return Shift(duty.from_at, duty.until_at, duty.weekdays, duty.shift_start, duty.shift_end)


def _away(who: Any) -> ColumnElement[bool]:
    leave = exists().where(Leave.user_id == who.id, Leave.from_at <= AT, Leave.until_at > AT)
    return or_(leave, and_(who.left_at.is_not(None), who.left_at <= AT))


def _duties() -> Any:
    times = (Duty.from_at, Duty.until_at, Duty.weekdays, Duty.shift_start, Duty.shift_end)
    people = (Duty.grid_id, Duty.line, Duty.user_id, Duty.stand_in_id)
    away = (_away(Member).label("away"), _away(StandIn).label("stand_in_away"))
    names = (Member.name.label("name"), StandIn.name.label("stand_in_name"))
    phones = (Member.phone.label("phone"), StandIn.phone.label("stand_in_phone"))
    rows: Any = select(*people, *times, *names, *away, *phones)
    rows = rows.join(Member, Member.id == Duty.user_id).outerjoin(StandIn, StandIn.id == Duty.stand_in_id)
    return rows.where(Duty.from_at <= AT, or_(Duty.until_at.is_(None), Duty.until_at > AT))


# Asked by every report, so put together once: half the price of a statement is its making.
_MEMBERS = _duties().where(Duty.grid_id.in_(bindparam("grids", expanding=True)), Duty.kind == DutyKind.MEMBER)
_MEMBERS = _MEMBERS.order_by(Duty.line, Duty.user_id, Duty.id)
_NIGHT = _duties().where(Duty.street_id == bindparam("street"), Duty.kind == DutyKind.NIGHT)
_NIGHT = _NIGHT.order_by(Duty.phone_order, Duty.user_id, Duty.id)


def _in_shift(rows: Any, values: dict[str, Any], at: datetime) -> list[DutyRow]:
    """Somebody with two duties of one line stands once."""
    found: dict[tuple[int, int, str], DutyRow] = {}
    for duty in fetch(rows, values):
        if shift_of(duty).covers(at):
            row = DutyRow(
                duty.user_id,
                duty.name,
                duty.stand_in_id,
                duty.stand_in_name,
                bool(duty.away),
                bool(duty.stand_in_away),
                duty.line,
                duty.phone,
                duty.stand_in_phone or "",
                duty.grid_id,
            )
            found.setdefault((row.grid_id, row.user_id, row.line), row)
    return list(found.values())


def _open(table: Any, start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(table.from_at < end, or_(table.until_at.is_(None), table.until_at > start))
