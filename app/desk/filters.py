"""The filters of the list of cases, as they stand in its address: shareable, and never an error. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from app.cases.bigrams import asks_for_somebody, is_searchable
from app.cases.lifecycle import ENDS, State
from app.cases.receipts import read_receipt
from app.cases.words import Source, Urgency
from app.core.clock import of_this_century
from app.sla.lamps import LampKind

OPEN, ALL, TO_CALL = "open", "all", "to_call"
YES = "yes"
LAMPS = (LampKind.RED, LampKind.YELLOW, LampKind.GREEN, LampKind.OFF)
OPEN_STATES = tuple(state.value for state in State if state not in ENDS)
TEXT_MAX = 60


@dataclass(frozen=True)
class Filters:
    """state: "open" (not ended), "all", "to_call" (closed, waits for the call-back) or a State.

    grid: with everything below it. unit, owner: in whose hands; who: part of such a name. relapse: "yes".

    since, until: days of the report in street time, both included. q: a receipt number, or words of the case.
    """

    state: str = OPEN
    lamp: str = ""
    category: int | None = None
    grid: int | None = None
    unit: int | None = None
    owner: int | None = None
    who: str = ""
    source: str = ""
    urgency: str = ""
    relapse: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""

    @property
    def receipt(self) -> str | None:
        """The receipt number that `q` is, in one spelling."""
        return read_receipt(self.q)

    @property
    def is_search(self) -> bool:
        """Whether cases are looked for by their words."""
        return bool(self.q) and self.receipt is None

    @property
    def leaves_few(self) -> bool:
        """Whether no more than the cases in hand can be left, however many are over."""
        return bool(self.lamp) or self.state in (OPEN, TO_CALL, *OPEN_STATES)

    @property
    def has_days(self) -> bool:
        """Whether only the reports of some days are wanted."""
        return self.receipt is None and (self.since is not None or self.until is not None)

    @property
    def is_empty(self) -> bool:
        """Nothing but what the page starts with."""
        return self == Filters()

    def args(self, **changes: object) -> dict[str, str]:
        """As the query of an address, without what is not set; `changes`: other values, None to drop one."""
        changed = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        start = Filters()
        set_ = {f.name: getattr(changed, f.name) for f in fields(changed)}
        return {name: str(value) for name, value in set_.items() if value not in (None, "", getattr(start, name))}

    def active(self) -> Iterator[tuple[str, object]]:
        """The filters that are set, by name."""
        start = Filters()
        return (
            (f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) != getattr(start, f.name)
        )

    def without(self, name: str) -> dict[str, str]:
        """The address with one filter dropped."""
        return self.args(**{name: getattr(Filters(), name)})


FIELDS = tuple(f.name for f in fields(Filters))


def read(args: Mapping[str, str]) -> tuple[Filters, list[str]]:
    """The filters of an address, and the names of those that could not be understood and are not used."""
    wrong: list[str] = []

    def take(name: str, parse: object, start: object) -> object:
        typed = (args.get(name) or "").strip()
        if not typed:
            return start
        try:
            return parse(typed)  # type: ignore[operator]
        except ValueError:
            wrong.append(name)
            return start

    read_all = {f.name: take(f.name, PARSE[f.name], f.default) for f in fields(Filters)}
    return Filters(**read_all), wrong  # type: ignore[arg-type]


def _state(typed: str) -> str:
    return typed if typed in (OPEN, ALL, TO_CALL) else State(typed).value


def _id(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise ValueError(typed)
    return int(typed)


def _day(typed: str) -> date:
    found = date.fromisoformat(typed)
    if not of_this_century(found):
        raise ValueError(typed)
    return found


def _one_of(kind: type[StrEnum]) -> object:
    return lambda typed: kind(typed).value


def _text(typed: str) -> str:
    """Never a telephone: what is understood stands in addresses, saved filters and the log of exports."""
    if len(typed) > TEXT_MAX or not typed.isprintable():
        raise ValueError(typed)
    if asks_for_somebody(typed) and read_receipt(typed) is None:
        raise ValueError(typed)
    return typed


def _yes(typed: str) -> str:
    if typed != YES:
        raise ValueError(typed)
    return typed


def _search(typed: str) -> str:
    if not is_searchable(_text(typed)):
        raise ValueError(typed)
    return typed


PARSE: Mapping[str, object] = {
    "state": _state,
    "lamp": _one_of(LampKind),
    "category": _id,
    "grid": _id,
    "unit": _id,
    "owner": _id,
    "who": _text,
    "source": _one_of(Source),
    "urgency": _one_of(Urgency),
    "relapse": _yes,
    "since": _day,
    "until": _day,
    "q": _search,
}
