"""What a review tells the features above (app/wiring.py lists who listens)."""

from dataclasses import dataclass

from app.core.events import Event
from app.review.words import Verdict


@dataclass(frozen=True)
class ReviewEvent(Event):
    """Something happened to one review of one case."""

    review_id: int
    case_id: int


@dataclass(frozen=True)
class ReviewersSeated(ReviewEvent):
    """These people are asked to vote: the panel at its opening, or a reserve for a vacated seat."""

    user_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReviewDecided(ReviewEvent):
    """The panel's verdict stands."""

    verdict: Verdict = Verdict.PENDING
