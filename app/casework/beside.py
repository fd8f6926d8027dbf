"""What somebody needs before their eyes while they fill in a move: the report, the pictures, the dispute."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cases import queries as cases
from app.cases.lifecycle import REOPENING, Verb
from app.cases.models_trail import CaseText
from app.cases.words import TextKind
from app.casework import telling
from app.casework.forms import Occasion
from app.casework.queries import names_of
from app.casework.shown import AFTER, BEFORE, Picture, sides, text_of
from app.casework.telling import Line
from app.review.policy import has_packet

LOOKS_AT_PICTURES = (Verb.CHECK_PASS, Verb.CHECK_FAIL, Verb.OVERRIDE, *REOPENING)
READS_THE_STORY = (
    *(Verb.RULE, Verb.REDISPATCH, Verb.CONFER, Verb.CONCLUDE, Verb.OVERRIDE, Verb.DISPATCH, Verb.HAND_OVER),
    *REOPENING,
)
LINES_SHOWN = 6


@dataclass(frozen=True)
class Beside:
    """reported, reply: texts, "" for none. lines: newest first. packet: a panel will read it."""

    reported: str
    reply: str
    before: Sequence[Picture]
    after: Sequence[Picture]
    lines: Sequence[Line]
    packet: bool


def of(verb: Verb, now: Occasion) -> Beside:
    """What belongs beside the form of a verb. One to four statements."""
    case, texts = now.case, cases.texts(now.case.id)
    looks = verb in LOOKS_AT_PICTURES
    photos = cases.photos(case.id) if looks else ()
    return Beside(
        reported=text_of(texts, TextKind.REPORT),
        reply=text_of(texts, TextKind.REPLY, case.round) if looks else "",
        before=sides(case, photos, BEFORE),
        after=sides(case, photos, AFTER),
        lines=_lines(now, texts) if verb in READS_THE_STORY else (),
        packet=verb is Verb.CHECK_PASS and has_packet(case),
    )


def _lines(now: Occasion, texts: Sequence[CaseText]) -> list[Line]:
    entries = cases.timeline(now.case.id)
    names = names_of(now.actor, now.case, now.category, entries)
    hide = not telling.knows_reporter(now.actor, now.case)
    return telling.lines_of(entries, names, texts, hide_reporter=hide)[::-1][:LINES_SHOWN]
