"""What the ballot's template is given: the packet, the person's own vote as it stands, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from app.casework import packets
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.core.web import page
from app.panel import queries
from app.panel.forms import BallotForm
from app.review.ops import LINE_MAX
from app.review.turns import Turn, plan
from app.review.words import ATTITUDE_WORDS, SEAT_END_WORDS, VERDICT_WORDS, VOTE_WORDS, WIDENED_WORDS
from app.sla import queries as sla
from app.sla.clocks import ClockKind

BEFORE_RESERVES = (Turn.NONE, Turn.REMIND)


@dataclass(frozen=True)
class Until:
    """reserve: from when a reserve takes the seat of whoever has not voted; None when that is over."""

    reserve: datetime | None
    over: datetime


def ballot(actor: Actor, review_id: int, form: BallotForm, at: datetime, status: int = 200) -> Any:
    """The page of a ballot. Raises NotFound for whoever never sat on the review."""
    found = queries.ballot_page(actor, review_id)
    if found is None:
        raise NotFound()
    if not form.is_submitted():
        form.vote.data, form.attitude.data, form.line.data = found.mine.vote, found.attitude, found.line
    clocks = sla.clocks_of(found.mine.case_id, at)
    return page(
        "panel/ballot.html",
        status,
        form=form,
        found=found,
        lamp=next((row.lamp for row in clocks if row.kind is ClockKind.REVIEW and row.lamp), None),
        until=until(actor.street_id, found, clocks, at),
        widened=WIDENED_WORDS.get(found.widened, ""),
        verdict=VERDICT_WORDS[found.mine.verdict],
        left=SEAT_END_WORDS[found.mine.left] if found.mine.left else (),
        small={vote: gettext(words[1]) for vote, words in VOTE_WORDS.items()},
        attitudes={n: gettext(words) for n, words in ATTITUDE_WORDS.items()},
        own=gettext(VOTE_WORDS[found.mine.vote][0]) if found.mine.vote else "",
        line_max=LINE_MAX,
        checked=gettext("没办过这件事的人去看过，通过。"),
        **_packet(found, clocks),
    )


def until(street_id: int, found: queries.BallotPage, clocks: Sequence[sla.LedgerRow], at: datetime) -> Until | None:
    """Until when a vote counts; None once decided, or where no clock runs."""
    review = next((row for row in clocks if row.kind is ClockKind.REVIEW and row.lamp), None)
    if not found.mine.is_open or review is None or review.due_at is None or review.span is None:
        return None
    moments = plan(found.opened_at, review.span, sla.due_in(street_id, at))
    reserves = moments.get(Turn.RESERVES, at) if found.turn in BEFORE_RESERVES else at
    return Until(reserves if reserves > at else None, review.due_at)


def _packet(found: queries.BallotPage, clocks: Any) -> dict[str, Any]:
    """Nothing for whoever has left the seat."""
    if found.packet is None:
        return {}
    review_id = found.mine.review_id
    return packets.context(
        found.packet, clocks, lambda photo: url_for("panel.photo", review_id=review_id, photo_id=photo.id)
    )
