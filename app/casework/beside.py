"""What somebody needs before their eyes while they fill in a move: the report, the pictures, the dispute."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cases import queries as cases
from app.cases.duplicates import Twin
from app.cases.lifecycle import REOPENING, Verb
from app.cases.models_trail import CaseText
from app.cases.words import TextKind
from app.casework import telling
from app.casework.forms import Occasion
from app.casework.gallery import AFTER, BEFORE, Noted, Picture, noted, sides
from app.casework.queries import names_of
from app.casework.shown import WhyStep, text_of, why_steps
from app.casework.telling import Line
from app.casework.twins import twins_of
from app.catalog import queries as catalog
from app.catalog.models_replies import ReplyText
from app.people import queries as people
from app.review.policy import has_packet

LOOKS_AT_PICTURES = (Verb.CHECK_PASS, Verb.CHECK_FAIL, Verb.OVERRIDE, *REOPENING)
READS_THE_STORY = (
    *(Verb.RULE, Verb.REDISPATCH, Verb.CONFER, Verb.CONCLUDE, Verb.OVERRIDE, Verb.DISPATCH, Verb.HAND_OVER),
    *REOPENING,
)
WRITES_A_REPLY = (Verb.HANDLE, Verb.SELF_DISPOSE)
CHECKS = (Verb.CHECK_PASS, Verb.CHECK_FAIL)
SORTS_OUT = (Verb.MERGE, Verb.DISPATCH, Verb.CLASSIFY, Verb.PLACE)
LINES_SHOWN = 6


@dataclass(frozen=True)
class First:
    """The first of two checks: who made it, what they said, and why there is a second."""

    who: str
    said: str
    why: Sequence[WhyStep]


@dataclass(frozen=True)
class Beside:
    """reported, reply, photo_why: texts, "" for none. first: of two checks. lines: newest first. packet: a panel will
    read it. twins: open cases nearby that may be the same. replies: what is often said, to begin a reply with."""

    reported: str
    reply: str
    photo_why: str
    noted: Sequence[Noted]
    first: First | None
    before: Sequence[Picture]
    after: Sequence[Picture]
    lines: Sequence[Line]
    packet: bool
    twins: Sequence[Twin]
    replies: Sequence[ReplyText]


def of(verb: Verb, now: Occasion) -> Beside:
    """What belongs beside the form of a verb. One to seven statements."""
    case, texts = now.case, cases.texts(now.case.id)
    looks = verb in LOOKS_AT_PICTURES
    photos = cases.photos(case.id) if looks else ()
    return Beside(
        reported=text_of(texts, TextKind.REPORT),
        reply=text_of(texts, TextKind.REPLY, case.round) if looks else "",
        photo_why=text_of(texts, TextKind.PHOTO_WHY, case.round) if looks else "",
        noted=noted(photos, case.round),
        first=_first(now, texts) if verb in CHECKS and case.first_checker_id else None,
        before=sides(case, photos, BEFORE),
        after=sides(case, photos, AFTER),
        lines=_lines(now, texts) if verb in READS_THE_STORY else (),
        packet=verb is Verb.CHECK_PASS and has_packet(case),
        twins=twins_of(now.actor, case, now.category, text_of(texts, TextKind.REPORT)) if verb in SORTS_OUT else (),
        replies=catalog.replies(case.street_id, case.category_id) if verb in WRITES_A_REPLY else (),
    )


def _first(now: Occasion, texts: Sequence[CaseText]) -> First:
    case, checked = now.case, [t for t in texts if t.kind is TextKind.CHECK and t.at >= (now.case.handled_at or t.at)]
    [name] = people.names_of([case.first_checker_id]).values()
    said = [t for t in checked if t.by_user_id == case.first_checker_id]
    return First(name, text_of(said, TextKind.CHECK), why_steps(cases.decisions(case.id)[-1]))


def _lines(now: Occasion, texts: Sequence[CaseText]) -> list[Line]:
    entries = cases.timeline(now.case.id)
    names = names_of(now.actor, now.case, now.category, entries)
    hide = not telling.knows_reporter(now.actor, now.case)
    return telling.lines_of(entries, names, texts, hide_reporter=hide)[::-1][:LINES_SHOWN]
