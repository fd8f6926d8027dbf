"""What must hold of a promise, whatever happens to it and whenever."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.values import Span, Unit
from app.sla.reckoning import DAY_UNITS, Fact, Reckoned, What, at_percent, begin, extended, follow, reckon
from app.sla.workcal import after, due, is_open, passed
from tests.builders.promises import CALENDAR, DAYS, INSTANT, MOMENTS, PAUSES, SHARES, SPANS, TALES, Tale

STREET = timedelta(hours=8)  # UTC+8: the day of the street is the day of the moment this much later


def paused_and_resumed(made: Reckoned, at: datetime, pause: timedelta) -> tuple[Reckoned, Reckoned]:
    """How a promise stands in a pause and after it."""
    paused = follow(CALENDAR, made, Fact(at, What.PAUSE))
    return paused, follow(CALENDAR, paused, Fact(at + pause, What.RESUME))


@given(TALES, SHARES, PAUSES)
def test_a_pause_never_shortens_a_promise_nor_its_strict_due_time(tale: Tale, share: float, pause: timedelta) -> None:
    made, at = tale.running, tale.before_due(share)
    paused, again = paused_and_resumed(made, at, pause)
    assert again.due_at >= made.due_at == paused.due_at
    assert again.strict_due_at >= made.strict_due_at == paused.strict_due_at
    assert paused.left is not None
    assert passed(CALENDAR, at + pause, again.due_at, again.unit) >= paused.left
    assert at + pause <= again.yellow_at <= again.due_at
    assert (again.whole, again.left, again.paused_at) == (made.whole, None, None)


@given(TALES, SHARES, PAUSES)
def test_a_longer_pause_never_ends_in_an_earlier_due_time(tale: Tale, share: float, pause: timedelta) -> None:
    made, at = tale.running, tale.before_due(share)
    _, short = paused_and_resumed(made, at, pause / 2)
    _, long = paused_and_resumed(made, at, pause)
    assert (short.due_at, short.strict_due_at) <= (long.due_at, long.strict_due_at)
    assert short.strict_due_at <= long.strict_due_at


@given(TALES, SHARES, PAUSES)
def test_a_pause_hides_no_lateness_and_makes_none(tale: Tale, share: float, pause: timedelta) -> None:
    made, at = tale.running, tale.before_due(share)
    _, again = paused_and_resumed(made, at, pause)
    if made.strict_due_at <= at:
        assert again.strict_due_at == made.strict_due_at
    else:
        assert again.strict_due_at >= at + pause


@given(TALES, SHARES)
def test_a_pause_that_ends_at_once_moves_nothing(tale: Tale, share: float) -> None:
    # A strict time left over from a limit of another kind may be moved to the close of that day.
    facts = [*(fact for fact in tale.facts if fact.what is not What.NARROW), Fact(tale.now, What.RESUME)]
    made = reckon(CALENDAR, tale.span, tale.start, facts)
    at = tale.now + INSTANT + max(made.due_at - tale.now, INSTANT) * share
    again = reckon(CALENDAR, tale.span, tale.start, [Fact(at, What.RESUME), *facts, Fact(at, What.PAUSE)])
    assert replace(again, yellow_at=made.yellow_at) == made


@given(TALES)
def test_the_strict_due_time_is_never_after_the_due_time(tale: Tale) -> None:
    for known in range(len(tale.facts) + 1):
        made = reckon(CALENDAR, tale.span, tale.start, tale.facts[:known])
        assert made.strict_due_at <= made.due_at


@given(TALES)
def test_without_an_extension_the_strict_due_time_is_the_due_time(tale: Tale) -> None:
    facts = [fact for fact in tale.facts if fact.what is not What.EXTEND]
    made = reckon(CALENDAR, tale.span, tale.start, facts)
    assert made.strict_due_at == made.due_at


@given(TALES, DAYS, PAUSES)
def test_an_extension_lengthens_a_promise_and_never_moves_the_strict_due_time(
    tale: Tale, days: Span, later: timedelta
) -> None:
    made, at = tale.running, tale.now + later
    longer = follow(CALENDAR, made, Fact(at, What.EXTEND, days))
    assert longer.due_at > made.due_at
    assert longer.whole > made.whole
    assert longer.strict_due_at == made.strict_due_at
    assert longer.yellow_at >= at
    assert longer.yellow_at <= longer.due_at or at >= made.due_at


@given(TALES, st.randoms(use_true_random=False))
def test_facts_stored_in_any_order_give_the_same_promise(tale: Tale, chance: Random) -> None:
    other = chance.sample(tale.facts, len(tale.facts))
    assert reckon(CALENDAR, tale.span, tale.start, other) == tale.made


@given(TALES)
def test_one_fact_at_a_time_and_all_at_once_come_to_the_same(tale: Tale) -> None:
    facts = sorted(tale.facts, key=lambda fact: fact.at)
    assume(len({fact.at for fact in facts}) == len(facts))
    made = begin(CALENDAR, tale.span, tale.start)
    for fact in facts:
        made = follow(CALENDAR, made, fact)
    assert made == tale.made


@given(MOMENTS, st.integers(1, 15), st.sampled_from([Unit.WORKING_HOUR, Unit.WORKING_DAY]))
def test_an_extension_in_working_days_is_so_many_closings_later(end: datetime, days: int, unit: Unit) -> None:
    later = extended(CALENDAR, end, unit, days)
    first = extended(CALENDAR, end, unit, 1)
    assert later == CALENDAR.end_of_business(later)
    assert passed(CALENDAR, first, later, unit) == (days - 1) * timedelta(hours=8)
    assert (first + STREET).date() > (end + STREET).date()


@given(MOMENTS, st.integers(1, 15), st.sampled_from([Unit.ELAPSED_MINUTE, Unit.ELAPSED_HOUR, Unit.CALENDAR_DAY]))
def test_an_extension_in_other_days_is_never_shorter_than_they_are(end: datetime, days: int, unit: Unit) -> None:
    later = extended(CALENDAR, end, unit, days)
    if unit.elapsed:
        assert later == end + timedelta(days=days)
    else:
        assert (later + STREET).date() >= (end + STREET).date() + timedelta(days=days)
        assert later == CALENDAR.end_of_business(later)


@given(TALES)
def test_office_promises_end_in_office_hours_and_days_at_the_close_whatever_happened(tale: Tale) -> None:
    made = tale.made
    if not made.unit.elapsed:
        assert is_open(CALENDAR, made.due_at)
    if made.unit in DAY_UNITS:
        assert made.due_at == CALENDAR.end_of_business(made.due_at)


@given(TALES, SPANS, PAUSES)
def test_another_category_never_lengthens_a_promise_and_counts_from_that_moment(
    tale: Tale, limit: Span, later: timedelta
) -> None:
    made, at = tale.running, tale.now + later
    narrowed = follow(CALENDAR, made, Fact(at, What.NARROW, limit))
    fresh = due(CALENDAR, at, limit).at
    assert narrowed.due_at == min(made.due_at, fresh)
    assert narrowed.strict_due_at == min(made.strict_due_at, fresh)
    assert narrowed == made or narrowed.unit is limit.unit


@given(TALES, st.sampled_from(What), PAUSES, SPANS)
def test_what_makes_no_sense_changes_nothing(tale: Tale, what: What, later: timedelta, limit: Span) -> None:
    made, at = tale.made, tale.now + later
    if made.left is not None:  # paused: only going on makes sense
        assume(what is not What.RESUME)
    else:  # running: nothing to go on with, and nothing to pause once it is due
        assume(what in (What.RESUME, What.PAUSE))
        at = at if what is What.RESUME else max(at, made.due_at)
    assert follow(CALENDAR, made, Fact(at, what, limit)) == made


@given(TALES)
def test_the_steps_up_lie_after_the_due_time_and_rise(tale: Tale) -> None:
    made = tale.running
    up_one, up_two = (at_percent(CALENDAR, made, percent) for percent in (120, 150))
    assert made.due_at < up_one < up_two
    assert at_percent(CALENDAR, made, 100) == made.due_at
    assert abs(passed(CALENDAR, made.due_at, up_two, made.unit) - made.whole / 2) <= INSTANT


@given(MOMENTS, SPANS)
def test_eighty_percent_lie_between_the_start_and_the_due_time(start: datetime, span: Span) -> None:
    made = begin(CALENDAR, span, start)
    assert start < made.yellow_at < made.due_at
    assert after(CALENDAR, start, made.whole, span.unit) == made.due_at == made.strict_due_at
    assert (made.due_at, made.estimated) == (due(CALENDAR, start, span).at, due(CALENDAR, start, span).estimated)


@given(TALES)
def test_time_by_the_clock_is_never_estimated(tale: Tale) -> None:
    assert not (tale.made.unit.elapsed and tale.made.estimated)
