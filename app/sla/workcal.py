"""Working time: when a promise falls due, and how much of it is left. Pure.

The rules are domain.md section 3 and articles 201 and 203 of the Civil Code:

* Elapsed minutes and hours run from the moment, through nights and holidays.
* Working hours run from the moment, in office windows only; outside them they start at the next opening.
* Days do not count the day of the start, whatever its hour and whether it is a working day or not: the
  first day is the next one of its kind, so a report on Monday evening or on Saturday has its first
  working day on Tuesday or on Monday. They end at close of business of the last day.
* Calendar days count every day; a last day that is no working day moves to the next one that is.

Everything is counted in whole microseconds since the first midnight of the calendar, in street time.
The days are summed up once, when the calendar is made, so no question walks along them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate

from app.core.values import Span, Unit

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND
# Asia/Shanghai has kept UTC+8 without summer time since 1991, and no calendar here begins before 2004:
# a constant is right, and ten times faster than asking the zone for every moment.
STREET_OFFSET = timedelta(hours=8)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STREET_EPOCH = EPOCH - STREET_OFFSET
LENGTHS = {Unit.ELAPSED_MINUTE: MINUTE, Unit.ELAPSED_HOUR: HOUR, Unit.WORKING_HOUR: HOUR}

Windows = Sequence[tuple[str, str]]
DEFAULT_WINDOWS: Windows = (("08:30", "12:00"), ("13:30", "18:00"))


class DayKind(StrEnum):
    """What the table says of a day; a day it does not name is Monday to Friday work, else rest."""

    WORK = "work"
    REST = "rest"


class OutsideCalendar(ValueError):
    """The moment lies before the first or after the last day that the calendar knows."""


@dataclass(frozen=True)
class Due:
    """When a promise falls due (aware UTC); estimated when a day it counts has no official data."""

    at: datetime
    estimated: bool


class Left(StrEnum):
    """The units that people hear: office clocks speak of 工作时 and 工作日, the others of hours and days."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"


@dataclass(frozen=True)
class Remaining:
    """Time left, or time over when `late`, rounded down: never more is promised than there is."""

    amount: int
    unit: Left
    late: bool


class Calendar:
    """The working days of one street, counted once. Immutable; safe to share between threads.

    days: what differs from the plain week. official: the years whose holidays the State Council has
    published; a due time that touches another year is estimated. first, last: the years covered.
    """

    def __init__(
        self,
        days: Mapping[date, DayKind],
        *,
        first: int,
        last: int,
        official: Iterable[int],
        windows: Windows = DEFAULT_WINDOWS,
        version: int = 1,
    ) -> None:
        self.version, self.first, self.last = version, first, last
        self.official = frozenset(official)
        self.windows = tuple((_since_midnight(a), _since_midnight(b)) for a, b in windows)
        if not self.windows or any(a >= b for a, b in self.windows):
            raise ValueError(f"office windows must open before they close: {windows!r}")
        self.day_length = sum(b - a for a, b in self.windows)
        self.close = self.windows[-1][1]
        start = date(first, 1, 1)
        self.zero = _plain(start)
        span = range((date(last + 1, 1, 1) - start).days)
        every = [start + timedelta(days=i) for i in span]
        self.works = [_is_work(day, days) for day in every]
        self.before = [0, *accumulate(int(w) for w in self.works)]  # working days before day i
        self.workdays = [i for i in span if self.works[i]]
        self.guessed = [0, *accumulate(int(day.year not in self.official) for day in every)]

    def split(self, moment: datetime) -> tuple[int, int]:
        """The number of the day that holds `moment`, and the microseconds since its midnight."""
        day, rest = divmod(_stamp(moment) - self.zero, DAY)
        if not 0 <= day < len(self.works):
            raise OutsideCalendar(f"{moment:%Y-%m-%d} lies outside {self.first}-{self.last}")
        return day, rest

    def worked_before(self, moment: datetime) -> int:
        """Working microseconds from the start of the calendar to `moment`."""
        day, rest = self.split(moment)
        done = self.before[day] * self.day_length
        if self.works[day]:
            for opens, closes in self.windows:
                if rest <= opens:
                    break
                done += min(rest, closes) - opens
        return done

    def moment_of(self, work: int) -> datetime:
        """The first moment at which `work` microseconds have been worked; the inverse of worked_before."""
        number, rest = divmod(work, self.day_length)
        if rest == 0:
            number, rest = number - 1, self.day_length
        for opens, closes in self.windows:
            if rest <= closes - opens:
                return self.at(self.workday(number), opens + rest)
            rest -= closes - opens
        raise AssertionError("a day holds its windows")

    def at(self, day: int, rest: int) -> datetime:
        """Day number and microseconds since its midnight as aware UTC."""
        return STREET_EPOCH + timedelta(microseconds=self.zero + day * DAY + rest)

    def close_of(self, number: int) -> datetime:
        """Close of business of the working day with this number."""
        return self.at(self.workday(number), self.close)

    def end_of_business(self, moment: datetime) -> datetime:
        """Close of business of the day of `moment`, or of the next working day."""
        day, rest = self.split(moment)
        return self.close_of(self.before[day + int(self.works[day] and rest > self.close)])

    def estimated(self, a: datetime, b: datetime) -> bool:
        """True when a day from a to b (both counted) has no official data."""
        return self.guessed[self.split(b)[0] + 1] > self.guessed[self.split(a)[0]]

    def working_days(self, first: date, until: date) -> list[date]:
        """The working days from `first` on, before `until`, as far as the calendar reaches."""
        start = date(self.first, 1, 1)
        span = range(max((first - start).days, 0), min((until - start).days, len(self.works)))
        return [start + timedelta(days=i) for i in span if self.works[i]]

    def workday(self, number: int) -> int:
        """The number of the day that is this working day (both count from 0)."""
        if not 0 <= number < len(self.workdays):
            raise OutsideCalendar(f"working day {number} lies outside {self.first}-{self.last}")
        return self.workdays[number]


