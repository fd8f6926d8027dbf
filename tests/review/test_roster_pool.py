"""Who is in the pool of a real case, and why the others are not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.cases.models import Case
from app.core.clock import street_time
from app.core.db import db
from app.core.errors import NotAllowed
from app.core.permissions import Actor
from app.people import ops as people
from app.people.models import Street
from app.review import ops, queries
from app.review.concerned import parties
from app.review.models import Review, Reviewer, Seat
from app.review.pool import exclusion
from app.review.roster import queries as rosters
from app.review.words import Exclusion, ReviewerKind, Vote
from tests.builders.reviews import LATER, NOON, Community

DAY = timedelta(days=1)
TODAY = street_time(NOON).date()


def change(community: Community, who: Actor, **values: Any) -> None:
    rows = update(Reviewer).where(Reviewer.id == community.reviewer_id(who))
    db.session.execute(rows.values(**values), execution_options={"synchronize_session": False})
    db.session.expire_all()


def reason(community: Community, who: Actor, case: Case, at: datetime = NOON) -> Exclusion | None:
    [found] = [c for c in rosters.candidates(community.street_id, at) if c.user_id == who.id]
    return exclusion(found, parties(case.id))


@pytest.mark.parametrize(
    "why",
    [
        {"active": False},
        {"consented_at": None},
        {"serves_until": TODAY - DAY, "serves_from": TODAY - 9 * DAY},
        {"serves_from": TODAY + DAY},
        {"away_until": TODAY},
    ],
)
def test_whoever_cannot_come_today_is_unavailable(community: Community, why: dict[str, Any]) -> None:
    who, case = community.reviewer(), community.handled_case()
    assert reason(community, who, case) is None
    change(community, who, **why)
    assert reason(community, who, case) is Exclusion.UNAVAILABLE


def test_a_locked_account_is_unavailable(community: Community) -> None:
    who, case = community.reviewer(), community.handled_case()
    people.lock(who.id or 0, NOON)
    assert reason(community, who, case) is Exclusion.UNAVAILABLE


def test_the_property_company_of_the_estate_judges_no_case_in_it_though_it_did_not_handle(community: Community) -> None:
    company, case = community.unit(), community.handled_case()
    case.estate_id, _ = community.building(property_unit_id=company)
    db.session.flush()
    assert reason(community, community.reviewer(unit_id=company), case) is Exclusion.PROPERTY
    assert reason(community, community.reviewer(unit_id=community.unit()), case) is None


@pytest.mark.parametrize("merged", [False, True])
def test_a_building_head_does_not_judge_their_own_building(community: Community, merged: bool) -> None:
    _, here = community.building()
    head, case = community.reviewer(), community.handled_case()
    change(community, head, kind=ReviewerKind.BUILDING_HEAD, place_id=here)
    assert reason(community, head, case) is None
    other = community.handled_case() if merged else case
    other.place_id, other.merged_into_id = here, case.id if merged else None
    db.session.flush()
    assert reason(community, head, case) is Exclusion.SAME_BUILDING


def seats(community: Community, who: Actor, *moments: datetime, vacated: bool = False) -> None:
    """They sat so often, at these moments; or said 回避 to all of it."""
    for moment in moments:
        review = community.checked(community.handled_case())
        row = {"street_id": community.street_id, "review_id": review.id, "reviewer_id": community.reviewer_id(who)}
        if db.session.get(Seat, (review.id, row["reviewer_id"])) is None:
            db.session.add(Seat(**row, ordinal=9, seated_at=moment))
        db.session.flush()
        left = {"vacated_at": LATER, "reason": "recused"} if vacated else {}
        rows = update(Seat).where(Seat.review_id == review.id, Seat.reviewer_id == row["reviewer_id"])
        db.session.execute(rows.values(seated_at=moment, **left))
    db.session.expire_all()


def capped(community: Community, cap: int) -> Actor:
    street = db.session.get_one(Street, community.street_id)
    street.settings = {"reviewer_monthly_cap": 99}
    who = community.reviewer()
    change(community, who, monthly_cap=cap)
    return who


def test_whoever_has_sat_as_often_as_they_may_this_month_is_over_the_cap(community: Community) -> None:
    who = capped(community, 99)
    seats(community, who, NOON, NOON)
    case = community.handled_case()
    change(community, who, monthly_cap=3)
    assert reason(community, who, case) is None
    change(community, who, monthly_cap=2)
    assert reason(community, who, case) is Exclusion.OVER_CAP


def test_seats_of_last_month_and_those_left_by_recusal_do_not_count(community: Community) -> None:
    who = capped(community, 99)
    november = NOON.replace(day=1, hour=0) - timedelta(hours=8)
    seats(community, who, november - timedelta(minutes=1))
    seats(community, who, NOON, vacated=True)
    change(community, who, monthly_cap=1)
    case = community.handled_case()
    assert reason(community, who, case) is None
    change(community, who, monthly_cap=99)
    seats(community, who, november)
    change(community, who, monthly_cap=1)
    assert reason(community, who, community.handled_case()) is Exclusion.OVER_CAP


def test_the_street_says_how_often_where_the_committee_did_not(community: Community) -> None:
    who = community.reviewer()
    seats(community, who, NOON)
    street = db.session.get_one(Street, community.street_id)
    street.settings = {"reviewer_monthly_cap": 1}
    db.session.flush()
    assert reason(community, who, community.handled_case()) is Exclusion.OVER_CAP


def test_a_reserve_who_left_is_away_or_has_become_a_party_is_passed_over(community: Community) -> None:
    case = community.handled_case()
    review = community.checked(case)
    gone, away, party, fourth = (community.people[r.reviewer_id] for r in queries.in_order(review)[:4])
    change(community, gone, consented_at=None)
    change(community, away, away_until=TODAY)
    community.concern(case, party, "handler")
    community.recuse(db.session.get_one(Review, review.id), chair=2)
    assert community.panel(review)[1] == fourth


def test_whoever_becomes_a_handler_after_the_draw_cannot_vote(community: Community) -> None:
    case = community.handled_case()
    review = community.checked(case)
    who = community.panel(review)[0]
    community.concern(case, who, "handler")
    with pytest.raises(NotAllowed):
        ops.cast_ballot(who, review.id, Vote.SOLVED, 5, at=LATER)
