"""What is about to go wrong with a roster, told before it hurts. 2026-11-23 is a Monday."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import from_street
from app.grid.cover import (
    Away,
    Post,
    Span,
    Stint,
    Worry,
    WorryKind,
    changes,
    holes,
    hours_of,
    next_shift,
    turns,
    united,
    without,
    worries,
)
from app.grid.duty import Shift, answering

CHEN, LIN, WU = 1, 2, 3
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HERE, THERE, ROOT = Post(1), Post(2), Post(9, night=True)


def wall(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026 in the street's time; 23 is a Monday."""
    return from_street(date(2026, 11, day), time(hour, minute))


START, END = wall(23), wall(30)
WORK = Shift(BEGIN, None, "12345", "08:30", "17:30")
DAYS, NIGHTS = Shift(BEGIN, None, "", "08:00", "20:00"), Shift(BEGIN, None, "", "20:00", "08:00")


def told(stints: list[Stint], away: Away | None = None, grids: tuple[int, ...] = ()) -> list[Worry]:
    return worries(stints, away or {}, START, END, grids)


def kinds(found: list[Worry]) -> list[WorryKind]:
    return [worry.kind for worry in found]


def test_the_24_hour_duty_is_wanted_at_every_moment() -> None:
    days, nights = Stint(DAYS, ROOT, CHEN), Stint(NIGHTS, ROOT, LIN)
    away = {LIN: [(wall(24), wall(24, 9))]}
    assert holes([days, nights], away, START, wall(26)) == [(wall(24), wall(24, 8))]
    assert holes([days], {}, START, wall(24)) == [(wall(23), wall(23, 8)), (wall(23, 20), wall(24))]
    assert holes([], {}, START, wall(24)) == [(START, wall(24))]


def test_a_stand_in_closes_the_hole_of_a_leave() -> None:
    away = {CHEN: [(wall(23, 10), wall(23, 12))]}
    assert holes([Stint(Shift(BEGIN), ROOT, CHEN, LIN)], away, START, wall(24)) == []
    [hole] = told([Stint(WORK, HERE, CHEN)], away)[:1]
    assert (hole.kind, hole.spans) == (WorryKind.HOLE, ((wall(23, 10), wall(23, 12)),))


def test_a_day_shift_leaves_no_hole_at_night_nor_on_a_free_day() -> None:
    assert told([Stint(WORK, HERE, CHEN)], grids=(1,)) == []


def test_a_duty_that_ends_without_a_successor_is_missed_before_it_ends() -> None:
    ends = Stint(replace(WORK, until_at=wall(26)), HERE, CHEN)
    [hole] = told([ends], grids=(1,))
    assert hole.spans == ((wall(26, 8, 30), wall(26, 17, 30)), (wall(27, 8, 30), wall(27, 17, 30)))
    assert told([ends, Stint(replace(WORK, from_at=wall(26)), HERE, LIN)], grids=(1,)) == []


def test_a_grid_without_any_duty_is_named_and_the_24_hour_duty_is_no_duty_of_a_grid() -> None:
    everything = [Stint(Shift(BEGIN), ROOT, WU), Stint(WORK, HERE, CHEN)]
    assert [(w.kind, w.post.grid_id) for w in told(everything, grids=(1, 2, 9))] == [
        (WorryKind.EMPTY, 2),
        (WorryKind.EMPTY, 9),
    ]


def test_somebody_away_without_a_stand_in_is_named_also_where_a_colleague_answers() -> None:
    away = {CHEN: [(wall(23), wall(24))], LIN: [(wall(23, 12), wall(23, 13))]}
    found = told([Stint(WORK, HERE, CHEN, LIN), Stint(WORK, HERE, WU)], away)
    assert kinds(found) == [WorryKind.LEAVE]
    assert (found[0].who, found[0].spans) == (CHEN, ((wall(23, 12), wall(23, 13)),))


def test_a_person_at_two_places_at_once_is_named_and_a_stand_in_too() -> None:
    both = [Stint(WORK, HERE, CHEN), Stint(replace(WORK, weekdays="1"), THERE, CHEN)]
    [worry] = told(both)
    assert (worry.kind, worry.who, worry.other_grid_id) == (WorryKind.TWICE, CHEN, 2)
    assert worry.spans == ((wall(23, 8, 30), wall(23, 17, 30)),)
    stands_in = [Stint(WORK, HERE, CHEN), Stint(WORK, THERE, LIN, CHEN)]
    assert told(stands_in) == []
    assert kinds(told(stands_in, {LIN: [(wall(24), wall(25))]})) == [WorryKind.TWICE]


def test_two_lines_of_one_grid_are_one_place() -> None:
    assert told([Stint(WORK, HERE, CHEN), Stint(WORK, Post(1, "综治"), CHEN)]) == []


def test_the_24_hour_duty_stands_first() -> None:
    found = told([Stint(WORK, HERE, CHEN), Stint(DAYS, ROOT, LIN)], {CHEN: [(START, END)]}, (5,))
    assert kinds(found) == [WorryKind.ROOT, WorryKind.EMPTY, WorryKind.HOLE, WorryKind.LEAVE]


