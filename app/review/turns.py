"""What time does to a review: a reminder, the reserves, the lapse, each at its moment. Pure.

domain.md section 2: three working days, reminders at one and two; at the second the reserves take the seats of
those who have not voted; undecided at the limit the round is void. A second round has two days: its reserves sit
after the first. Moments come through the calendar of the street, which is given, so they survive holidays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.catalog.stages import SECOND_REVIEW
from app.core.values import Span, Unit

Due = Callable[[datetime, Span], datetime]


class Turn(StrEnum):
    """How far time has come. RESERVES reminds those who keep their seats: nobody hears twice at one moment."""

    NONE = "none"
    REMIND = "remind"
    RESERVES = "reserves"
    LAPSE = "lapse"


ORDER = tuple(Turn)


@dataclass(frozen=True)
class Reached:
    """The highest turn that has come, and when to look again; None after the last."""

    turn: Turn
    next_at: datetime | None


def stage(second: bool) -> str:
    """The stage whose limit a review has (catalog/stages.py)."""
    return SECOND_REVIEW if second else "review"


def plan(opened_at: datetime, limit: Span, due: Due) -> Mapping[Turn, datetime]:
    """When each turn of a review falls: a reminder after the first day, the reserves a day before the limit.

    Where the two fall together the reserves remind. A limit in hours knows the lapse only.
    """
    days = limit.amount if limit.unit is Unit.WORKING_DAY else 1
    ends = {turn: n for turn, n in ((Turn.REMIND, 1), (Turn.RESERVES, days - 1)) if 0 < n < days}
    if ends.get(Turn.RESERVES) == ends.get(Turn.REMIND):
        ends.pop(Turn.REMIND, None)
    moments = {turn: due(opened_at, Span(n, limit.unit)) for turn, n in ends.items()}
    return {**moments, Turn.LAPSE: due(opened_at, limit)}


def reach(done: Turn, moments: Mapping[Turn, datetime], at: datetime) -> Reached:
    """After a silence only the highest turn is taken: whoever lost their seat needs no reminder."""
    ahead = [turn for turn in ORDER[ORDER.index(done) + 1 :] if turn in moments]
    come = [turn for turn in ahead if moments[turn] <= at]
    reached = come[-1] if come else done
    return Reached(reached, next((moments[turn] for turn in ahead if ORDER.index(turn) > ORDER.index(reached)), None))
