"""Which cases a form carries, and what would become of each of them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.cases.lifecycle import Verb, row
from app.cases.models import Case
from app.cases.policy import may
from app.core.permissions import Actor
from app.desk.words import BulkEnd, BulkVerb

DIGITS_MAX = 9
SHORT = 2  # parts of a pick without a target


class Pick(NamedTuple):
    """A case, and how long its story was when it was picked; to whom and which unit routing would send it, 0: none."""

    case_id: int
    seen: int
    member_id: int = 0
    unit_id: int = 0


@dataclass(frozen=True)
class Order:
    """One move on many cases. token: of the form; words: the reason of a void, the text of an urge.

    suggested: each is dispatched to whom its pick names, instead of all to one member.
    """

    verb: BulkVerb
    token: str
    member_id: int | None = None
    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    suggested: bool = False


def write_picks(picks: Iterable[Pick]) -> str:
    """Picks as a form carries them: 12-3.14-5-67-0; what routing says stands there where it says anything."""
    return ".".join("-".join(map(str, pick if any(pick[SHORT:]) else pick[:SHORT])) for pick in picks)


def read_picks(typed: str) -> list[Pick]:
    """The picks of a form, each case once; what is none is left out."""
    found: dict[int, Pick] = {}
    for part in typed.split("."):
        numbers = [int(n) for n in part.split("-") if n.isascii() and n.isdigit() and len(n) <= DIGITS_MAX]
        if len(numbers) in (SHORT, len(Pick._fields)):
            found.setdefault(numbers[0], Pick(*numbers))
    return list(found.values())


def read_ids(typed: Iterable[str]) -> list[int]:
    """The cases that were ticked."""
    return sorted({int(n) for n in typed if n.isascii() and n.isdigit() and len(n) <= DIGITS_MAX})


def expected(actor: Actor, verb: BulkVerb, case: Case) -> BulkEnd:
    """What would become of a case as it stands; needs its handlers and whom it is about."""
    move = Verb(verb.value)
    if row(move, case.state) is None:
        return BulkEnd.MOVED_ON
    return BulkEnd.DONE if may(actor, move, case) else BulkEnd.NOT_ALLOWED
