"""What the templates of the duty roster are given: the weeks and months of it, and what worries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.clock import from_street, street_time
from app.core.errors import NotFound
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web.locale import said as _
from app.desk.conditions import below
from app.grid import policy
from app.grid import queries as grid
from app.grid.cover import DAY, Post, Span, Stint, Turn, Worry, WorryKind, changes, hours_of, split
from app.grid.models import DutyKind
from app.grid.plans import Plan
from app.grid.queries import GridRow, Staff

AHEAD = 14  # days
WEEK, MONTH = "week", "month"
KIND_WORDS = {
    WorryKind.ROOT: N_("24 小时值班没人接"),
    WorryKind.EMPTY: N_("没有排任何人"),
    WorryKind.HOLE: N_("班上没人"),
    WorryKind.LEAVE: N_("请假，没人替"),
    WorryKind.TWICE: N_("同时排在两处"),
}
HARD = (WorryKind.ROOT, WorryKind.EMPTY, WorryKind.HOLE)


@dataclass
class Cell:
    """A day of a post: who answers when; holes: when nobody does."""

    turns: list[Turn] = field(default_factory=list)
    holes: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A post with its days, in the order of the page."""

    post: Post
    grid: GridRow
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Day:
    """A day of the month in figures. away: names of those on leave."""

    day: date
    inside: bool
    shifts: int
    holes: int
    away: Sequence[str]


@dataclass(frozen=True)
class Roster:
    """The grids of somebody's roster and what is planned for them; root: where the 24-hour duty is asked for."""

    grids: Mapping[int, GridRow]
    plan: Plan
    root: int | None

    def worries(self, at: datetime, plan: Plan | None = None) -> list[Worry]:
        """What is about to go wrong in the next fortnight."""
        return (plan or self.plan).worries(at, at + AHEAD * DAY, self.grids, self.root)


def readable(actor: Actor) -> list[GridRow]:
    """The grids whose roster somebody reads, each before its children. Raises NotFound for whoever reads none."""
    if not policy.reads_rosters(actor):
        raise NotFound
    return [row for row in grid.tree(actor.street_id) if policy.may_read_roster(actor, row.id)]


def chosen(rows: Sequence[GridRow], wanted: int | None) -> list[GridRow]:
    """The subtree somebody wants to see, all of theirs for None. Raises NotFound for a grid that is not theirs."""
    if wanted is None:
        return list(rows)
    if wanted not in {row.id for row in rows}:
        raise NotFound
    ids = set(below(rows, wanted))
    return [row for row in rows if row.id in ids]


def roster(actor: Actor, rows: Sequence[GridRow], start: datetime, end: datetime) -> Roster:
    """What is planned for these grids within start–end."""
    plan = grid.plan(actor.street_id, start, end).of_grids(row.id for row in rows)
    root = next((row.id for row in rows if row.parent_id is None), None)
    return Roster({row.id: row for row in rows}, plan, root)


def effects(actor: Actor, change: Callable[[Plan], Plan], at: datetime) -> dict[str, Any]:
    """What a change would bring and mend in the next fortnight, in the grids that the actor reads."""
    read = roster(actor, readable(actor), at, at + AHEAD * DAY)
    new, mended = changes(read.worries(at), read.worries(at, change(read.plan)))
    names = {person.user_id: person.name for person in grid.staff(actor.street_id)} | dict(read.plan.names)
    return {"new": told(new, read.grids, names), "mended": told(mended, read.grids, names)}


