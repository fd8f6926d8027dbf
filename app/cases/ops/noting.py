"""What is added to a case without moving it."""

from collections.abc import Sequence
from datetime import datetime

from app.cases.events import CaseUrged
from app.cases.lifecycle import ENDS, Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.reports import Picture
from app.cases.words import DeskKind, TextKind
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.msgid import N_
from app.core.permissions import Actor, Role


def note(actor: Actor, case: Case, text: str, pictures: Sequence[Picture] = (), *, at: datetime) -> None:
    """记一笔: a text, pictures, or both."""
    trail.authorise(actor, Verb.NOTE, case)
    if not text.strip() and not pictures:
        raise Invalid(errors={"text": N_("请写几个字，或加一张照片")})
    said = trail.Said(((TextKind.NOTE, trail.text_fits(text, "text")),), pictures)
    trail.record(actor, case, Verb.NOTE, at, said=said)
    if case.desk_kind is DeskKind.NO_UNIT and actor.has(Role.DISPATCHER, Role.DUTY_CHIEF):
        trail.leave_desk(case)  # the grid handles it already; the desk has seen that a unit is missing


def supplement(actor: Actor, case: Case, text: str, pictures: Sequence[Picture] = (), *, at: datetime) -> None:
    """补充情况 from the resident, by whoever holds the secret link (the caller has asked); open cases only."""
    if case.state in ENDS:
        raise Conflict(N_("这件事已经了结，不能再补充"))
    said = trail.Said(((TextKind.SUPPLEMENT, trail.text_needed(text, "text", N_("请写几个字"))),), pictures)
    trail.record(actor, case, Verb.NOTE, at, said=said)


def prepare_packet(
    actor: Actor, case: Case, counts: tuple[int, int, int], words: str = "", *, at: datetime
) -> int | None:
    """整理评议材料: a line that says how much is hidden from the panel (words, boxes, pictures), not what.

    words: what is blacked out by this; kept as a committed text, whose id is returned.
    """
    trail.authorise(actor, Verb.PREPARE_PACKET, case)
    kept = trail.keep_text(actor, case, TextKind.BLACKED, words, at) if words else None
    said = trail.Said(facts={"packet": counts}, kept=[kept.commitment] if kept else ())
    trail.record(actor, case, Verb.PREPARE_PACKET, at, said=said)
    return kept.id if kept else None


def urge(actor: Actor, case: Case, text: str, *, at: datetime) -> None:
    """催办, counted."""
    trail.authorise(actor, Verb.URGE, case)
    trail.record(actor, case, Verb.URGE, at, said=trail.Said(((TextKind.NOTE, trail.text_fits(text, "text")),)))
    case.urges += 1
    publish(CaseUrged(case.street_id, at, case_id=case.id, actor_id=actor.id))
