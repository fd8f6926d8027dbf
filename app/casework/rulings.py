"""What a conference and a ruling in a panel's place left on the page of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases.labels import label
from app.cases.lifecycle import State, Verb
from app.cases.models_trail import CaseEntry, CaseText
from app.casework import telling
from app.casework.queries import CasePage
from app.core.web.locale import said as _
from app.review.packet import mask


@dataclass(frozen=True)
class Meeting:
    """A conference: the day it was held, who came, its minutes and what it decided."""

    on: str
    attendance: str
    minutes: str
    decision: str


@dataclass(frozen=True)
class Ruling:
    """The newest ruling; closes: the case is closed on it, 未经评议. reason: as the public reads it."""

    at: datetime
    closes: bool
    reason: str


def context(page: CasePage) -> dict[str, Any]:
    """What the page's templates name of them."""
    return {"meetings": meetings(page), "ruling": ruling(page)}


def meetings(page: CasePage) -> list[Meeting]:
    """The conferences of a case, the newest first."""
    texts = {text.id: text for text in page.texts}
    return [
        Meeting(
            telling.day_of(met.held_on.isoformat()),
            _value(texts.get(met.attendance_id)),
            _value(texts.get(met.minutes_id)),
            _(label(met.decision)),
        )
        for met in reversed(page.conferences)
    ]


def ruling(page: CasePage) -> Ruling | None:
    """The ruling that the case stands on, or was sent back by last; None without one."""
    made = next((e for e in reversed(page.entries) if e.verb is Verb.OVERRIDE), None)
    if made is None:
        return None
    return Ruling(made.at, closed_by(page.entries) is made and page.case.state is State.CLOSED, _reason(page, made))


def closed_by(entries: Iterable[CaseEntry]) -> CaseEntry | None:
    """The line that closed a case last."""
    closing = (e for e in entries if e.to_state is State.CLOSED and e.from_state is not State.CLOSED)
    return max(closing, key=lambda e: e.seq, default=None)


def _reason(page: CasePage, made: CaseEntry) -> str:
    return mask(next((_value(text) for text in page.texts if text.commitment in made.commitments), ""))


def _value(text: CaseText | None) -> str:
    return _(telling.ERASED) if text is None or text.value is None else text.value
