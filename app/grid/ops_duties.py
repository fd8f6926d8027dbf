"""What those who keep a roster do with it; every change stands in the trail of the set-up. Commits nothing.

What has been stays as it was: a duty that began ends now and begins anew, and nothing is planned before today.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import exists, select, update

from app.core.clock import from_street, street_time
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.values import as_json
from app.grid import ops_roster, policy
from app.grid.cover import Post, Stint
from app.grid.duty import Shift
from app.grid.models import Duty, DutyKind, Grid, Leave
from app.people import changes
from app.people.models import User, UserGrid, UserRole
from app.people.words import Setting


@dataclass(frozen=True)
class Draft:
    """A duty as somebody would have it."""

    grid_id: int
    user_id: int
    shift: Shift
    kind: DutyKind = DutyKind.MEMBER
    line: str = ""
    phone_order: int = 0
    stand_in_id: int | None = None

    @property
    def stint(self) -> Stint:
        """As the rules of cover take it."""
        post = Post(self.grid_id, self.line, self.kind is DutyKind.NIGHT)
        return Stint(self.shift, post, self.user_id, self.stand_in_id, phone_order=self.phone_order)


def check_draft(actor: Actor, draft: Draft, *, at: datetime) -> Duty:
    """The duty that would be added. Raises what `put_on_duty` would."""
    _kept_grid(actor, draft.grid_id)
    _check_begins(draft.shift.from_at, at)
    _check_may_stand(actor, "user", draft.user_id)
    _check_may_stand(actor, "stand_in", draft.stand_in_id)
    more: dict[str, Any] = {
        "kind": draft.kind,
        "line": draft.line,
        "phone_order": draft.phone_order,
        "stand_in_id": draft.stand_in_id,
    }
    return ops_roster.drafted(actor.street_id, draft.grid_id, draft.user_id, draft.shift, **more)


def put_on_duty(actor: Actor, draft: Draft, *, at: datetime) -> Duty:
    """Somebody goes on the roster. Raises NotFound outside the actor's grids, Invalid at a field, Conflict."""
    _one_by_one(draft.grid_id)
    duty = check_draft(actor, draft, at=at)
    db.session.add(duty)
    db.session.flush()
    _note(actor, duty, {}, _told(duty), at)
    return duty


def check_end(actor: Actor, duty_id: int, ends: datetime, *, at: datetime) -> Duty:
    """The duty that would end. Raises what `finish_duty` would."""
    duty = kept_duty(actor, duty_id)
    _check_runs(duty, at)
    if ends < at:
        raise Invalid(errors={"ends": N_("结束的时间不能早于现在")})
    if duty.until_at is not None and duty.until_at <= ends:
        raise Invalid(errors={"ends": N_("这个班本来就排到那天为止，或更早")})
    return duty


def finish_duty(actor: Actor, duty_id: int, ends: datetime, *, at: datetime) -> None:
    """A duty ends at a moment that is not past; one not begun by then is taken back. Raises NotFound, Conflict."""
    _held(Duty, duty_id)
    duty = check_end(actor, duty_id, ends, at=at)
    before = _told(duty)
    after = {} if duty.from_at >= ends else {**before, "until": as_json(ends)}
    _note(actor, duty, before, after, at)
    ops_roster.end_duty(actor.street_id, duty_id, ends)


def check_stand_in(actor: Actor, duty_id: int, stand_in_id: int | None, *, at: datetime) -> Duty:
    """The duty whose stand-in would change. Raises what `give_stand_in` would."""
    duty = kept_duty(actor, duty_id)
    _check_runs(duty, at)
    if duty.stand_in_id == stand_in_id:
        raise Conflict(N_("替班的就是这样，没有变"))
    if stand_in_id == duty.user_id:
        raise Invalid(errors={"stand_in": N_("替班的不能是本人")})
    _check_may_stand(actor, "stand_in", stand_in_id)
    return duty


def give_stand_in(actor: Actor, duty_id: int, stand_in_id: int | None, *, at: datetime) -> Duty:
    """Somebody else stands in from now on; the past keeps its answer. Raises NotFound, Invalid, Conflict."""
    _held(Duty, duty_id)
    duty = check_stand_in(actor, duty_id, stand_in_id, at=at)
    _one_by_one(duty.grid_id)
    begins = max(duty.from_at, at)
    shift = Shift(begins, duty.until_at, duty.weekdays, duty.shift_start, duty.shift_end)
    draft = Draft(duty.grid_id, duty.user_id, shift, duty.kind, duty.line, duty.phone_order, stand_in_id)
    before = _told(duty)
    ops_roster.end_duty(actor.street_id, duty_id, begins)
    made = check_draft(actor, draft, at=at)
    db.session.add(made)
    db.session.flush()
    _note(actor, made, {**before, "from": as_json(begins)}, _told(made), at)
    return made


def check_leave(actor: Actor, user_id: int, from_at: datetime, until_at: datetime, *, at: datetime) -> None:
    """Raise what `book_off` would."""
    _kept_person(actor, user_id)
    _check_begins(from_at, at)
    ops_roster.check_absence(actor.street_id, user_id, from_at, until_at)


