"""What the ballot's template is given: the packet, the person's own vote as it stands, and how it ended."""

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
from app.review.words import ATTITUDE_WORDS, VERDICT_WORDS, VOTE_WORDS, WIDENED_WORDS
from app.sla import queries as sla
from app.sla.clocks import ClockKind


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
        widened=WIDENED_WORDS.get(found.widened, ""),
        verdict=VERDICT_WORDS[found.mine.verdict],
        small={vote: gettext(words[1]) for vote, words in VOTE_WORDS.items()},
        attitudes={n: gettext(words) for n, words in ATTITUDE_WORDS.items()},
        own=gettext(VOTE_WORDS[found.mine.vote][0]) if found.mine.vote else "",
        line_max=LINE_MAX,
        checked=gettext("没办过这件事的人去看过，通过。"),
        **_packet(found, clocks),
    )


def _packet(found: queries.BallotPage, clocks: Any) -> dict[str, Any]:
    """Nothing for whoever has left the seat."""
    if found.packet is None:
        return {}
    review_id = found.mine.review_id
    return packets.context(
        found.packet, clocks, lambda photo: url_for("panel.photo", review_id=review_id, photo_id=photo.id)
    )
