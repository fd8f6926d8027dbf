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
# What ends with the number of a person, and the values that are one.
OF_PEOPLE = (Setting.PERSON, Setting.DUTY, Setting.LEAVE, Setting.HAND_OVER)
PEOPLE = ("stand_in", "signed_by")
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
    named = (number for row in shown for number in (row.by_id, _person(row), *_people(row)))
    names = people.names_of(named)
    more = shown[-1].id if len(rows) > PAGE else None
    return [_line(row, names) for row in shown], more


def kind_of(typed: str) -> Setting | None:
    """The kind in an address; None for all, and for what is none."""
    return next((kind for kind in Setting if kind.value == typed), None)


def _line(row: SetupChange, names: dict[int, str]) -> Line:
    # A person is kept by their number, so that whoever is anonymised is named here no more.
    person = _person(row)
    subject = row.subject
    if person is not None and person in names:
        subject = subject.removesuffix(str(person)) + names[person]
    by = names.get(row.by_id or 0, "") or said(N_("系统"))
    return Line(row.at, by, said(SETTING_WORDS[row.what]), subject, tuple(_values(row, names)))


def _person(row: SetupChange) -> int | None:
    number = row.subject.rpartition(" ")[2]
    return int(number) if row.what in OF_PEOPLE and number.isascii() and number.isdigit() else None


def _people(row: SetupChange) -> list[int]:
    """Those who are named by a value."""
    sides = (side.get(name) for side in (row.before, row.after) for name in PEOPLE)
    return [value for value in sides if isinstance(value, int)]


def _values(row: SetupChange, names: dict[int, str]) -> Iterator[Value]:
    for name in sorted({*row.before, *row.after}):
        words = said(FIELD_WORDS[name]) if name in FIELD_WORDS else name
        was, now = (side.get(name) for side in (row.before, row.after))
        if name in PEOPLE:
            was, now = (names.get(value, value) if isinstance(value, int) else value for value in (was, now))
        yield Value(words, value_words(was), value_words(now))


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
