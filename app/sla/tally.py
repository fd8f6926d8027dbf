"""What a new calendar moves, counted: the figures of a preview, and of the deed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.sla.moving import Move


@dataclass(frozen=True)
class Preview:
    """What a calendar does at one moment, counted.

    cases_moved: open cases with a promise that falls due at another time. cases_overdue: with one that is past due
    only by the new calendar; cases_relieved: only by the old one. clocks_moved: later plus earlier, those to call
    back after the closing among them. clocks_sure: promises that were estimated and are not any more.
    """

    cases_moved: int = 0
    clocks_moved: int = 0
    later: int = 0
    earlier: int = 0
    cases_overdue: int = 0
    cases_relieved: int = 0
    clocks_sure: int = 0


class Tally:
    """Counts moves batch after batch, before they are taken over."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.later = self.earlier = self.sure = 0
        self.moved, self.overdue, self.relieved = set[int](), set[int](), set[int]()

    def note(self, moves: Iterable[Move]) -> None:
        """Count a batch."""
        for move in moves:
            self.later += move.made.due_at > move.clock.due_at
            self.earlier += move.made.due_at < move.clock.due_at
            self.sure += move.clock.estimated and not move.made.estimated
            before, after = move.was_late(self.at), move.is_late(self.at)
            for chosen, into in (
                (move.is_other_time, self.moved),
                (after and not before, self.overdue),
                (before and not after, self.relieved),
            ):
                if chosen and move.of_open_case:
                    into.add(move.clock.case_id)

    def preview(self) -> Preview:
        """The figures so far."""
        return Preview(
            cases_moved=len(self.moved),
            clocks_moved=self.later + self.earlier,
            later=self.later,
            earlier=self.earlier,
            cases_overdue=len(self.overdue),
            cases_relieved=len(self.relieved),
            clocks_sure=self.sure,
        )