def book_off(actor: Actor, user_id: int, from_at: datetime, until_at: datetime, *, at: datetime) -> Leave:
    """Somebody is away; their stand-ins answer. Raises NotFound for whom the actor keeps no roster, Invalid, Conflict.

    Why somebody is away is nobody's business here.
    """
    _held(User, user_id)
    check_leave(actor, user_id, from_at, until_at, at=at)
    leave = ops_roster.add_leave(actor.street_id, user_id, from_at, until_at)
    after = {"from": as_json(from_at), "until": as_json(until_at)}
    changes.note(actor, Setting.LEAVE, str(user_id), {}, after, at=at)
    return leave


def take_leave_back(actor: Actor, leave_id: int, *, at: datetime) -> None:
    """Somebody is back now, or does not go. Raises NotFound, Conflict when it was over."""
    _held(Leave, leave_id)
    leave = kept_leave(actor, leave_id)
    before = {"from": as_json(leave.from_at), "until": as_json(leave.until_at)}
    after = {} if leave.from_at >= at else {**before, "until": as_json(at)}
    changes.note(actor, Setting.LEAVE, str(leave.user_id), before, after, at=at)
    ops_roster.end_leave(actor.street_id, leave_id, at)


def kept_duty(actor: Actor, duty_id: int) -> Duty:
    """A duty of a roster that the actor keeps. Raises NotFound, NotAllowed for whoever only reads it."""
    duty = db.session.get(Duty, duty_id)
    if duty is None:
        raise NotFound
    _kept_grid(actor, duty.grid_id)
    return duty


def kept_leave(actor: Actor, leave_id: int) -> Leave:
    """A leave that the actor may take back. Raises NotFound, NotAllowed."""
    leave = db.session.get(Leave, leave_id)
    if leave is None:
        raise NotFound
    _kept_person(actor, leave.user_id)
    return leave


def _kept_grid(actor: Actor, grid_id: int) -> Grid:
    grid = db.session.get(Grid, grid_id)
    if grid is None or grid.street_id != actor.street_id or not policy.may_read_roster(actor, grid_id):
        raise NotFound
    require(policy.may_keep_roster(actor, grid_id))
    return grid


def _kept_person(actor: Actor, user_id: int) -> User:
    person = db.session.get(User, user_id)
    if person is None or person.street_id != actor.street_id or not policy.reads_rosters(actor):
        raise NotFound
    homes = select(UserGrid.grid_id).where(UserGrid.user_id == user_id)
    if not policy.may_grant_leave(actor, db.session.scalars(homes).all()):
        require(not actor.has(*policy.READ_ROLES))  # who reads the street's rosters is told no, others see nothing
        raise NotFound
    return person


def _check_may_stand(actor: Actor, field: str, user_id: int | None) -> None:
    holds = exists().where(UserRole.user_id == User.id, UserRole.role.in_(policy.DUTY_ROLES))
    rows = select(User.id).where(User.id == user_id, User.street_id == actor.street_id, User.active, holds)
    if user_id is not None and db.session.scalar(rows) is None:
        raise Invalid(errors={field: N_("这个人不能值班：要有网格或调度的职责")})


def _check_runs(duty: Duty, at: datetime) -> None:
    if duty.until_at is not None and duty.until_at <= at:
        raise Conflict(N_("已经结束了"))


def _held(kind: type[Duty | Leave | User], row_id: int) -> None:
    """Hold a row until the end, as it is now: whoever changes it at the same time waits, and finds what was done.

    SQLite knows no FOR UPDATE and needs none, for its writers queue already.
    """
    rows = select(kind).where(kind.id == row_id).with_for_update(key_share=True)
    db.session.scalar(rows.execution_options(populate_existing=True))


def _one_by_one(grid_id: int) -> None:
    """Two who put somebody on the same roster wait for each other: the second sees what the first has planned."""
    mine = update(Grid).where(Grid.id == grid_id).values(active=Grid.active)
    db.session.execute(mine, execution_options={"synchronize_session": False})


def _check_begins(from_at: datetime, at: datetime) -> None:
    if from_at < from_street(street_time(at).date(), time.min):
        raise Invalid(errors={"from": N_("从今天起才能排，过去的不改")})


def _note(actor: Actor, duty: Duty, before: dict[str, Any], after: dict[str, Any], at: datetime) -> None:
    grid = db.session.get_one(Grid, duty.grid_id)
    changes.note(actor, Setting.DUTY, f"{grid.name} {duty.user_id}", before, after, at=at)


def _told(duty: Duty) -> dict[str, Any]:
    hours = f"{duty.shift_start}–{duty.shift_end}" if duty.shift_start else ""
    told = {"kind": duty.kind, "line": duty.line, "from": duty.from_at, "until": duty.until_at}
    return dict(
        as_json(
            {
                **told,
                "stand_in": duty.stand_in_id,
                "weekdays": duty.weekdays,
                "hours": hours,
                "phone_order": duty.phone_order,
            }
        )
    )
