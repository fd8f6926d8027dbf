"""Everything that changes the grid and its roster. Commits nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select, update

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.values import Tier
from app.grid import queries, shelf
from app.grid.duty import Shift, clash, clock_time
from app.grid.linter import Drawn
from app.grid.models import Duty, DutyKind, Grid, GridBoundary, GridVersion, Leave
from app.grid.reading import GridRefused as GridRefused
from app.grid.reading import checked, latest
from app.grid.roster import shift_of
from app.people.models import User

TIERS = (Tier.STREET, Tier.RESIDENTIAL, Tier.MICRO)
LINE_MAX = 20


@dataclass(frozen=True)
class ImportResult:
    """What an import did, by code. version_id: in force from now on; is_new: False when nothing had changed."""

    version_id: int
    number: int
    is_new: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def import_grid(
    street_id: int, source: str | bytes | dict[str, Any], at: datetime, *, from_at: datetime | None = None
) -> ImportResult:
    """Take a grid file (text, or parsed): the first one of a street, or a new version of all boundaries.

    Grids are known by code. One that the file lacks becomes inactive and keeps its history; one that comes
    back is active again. The former version ends where this one begins: at `from_at` when it is to hold later, and
    grids that go stay in the lists till then (`retire_grids`). When nothing changed there is no new version.
    Raises GridRefused with every fault, Conflict when it would not begin after the version in force.
    """
    known, reading = checked(street_id, source)
    now = latest(street_id)
    before = _boundaries(now.id) if now else {}
    begins = from_at or at
    added, changed, removed = _apply(street_id, known, reading.grids, before)
    if now and not (added or changed or removed):
        return ImportResult(now.id, now.number, is_new=False)
    version = _next_version(street_id, now, begins)
    shapes = {known[drawn.code].id: drawn.geometry for drawn in reading.grids}
    db.session.add_all(GridBoundary(version_id=version.id, grid_id=i, geometry=g) for i, g in shapes.items())
    db.session.flush()
    if begins <= at:
        retire_grids(at, street_id)
    shelf.forget()
    queries.forget_tree()
    return ImportResult(version.id, version.number, True, tuple(added), tuple(changed), tuple(removed))


def retire_grids(at: datetime, street_id: int | None = None) -> int:
    """Grids in no boundaries that hold at `at` or later leave the lists, of one street or of all; returns how many."""
    stays = exists().where(GridBoundary.grid_id == Grid.id, GridBoundary.version_id == GridVersion.id)
    stays = stays.where(or_(GridVersion.until_at.is_(None), GridVersion.until_at > at))
    gone = update(Grid).where(Grid.active, Grid.tier != Tier.STREET, ~stays)
    gone = gone if street_id is None else gone.where(Grid.street_id == street_id)
    found = db.session.execute(gone.values(active=False), execution_options={"synchronize_session": "fetch"})
    if found.rowcount:  # type: ignore[attr-defined]
        queries.forget_tree()
    return int(found.rowcount)  # type: ignore[attr-defined]


def add_duty(
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
    """Somebody answers for a grid in `shift`. NIGHT: the street's 24-hour duty, on the root grid only.

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
    db.session.add(duty)
    db.session.flush()
    return duty


def end_duty(street_id: int, duty_id: int, at: datetime) -> None:
    """The duty ends at `at`; one that had not begun is taken back. Raises NotFound, Conflict when it had ended."""
    _end(Duty, street_id, duty_id, at)


def add_leave(street_id: int, user_id: int, from_at: datetime, until_at: datetime) -> Leave:
    """Somebody is away; their stand-ins answer meanwhile. Raises Invalid at `user` or `until`, Conflict on overlap."""
    _check_person(street_id, user_id, "user")
    if until_at <= from_at:
        raise Invalid(errors={"until": N_("结束要晚于开始")})
    overlaps = select(Leave.id).where(Leave.user_id == user_id, Leave.from_at < until_at, Leave.until_at > from_at)
    if db.session.scalar(overlaps.limit(1)):
        raise Conflict(N_("这段时间已经请过假了"))
    leave = Leave(street_id=street_id, user_id=user_id, from_at=from_at, until_at=until_at)
    db.session.add(leave)
    db.session.flush()
    return leave


def end_leave(street_id: int, leave_id: int, at: datetime) -> None:
    """Somebody is back early; a leave that had not begun is taken back. Raises NotFound, Conflict when it was over."""
    _end(Leave, street_id, leave_id, at)


def _boundaries(version_id: int) -> dict[int, Any]:
    rows = select(GridBoundary.grid_id, GridBoundary.geometry).where(GridBoundary.version_id == version_id)
    return dict(db.session.execute(rows).all())


def _apply(
    street_id: int, known: dict[str, Grid], drawn: Sequence[Drawn], before: dict[int, Any]
) -> tuple[list[str], list[str], list[str]]:
    """Write the rows of the tree; returns the codes that are new, changed and gone. Fills `known`."""
    added: list[str] = []
    changed: list[str] = []
    for tier in TIERS:  # a parent has its id before its children need it
        for grid in (g for g in drawn if g.tier is tier):
            parent_id = known[grid.parent].id if grid.parent is not None else None
            if (row := known.get(grid.code)) is None:
                row = known[grid.code] = Grid(street_id=street_id, code=grid.code, tier=tier)
                db.session.add(row)
                added.append(grid.code)
            elif (row.name, row.parent_id, row.active) != (grid.name, parent_id, True) or (
                before.get(row.id) != grid.geometry
            ):
                changed.append(grid.code)
            row.name, row.parent_id, row.active = grid.name, parent_id, True
        db.session.flush()
    codes = {grid.code for grid in drawn}
    removed = sorted(code for code, row in known.items() if row.id in before and code not in codes)
    return added, changed, removed


def _next_version(street_id: int, now: GridVersion | None, at: datetime) -> GridVersion:
    if now is not None:
        if at <= now.from_at:
            raise Conflict(N_("现行的边界比这个时间更晚，不能倒着导入"))
        mine = update(GridVersion).where(GridVersion.id == now.id, GridVersion.until_at.is_(None))
        closed = db.session.execute(mine.values(until_at=at), execution_options={"synchronize_session": False})
        if closed.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(N_("别人刚导入过网格，请重新导入"))
    last = db.session.scalar(select(func.max(GridVersion.number)).where(GridVersion.street_id == street_id))
    version = GridVersion(street_id=street_id, number=(last or 0) + 1, from_at=at)
    db.session.add(version)
    db.session.flush()
    return version


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
