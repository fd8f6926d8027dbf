"""What a review tells the features above (app/wiring.py lists who listens)."""

from dataclasses import dataclass
from datetime import datetime

from app.core.events import Event
from app.review.turns import Turn


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
class VotesAwaited(ReviewEvent):
    """These people sit and have not voted; by: when a reserve takes their seat, or the round is void."""

    user_ids: tuple[int, ...]
    turn: Turn
    by: datetime


@dataclass(frozen=True)
class SeatsLost(ReviewEvent):
    """These people did not vote in time; reserves sit in their seats."""

    user_ids: tuple[int, ...]
