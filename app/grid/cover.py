"""Who answers when, and what is about to go wrong with a roster: pure rules over duties and absences.

Spans are half open, in UTC: their start counts, their end does not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from app.core.clock import from_street, street_time
from app.grid.duty import EVERY_DAY, Shift, answering, clock_time

DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
Away = Mapping[int, Sequence[Span]]


class Post(NamedTuple):
    """What has to be answered: a grid on one line of work; night: the street's 24-hour duty."""

    grid_id: int
    line: str = ""
    night: bool = False


@dataclass(frozen=True)
class Stint:
    """One duty of a roster. phone_order: whom to call first, for the 24-hour duty."""

    shift: Shift
    post: Post
    member: int
    stand_in: int | None = None
    duty_id: int = 0
    phone_order: int = 0


@dataclass(frozen=True)
class Turn:
    """A stretch of a duty in which one person answers; who None: nobody does, for all are away."""

    stint: Stint
    span: Span
    who: int | None


class WorryKind(StrEnum):
    """What is wrong with a roster, the worst first."""

    ROOT = "root"
    EMPTY = "empty"
    HOLE = "hole"
    LEAVE = "leave"
    TWICE = "twice"


@dataclass(frozen=True)
class Worry:
    """ROOT: nobody answers the 24-hour duty. EMPTY: a grid has no duty at all. HOLE: a planned shift has nobody.

    LEAVE: `who` is away and nobody stands in. TWICE: `who` answers here and in `other_grid_id` at once.
    """

    kind: WorryKind
    post: Post
    spans: tuple[Span, ...]
    who: int | None = None
    other_grid_id: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """The same trouble, whenever it is."""
        return (self.kind, self.post, self.who, self.other_grid_id)


def hours_of(shift: Shift, day: date) -> Span | None:
    """The shift that begins on this day of the street, within its dates; None when there is none."""
    if str(day.isoweekday()) not in (shift.weekdays or EVERY_DAY):
        return None
    if shift.start is None or shift.end is None:
        begin, end = from_street(day, time.min), from_street(day + DAY, time.min)
    else:
        first, last = clock_time(shift.start), clock_time(shift.end)
        begin, end = from_street(day, first), from_street(day if first < last else day + DAY, last)
    begin = max(begin, shift.from_at)
    end = end if shift.until_at is None else min(end, shift.until_at)
    return (begin, end) if begin < end else None


def split(stint: Stint, away: Away, span: Span) -> list[Turn]:
    """A shift by who answers it, in order."""
    people = [who for who in (stint.member, stint.stand_in) if who is not None]
    edges = sorted({edge for who in people for one in away.get(who, ()) for edge in one if span[0] < edge < span[1]})
    found: list[Turn] = []
    for start, end in zip([span[0], *edges], [*edges, span[1]], strict=True):
        absent = [who for who in people if any(a <= start < b for a, b in away.get(who, ()))]
        who = answering(stint.member, stint.stand_in, absent)
        if found and found[-1].who == who:
            found[-1] = replace(found[-1], span=(found[-1].span[0], end))
        else:
            found.append(Turn(stint, (start, end), who))
    return found


def turns(stint: Stint, away: Away, start: datetime, end: datetime) -> list[Turn]:
    """Every stretch of a duty within start–end, with who answers it."""
    return [turn for span in _shifts(stint.shift, start, end) for turn in split(stint, away, span)]


def holes(stints: Iterable[Stint], away: Away, start: datetime, end: datetime) -> list[Span]:
    """When nobody answers a post within start–end, in order.

    The 24-hour duty is wanted at every moment, another post when a shift of its plan is on: from the day on which the
    shift begins, and also after the day on which it ends, so that a successor is missed before the last one goes.
    """
    return _holes([(stint, turns(stint, away, start, end)) for stint in stints], start, end)


def worries(stints: Sequence[Stint], away: Away, start: datetime, end: datetime, grids: Iterable[int]) -> list[Worry]:
    """Everything that is about to go wrong within start–end, the worst first; `grids`: those that need somebody.

    The 24-hour duty is asked for by its stints, or by whoever calls (`holes` of none is the whole time).
    """
    by_post: dict[Post, list[tuple[Stint, list[Turn]]]] = defaultdict(list)
    for stint in stints:
        by_post[stint.post].append((stint, turns(stint, away, start, end)))
    found: list[Worry] = []
    for post, listed in by_post.items():
        kind = WorryKind.ROOT if post.night else WorryKind.HOLE
        found += _worry(kind, post, _holes(listed, start, end))
    staffed = {post.grid_id for post, listed in by_post.items() if not post.night and _any_on(listed, start, end)}
    found += [Worry(WorryKind.EMPTY, Post(grid_id), ((start, end),)) for grid_id in grids if grid_id not in staffed]
    every = [turn for listed in by_post.values() for _, theirs in listed for turn in theirs]
    found += _alone(every)
    found += _twice(every)
    order = list(WorryKind)
    return sorted(found, key=lambda w: (order.index(w.kind), w.spans[0], w.post, w.who or 0, w.other_grid_id or 0))


