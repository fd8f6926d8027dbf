"""Writing down that somebody tried to close a case without an approval, in a transaction of its own."""

from datetime import datetime

from app.cases.attempts import Tried
from app.cases.events import CaseClosingRefused
from app.cases.models_refused import RefusedClosing
from app.core.events import publish
from app.core.rows import append


def note_refused(tried: Tried, door: str, *, at: datetime) -> None:
    """Keep an attempt; the leader hears of it. door: the endpoint, command or job it came through."""
    append(
        RefusedClosing,
        street_id=tried.street_id,
        case_id=tried.case_id,
        actor_id=tried.actor_id,
        door=door[:60],
        verb=tried.verb.value,
        approval=tried.approval,
        at=at,
    )
    publish(CaseClosingRefused(tried.street_id, at, case_id=tried.case_id, actor_id=tried.actor_id))
