"""When a reporter may say what, after the closing. Pure (the issue: 14 days; 请求重开; one appeal to the street)."""

from dataclasses import dataclass
from datetime import datetime

from app.cases.opinions import Opinion
from app.core.values import Span, Unit

OFFERED = Span(14, Unit.CALENDAR_DAY)


@dataclass(frozen=True)
class No:
    """A 不予重开 since the closing. final: the street's. appeal_until: how long a reporter may answer to it."""

    at: datetime
    final: bool
    appeal_until: datetime


@dataclass(frozen=True)
class Standing:
    """How one reporter stands with one closing.

    until: the end of the 14 days. answer: None while they have said nothing. waits: somebody is to decide on a
    reopening now. noes: what was declined since the closing, the oldest first.
    """

    until: datetime
    answer: Opinion | None = None
    asked_at: datetime | None = None
    appealed_at: datetime | None = None
    waits: bool = False
    noes: tuple[No, ...] = ()

    @property
    def is_final(self) -> bool:
        """The street has answered: nobody asks once more about this closing."""
        return any(no.final for no in self.noes)

    @property
    def answered_by(self) -> No | None:
        """The no to what they asked; None while there is none."""
        return next((no for no in self.noes if self.asked_at is not None and no.at >= self.asked_at), None)

    def may_answer(self, at: datetime) -> bool:
        """Once, within the 14 days."""
        return self.answer is None and at <= self.until

    def may_ask(self, at: datetime) -> bool:
        """请求重开: once, by whoever is not content, within the 14 days, and not against the street's answer."""
        unhappy = self.answer is not None and self.answer.unhappy
        return unhappy and self.asked_at is None and not self.is_final and at <= self.until

    def may_appeal(self, at: datetime) -> bool:
        """申诉: once, against a no to their own asking that is not the street's, within 14 days of it."""
        no = self.answered_by if self.answer is not None else None
        return no is not None and not self.is_final and self.appealed_at is None and at <= no.appeal_until
