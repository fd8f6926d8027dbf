"""A roster file to begin with: an example week of the street's own grids, lines and people. Reads only.

Every row of it could be put on duty as it stands: what the roster has already, or would clash with, is not in it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core.clock import street_time
from app.core.db import db
from app.core.permissions import Actor
from app.core.values import Tier
from app.grid import policy, roster_sheet
from app.grid.models import Duty
from app.grid.queries import GridRow, tree
from app.grid.roster import Staff, staff
from app.grid.roster_import import Verdict, judge
from app.grid.roster_sheet import COLUMNS, END, FROM, GRID, KIND, LINE, LOGIN, ORDER, STAND_IN, START, UNTIL, WEEKDAYS
from app.people.models import User

GRIDS_MOST = 12  # an example, not the roster: each row that is tried costs some statements
TRIED, LINES_TRIED, NIGHTS = 2, 3, 3
WEEKS = (1, 5)  # weeks from now; where the next one is planned wholly, one that nobody has planned yet
Row = dict[str, str]


def sample(actor: Actor, at: datetime) -> list[list[str]]:
    """The header and the rows of the example week: for each grid that the actor keeps one duty, and the night."""
    for weeks in WEEKS:
        tried = list(_tried(actor, _monday(at, weeks)))
        judged = judge(actor, [roster_sheet.parsed(n, _cells(row)) for n, (_, row) in enumerate(tried)], at=at)
        good: dict[str, Row] = {}
        for (post, row), found in zip(tried, judged, strict=True):
            if found.verdict is Verdict.NEW:
                good.setdefault(post, row)
        if good:
            return [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in good.values())]
    return [list(COLUMNS)]


def beside(actor: Actor) -> list[list[str]]:
    """The grids that the actor keeps with the people of each, to copy from: code, name, login, name."""
    logins, people = _logins(actor.street_id), staff(actor.street_id)
    rows = [["网格编码", "网格", "登录名", "姓名"]]
    for one in _kept(actor):
        there = _of(one, people)
        rows += [[one.code, one.name, logins[p.user_id], p.name] for p in there] or [[one.code, one.name, "", ""]]
    return rows


def _tried(actor: Actor, monday: date) -> Iterator[tuple[str, Row]]:
    """What could stand in the example, by the post it is for; the first that is possible is taken."""
    logins, people, lines = _logins(actor.street_id), staff(actor.street_id), _lines(actor.street_id)
    week = {FROM: monday.isoformat(), UNTIL: (monday + timedelta(days=6)).isoformat()}
    for one in _kept(actor)[:GRIDS_MOST]:
        there = _of(one, people)[:TRIED]
        for line in lines:
            for person in there:
                row = week | {GRID: one.code, LOGIN: logins[person.user_id], LINE: line, WEEKDAYS: "12345"}
                other = next((logins[p.user_id] for p in there if p is not person), "")
                yield one.code, row | {START: "08:30", END: "18:00", STAND_IN: other}
        if one.tier is Tier.STREET:
            yield from _nights(one, [logins[p.user_id] for p in _of(one, people)], week)


def _nights(root: GridRow, logins: Sequence[str], week: Row) -> Iterator[tuple[str, Row]]:
    for order, login in enumerate(logins[:NIGHTS], start=1):
        row = week | {GRID: root.code, LOGIN: login, KIND: "24小时", ORDER: str(order), START: "18:00", END: "08:30"}
        yield f"night {order}", row


def _of(one: GridRow, people: Sequence[Staff]) -> list[Staff]:
    return [person for person in people if one.id in person.grid_ids]


def _kept(actor: Actor) -> list[GridRow]:
    return [row for row in tree(actor.street_id) if policy.may_keep_roster(actor, row.id)]


def _lines(street_id: int) -> list[str]:
    """The lines of work that the roster knows, after none at all."""
    rows = select(Duty.line).where(Duty.street_id == street_id, Duty.line != "").distinct().order_by(Duty.line)
    return ["", *db.session.scalars(rows.limit(LINES_TRIED))]


def _logins(street_id: int) -> dict[int, str]:
    rows = select(User.id, User.login).where(User.street_id == street_id, User.active)
    return dict(db.session.execute(rows).all())


def _monday(at: datetime, weeks: int) -> date:
    today = street_time(at).date()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def _cells(row: Row) -> dict[str, str]:
    return {name: row.get(name, "") for name in COLUMNS}
