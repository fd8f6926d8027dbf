"""What the ballot's template is given: the packet, the promises, the person's own vote as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.core.web import page
from app.panel import queries
from app.panel.forms import BallotForm
from app.review.turns import Turn, plan
from app.review.words import ATTITUDE_WORDS, SEAT_END_WORDS, VERDICT_WORDS, VOTE_WORDS, WIDENED_WORDS
from app.sla import queries as sla
from app.sla.clocks import ClockKind

BEFORE_RESERVES = (Turn.NONE, Turn.REMIND)
PROMISED = (ClockKind.RESPOND, ClockKind.DISPOSE)


@dataclass(frozen=True)
class Until:
    """reserve: from when a reserve takes the seat of whoever has not voted; None when that is over."""

    reserve: datetime | None
    over: datetime


@dataclass(frozen=True)
class Picture:
    """A picture of the packet, as the macro shows it."""

    url: str
    alt: str
    caption: str = ""


def ballot(actor: Actor, review_id: int, form: BallotForm, at: datetime, status: int = 200) -> Any:
    """The page of a ballot. Raises NotFound for whoever never sat on the review."""
    packet = queries.ballot_page(actor, review_id)
    if packet is None:
        raise NotFound()
    if not form.is_submitted():
        form.vote.data, form.attitude.data, form.line.data = packet.mine.vote, packet.attitude, packet.line
    clocks = sla.clocks_of(packet.mine.case_id, at)
    return page(
        "panel/ballot.html",
        status,
        form=form,
        packet=packet,
        lamp=next((row.lamp for row in clocks if row.kind is ClockKind.REVIEW and row.lamp), None),
        until=until(actor.street_id, packet, clocks, at),
        promised=promised(clocks),
        before=_pictures(review_id, packet.before, gettext("之前的照片")),
        after=_pictures(review_id, packet.after, gettext("之后的照片")),
        widened=WIDENED_WORDS.get(packet.widened, ""),
        verdict=VERDICT_WORDS[packet.mine.verdict],
        left=SEAT_END_WORDS[packet.mine.left] if packet.mine.left else (),
        small={vote: gettext(words[1]) for vote, words in VOTE_WORDS.items()},
        attitudes={n: gettext(words) for n, words in ATTITUDE_WORDS.items()},
        own=gettext(VOTE_WORDS[packet.mine.vote][0]) if packet.mine.vote else "",
    )


def until(street_id: int, packet: queries.BallotPage, clocks: Sequence[sla.LedgerRow], at: datetime) -> Until | None:
    """Until when a vote counts; None once decided, or where no clock runs."""
    review = next((row for row in clocks if row.kind is ClockKind.REVIEW and row.lamp), None)
    if not packet.mine.is_open or review is None or review.due_at is None or review.span is None:
        return None
    moments = plan(packet.mine.opened_at, review.span, sla.due_in(street_id, at))
    reserves = moments.get(Turn.RESERVES, at) if packet.turn in BEFORE_RESERVES else at
    return Until(reserves if reserves > at else None, review.due_at)


def promised(clocks: Sequence[sla.LedgerRow]) -> list[bool]:
    """Of the two dates a resident was promised, whether each was kept; the latest of its kind counts."""
    latest = {row.kind: row.kept for row in clocks if row.kind in PROMISED}
    return [kept for kept in latest.values() if kept is not None]


def _pictures(review_id: int, photos: Sequence[queries.Photo], alt: str) -> list[Picture]:
    return [Picture(url_for("panel.photo", review_id=review_id, photo_id=photo.id), alt) for photo in photos]
