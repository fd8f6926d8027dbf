"""How the parts of a joint case stand, for its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.cases.models_parts import CasePart
from app.casework import telling
from app.casework.queries import CasePage, Names
from app.core.web.locale import said as _
from app.sla.clocks import ClockKind
from app.sla.queries import LedgerRow


@dataclass(frozen=True)
class Part:
    """An assisting unit's part as the page shows it: who, what is asked, how it stands, what was done."""

    unit: str
    task: str
    state: str
    at: datetime
    feedback: str
    clock: LedgerRow | None


def parts(found: CasePage) -> list[Part]:
    """The parts of every round, in the order in which they were asked for."""
    texts = {text.id: text.value or _(telling.ERASED) for text in found.texts}
    clocks = {row.part_id: row for row in found.clocks if row.kind is ClockKind.PART}
    return [_part(part, found.names, texts, clocks.get(part.id)) for part in found.parts]


def _part(part: CasePart, names: Names, texts: Mapping[int, str], clock: LedgerRow | None) -> Part:
    state, at = _("等签收"), part.asked_at
    if part.cancelled_at is not None:
        state, at = _("撤销了"), part.cancelled_at
    elif part.done_at is not None:
        state, at = _("办好了"), part.done_at
    elif part.signed_in_at is not None:
        state, at = _("在办"), part.signed_in_at
    unit, task = names.units.get(part.unit_id, ""), texts.get(part.task_text_id, "")
    feedback = texts.get(part.feedback_text_id or 0, "")
    return Part(unit, task, state, at, feedback, clock if part.is_open else None)