def told(found: Iterable[Worry], grids: Mapping[int, GridRow], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Worries as rows of a page."""
    return [
        {
            "hard": worry.kind in HARD,
            "what": _(KIND_WORDS[worry.kind]),
            "grid": grids[worry.post.grid_id],
            "other": grids[worry.other_grid_id].name if worry.other_grid_id is not None else "",
            "line": worry.post.line,
            "who": names.get(worry.who, "") if worry.who is not None else "",
            "first": worry.spans[0],
            "more": len(worry.spans) - 1,
            "fill": _fill(worry) if worry.kind in HARD else None,
        }
        for worry in found
    ]


def _fill(worry: Worry) -> dict[str, Any]:
    """What the form of a duty begins with to fill the hole."""
    kind = DutyKind.NIGHT if worry.post.night else DutyKind.MEMBER
    return {"grid": worry.post.grid_id, "kind": kind.value, "day": street_time(worry.spans[0][0]).date().isoformat()}


def lines(read: Roster, days: Sequence[date], line: str) -> list[Line]:
    """Every post of the roster with its days; the 24-hour duty first, then grid by grid."""
    order = {grid_id: n for n, grid_id in enumerate(read.grids)}
    posts: dict[Post, list[Stint]] = {}
    for stint in read.plan.stints:
        if not line or stint.post.line == line:
            posts.setdefault(stint.post, []).append(stint)
    found = [Line(post, read.grids[post.grid_id], cells(s, read.plan, days)) for post, s in posts.items()]
    shown = [one for one in found if any(cell.turns or cell.holes for cell in one.cells)]
    return sorted(shown, key=lambda one: (not one.post.night, order[one.post.grid_id], one.post.line))


def cells(stints: Sequence[Stint], plan: Plan, days: Sequence[date]) -> list[Cell]:
    """The days of one post. A night stands on the day on which it began."""
    away, found = plan.away, []
    open_spans = grid.holes(stints, away, from_street(days[0], time.min), from_street(days[-1] + DAY, time.min))
    for day in days:
        cell = Cell()
        for stint in stints:
            hours = hours_of(stint.shift, day)
            cell.turns += split(stint, away, hours) if hours else []
        cell.turns.sort(key=lambda turn: (turn.span[0], turn.stint.phone_order, turn.stint.duty_id))
        found.append(cell)
    for n, start, end in ((n, from_street(d, time.min), from_street(d + DAY, time.min)) for n, d in enumerate(days)):
        found[n].holes = [(max(a, start), min(b, end)) for a, b in open_spans if a < end and b > start]
    return found


def month(read: Roster, first: date) -> list[list[Day]]:
    """The weeks of a month, Monday first, with the days around it that fill them."""
    begin = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=31)).replace(day=1)
    days = [begin + timedelta(days=n) for n in range((after - begin).days)]
    days += [days[-1] + timedelta(days=n) for n in range(1, 7 - days[-1].weekday())]
    shown = lines(read, days, "")
    whole = [_day(read, shown, n, day, day.month == first.month) for n, day in enumerate(days)]
    return [whole[n : n + 7] for n in range(0, len(whole), 7)]


def _day(read: Roster, shown: Sequence[Line], n: int, day: date, inside: bool) -> Day:
    start, end = from_street(day, time.min), from_street(day + DAY, time.min)
    there = {stint.member for stint in read.plan.stints}
    gone = {a.user_id for a in read.plan.leaves if a.from_at < end and a.until_at > start and a.user_id in there}
    turns = sum(len({turn.stint.duty_id for turn in line.cells[n].turns}) for line in shown)
    holes = sum(bool(line.cells[n].holes) for line in shown)
    return Day(day, inside, turns, holes, sorted(read.plan.names[user_id] for user_id in gone))


def people(rows: Iterable[GridRow], staff: Iterable[Staff]) -> list[tuple[int, str, str]]:
    """Who may stand, as (id, name, group): those of these grids first, then the others."""
    names = {row.id: row.name for row in rows}
    near = [(p.user_id, p.name, names[min(p.grid_ids & names.keys())]) for p in staff if p.grid_ids & names.keys()]
    far = [(p.user_id, p.name, _("街道其他人")) for p in staff if not p.grid_ids & names.keys()]
    return sorted(near, key=lambda row: row[2]) + far


def day_of(typed: str | None, at: datetime) -> date:
    """The day in an address; today for none, and for what is none."""
    try:
        found = date.fromisoformat(typed or "")
    except ValueError:
        return street_time(at).date()
    return found if 2000 <= found.year <= 2100 else street_time(at).date()
