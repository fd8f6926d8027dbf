"""Everything that changes duties and leave. Commits nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.values import Tier
from app.grid.duty import Shift, clash, clock_time
from app.grid.models import Duty, DutyKind, Grid, Leave
from app.grid.roster import shift_of
from app.people.models import User

LINE_MAX = 20


def add_duty(street_id: int, grid_id: int, user_id: int, shift: Shift, **more: Any) -> Duty:
    """Somebody answers for a grid in `shift`; `more` and what is refused: see `drafted`."""
    duty = drafted(street_id, grid_id, user_id, shift, **more)
    db.session.add(duty)
    db.session.flush()
    return duty


def drafted(
    street_id: int,
    grid_id: int,
    user_id: int,
    shift: Shift,
    *,
    kind: DutyKind = DutyKind.MEMBER,
    line: str = "",
    phone_order: int = 0,
    stand_in_id: int | None = None,
) -> Duty:
    """A duty that could be added. NIGHT: the street's 24-hour duty, on the root grid only.

    Raises Invalid at `grid`, `user`, `stand_in`, `until`, `weekdays`, `shift`, `line` or `phone_order`,
    Conflict when the same person (or the same place on the phone list) is already taken in that time.
    """
    duty = Duty(street_id=street_id, grid_id=grid_id, user_id=user_id, kind=kind, line=line.strip())
    duty.from_at, duty.until_at, duty.weekdays = shift.from_at, shift.until_at, shift.weekdays
    duty.shift_start, duty.shift_end = shift.start, shift.end
    duty.phone_order, duty.stand_in_id = phone_order, stand_in_id
    _check_place(duty)
    _check_people(duty)
    _check_shift(shift)
    _check_clash(duty, shift)
    return duty


def end_duty(street_id: int, duty_id: int, at: datetime) -> None:
    """The duty ends at `at`; one that had not begun is taken back. Raises NotFound, Conflict when it had ended."""
    _end(Duty, street_id, duty_id, at)


def add_leave(street_id: int, user_id: int, from_at: datetime, until_at: datetime) -> Leave:
    """Somebody is away; their stand-ins answer meanwhile. Raises Invalid at `user` or `until`, Conflict on overlap."""
    check_absence(street_id, user_id, from_at, until_at)
    leave = Leave(street_id=street_id, user_id=user_id, from_at=from_at, until_at=until_at)
    db.session.add(leave)
    db.session.flush()
    return leave


def check_absence(street_id: int, user_id: int, from_at: datetime, until_at: datetime) -> None:
    """Raise what `add_leave` would."""
    _check_person(street_id, user_id, "user")
    if until_at <= from_at:
        raise Invalid(errors={"until": N_("结束要晚于开始")})
    overlaps = select(Leave.id).where(Leave.user_id == user_id, Leave.from_at < until_at, Leave.until_at > from_at)
    if db.session.scalar(overlaps.limit(1)):
        raise Conflict(N_("这段时间已经请过假了"))


def end_leave(street_id: int, leave_id: int, at: datetime) -> None:
    """Somebody is back early; a leave that had not begun is taken back. Raises NotFound, Conflict when it was over."""
    _end(Leave, street_id, leave_id, at)


def _check_place(duty: Duty) -> None:
    grid = db.session.get(Grid, duty.grid_id)
    if grid is None or grid.street_id != duty.street_id or not grid.active:
        raise Invalid(errors={"grid": N_("本街道没有这个网格")})
    if duty.kind is DutyKind.NIGHT and grid.tier is not Tier.STREET:
        raise Invalid(errors={"grid": N_("24 小时值班只排在街道总网格")})
    if duty.kind is DutyKind.NIGHT and duty.phone_order < 1:
        raise Invalid(errors={"phone_order": N_("请写电话顺序，从 1 起")})
    if len(duty.line) > LINE_MAX:
        raise Invalid(errors={"line": N_("条线名称最多 20 个字")})
    if not duty.line.isprintable():
        raise Invalid(errors={"line": N_("条线名称里有看不懂的字符")})


def _check_people(duty: Duty) -> None:
    _check_person(duty.street_id, duty.user_id, "user")
    if duty.stand_in_id is not None:
        _check_person(duty.street_id, duty.stand_in_id, "stand_in")
    if duty.stand_in_id == duty.user_id:
        raise Invalid(errors={"stand_in": N_("替班的不能是本人")})


def _check_shift(shift: Shift) -> None:
    if shift.until_at is not None and shift.until_at <= shift.from_at:
        raise Invalid(errors={"until": N_("结束要晚于开始")})
    days = shift.weekdays
    if any(day not in "1234567" for day in days) or len(set(days)) != len(days):
        raise Invalid(errors={"weekdays": N_("星期写 1 到 7，每个一次；每天都值就空着")})
    if (shift.start is None) != (shift.end is None):
        raise Invalid(errors={"shift": N_("班次的起止时间要么都写，要么都不写")})
    try:
        for hour in (shift.start, shift.end):
            if hour is not None:
                clock_time(hour)
    except ValueError:
        raise Invalid(errors={"shift": N_("时间写成 08:30 这样")}) from None


def _check_person(street_id: int, user_id: int, at_field: str) -> None:
    person = db.session.get(User, user_id)
    if person is None or person.street_id != street_id or not person.active:
        raise Invalid(errors={at_field: N_("本街道没有这个人，或已离开")})


def _check_clash(duty: Duty, shift: Shift) -> None:
    """One person stands once for a grid and line; one number of the phone list has one person at a time."""
    rows = select(Duty).where(Duty.street_id == duty.street_id, Duty.grid_id == duty.grid_id, Duty.kind == duty.kind)
    for other in db.session.scalars(rows):
        if not clash(shift, shift_of(other)):
            continue
        if other.user_id == duty.user_id and other.line == duty.line:
            raise Conflict(N_("这个人在这段时间已经排了这个班"))
        if duty.kind is DutyKind.NIGHT and other.phone_order == duty.phone_order:
            raise Conflict(N_("这段时间的第 %(order)s 个电话已经有人了"), order=duty.phone_order)


def _end(kind: Any, street_id: int, row_id: int, at: datetime) -> None:
    row = db.session.get(kind, row_id)
    if row is None or row.street_id != street_id:
        raise NotFound
    if row.until_at is not None and row.until_at <= at:
        raise Conflict(N_("已经结束了"))
    if row.from_at >= at:
        db.session.delete(row)
    else:
        row.until_at = at
    db.session.flush()