def changes(before: Iterable[Worry], after: Iterable[Worry]) -> tuple[list[Worry], list[Worry]]:
    """What a change of the roster brings, and what it mends."""
    return _beyond(after, before), _beyond(before, after)


def next_shift(stints: Iterable[Stint], at: datetime, until: datetime) -> datetime | None:
    """When the next shift begins after `at`; None when none does before `until`, as with one that never ends."""
    starts = [span[0] for stint in stints for span in united(_shifts(stint.shift, at, until))]
    return min((moment for moment in starts if moment > at), default=None)


def end_of_shift(spans: Iterable[Span], until: datetime) -> datetime | None:
    """When the first shift of somebody's turns ends; None when they have none, or one that goes on until then."""
    first = next(iter(united(spans)), None)
    return first[1] if first is not None and first[1] < until else None


def united(spans: Iterable[Span]) -> list[Span]:
    """The same moments in as few spans as can be, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """The moments of `spans` that are in none of `taken`; both in order, without overlaps."""
    found: list[Span] = []
    for start, end in spans:
        for a, b in taken:
            if b <= start or a >= end:
                continue
            if a > start:
                found.append((start, a))
            start = max(start, b)
        if start < end:
            found.append((start, end))
    return found


def _shifts(shift: Shift, start: datetime, end: datetime) -> Iterator[Span]:
    """The hours of a shift within start–end, day by day; a night began the day before."""
    day = street_time(start).date() - DAY
    while day <= street_time(end).date():
        hours = hours_of(shift, day)
        if hours is not None and hours[0] < end and hours[1] > start:
            yield max(hours[0], start), min(hours[1], end)
        day += DAY


def _touches(shift: Shift, start: datetime, end: datetime) -> bool:
    return shift.from_at < end and (shift.until_at is None or shift.until_at > start)


def _any_on(listed: Iterable[tuple[Stint, list[Turn]]], start: datetime, end: datetime) -> bool:
    return any(_touches(stint.shift, start, end) for stint, _ in listed)


def _holes(listed: Sequence[tuple[Stint, list[Turn]]], start: datetime, end: datetime) -> list[Span]:
    """See `holes`; with the turns of each duty, which are worked out once."""
    answered = united(turn.span for _, theirs in listed for turn in theirs if turn.who is not None)
    if not listed or any(stint.post.night for stint, _ in listed):
        return without([(start, end)], answered)
    wanted = [turn.span for _, theirs in listed for turn in theirs]
    ending = [stint.shift for stint, _ in listed if stint.shift.until_at and _touches(stint.shift, start, end)]
    wanted += [span for shift in ending for span in _shifts(replace(shift, until_at=None), start, end)]
    return without(united(wanted), answered)


def _worry(kind: WorryKind, post: Post, spans: Sequence[Span], who: int | None = None) -> list[Worry]:
    return [Worry(kind, post, tuple(spans), who)] if spans else []


def _alone(every: Iterable[Turn]) -> list[Worry]:
    by_person: dict[tuple[int, Post], list[Span]] = defaultdict(list)
    for turn in every:
        if turn.who is None:
            by_person[turn.stint.member, turn.stint.post].append(turn.span)
    return [w for (who, post), spans in by_person.items() for w in _worry(WorryKind.LEAVE, post, united(spans), who)]


def _twice(every: Iterable[Turn]) -> list[Worry]:
    by_person: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for turn in every:
        if turn.who is not None:
            by_person[turn.who][turn.stint.post.grid_id].append(turn.span)
    found: list[Worry] = []
    for who, by_grid in by_person.items():
        for one, other in combinations(sorted(by_grid), 2):
            here, there = united(by_grid[one]), united(by_grid[other])
            both = tuple(without(here, without(here, there)))
            found += [Worry(WorryKind.TWICE, Post(one), both, who, other)] if both else []
    return found


def _beyond(these: Iterable[Worry], those: Iterable[Worry]) -> list[Worry]:
    known = {worry.key: worry.spans for worry in those}
    left = [(worry, tuple(without(worry.spans, known.get(worry.key, ())))) for worry in these]
    return [replace(worry, spans=spans) for worry, spans in left if spans]
