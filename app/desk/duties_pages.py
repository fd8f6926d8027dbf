"""The pages of the duty roster with their forms."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from app.casework.fields import id_or_none
from app.core import clock
from app.core.clock import from_street, street_time
from app.core.permissions import Actor, require
from app.core.web import page
from app.desk import duties_shown as shown
from app.desk.duties_forms import BackForm, DutyForm, EndForm, LeaveForm, StandInForm
from app.desk.duties_shown import Roster
from app.grid import policy
from app.grid import queries as grid
from app.grid.cover import DAY
from app.grid.models import Duty, DutyKind, Leave
from app.grid.ops_duties import kept_duty, kept_leave
from app.grid.plans import Absence
from app.people import queries as people

Effects = dict[str, Any] | None


def calendar(actor: Actor, args: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Everything desk/duties.html names: a week or a month around a day, and what worries from now on."""
    rows, day = shown.readable(actor), shown.day_of(args.get("day"), at)
    wanted = id_or_none(args.get("grid"))
    picked, monthly = shown.chosen(rows, wanted), args.get("view") == shown.MONTH
    first = day.replace(day=1) if monthly else day - timedelta(days=day.weekday())
    span = (first - timedelta(days=7), first + timedelta(days=45)) if monthly else (first, first + timedelta(days=7))
    read = shown.roster(actor, picked, *(from_street(edge, time.min) for edge in span))
    ahead = shown.roster(actor, picked, at, at + shown.AHEAD * DAY)
    days = [first + timedelta(days=n) for n in range(7)]
    return {
        "rows": rows,
        "picked": wanted,
        "monthly": monthly,
        "day": day,
        "today": street_time(at).date(),
        "around": _around(first, monthly),
        "days": days,
        "line": args.get("line", "")[:20],
        "work_lines": sorted({stint.post.line for stint in read.plan.stints if stint.post.line}),
        "lines": [] if monthly else shown.lines(read, days, args.get("line", "")),
        "weeks": shown.month(read, first) if monthly else [],
        "names": read.plan.names,
        "worries": shown.told(ahead.worries(at), ahead.grids, ahead.plan.names),
        "leaves": _leaves(actor, (read, ahead), at),
        "keeps": any(policy.may_keep_roster(actor, row.id) for row in rows),
    }


def _around(first: date, monthly: bool) -> tuple[date, date]:
    """The day before and the day after what is shown."""
    return first - DAY, (first + timedelta(days=31)).replace(day=1) if monthly else first + timedelta(days=7)


def _leaves(actor: Actor, read: Sequence[Roster], at: datetime) -> list[tuple[Absence, str]]:
    """Who is on leave or will be: of the whole street for its desk, else who stands on these rosters."""
    mine = {who for one in read for stint in one.plan.stints for who in (stint.member, stint.stand_in)}
    found = {a.leave_id: a for one in read for a in one.plan.leaves if a.until_at > at}
    listed = [a for a in found.values() if a.user_id in mine or actor.has(*policy.READ_ROLES)]
    names = people.names_of(a.user_id for a in listed)
    return [(absence, names[absence.user_id]) for absence in listed]


def duty_form(actor: Actor, args: Mapping[str, str]) -> DutyForm:
    """An empty duty, for the grid in the address where it names one. Raises NotFound for whoever keeps no roster."""
    rows = _keeps(actor)
    form = DutyForm()
    form.offer([(row.id, row.name) for row in rows], shown.people(rows, grid.staff(actor.street_id)))
    if not form.is_submitted():
        form.grid.data = id_or_none(args.get("grid"))
        wanted = args.get("kind")
        form.kind.data = wanted if wanted in list(DutyKind) else DutyKind.MEMBER.value
        if args.get("day"):
            form.from_day.data = shown.day_of(args.get("day"), clock.now())
    return form


def new(form: DutyForm, effects: Effects = None, status: int = 200) -> Any:
    """The form of a duty."""
    return page("desk/duties_new.html", status, form=form, effects=effects)


def kept(actor: Actor, duty_id: int) -> Duty:
    """A duty of a roster that the actor keeps. Raises NotFound, NotAllowed."""
    return kept_duty(actor, duty_id)


def stand_in_form(actor: Actor, duty_id: int) -> StandInForm:
    """Who may stand in for somebody. Raises NotFound, NotAllowed."""
    kept_duty(actor, duty_id)
    form = StandInForm()
    form.offer(shown.people(_keeps(actor), grid.staff(actor.street_id)))
    return form


def duty(
    actor: Actor,
    duty_id: int,
    end: EndForm | None = None,
    other: StandInForm | None = None,
    effects: Effects = None,
    status: int = 200,
) -> Any:
    """One duty with its forms; `end`, `other`: the one that was sent. Raises NotFound, NotAllowed."""
    found = kept_duty(actor, duty_id)
    if other is None:
        other = stand_in_form(actor, duty_id)
        other.stand_in.data = found.stand_in_id
    names = people.names_of([found.user_id, found.stand_in_id])
    context = {"duty": found, "names": names, "where": grid.row(found.grid_id), "effects": effects}
    sent = "end" if end else "other" if other.is_submitted() else ""
    return page("desk/duties_show.html", status, end=end or EndForm(formdata=None), other=other, sent=sent, **context)


def leave_form(actor: Actor) -> LeaveForm:
    """An empty leave. Raises NotFound for whoever keeps no roster."""
    rows = _keeps(actor)
    near = {row.id for row in rows}
    mine = [p for p in grid.staff(actor.street_id) if p.grid_ids & near or actor.has(*policy.KEEP_ROLES)]
    form = LeaveForm()
    form.offer(shown.people(rows, mine))
    return form


def leave(form: LeaveForm, effects: Effects = None, status: int = 200) -> Any:
    """The form of a leave."""
    return page("desk/duties_leave.html", status, form=form, effects=effects)


def absence(actor: Actor, leave_id: int) -> tuple[Leave, str]:
    """A leave that the actor may take back, and whose it is. Raises NotFound, NotAllowed."""
    found = kept_leave(actor, leave_id)
    return found, people.names_of([found.user_id])[found.user_id]


def back(form: BackForm, absence: tuple[Leave, str], effects: Effects = None, status: int = 200) -> Any:
    """Whether somebody is back."""
    return page("desk/duties_back.html", status, form=form, leave=absence[0], name=absence[1], effects=effects)


def require_keeper(actor: Actor) -> None:
    """Raises NotFound for whoever reads no roster, NotAllowed for whoever keeps none."""
    _keeps(actor)


def _keeps(actor: Actor) -> list[grid.GridRow]:
    """The grids whose roster somebody keeps. Raises NotFound for whoever reads none, NotAllowed for who keeps none."""
    rows = [row for row in shown.readable(actor) if policy.may_keep_roster(actor, row.id)]
    require(bool(rows))
    return rows