def test_a_change_tells_what_it_brings_and_what_it_mends() -> None:
    before = told([Stint(WORK, HERE, CHEN)], {CHEN: [(wall(23), wall(25))]})
    after = told([Stint(WORK, HERE, CHEN), Stint(replace(WORK, weekdays="1"), HERE, LIN)], {CHEN: [(START, wall(26))]})
    new, mended = changes(before, after)
    assert {w.kind: w.spans for w in new}[WorryKind.HOLE] == ((wall(25, 8, 30), wall(25, 17, 30)),)
    assert [(w.kind, w.spans) for w in mended] == [(WorryKind.HOLE, ((wall(23, 8, 30), wall(23, 17, 30)),))]


def test_the_next_shift_begins_when_its_hours_do() -> None:
    stints = [Stint(DAYS, ROOT, CHEN), Stint(NIGHTS, ROOT, LIN)]
    assert next_shift(stints, wall(23, 17, 30), wall(25)) == wall(23, 20)
    assert next_shift([], wall(23), wall(25)) is None
    assert next_shift([Stint(Shift(BEGIN), ROOT, CHEN)], wall(23, 12), wall(26)) is None


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    assert hours_of(NIGHTS, date(2026, 11, 23)) == (wall(23, 20), wall(24, 8))
    assert hours_of(WORK, date(2026, 11, 28)) is None
    assert hours_of(replace(WORK, until_at=wall(23, 12)), date(2026, 11, 23)) == (wall(23, 8, 30), wall(23, 12))


HOURS = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
WEEKDAYS = st.sets(st.sampled_from("1234567")).map(lambda days: "".join(sorted(days)))
MOMENTS = st.integers(0, 7 * 24 * 60 - 1).map(lambda minutes: START + timedelta(minutes=minutes))
SPANS = st.tuples(MOMENTS, st.integers(1, 4000)).map(lambda made: (made[0], made[0] + timedelta(minutes=made[1])))
ENDS = st.one_of(st.none(), MOMENTS.map(lambda moment: moment + timedelta(minutes=1)))
SHIFTS = st.one_of(
    st.builds(Shift, st.just(BEGIN), ENDS, WEEKDAYS, HOURS, HOURS), st.builds(Shift, st.just(BEGIN), ENDS, WEEKDAYS)
)
STINTS = st.builds(
    Stint, SHIFTS, st.sampled_from([HERE, THERE, ROOT]), st.sampled_from([1, 2]), st.sampled_from([None, 3, 4])
)
AWAYS = st.dictionaries(st.integers(1, 4), st.lists(SPANS, max_size=3), max_size=4)


def inside(spans: list[Span] | tuple[Span, ...], at: datetime) -> bool:
    return any(start <= at < end for start, end in spans)


def answers(stint: Stint, away: Away, at: datetime) -> int | None:
    absent = [who for who, spans in away.items() if inside(list(spans), at)]
    return answering(stint.member, stint.stand_in, absent) if stint.shift.covers(at) else None


@given(STINTS, AWAYS, MOMENTS)
def test_a_turn_holds_a_moment_with_the_one_who_answers_it(stint: Stint, away: Away, at: datetime) -> None:
    found = [turn for turn in turns(stint, away, START, END) if inside([turn.span], at)]
    assert len(found) == (1 if stint.shift.covers(at) else 0)
    assert [turn.who for turn in found] == [answers(stint, away, at)] * len(found)


@given(st.lists(STINTS, max_size=4), AWAYS, MOMENTS)
def test_the_24_hour_duty_is_covered_at_a_moment_exactly_when_somebody_answers(
    stints: list[Stint], away: Away, at: datetime
) -> None:
    nights = [replace(stint, post=ROOT) for stint in stints]
    answered = any(answers(stint, away, at) is not None for stint in nights)
    assert inside(holes(nights, away, START, END), at) is not answered


@given(st.lists(STINTS, min_size=1, max_size=4), AWAYS, MOMENTS)
def test_a_post_has_a_hole_only_where_nobody_answers_and_always_where_a_shift_of_it_is_on(
    stints: list[Stint], away: Away, at: datetime
) -> None:
    listed = [replace(stint, post=HERE) for stint in stints]
    answered = any(answers(stint, away, at) is not None for stint in listed)
    on = any(stint.shift.covers(at) for stint in listed)
    hole = inside(holes(listed, away, START, END), at)
    assert not (hole and answered) and (hole or answered or not on)


@given(st.lists(STINTS, max_size=5), AWAYS, MOMENTS)
def test_somebody_is_at_two_places_at_a_moment_exactly_when_the_rules_say_so(
    stints: list[Stint], away: Away, at: datetime
) -> None:
    places: dict[int, set[int]] = {}
    for stint in stints:
        if (who := answers(stint, away, at)) is not None:
            places.setdefault(who, set()).add(stint.post.grid_id)
    found = {w.who for w in told(stints, away) if w.kind is WorryKind.TWICE and inside(w.spans, at)}
    assert found == {who for who, grids in places.items() if len(grids) > 1}


@given(st.lists(SPANS, max_size=5), st.lists(SPANS, max_size=5), MOMENTS)
def test_what_is_left_without_some_spans_is_in_the_first_and_in_none_of_them(
    some: list[Span], taken: list[Span], at: datetime
) -> None:
    left = without(united(some), united(taken))
    assert inside(left, at) is (inside(some, at) and not inside(taken, at))


@given(st.lists(STINTS, max_size=4), st.lists(STINTS, max_size=4), AWAYS)
def test_a_change_that_is_taken_back_brings_what_it_mended(before: list[Stint], after: list[Stint], away: Away) -> None:
    there, back = (changes(told(a, away), told(b, away)) for a, b in ((before, after), (after, before)))
    assert there == back[::-1]
