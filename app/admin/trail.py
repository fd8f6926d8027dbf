"""The trail as its page shows it: words for names and values, people by their present names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.admin.words import FIELD_WORDS, SETTING_WORDS, VALUE_WORDS
from app.cases.labels import label
from app.core.msgid import N_
from app.core.permissions import Actor, Role
from app.core.values import Span
from app.core.web.locale import NOTHING, local, said
from app.people import changes as trail
from app.people import queries as people
from app.people.changes import SetupChange
from app.people.words import Setting
from app.sla.lamps import SPAN_WORDS

PAGE = 50
ROLES = {role.value: role for role in Role}


@dataclass(frozen=True)
class Value:
    """A value that changed: its name, what it was, what it is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A change, in the page's words."""

    at: datetime
    who: str
    what: str
    subject: str
    values: Sequence[Value]


def lines(actor: Actor, kind: Setting | None, below: int | None) -> tuple[list[Line], int | None]:
    """A page of the trail, the newest first, and the key of the next; None at the end. Two statements."""
    rows = trail.changes(actor.street_id, kind, below, PAGE + 1)
    shown = rows[:PAGE]
    names = people.names_of([*(row.by_id for row in shown), *(_person(row) for row in shown)])
    more = shown[-1].id if len(rows) > PAGE else None
    return [_line(row, names) for row in shown], more


def kind_of(typed: str) -> Setting | None:
    """The kind in an address; None for all, and for what is none."""
    return next((kind for kind in Setting if kind.value == typed), None)


def _line(row: SetupChange, names: dict[int, str]) -> Line:
    # A person is kept by their number, so that whoever is anonymised is named here no more.
    person = _person(row)
    subject = names.get(person, row.subject) if person is not None else row.subject
    by = names.get(row.by_id or 0, "") or said(N_("系统"))
    return Line(row.at, by, said(SETTING_WORDS[row.what]), subject, tuple(_values(row)))


def _person(row: SetupChange) -> int | None:
    is_number = row.what is Setting.PERSON and row.subject.isascii() and row.subject.isdigit()
    return int(row.subject) if is_number else None


def _values(row: SetupChange) -> Iterator[Value]:
    for name in sorted({*row.before, *row.after}):
        words = said(FIELD_WORDS[name]) if name in FIELD_WORDS else name
        yield Value(words, value_words(row.before.get(name)), value_words(row.after.get(name)))


def value_words(value: Any) -> str:
    """A plain JSON value as people read it."""
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return said(N_("是")) if value else said(N_("否"))
    if isinstance(value, list):
        return said(N_("、")).join(value_words(one) for one in value)
    text = str(value)
    if text in ROLES:
        return said(label(ROLES[text]))
    if text in VALUE_WORDS:
        return said(VALUE_WORDS[text])
    return _moment(text) or _span(text) or text


def _span(text: str) -> str:
    """An amount of time ("4 working_hour") in words; "" for anything else."""
    try:
        span = Span.parse(text)
    except ValueError:
        return ""
    return said(SPAN_WORDS[span.unit], n=span.amount)


def _moment(text: str) -> str:
    """A moment as JSON keeps it, in the street's time; "" for anything else."""
    if len(text) < len("2026-01-01T00:00+00:00") or "T" not in text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return local(moment) if moment.tzinfo else ""
