"""Open work by member and by grid, and who would get some of it. It counts work, never how fast or late anybody is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import suggesting
from app.cases.models import Case
from app.cases.routing import Member
from app.catalog import queries as catalog
from app.core.errors import NotFound
from app.core.permissions import Actor, Role, require
from app.core.web import page
from app.desk import load_queries as queries
from app.desk.conditions import below
from app.desk.load_queries import Work
from app.grid import queries as grid
from app.grid.queries import GridRow
from app.people import queries as people
from app.people.models import User
from app.sla import queries as time

READ_ROLES = (Role.DUTY_CHIEF, Role.LEADER, Role.DISPATCHER)
MOVE_ROLES = (Role.DUTY_CHIEF, Role.LEADER)


@dataclass(frozen=True)
class Row:
    """A line of a list: a member with their grid, or a grid."""

    id: int
    name: str
    grid: GridRow | None
    work: Work


def readable(actor: Actor) -> list[GridRow]:
    """The grids whose work somebody sees. Raises NotFound for whoever sees none."""
    rows = grid.tree(actor.street_id)
    if not actor.has(*READ_ROLES):
        rows = [row for row in rows if actor.has(Role.GRID_CHIEF) and row.id in actor.grid_ids]
    if not rows:
        raise NotFound
    return rows


def overview(actor: Actor, wanted: int | None) -> dict[str, Any]:
    """Everything desk/load.html names. Raises NotFound for a grid that is not theirs."""
    rows = readable(actor)
    if wanted is not None and wanted not in {row.id for row in rows}:
        raise NotFound
    picked = [row for row in rows if wanted is None or row.id in below(rows, wanted)]
    by_member, by_grid = queries.open_work(actor, _reach(actor, wanted))
    members = _members(actor, picked, by_member)
    grids = [Row(row.id, row.name, row, by_grid[row.id]) for row in picked]
    gone = _retired(by_grid, rows)
    most = max((work.weight for work in (gone, *(row.work for row in (*members, *grids)))), default=0)
    shown = {"rows": rows, "picked": wanted, "members": members, "grids": grids, "gone": gone}
    return {**shown, "most": max(most, 1), "moves": actor.has(*MOVE_ROLES)}


def _reach(actor: Actor, wanted: int | None) -> Collection[int] | None:
    """Former grids too: what they answered for is still to be done. None: the whole street."""
    if wanted is not None:
        return grid.subtree_ids([wanted])
    return None if actor.has(*READ_ROLES) else actor.grid_ids


def _retired(by_grid: Mapping[int, Work], rows: Sequence[GridRow]) -> Work:
    """What answers to grids that new boundaries have retired."""
    today = {0, *(row.id for row in rows)}
    return sum((work for grid_id, work in by_grid.items() if grid_id not in today), Work())


def _members(actor: Actor, picked: Sequence[GridRow], work: Mapping[int, Work]) -> list[Row]:
    """Who works in these grids, and who owns a case of them; grid by grid, by name: no ranking."""
    order = {row.id: (n, row) for n, row in enumerate(picked)}
    homes: dict[int, tuple[str, list[tuple[int, GridRow]]]] = {}
    for person in grid.staff(actor.street_id):
        near = [order[grid_id] for grid_id in person.grid_ids if grid_id in order]
        if near or person.user_id in work:
            homes[person.user_id] = (person.name, near)
    others = people.names_of(user_id for user_id in work if user_id not in homes)
    homes |= {user_id: (name, []) for user_id, name in others.items()}
    listed = sorted(
        homes.items(), key=lambda one: (min((n for n, _ in one[1][1]), default=len(order)), one[1][0], one[0])
    )
    return [
        Row(user_id, name, min(near, key=lambda one: one[0])[1] if near else None, work.get(user_id, Work()))
        for user_id, (name, near) in listed
    ]


def mover(actor: Actor, user_id: int) -> User:
    """Whose cases are to be moved. Raises NotFound for whoever reads no load and for another street, NotAllowed."""
    readable(actor)
    person = people.user(user_id)
    if person is None or person.street_id != actor.street_id:
        raise NotFound
    require(actor.has(*MOVE_ROLES))
    return person


def would_get(cases: Sequence[Case], user_id: int, at: datetime) -> dict[int, Member | None]:
    """Who would get each of these cases, by the rules of routing: at night those that cannot wait go to the night."""
    if not cases:
        return {}
    office_open = time.office_open(cases[0].street_id, at)
    return suggesting.who_would_get(cases, at, office_open=office_open, taken_from=user_id)


def choose_page(actor: Actor, person: User, status: int = 200, **more: Any) -> Any:
    """Which cases of a member; then who would get them; then what became of each."""
    cases = queries.movable(actor, person.id)
    words = {c.id: catalog.category(c.category_id) for c in cases if c.category_id is not None}
    names = {row.id: row for row in grid.tree(actor.street_id)}
    context: dict[str, Any] = {
        "person": person,
        "cases": cases,
        "categories": words,
        "grids": names,
        "chosen": set(),
        "reason": "",
    }
    steps = {"targets": None, "results": None, "error": "", **more}
    return page("desk/load_move.html", status, **{**context, **steps})
