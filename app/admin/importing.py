"""People from a sheet: looked at first, then made row by row, each in a transaction of its own.

Between the two pages the rows travel in a signed slip, so that nobody picks the file twice and nobody else's rows
come back. Every row is judged anew when it is made: sent twice, the second time everybody is there already.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import IntegrityError

from app.admin import queries_people as queries
from app.admin.forms_people import ImportForm, SheetForm
from app.admin.sheet import Cells, Judged, Known, judge, rows_of
from app.catalog import queries as catalog
from app.catalog.cells import by_name
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web import page
from app.core.web.locale import said
from app.grid import queries as grid
from app.intake.sheets import table_of
from app.people import passwords
from app.people.setup import ops

KEPT_SECONDS = 3600
Rows = list[tuple[int, Cells]]


@dataclass(frozen=True)
class Line:
    """A row as a page shows it. said: what is wrong, or ""; password: shown this once, "" for whoever is not new."""

    line: int
    login: str
    name: str
    roles: str
    there: bool
    said: str = ""
    password: str = ""


def look(actor: Actor, form: SheetForm) -> Any:
    """What a sheet would do, and nothing done yet. Raises Invalid at `sheet`."""
    sent = form.sheet.data
    data = sent.read() if sent else b""
    if not data:
        raise Invalid(errors={"sheet": N_("请选一个文件")})
    try:
        rows = rows_of(table_of(data))
    except Invalid as invalid:
        raise Invalid(errors=invalid.errors or {"sheet": invalid.message}, **invalid.params) from None
    judged = _judged(actor, rows)
    good = [(row.line, row.cells) for row in judged if row.entry and not row.there]
    slip = str(_signer().dumps([actor.id, good])) if good else ""
    lines = [_line(row) for row in judged]
    return page("admin/people_preview.html", lines=lines, good=len(good), form=ImportForm(formdata=None, slip=slip))


def run(actor: Actor, slip: str, at: datetime) -> Any:
    """Make the accounts of a slip and show their passwords once. Raises Invalid for a slip of nobody, or too old."""
    rows = _rows_in(actor, slip)
    lines = [_made(actor, row, at) if row.entry and not row.there else _line(row) for row in _judged(actor, rows)]
    return page("admin/people_done.html", lines=lines, made=sum(bool(line.password) for line in lines))


def _made(actor: Actor, row: Judged, at: datetime) -> Line:
    password = passwords.first_password(row.login)
    hashed = passwords.hash_password(password)
    try:
        with transaction():
            if row.entry is not None:
                ops.open_account(actor, row.login, row.entry, hashed, at=at)
    except Invalid as invalid:
        return _line(row, next(iter(invalid.errors.values()), invalid.message))
    except IntegrityError:  # two who send the same sheet at once: the name is unique, and the first has it
        return _line(row, N_("这个用户名已经有人用了"))
    return _line(row, password=password)


def _judged(actor: Actor, rows: Rows) -> list[Judged]:
    tree = grid.tree(actor.street_id)
    grids = by_name((row.name, row.id) for row in tree) | {row.code: row.id for row in tree}
    units = by_name((unit.name, unit.id) for unit in catalog.units(actor.street_id))
    taken = queries.taken(cells["login"].lower() for _line_, cells in rows if cells["login"].isprintable())
    return judge(rows, Known(actor.street_id, grids, units, taken))


def _line(row: Judged, wrong: str = "", password: str = "") -> Line:
    params = row.params if row.message else {}
    words = said(row.message or wrong, **params) if row.message or wrong else ""
    return Line(row.line, row.cells["login"], row.cells["name"], row.cells["roles"], row.there, words, password)


def _rows_in(actor: Actor, slip: str) -> Rows:
    try:
        whose, rows = _signer().loads(slip, max_age=KEPT_SECONDS)
    except BadData:
        whose, rows = None, []
    if whose != actor.id:
        raise Invalid(errors={"sheet": N_("这份名单放得太久了，请重新选一次文件")})
    return [(line, dict(cells)) for line, cells in rows]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="people-sheet")
