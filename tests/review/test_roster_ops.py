"""Terms, absences, leaving: who changes the roster, and what that does to panels that are drawn."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor, Role
from app.review import queries as reviews
from app.review.models import Ballot
from app.review.roster import ops, queries
from app.review.words import RosterVerb, Vote
from tests.builders.reviews import LATER, NOON, TERM, Community, a_community
from tests.builders.roster import TODAY, noted, row_of

DAY = timedelta(days=1)


def test_a_term_is_renewed_in_its_last_ninety_days_from_its_last_day_on(community: Community) -> None:
    who, committee = community.reviewer(), community.committee()
    with pytest.raises(Conflict):
        ops.renew(committee, community.reviewer_id(who), at=NOON)
    ops.renew(committee, community.reviewer_id(who), at=datetime(2027, 10, 5, 4, tzinfo=NOON.tzinfo))
    row = row_of(community.reviewer_id(who))
    assert (row.serves_from, row.serves_until) == (TERM[0], date(2029, 12, 31))


def test_a_term_that_ran_out_is_renewed_from_today(community: Community) -> None:
    who = community.reviewer()
    ops.renew(community.committee(), community.reviewer_id(who), at=datetime(2028, 3, 1, 4, tzinfo=NOON.tzinfo))
    assert row_of(community.reviewer_id(who)).serves_until == date(2030, 2, 28)


def test_an_ended_term_keeps_the_seat_that_is_taken_and_can_be_renewed(community: Community) -> None:
    review = community.checked(community.handled_case())
    who, committee = community.panel(review)[0], community.committee()
    ops.end_term(committee, community.reviewer_id(who), at=NOON)
    assert not row_of(community.reviewer_id(who)).standing.on(TODAY) and who in community.panel(review)
    community.vote(review, Vote.SOLVED)
    ops.renew(committee, community.reviewer_id(who), at=LATER)
    assert row_of(community.reviewer_id(who)).standing.on(TODAY)
    assert [what for what, _ in noted(community)] == [RosterVerb.ENDED, RosterVerb.RENEWED]


def test_a_committee_cannot_strike_a_reserve_that_was_drawn(community: Community) -> None:
    review = community.checked(community.handled_case())
    reserve = reviews.in_order(review)[0]
    ops.end_term(community.committee(), reserve.reviewer_id, at=NOON)
    community.recuse(review, chair=1)
    assert community.panel(review)[0] == community.people[reserve.reviewer_id]


def test_a_cap_is_set_and_taken_back(community: Community) -> None:
    who, committee = community.reviewer(), community.committee()
    ops.set_cap(committee, community.reviewer_id(who), 2, at=NOON)
    assert row_of(community.reviewer_id(who)).monthly_cap == 2
    ops.set_cap(committee, community.reviewer_id(who), None, at=NOON)
    assert row_of(community.reviewer_id(who)).monthly_cap is None
    with pytest.raises(Invalid):
        ops.set_cap(committee, community.reviewer_id(who), 0, at=NOON)


@pytest.mark.parametrize("what", [ops.renew, ops.end_term, lambda who, row, at: ops.set_cap(who, row, 3, at=at)])
def test_nobody_but_its_keepers_changes_a_roster(community: Community, what: Any) -> None:
    reviewer_id = community.reviewer_id(community.reviewer())
    with pytest.raises(NotAllowed):
        what(community.committee(home=1), reviewer_id, at=NOON)
    with pytest.raises(NotFound):
        what(a_community().committee(), reviewer_id, at=NOON)


def test_somebody_is_away_until_a_day_and_back_when_they_say_so(community: Community) -> None:
    who = community.reviewer()
    ops.set_away(who, TODAY + DAY, at=NOON)
    standing = row_of(community.reviewer_id(who)).standing
    assert [standing.on(TODAY + n * DAY) for n in range(3)] == [False, False, True]
    ops.set_away(who, None, at=NOON)
    assert row_of(community.reviewer_id(who)).standing.on(TODAY)
    for wrong in (TODAY - DAY, TODAY + 367 * DAY):
        with pytest.raises(Invalid):
            ops.set_away(who, wrong, at=NOON)


def test_whoever_leaves_gives_open_seats_to_the_next_reserve_and_is_drawn_no_more(community: Community) -> None:
    review = community.checked(community.handled_case())
    who = community.panel(review)[1]
    reserve = reviews.in_order(review)[0]
    assert ops.leave(who, at=LATER) == 1
    assert community.panel(review)[1] == community.people[reserve.reviewer_id]
    assert not row_of(community.reviewer_id(who)).standing.on(TODAY) and db.session.scalars(select(Ballot)).all() == []


def test_a_decided_review_stays_as_it_was_when_somebody_leaves(community: Community) -> None:
    review = community.checked(community.handled_case())
    community.vote(review, Vote.SOLVED, Vote.SOLVED, Vote.SOLVED)
    who = community.panel(review)[0]
    assert ops.leave(who, at=LATER) == 0 and who in community.panel(review)


def test_whoever_left_comes_back_by_agreeing_and_being_renewed(community: Community) -> None:
    who, committee = community.reviewer(), community.committee()
    ops.leave(who, at=NOON)
    with pytest.raises(Conflict):
        ops.renew(committee, community.reviewer_id(who), at=NOON)
    ops.agree(who, at=LATER)
    assert not row_of(community.reviewer_id(who)).standing.on(TODAY)
    ops.renew(committee, community.reviewer_id(who), at=LATER)
    assert (
        row_of(community.reviewer_id(who)).standing.on(TODAY)
        and row_of(community.reviewer_id(who)).consent_version == 1
    )


@pytest.mark.parametrize("what", [ops.agree, ops.leave, lambda who, at: ops.set_away(who, None, at=at)])
def test_somebody_on_no_roster_has_nothing_to_leave(community: Community, what: Any) -> None:
    with pytest.raises(NotFound):
        what(community.person(), at=NOON)


def test_the_roster_shows_counts_and_never_a_vote(community: Community) -> None:
    review = community.checked(community.handled_case())
    community.vote(review, Vote.UNSOLVED)
    lines = queries.members(community.homes[0], LATER)
    assert sorted(line.seats for line in lines) == [0] * 4 + [1] * 3
    assert all("unsolved" not in repr(line) for line in lines)


def test_each_keeper_reads_their_own_rosters(community: Community) -> None:
    def grids(who: Actor) -> set[int]:
        return {row.id for row in queries.readable(who)}

    assert grids(community.committee()) == {community.homes[0]}
    assert grids(community.person(Role.DUTY_CHIEF)) == grids(community.person(Role.AUDITOR)) == set(community.homes)
    assert grids(community.reviewer()) == grids(community.person(Role.COMMITTEE)) == set()
