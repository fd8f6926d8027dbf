"""The archive of promises: kept as JSON Lines, and reckoned anew from nothing but the file. Pure.

    {"line": "calendar", "id": 1, "version": 1, "first": 2004, "last": 2029, "windows": [["08:30", "12:00"], …],
     "rest": ["2026-10-01", …], "work": ["2026-10-10", …], "official": [2004, …]}
    {"line": "clock", "id": 17, "case_id": 5, "kind": "dispose", "amount": 5, "unit": "working_day", "calendar_id": 1,
     "started_at": "2026-11-16T01:30:00+00:00", "facts": [{"at": …, "what": "extend", "amount": 2, "unit": …}, …],
     "due_at": …, "strict_due_at": …, "yellow_at": …, "stopped_at": null}
    {"line": "end", "lines": 2}

First the versions of calendars that are used, then a line a clock, and a last one that says that nothing is missing.
Nobody's name and nobody's words are in it: days have no reason, and a case is a number.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from app.core.clock import street_time
from app.core.values import Span, as_json
from app.sla.reckoning import Fact, What, reckon
from app.sla.workcal import MINUTE, Calendar, DayKind

CALENDAR, CLOCK, END = "calendar", "clock", "end"
MOMENTS = ("due_at", "strict_due_at", "yellow_at")


@dataclass(frozen=True)
class Kept:
    """A promise as it stands: what was promised first, what happened to it, and when it is due by that."""

    id: int
    case_id: int
    kind: str
    span: Span
    started_at: datetime
    calendar_id: int
    facts: tuple[Fact, ...]
    due_at: datetime
    strict_due_at: datetime
    yellow_at: datetime
    stopped_at: datetime | None = None


@dataclass(frozen=True)
class Difference:
    """A moment (one of MOMENTS) of a clock that is not what its facts give."""

    clock_id: int
    kind: str
    moment: str
    kept: datetime
    reckoned: datetime

    def __str__(self) -> str:
        kept, found = (street_time(at).isoformat() for at in (self.kept, self.reckoned))
        return f"clock {self.clock_id} {self.kind} {self.moment}: kept {kept}, reckoned {found}"


@dataclass
class Replayed:
    """What a replay found. unreadable: a line each, with its number and why."""

    clocks: int = 0
    differences: list[Difference] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def differ(self) -> int:
        """How many clocks differ."""
        return len({found.clock_id for found in self.differences})


def lines(calendars: Mapping[int, Calendar], clocks: Iterable[Kept]) -> Iterator[str]:
    """The lines of an archive, each with its end of line; `clocks` is walked once."""
    written = 0
    versions = (_of_calendar(calendar_id, calendar) for calendar_id, calendar in calendars.items())
    for row in chain(versions, map(_of_clock, clocks)):
        written += 1
        yield _line(row)
    yield _line({"line": END, "lines": written})


def replay(archive: Iterable[bytes]) -> Replayed:
    """Reckon every clock of an archive anew; what cannot be read is told by the number of its line."""
    found, calendars, number, is_over = Replayed(), dict[int, Calendar](), 0, False
    for number, line in enumerate(archive, 1):
        try:
            row = json.loads(line)
            if row["line"] == END:
                is_over = _is_whole(row, number)
            else:
                _take(row, calendars, found)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            found.unreadable.append(f"line {number}: {_why(error)}")
    if not is_over:
        found.unreadable.append(f"line {number + 1}: the archive is cut short")
    return found


def differences_of(calendar: Calendar, kept: Kept) -> list[Difference]:
    """Where a promise stands otherwise than its facts say. Raises OutsideCalendar."""
    made = reckon(calendar, kept.span, kept.started_at, kept.facts)
    both = [(name, getattr(kept, name), getattr(made, name)) for name in MOMENTS]
    return [Difference(kept.id, kept.kind, name, a, b) for name, a, b in both if a != b]


def _take(row: Mapping[str, Any], calendars: dict[int, Calendar], found: Replayed) -> None:
    """Remember a calendar, or compare a clock."""
    if row["line"] == CALENDAR:
        calendars[row["id"]] = _calendar(row)
    elif row["line"] == CLOCK:
        kept = _clock(row)
        if kept.calendar_id not in calendars:
            raise ValueError(f"calendar {kept.calendar_id} stands nowhere before it")
        found.differences += differences_of(calendars[kept.calendar_id], kept)
        found.clocks += 1
    else:
        raise ValueError(f"unknown kind of line: {row['line']!r}")


def _is_whole(row: Mapping[str, Any], number: int) -> bool:
    if row["lines"] != number - 1:
        raise ValueError(f"{row['lines']} lines were written, {number - 1} are here")
    return True


def _of_calendar(calendar_id: int, calendar: Calendar) -> dict[str, Any]:
    days = ((date(calendar.first, 1, 1) + timedelta(days=n), works) for n, works in enumerate(calendar.works))
    special = [(day.isoformat(), works) for day, works in days if works != (day.weekday() < 5)]
    return {
        "line": CALENDAR,
        "id": calendar_id,
        "version": calendar.version,
        "first": calendar.first,
        "last": calendar.last,
        "windows": [[_hour(opens), _hour(closes)] for opens, closes in calendar.windows],
        "rest": [day for day, works in special if not works],
        "work": [day for day, works in special if works],
        "official": sorted(calendar.official),
    }


def _calendar(row: Mapping[str, Any]) -> Calendar:
    days = {date.fromisoformat(day): kind for kind in DayKind for day in row[kind.value]}
    windows = [(opens, closes) for opens, closes in row["windows"]]
    years, version = {"first": row["first"], "last": row["last"]}, row["version"]
    return Calendar(days, **years, official=row["official"], windows=windows, version=version)


def _of_clock(kept: Kept) -> dict[str, Any]:
    names = ("id", "case_id", "kind", "calendar_id", "started_at", *MOMENTS, "stopped_at")
    facts = [{"at": fact.at, "what": fact.what, **_of_span(fact.span)} for fact in kept.facts]
    values = {name: getattr(kept, name) for name in names}
    return {"line": CLOCK, **values, **_of_span(kept.span), "facts": facts}


def _clock(row: Mapping[str, Any]) -> Kept:
    return Kept(
        id=int(row["id"]),
        case_id=int(row["case_id"]),
        kind=str(row["kind"]),
        span=_span(row),
        started_at=_moment(row["started_at"]),
        calendar_id=int(row["calendar_id"]),
        facts=tuple(_fact(fact) for fact in row["facts"]),
        due_at=_moment(row["due_at"]),
        strict_due_at=_moment(row["strict_due_at"]),
        yellow_at=_moment(row["yellow_at"]),
        stopped_at=None if row["stopped_at"] is None else _moment(row["stopped_at"]),
    )


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(_moment(row["at"]), What(row["what"]), _span(row) if "amount" in row else None)


def _of_span(span: Span | None) -> dict[str, Any]:
    return {} if span is None else {"amount": span.amount, "unit": span.unit}


def _span(row: Mapping[str, Any]) -> Span:
    return Span.parse(f"{row['amount']} {row['unit']}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a moment without its zone: {text}")
    return moment


def _hour(since_midnight: int) -> str:
    return "{:02}:{:02}".format(*divmod(since_midnight // MINUTE, 60))


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(as_json(row)) + "\n"


def _why(error: Exception) -> str:
    match error:
        case json.JSONDecodeError() | UnicodeDecodeError():
            return "not JSON"
        case KeyError():
            return f"no {error.args[0]}"
        case _:
            return str(error)
