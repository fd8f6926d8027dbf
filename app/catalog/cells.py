"""One cell of a catalogue sheet: what it must look like, or what is wrong with it. Pure."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from app.core.msgid import N_
from app.core.values import Span

Reader = Callable[[str], Any]
CODE = re.compile(r"[A-Za-z0-9_-]+")
DIGITS_MAX = 5


def by_name(rows: Iterable[tuple[str, int]]) -> dict[str, int | None]:
    """Ids by name; None for a name that several have: whoever looks there says so."""
    found: dict[str, int | None] = {}
    for name, row_id in rows:
        found[name] = None if name in found else row_id
    return found


class BadCell(ValueError):
    """A cell that cannot be read; `message` is a Chinese msgid, `params` fill its places."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def text(longest: int, *, needed: bool = False) -> Reader:
    """Words on one line, at most `longest` characters; `needed`: not empty."""

    def read(cell: str) -> str:
        if needed and not cell:
            raise BadCell(N_("空着：这一格必须填"))
        if len(cell) > longest:
            raise BadCell(N_("太长了：最多 %(longest)s 个字"), longest=longest)
        if not cell.isprintable():
            raise BadCell(N_("有看不见的字符：请重新输入"))
        return cell

    return read


def code(longest: int, *, needed: bool = True) -> Reader:
    """A code: letters, digits, hyphen and underline."""
    words = text(longest, needed=needed)

    def read(cell: str) -> str:
        if words(cell) and not CODE.fullmatch(cell):
            raise BadCell(N_("代码只用字母、数字、- 和 _：%(cell)s"), cell=cell)
        return cell

    return read


def one_of(kind: type[StrEnum]) -> Reader:
    """A word of a closed list."""

    def read(cell: str) -> StrEnum:
        try:
            return kind(cell)
        except ValueError:
            raise BadCell(N_("只能是 %(words)s：%(cell)s"), words="、".join(kind), cell=cell) from None

    return read


def some_of(kind: type[StrEnum]) -> Reader:
    """Words of a closed list, apart by semicolons."""
    word = one_of(kind)
    return listed(lambda part: word(part).value)


def flag(cell: str) -> bool:
    """Y or N."""
    if cell not in ("Y", "N"):
        raise BadCell(N_("只能是 Y 或 N：%(cell)s"), cell=cell)
    return cell == "Y"


def number(cell: str) -> int:
    """A whole number, zero or more."""
    if not (cell.isascii() and cell.isdigit()) or len(cell) > DIGITS_MAX:
        raise BadCell(N_("要写一个不太大的整数：%(cell)s"), cell=cell)
    return int(cell)


def span(cell: str) -> Span:
    """An amount of time: "4 working_hour"."""
    try:
        return Span.parse(cell)
    except ValueError:
        raise BadCell(N_("要写“数 单位”，如 4 working_hour：%(cell)s"), cell=cell) from None


def maybe(read: Reader) -> Reader:
    """The same, or None for an empty cell."""
    return lambda cell: read(cell) if cell else None


def listed(read: Reader) -> Reader:
    """A list apart by semicolons ("30;90"), empty for an empty cell; nothing twice."""

    def parts(cell: str) -> list[Any]:
        found = [read(part.strip()) for part in cell.split(";")] if cell else []
        if len(set(found)) < len(found):
            raise BadCell(N_("同一项写了两次：%(cell)s"), cell=cell)
        return found

    return parts