def due(calendar: Calendar, start: datetime, span: Span) -> Due:
    """When a promise of `span`, made at `start` (aware), falls due. The rules stand at the top."""
    if span.unit.elapsed:
        return Due(start.astimezone(UTC) + timedelta(microseconds=span.amount * LENGTHS[span.unit]), False)
    if span.unit is Unit.WORKING_HOUR:
        end = calendar.moment_of(calendar.worked_before(start) + span.amount * HOUR)
    elif span.unit is Unit.WORKING_DAY:
        end = calendar.close_of(calendar.before[calendar.split(start)[0] + 1] + span.amount - 1)
    else:
        last = calendar.split(start)[0] + span.amount
        if last >= len(calendar.works):
            raise OutsideCalendar(f"{span} from {start:%Y-%m-%d} leaves {calendar.first}-{calendar.last}")
        end = calendar.close_of(calendar.before[last])
    return Due(end, calendar.estimated(start, end))


def add(calendar: Calendar, start: datetime, working: timedelta) -> datetime:
    """The moment at which `working` office time has passed since `start`; `start` itself for zero."""
    if working <= timedelta(0):
        return start
    return calendar.moment_of(calendar.worked_before(start) + _length(working))


def worked(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Office time between two moments; negative when b is before a."""
    return timedelta(microseconds=calendar.worked_before(b) - calendar.worked_before(a))


def elapsed(calendar: Calendar, a: datetime, b: datetime) -> int:
    """Whole working minutes between two moments, rounded down."""
    return (calendar.worked_before(b) - calendar.worked_before(a)) // MINUTE


def passed(calendar: Calendar, a: datetime, b: datetime, unit: Unit) -> timedelta:
    """Time between two moments as a clock of this unit counts it: real, or office time."""
    return b - a if unit.elapsed else worked(calendar, a, b)


def after(calendar: Calendar, start: datetime, amount: timedelta, unit: Unit) -> datetime:
    """The moment at which `amount` has passed, as a clock of this unit counts it."""
    return start + amount if unit.elapsed else add(calendar, start, amount)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """True inside an office window; the closing moment still counts, so the last due of a day is told."""
    day, rest = calendar.split(moment)
    return calendar.works[day] and any(opens <= rest <= closes for opens, closes in calendar.windows)


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """`moment` itself inside an office window, else the next time the office opens."""
    day, rest = calendar.split(moment)
    if calendar.works[day]:
        for opens, closes in calendar.windows:
            if rest < closes:
                return moment if rest >= opens else calendar.at(day, opens)
    following = bisect_left(calendar.workdays, day + 1)
    return calendar.at(calendar.workday(following), calendar.windows[0][0])


def remaining(calendar: Calendar, at: datetime, due_at: datetime, unit: Unit) -> Remaining:
    """Time left until (or over) `due_at`, in the largest unit that a person would say (look.md section 6)."""
    late = at >= due_at
    a, b = (due_at, at) if late else (at, due_at)
    gap = _length(passed(calendar, a, b, unit if unit is not Unit.CALENDAR_DAY else Unit.ELAPSED_HOUR))
    if gap < HOUR:
        return Remaining(gap // MINUTE, Left.MINUTE, late)
    if unit.elapsed or unit is Unit.CALENDAR_DAY:
        days = gap >= DAY and (unit is Unit.CALENDAR_DAY or gap >= 3 * DAY)
        return Remaining(gap // (DAY if days else HOUR), Left.DAY if days else Left.HOUR, late)
    if unit is Unit.WORKING_DAY and gap >= calendar.day_length:
        return Remaining(gap // calendar.day_length, Left.WORKING_DAY, late)
    return Remaining(gap // HOUR, Left.WORKING_HOUR, late)


def _stamp(moment: datetime) -> int:
    """Microseconds of street wall time; a naive moment raises TypeError here, by subtraction."""
    gone = moment - STREET_EPOCH
    return (gone.days * 86_400 + gone.seconds) * SECOND + gone.microseconds


def _length(span: timedelta) -> int:
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds


def _plain(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def _is_work(day: date, days: Mapping[date, DayKind]) -> bool:
    kind = days.get(day)
    return day.weekday() < 5 if kind is None else kind is DayKind.WORK


def _since_midnight(text: str) -> int:
    hour = time.fromisoformat(text)
    return (hour.hour * 60 + hour.minute) * MINUTE
