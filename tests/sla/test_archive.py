"""The archive of promises: what is in it, what a replay finds, and what it says of a line that it cannot read."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from app.core.values import Span
from app.sla.archive import Difference, Kept, Replayed, lines, replay
from app.sla.reckoning import Fact, What, reckon
from app.sla.workcal import Calendar, DayKind
from tests.builders.calendars import street_calendar
from tests.builders.promises import TALES, Tale

MONDAY = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)
GONE = "gone"
EXTENDED = (Fact(MONDAY + DAY, What.EXTEND, Span.parse("2 working_day")),)


def kept(span: str = "5 working_day", facts: tuple[Fact, ...] = (), calendar: Calendar | None = None) -> Kept:
    """A promise of Monday morning, as it stands by its facts."""
    made = reckon(calendar or street_calendar(), Span.parse(span), MONDAY, facts)
    moments = {"due_at": made.due_at, "strict_due_at": made.strict_due_at, "yellow_at": made.yellow_at}
    return Kept(17, 5, "dispose", Span.parse(span), MONDAY, 1, facts, **moments)


def archived(*clocks: Kept) -> list[bytes]:
    """The lines of an archive, with the street's calendar as number 1."""
    return [line.encode() for line in lines({1: street_calendar()}, clocks)]


def changed(line: bytes, values: dict[str, Any]) -> bytes:
    """A line with other values; GONE takes one away."""
    row = json.loads(line) | values
    return json.dumps({name: value for name, value in row.items() if value != GONE}).encode()


def test_an_archive_begins_with_its_calendars_has_a_line_a_clock_and_says_when_it_is_over() -> None:
    rows = [json.loads(line) for line in archived(kept(), kept("2 working_hour"))]
    assert [row["line"] for row in rows] == ["calendar", "clock", "clock", "end"]
    assert rows[0]["windows"] == [["08:30", "12:00"], ["13:30", "18:00"]]
    assert rows[0]["work"][-2:] == ["2026-09-20", "2026-10-10"]
    assert rows[-1]["lines"] == 3


def test_a_clock_is_kept_with_its_first_promise_its_facts_and_its_moments() -> None:
    row = json.loads(archived(kept(facts=EXTENDED))[1])
    assert row == {
        "line": "clock",
        "id": 17,
        "case_id": 5,
        "kind": "dispose",
        "amount": 5,
        "unit": "working_day",
        "calendar_id": 1,
        "started_at": "2026-11-16T01:30:00+00:00",
        "facts": [{"at": "2026-11-17T01:30:00+00:00", "what": "extend", "amount": 2, "unit": "working_day"}],
        "due_at": "2026-11-25T10:00:00+00:00",
        "strict_due_at": "2026-11-23T10:00:00+00:00",
        "yellow_at": "2026-11-24T03:54:00+00:00",
        "stopped_at": None,
    }


@given(TALES)
def test_what_was_archived_is_reckoned_to_the_same_from_the_file_alone(tale: Tale) -> None:
    made = tale.made
    clock = replace(
        kept(),
        span=tale.span,
        started_at=tale.start,
        facts=tuple(tale.facts),
        due_at=made.due_at,
        strict_due_at=made.strict_due_at,
        yellow_at=made.yellow_at,
        stopped_at=tale.now,
    )
    assert replay(archived(clock)) == Replayed(clocks=1)


def test_each_clock_is_reckoned_by_its_own_version_of_the_calendar() -> None:
    closed = {date(2026, 11, 18): DayKind.REST}
    other = Calendar(
        closed, first=2026, last=2028, official=[2026], windows=(("09:15", "12:00"), ("14:00", "17:45")), version=2
    )
    clocks = [kept(), replace(kept(calendar=other), id=18, calendar_id=2)]
    assert clocks[0].due_at < clocks[1].due_at
    found = replay(line.encode() for line in lines({1: street_calendar(), 2: other}, clocks))
    assert found == Replayed(clocks=2)


@pytest.mark.parametrize("moment", ["due_at", "strict_due_at", "yellow_at"])
def test_a_changed_moment_is_reported_with_what_was_kept_and_what_is_right(moment: str) -> None:
    right = getattr(kept(), moment)
    wrong = replace(kept(), **{moment: right + DAY})
    found = replay(archived(kept("2 working_hour"), wrong))
    assert (found.clocks, found.differ, found.unreadable) == (2, 1, [])
    assert found.differences == [Difference(17, "dispose", moment, right + DAY, right)]


def test_a_difference_is_told_in_the_time_of_the_street() -> None:
    told = str(Difference(17, "dispose", "due_at", MONDAY, MONDAY + DAY))
    assert told == "clock 17 dispose due_at: kept 2026-11-16T09:30:00+08:00, reckoned 2026-11-17T09:30:00+08:00"


def test_a_fact_that_was_taken_out_of_the_file_is_found_out() -> None:
    whole = archived(kept(facts=EXTENDED))
    whole[1] = changed(whole[1], {"facts": []})
    assert {found.moment for found in replay(whole).differences} == {"due_at", "yellow_at"}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"due_at": GONE}, "no due_at"),
        ({"due_at": "2026-11-23T18:00:00"}, "a moment without its zone: 2026-11-23T18:00:00"),
        ({"due_at": "soon"}, "Invalid isoformat string: 'soon'"),
        ({"unit": "moon"}, "not a span of time: '5 moon'"),
        ({"amount": 0}, "a span must be positive: '0 working_day'"),
        ({"facts": [{"at": "2026-11-17T01:30:00+00:00", "what": "forget"}]}, "'forget' is not a valid What"),
        ({"calendar_id": 2}, "calendar 2 stands nowhere before it"),
        ({"started_at": "1999-11-16T01:30:00+00:00"}, "1999-11-16 lies outside 2018-2029"),
        ({"line": "clocks"}, "unknown kind of line: 'clocks'"),
    ],
)
def test_a_line_that_makes_no_sense_is_named_and_the_others_are_reckoned(values: dict[str, Any], why: str) -> None:
    whole = archived(kept("2 working_hour"), kept(), kept("1 working_day"))
    whole[2] = changed(whole[2], values)
    assert replay(whole) == Replayed(clocks=2, unreadable=[f"line 3: {why}"])


@pytest.mark.parametrize("broken", [b"", b"\n", b"{", b"\xff\xfe{", b"clock 17", b'{"line": "clo'])
def test_a_line_that_is_not_json_is_named(broken: bytes) -> None:
    whole = archived(kept(), kept())
    whole[1] = broken
    assert replay(whole) == Replayed(clocks=1, unreadable=["line 2: not JSON"])


@pytest.mark.parametrize("other", [b"[]", b"17", b"null", b'"clock"', b"{}"])
def test_json_of_another_kind_is_named_too(other: bytes) -> None:
    found = replay([*archived(kept())[:2], other, *archived()[-1:]])
    assert found.clocks == 1
    assert found.unreadable[0].startswith("line 3: ")


def test_an_archive_that_is_cut_short_or_lacks_a_line_is_not_taken_for_whole() -> None:
    whole = archived(kept(), kept("2 working_hour"))
    assert replay(whole[:2]).unreadable == ["line 3: the archive is cut short"]
    assert replay([]).unreadable == ["line 1: the archive is cut short"]
    assert replay([*whole[:2], whole[3]]).unreadable[0] == "line 3: 3 lines were written, 2 are here"
