"""What is archived of a town: every clock and what happened to it, and a replay of it that differs nowhere."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.cases import ops
from app.cases.models import Case
from app.core.counting import count_statements
from app.core.db import db
from app.core.values import Span
from app.sla import archive_queries, book
from app.sla.archive import Kept, Replayed, lines, replay
from app.sla.calendar_ops import activate
from app.sla.clocks import ClockKind
from app.sla.models import Clock
from app.sla.reckoning import What
from tests.builders.calendars import closing
from tests.builders.town import CLUTTER, FIRE_LANE, LEAK, MONDAY, NIGHT, SAID, WASTE, Town, hours, minutes
from tests.builders.town_walks import WALKS, parts_until

LATER = MONDAY + hours(1)


def written() -> list[str]:
    """The archive of the database as it is now."""
    db.session.flush()
    db.session.expire_all()
    return list(lines(archive_queries.calendars_used(), archive_queries.clocks()))


def replayed() -> Replayed:
    """What a replay of it finds."""
    return replay(line.encode() for line in written())


def kept_of(case: Case, kind: ClockKind) -> Kept:
    """The last clock of a kind, as it is archived."""
    db.session.flush()
    return [kept for kept in archive_queries.clocks() if (kept.case_id, kept.kind) == (case.id, kind)][-1]


def suspended_and_on_again(cast: Town) -> Case:
    case = cast.signed_in(LEAK)
    ops.suspend(cast.chief, case, parts_until(MONDAY + timedelta(days=10)), at=LATER)
    ops.resume(cast.chief, case, at=MONDAY + timedelta(days=3))
    return case


def extended(cast: Town, code: str = CLUTTER) -> Case:
    case = cast.signed_in(code)
    ops.ask_extension(cast.worker, case, 2, "楼里在装修", at=LATER)
    ops.extend(cast.chief, case, 1, at=LATER + minutes(30))
    return case


def test_a_town_with_a_case_in_every_state_is_archived_and_replayed_without_a_difference(cast: Town) -> None:
    cases = [cast.case_in(state) for state in WALKS]
    found = replayed()
    assert found == Replayed(clocks=found.clocks)
    assert found.clocks > 2 * len(cases)


def test_a_case_that_was_suspended_and_went_on_is_archived_with_both_facts(cast: Town) -> None:
    kept = kept_of(suspended_and_on_again(cast), ClockKind.DISPOSE)
    assert [(fact.what, fact.at) for fact in kept.facts] == [
        (What.PAUSE, LATER),
        (What.RESUME, MONDAY + timedelta(days=3)),
    ]
    assert replayed().differences == []


def test_an_extended_case_is_archived_with_both_due_times(cast: Town) -> None:
    kept = kept_of(extended(cast), ClockKind.DISPOSE)
    assert [(fact.what, fact.span) for fact in kept.facts] == [(What.EXTEND, Span.parse("1 working_day"))]
    assert kept.strict_due_at + timedelta(days=1) == kept.due_at
    assert replayed().differences == []


def test_a_case_of_another_category_is_archived_with_what_was_promised_first(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    before = kept_of(case, ClockKind.DISPOSE)
    ops.classify(cast.dispatcher, case, cast.category(WASTE), at=LATER)
    kept = kept_of(case, ClockKind.DISPOSE)
    assert (kept.span, [fact.what for fact in kept.facts]) == (before.span, [What.NARROW])
    assert kept.due_at < before.due_at
    assert replayed().differences == []


def test_what_a_new_version_of_the_calendar_moved_is_replayed_by_that_version(cast: Town) -> None:
    cases = [suspended_and_on_again(cast), extended(cast), cast.report(FIRE_LANE, NIGHT)]
    db.session.flush()
    activate(cast.street_id, closing("2026-11-18", "2026-11-20"), NIGHT)
    assert len({kept.calendar_id for case in cases for kept in archive_queries.clocks()}) == 2
    found = replayed()
    assert (found.differences, found.unreadable) == ([], [])


def test_a_due_time_that_was_changed_by_hand_is_reported(cast: Town) -> None:
    [clock] = [c for c in book.clocks(extended(cast).id) if c.kind is ClockKind.DISPOSE]
    db.session.flush()
    db.session.execute(update(Clock).where(Clock.id == clock.id).values(due_at=clock.due_at + hours(24)))
    [found] = replayed().differences
    assert (found.clock_id, found.moment, found.kept - found.reckoned) == (clock.id, "due_at", hours(24))


def test_nothing_that_people_typed_is_in_an_archive(cast: Town) -> None:
    cast.called_in(CLUTTER)
    extended(cast)
    activate(cast.street_id, closing("2026-11-18"), NIGHT)
    text = "".join(written())
    assert text.isascii()
    assert not any(word in text for word in (SAID, "13812345678", "\\u"))


@pytest.mark.parametrize("cases", [1, 12])
def test_a_batch_of_clocks_is_read_in_two_statements(cast: Town, cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(cases):
        cast.report(CLUTTER)
    db.session.flush()
    monkeypatch.setattr(archive_queries, "BATCH", 20)
    with count_statements() as counted:
        found = list(archive_queries.clocks())
    assert [kept.id for kept in found] == sorted(kept.id for kept in found)
    assert counted.n == 2 * -(-len(found) // 20) + 1
