"""Random promises, and random things that happen to them, for what must hold whatever the moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import assume
from hypothesis import strategies as st

from app.core.values import Span, Unit
from app.sla.reckoning import Fact, Reckoned, What, reckon
from app.sla.workcal import due
from tests.builders.calendars import street_calendar

CALENDAR = street_calendar()
INSTANT = timedelta(microseconds=1)
Happened = tuple[What, float, Span | None]


@dataclass(frozen=True)
class Tale:
    """A promise and what happened to it: what, how far on in the length of the promise, and the span of it."""

    start: datetime
    span: Span
    happened: tuple[Happened, ...]

    @property
    def facts(self) -> list[Fact]:
        """As reckoning takes them, in the order told."""
        whole = due(CALENDAR, self.start, self.span).at - self.start
        return [Fact(self.start + whole * share, what, by) for what, share, by in self.happened]

    @property
    def made(self) -> Reckoned:
        """How the promise stands after all of it."""
        return reckon(CALENDAR, self.span, self.start, self.facts)

    @property
    def now(self) -> datetime:
        """A moment after all of it."""
        return max([self.start, *(fact.at for fact in self.facts)]) + INSTANT

    @property
    def running(self) -> Reckoned:
        """The same, running again if it was paused."""
        return reckon(CALENDAR, self.span, self.start, [*self.facts, Fact(self.now, What.RESUME)])

    def before_due(self, share: float) -> datetime:
        """A moment after all of it at which the running promise is not due; no test where there is none."""
        end = self.running.due_at
        assume(self.now < end)
        return min(self.now + (end - self.now) * share, end - INSTANT)


MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.builds(Span, st.integers(1, 60), st.sampled_from(Unit))
DAYS = st.builds(Span, st.integers(1, 15), st.just(Unit.WORKING_DAY))
PAUSES = st.timedeltas(timedelta(0), timedelta(days=90))
# Few moments, so that things often fall together.
SHARES = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.floats(0, 0.99), st.floats(0, 3))
HAPPENED = st.one_of(
    st.tuples(st.sampled_from([What.PAUSE, What.RESUME]), SHARES, st.none()),
    st.tuples(st.just(What.EXTEND), SHARES, DAYS),
    st.tuples(st.just(What.NARROW), SHARES, SPANS),
)
TALES = st.builds(Tale, MOMENTS, SPANS, st.lists(HAPPENED, max_size=6).map(tuple))
