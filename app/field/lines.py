"""The lines of cases as a tablet keeps them: enough to work on without a network, and nobody's name or number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select

from app.cases.evidence import BEFORE, wanted_of
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CasePhoto, CaseText
from app.cases.words import PhotoKind, TextKind
from app.casework import turns
from app.core.db import db
from app.core.permissions import Actor
from app.core.values import as_json
from app.field import verbs
from app.field.queries import Tab, Todo, unlit_lines, waits_for
from app.intake import queries as contacts
from app.intake.policy import may_know_reporter
from app.sla import queries as sla
from app.sla.lamps import CLOCK_WORDS

TEXT_MAX = 2_000
TOLD = (TextKind.REPORT, TextKind.REPLY, TextKind.PHOTO_WHY)


@dataclass(frozen=True)
class Beside:
    """What hangs on the cases, by case. texts: the newest of a kind and round; phones: where somebody can be called."""

    texts: Mapping[tuple[int, TextKind, int], str]
    photos: Mapping[int, Sequence[tuple[int, PhotoKind, int]]]
    phones: set[int]
    running: Mapping[int, Sequence[sla.Running]]


def lines(actor: Actor, tabs: Mapping[int, Tab], at: datetime) -> list[dict[str, Any]]:
    """The lines of these cases, plain values; tabs: where each stands, GRID for those that are not theirs.

    Those that the person may not see are left out. Five statements, however many.
    """
    found = unlit_lines(actor, tabs, at)
    theirs = [line.case.id for line in found if tabs[line.case.id] is not Tab.GRID]
    beside = _beside([line.case for line in found], theirs)
    return [_line(actor, line, tabs[line.case.id], beside, at) for line in found]


def _beside(cases: Sequence[Case], theirs: Sequence[int]) -> Beside:
    texts = select(CaseText.case_id, CaseText.kind, CaseText.round, CaseText.value)
    texts = texts.where(CaseText.case_id.in_(theirs), CaseText.kind.in_(TOLD), CaseText.value.is_not(None))
    photos = select(CasePhoto.case_id, CasePhoto.id, CasePhoto.kind, CasePhoto.round)
    photos = photos.where(CasePhoto.case_id.in_(theirs), CasePhoto.erased_at.is_(None)).order_by(CasePhoto.id)
    shown: dict[int, list[tuple[int, PhotoKind, int]]] = {}
    for case_id, photo_id, kind, of_round in db.session.execute(photos):
        shown.setdefault(case_id, []).append((photo_id, kind, of_round))
    said = {
        (case_id, kind, of_round): value or ""
        for case_id, kind, of_round, value in db.session.execute(texts.order_by(CaseText.id))
    }
    running = sla.running([case.id for case in cases])
    return Beside(said, shown, contacts.with_phone(theirs), running)


def _line(actor: Actor, line: Todo, tab: Tab, beside: Beside, at: datetime) -> dict[str, Any]:
    case, category = line.case, line.category
    open_now = [*([line.main] if line.main else []), *line.more]
    turn = turns.turn(case, [verb for verb in open_now if verb in verbs.ON_TABLET])
    told = {
        "id": case.id,
        "receipt": case.receipt,
        "seen": case.entry_count,
        "state": case.state,
        "tab": _tab(actor, line, tab, turn.main),
        "do": line.do,
        **verbs.said(turn),
        "ahead": verbs.ahead(actor, case, category, turn, at),
        "category": case.category_id,
        "urgency": case.urgency,
        "evidence": list(wanted_of(case.evidence, category.evidence if category else ())),
        "relapse": case.relapse_of_id is not None,
        "round": case.round,
        "reported_at": case.reported_at,
        "lamps": [_lamp(clock) for clock in beside.running.get(case.id, ())],
    }
    return dict(as_json(told | _place(line) | _words(actor, case, turn, tab, beside)))


def _tab(actor: Actor, line: Todo, tab: Tab, main: Verb | None) -> Tab:
    """What is theirs and waits for somebody else lies with others."""
    return Tab.OTHERS if tab is Tab.TODO and not waits_for(actor, line.case, main) else tab


def _place(line: Todo) -> dict[str, Any]:
    case = line.case
    return {
        "where": line.where,
        "lon": case.lon,
        "lat": case.lat,
        "grid": line.grid,
        "estate": line.estate,
        "owner": line.owner,
        "unit": line.unit,
        "unit_id": case.handling_unit_id,
        "residential_grid_id": case.residential_grid_id,
    }


def _words(actor: Actor, case: Case, turn: turns.Turn, tab: Tab, beside: Beside) -> dict[str, Any]:
    """What was said and shown, for those whose case it is."""
    photos = beside.photos.get(case.id, ()) if tab is not Tab.GRID else ()
    checks = Verb.CHECK_PASS in turn.moves
    said = {kind: beside.texts.get((case.id, kind, case.round), "") for kind in TOLD}
    result = {"reply": said[TextKind.REPLY], "outcome": case.outcome, "photo_why": said[TextKind.PHOTO_WHY]}
    return {
        "text": beside.texts.get((case.id, TextKind.REPORT, 1), "")[:TEXT_MAX],
        "photos": [{"id": photo_id, "kind": kind} for photo_id, kind, _ in photos],
        "before": any(kind in BEFORE and (of == case.round or kind is PhotoKind.REPORT) for _, kind, of in photos),
        "contact": case.id in beside.phones and may_know_reporter(actor, case),
        "check": result if checks else None,
    }


def _lamp(clock: sla.Running) -> dict[str, Any]:
    words = {"words_zh": CLOCK_WORDS[clock.kind], "words_en": _english(CLOCK_WORDS[clock.kind])}
    times = {"started_at": clock.started_at, "yellow_at": clock.yellow_at, "due_at": clock.due_at}
    return {"kind": clock.kind, **words, **times, "paused": clock.paused, "unit": clock.unit}


@cache
def _english(words: str) -> str:
    with force_locale("en"):
        return str(gettext(words))
