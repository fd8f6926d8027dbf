"""A calendar's versions in daily use: heard of late, read in few statements, never official by themselves."""

from collections.abc import Callable
from datetime import date

import pytest

from app.cases.models import Case
from app.core.counting import count_statements
from app.core.db import db
from app.core.values import Span
from app.people import ops as people
from app.sla import book, calendar_ops, calendars, queries
from app.sla.calendar_ops import Changes, activate
from app.sla.changing import change
from app.sla.clocks import ClockKind as K
from app.sla.daytable import CalendarRefused
from app.sla.models import Clock
from app.sla.reckoning import What
from tests.builders.calendars import closing, latest, wall
from tests.builders.town import CLUTTER, FUNDS, MONDAY, Town, hours


def disposal(case: Case) -> Clock:
    return next(c for c in book.clocks(case.id) if c.kind is K.DISPOSE)


def test_the_answer_that_a_case_waits_for_moves_with_its_promise(cast: Town) -> None:
    case = cast.report(CLUTTER)
    clock = disposal(case)
    clock.kind, case.answer_by = K.ANSWER, clock.due_at
    db.session.flush()
    activate(cast.street_id, closing("2026-11-17"), MONDAY + hours(1))
    assert case.answer_by == clock.due_at == wall("2026-11-19 18:00")


def test_another_street_is_not_touched(cast: Town) -> None:
    clock = disposal(cast.report(CLUTTER))
    was, other = clock.due_at, _another_street()
    assert activate(other, closing("2026-11-17"), MONDAY).version == 2
    assert clock.due_at == was and latest(cast.street_id).version == 1


def test_what_a_process_promised_before_it_heard_of_the_new_version_follows(
    cast: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = calendars.in_force(cast.street_id, MONDAY)
    activate(cast.street_id, closing("2026-11-17"), MONDAY)
    with monkeypatch.context() as deaf:
        deaf.setattr(calendars, "in_force", lambda _street, _at: old)
        clock = disposal(cast.report(CLUTTER, MONDAY))
    assert (clock.calendar_id, clock.due_at) == (old.id, wall("2026-11-18 18:00"))
    assert [calendar_ops.catch_up(MONDAY + hours(n)) for n in (0.1, 0.2)] == [1, 0]
    assert (clock.calendar_id, clock.due_at) == (latest(cast.street_id).id, wall("2026-11-19 18:00"))


def test_a_version_of_yesterday_is_not_looked_at_again(cast: Town) -> None:
    activate(cast.street_id, closing("2026-11-17"), MONDAY)
    with count_statements() as counted:
        assert calendar_ops.catch_up(MONDAY + hours(2)) == 0
    assert counted.n == 1


def test_more_promises_take_no_more_statements(cast: Town) -> None:
    def sent(day: str) -> int:
        db.session.flush()
        with count_statements() as counted:
            activate(cast.street_id, closing(day), MONDAY + hours(1))
        return counted.n

    cast.report(CLUTTER)
    few = sent("2026-11-17")
    for n in range(8):
        change(disposal(cast.report(FUNDS if n % 2 else CLUTTER)), What.EXTEND, MONDAY, Span.parse("1 working_day"))
    assert sent("2026-11-18") == few + 2  # the version of the first time is read too


def test_the_yearly_job_never_makes_an_estimated_year_official(cast: Town, learnt: Callable[[int], None]) -> None:
    other = _another_street()
    learnt(2027)
    calendars.extend(MONDAY)
    assert queries.streets_without_year(2027) == [cast.street_id, other]


def test_a_year_that_the_package_has_learnt_comes_in_as_a_new_version(
    cast: Town, learnt: Callable[[int], None]
) -> None:
    with pytest.raises(CalendarRefused, match="chinesecalendar 里没有"):
        calendar_ops.from_package(2027)
    learnt(2027)
    activate(cast.street_id, Changes(notice=calendar_ops.from_package(2027)), MONDAY)
    assert queries.streets_without_year(2027) == [] and latest(cast.street_id).version == 2


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A later `chinesecalendar`, which knows a year more."""
    from chinese_calendar import constants

    def learn(year: int) -> None:
        monkeypatch.setitem(constants.holidays, date(year, 1, 1), "New Year's Day")

    return learn


def _another_street() -> int:
    street = people.create_street("310114009000", "another", "别的街道", "", MONDAY)
    calendars.seed(street.id, MONDAY)
    return street.id
