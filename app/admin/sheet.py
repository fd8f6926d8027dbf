"""A sheet of people, read row by row: what is good, what is there already, and what is wrong in which line. Pure.

Columns are called by our words or by their plain names (login, name, roles, grids, unit, phone); cells of several
values part them by semicolons or 、. No row speaks for another: a bad one stops nobody else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.cases.labels import label
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Role
from app.people.ops import LOGIN
from app.people.policy import KEPT_ELSEWHERE, too_much
from app.people.setup.accounts import Entry
from app.people.wording import fault_of_name, fault_of_phone

COLUMNS: Mapping[str, str] = {
    "login": N_("用户名"),
    "name": N_("姓名"),
    "roles": N_("角色"),
    "grids": N_("网格"),
    "unit": N_("单位"),
    "phone": N_("电话"),
}
NEEDED = ("login", "name", "roles")
ROWS_MAX = 100  # each new account costs a hash of a twentieth of a second while somebody waits
PARTS = re.compile(r"[;；、]")
ROLES = {words: role for role in Role if role not in KEPT_ELSEWHERE for words in (role.value, label(role))}
Cells = dict[str, str]


@dataclass(frozen=True)
class Known:
    """What a row may name. grids: ids by code and by name; units: by name; None for a name that several have.

    taken: (street, name) by login.
    """

    street_id: int
    grids: Mapping[str, int | None]
    units: Mapping[str, int | None]
    taken: Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Judged:
    """A row: an entry to be made, or there already, or `message` (a msgid filled by `params`) says what is wrong."""

    line: int
    cells: Cells
    entry: Entry | None = None
    there: bool = False
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def login(self) -> str:
        """What they sign in by."""
        return self.cells["login"].lower()


class _Bad(Exception):
    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message, self.params = message, params


def rows_of(table: Sequence[tuple[int, list[str]]]) -> list[tuple[int, Cells]]:
    """The cells of each line by our names. Raises Invalid at `sheet` for a header that lacks one, and for too many."""
    head = table[0][1] if table else []
    names = [_column(cell) for cell in head]
    missing = [COLUMNS[name] for name in NEEDED if names.count(name) != 1]
    if missing:
        raise Invalid(errors={"sheet": N_("表头里要有用户名、姓名、角色这三列，各一列")})
    if len(table) - 1 > ROWS_MAX:
        raise Invalid(errors={"sheet": N_("一次最多 %(most)s 人，请分成几份")}, most=ROWS_MAX)
    if len(table) == 1:
        raise Invalid(errors={"sheet": N_("表里一个人也没有")})
    return [(line, _cells(names, cells)) for line, cells in table[1:]]


def judge(rows: Iterable[tuple[int, Cells]], known: Known) -> list[Judged]:
    """Each row by itself, and against those above it: a person twice in one sheet is named."""
    logins: dict[str, int] = {}
    persons: dict[tuple[str, str], int] = {}
    found = []
    for line, cells in rows:
        try:
            entry = _entry(cells, known)
            _first_time(line, cells, logins, persons)
            found.append(Judged(line, cells, entry, there=_is_there(cells, known)))
        except _Bad as bad:
            found.append(Judged(line, cells, message=bad.message, params=bad.params))
    return found


def _column(cell: str) -> str:
    return next((name for name, words in COLUMNS.items() if cell.strip().lower() in (name, words)), "")


def _cells(names: Sequence[str], cells: Sequence[str]) -> Cells:
    told = dict(zip(names, cells, strict=False))
    return {name: told.get(name, "").strip() for name in COLUMNS}


def _entry(cells: Cells, known: Known) -> Entry:
    if not LOGIN.fullmatch(cells["login"].lower()):
        raise _Bad(N_("用户名是 2 到 40 位小写字母、数字或 . _ - @"))
    if wrong := fault_of_name(cells["name"]) or fault_of_phone(cells["phone"]):
        raise _Bad(wrong)
    roles = frozenset(_known(word, ROLES, N_("没有这个角色：%(word)s")) for word in _parts(cells["roles"]))
    if not roles:
        raise _Bad(N_("至少选一个角色"))
    if too_much(roles):
        raise _Bad(N_("管理员和审计员不能是同一个人"))
    grids = frozenset(_known(word, known.grids, N_("没有这个网格：%(word)s")) for word in _parts(cells["grids"]))
    unit = _known(cells["unit"], known.units, N_("没有这个单位：%(word)s")) if cells["unit"] else None
    return Entry(cells["name"], roles, grids, unit, cells["phone"])


def _first_time(line: int, cells: Cells, logins: dict[str, int], persons: dict[tuple[str, str], int]) -> None:
    first = logins.setdefault(cells["login"].lower(), line)
    if first != line:
        raise _Bad(N_("用户名和第 %(line)s 行一样"), line=first)
    if cells["phone"] and (first := persons.setdefault((cells["name"], cells["phone"]), line)) != line:
        raise _Bad(N_("和第 %(line)s 行是同一个人：姓名和电话都一样"), line=first)


def _is_there(cells: Cells, known: Known) -> bool:
    street_id, name = known.taken.get(cells["login"].lower(), (None, ""))
    if street_id is None:
        return False
    if (street_id, name) != (known.street_id, cells["name"]):
        raise _Bad(N_("这个用户名已经有人用了"))
    return True


def _known(word: str, among: Mapping[str, Any], words: str) -> Any:
    if word not in among:
        raise _Bad(words, word=word)
    if among[word] is None:
        raise _Bad(N_("叫“%(word)s”的不止一个，说不准是哪个"), word=word)
    return among[word]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in PARTS.split(cell) if part.strip()]
