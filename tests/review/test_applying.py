"""Somebody asks to sit on panels and the committee answers: what is kept, what is forgotten, who may."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.crypto import mac
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from app.core.permissions import Role
from app.people import ops as people
from app.people import queries as accounts
from app.people.passwords import Proof
from app.review.roster import ops, queries
from app.review.roster.models import ReviewerApplication
from app.review.roster.ops.deciding import Grant
from app.review.words import ApplicationState, ReviewerKind, RosterVerb
from tests.builders.reviews import LATER, NOON, Community, a_community
from tests.builders.roster import NAME, PHONE, TODAY, TWO_YEARS, a_wish, asked, noted

DAY = timedelta(days=1)
FITS = Proof(fits=True)


def test_a_wish_is_kept_sealed_and_answered_by_a_number(community: Community) -> None:
    wish = asked(community)
    assert wish.state is ApplicationState.WAITING and wish.number.startswith("py")
    assert wish.phone_mac == mac("phone", PHONE)
    stored = repr(list(vars(wish).values()))
    assert NAME not in stored and PHONE not in stored
    found = queries.application(community.committee(), wish.id)
    assert found and (found.name, found.phone, found.known) == (NAME, PHONE, "")


def test_the_same_form_twice_is_one_wish(community: Community) -> None:
    wish = a_wish(community.homes[0])
    assert ops.apply(community.street_id, wish, at=NOON) == ops.apply(community.street_id, wish, at=LATER)
    assert len(db.session.scalars(select(ReviewerApplication)).all()) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("grid", {"grid_id": None}),
        ("grid", {"grid_id": 999_999}),
        ("kind", {"kind": None}),
        ("name", {"name": "  "}),
        ("name", {"name": "长" * 31}),
        ("agreed", {"agreed": False}),
    ],
)
def test_what_is_missing_is_said_at_its_field(community: Community, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        asked(community, **wrong)
    assert set(refused.value.errors) == {field}


def test_no_wish_goes_to_the_street_itself_or_to_another_street(community: Community) -> None:
    for elsewhere in (community.root, a_community().homes[0]):
        with pytest.raises(Invalid):
            asked(community, grid_id=elsewhere)


def test_a_known_phone_gets_the_same_answer_and_only_the_committee_learns_it(community: Community) -> None:
    community.reviewer(phone_mac=mac("phone", PHONE))
    wish = asked(community)
    found = queries.application(community.committee(), wish.id)
    assert found and found.known == queries.OF_A_REVIEWER
    with pytest.raises(Conflict):
        ops.approve(community.committee(), wish.id, TWO_YEARS, at=NOON)


def test_nobody_who_works_here_becomes_a_reviewer_by_another_door(community: Community) -> None:
    people.create_user(community.street_id, "li", "李", "x", (Role.HANDLER,), phone="138-1234 5678", at=NOON)
    wish = asked(community)
    with pytest.raises(Conflict, match="工作人员"):
        ops.approve(community.committee(), wish.id, TWO_YEARS, at=NOON)


def test_a_phone_may_ask_three_times_a_day(community: Community) -> None:
    for _ in range(3):
        asked(community)
    with pytest.raises(TooMany):
        asked(community)
    assert asked(community, phone="13812345679") and asked(community, at=NOON + DAY)


def test_a_community_is_asked_thirty_times_a_day_by_whomever(community: Community) -> None:
    for n in range(30):
        asked(community, phone=f"138000000{n:02}")
    with pytest.raises(TooMany):
        asked(community, phone="13900000000")
    assert asked(community, phone="13900000000", grid_id=community.homes[1])


def test_an_approval_makes_the_account_and_forgets_name_and_phone(community: Community) -> None:
    wish, committee = asked(community), community.committee()
    made = ops.approve(committee, wish.id, TWO_YEARS, at=NOON)
    account = accounts.by_login(wish.number)
    assert account and (account.id, account.name, account.password_hash) == (made.user_id, NAME, "theirs")
    assert (account.phone, made.phone_mac) == ("", mac("phone", PHONE))
    assert (made.serves_from, made.serves_until, made.consent_version) == (TODAY, date(2028, 11, 15), 1)
    gone = (wish.name_cipher, wish.phone_cipher, wish.phone_mac, wish.password_hash)
    assert gone == (None,) * 4 and noted(community) == [(RosterVerb.ENROLLED, committee.id)]


def test_somebody_approved_is_drawn_from_then_on(community: Community) -> None:
    made = ops.approve(community.committee(), asked(community).id, TWO_YEARS, at=NOON)
    [found] = [c for c in queries.candidates(community.street_id, NOON) if c.reviewer_id == made.id]
    assert found.available and found.cap == 4


def test_a_refusal_says_why_and_forgets_name_and_phone(community: Community) -> None:
    wish, committee = asked(community), community.committee()
    with pytest.raises(Invalid):
        ops.refuse(committee, wish.id, " ", at=NOON)
    ops.refuse(committee, wish.id, "不住本居民区", at=NOON)
    assert (wish.state, wish.reason, wish.decided_by_id) == (ApplicationState.REFUSED, "不住本居民区", committee.id)
    assert (wish.name_cipher, wish.phone_cipher, wish.phone_mac) == (None,) * 3 and wish.password_hash == "theirs"


def test_a_wish_is_decided_once(community: Community) -> None:
    wish, committee = asked(community), community.committee()
    ops.refuse(committee, wish.id, "不住本居民区", at=NOON)
    for decide in (
        lambda: ops.approve(committee, wish.id, TWO_YEARS, at=NOON),
        lambda: ops.refuse(committee, wish.id, "再想想", at=NOON),
    ):
        with pytest.raises(Conflict):
            decide()


def test_only_the_committee_of_the_community_and_the_duty_chief_decide(community: Community) -> None:
    wish = asked(community)
    others = [community.committee(home=1), community.person(Role.HANDLER), community.person(Role.AUDITOR)]
    for who in (*others, replace(community.committee(), roles=frozenset({Role.REVIEWER}))):
        with pytest.raises(NotAllowed):
            ops.approve(who, wish.id, TWO_YEARS, at=NOON)
        assert queries.application(who, wish.id) is None
    with pytest.raises(NotFound):
        ops.approve(a_community().committee(), wish.id, TWO_YEARS, at=NOON)
    assert ops.approve(community.person(Role.DUTY_CHIEF), wish.id, TWO_YEARS, at=NOON).id


@pytest.mark.parametrize(
    ("field", "grant"),
    [
        ("serves_from", Grant(TODAY - DAY, TODAY)),
        ("serves_until", Grant(TODAY, TODAY - DAY)),
        ("serves_until", Grant(TODAY, date(2031, 1, 1))),
        ("place", Grant(TODAY, TODAY, place_id=1)),
    ],
)
def test_a_term_is_checked_and_a_building_is_asked_of_building_heads_only(
    community: Community, field: str, grant: Grant
) -> None:
    with pytest.raises(Invalid) as refused:
        ops.approve(community.committee(), asked(community).id, grant, at=NOON)
    assert set(refused.value.errors) == {field}


def test_a_building_head_gets_a_building_of_their_own_community_only(community: Community) -> None:
    (_, here), (_, there) = community.building(), community.building(home=1)
    wish, committee = asked(community, kind=ReviewerKind.BUILDING_HEAD), community.committee()
    with pytest.raises(Invalid):
        ops.approve(committee, wish.id, replace(TWO_YEARS, place_id=there), at=NOON)
    assert ops.approve(committee, wish.id, replace(TWO_YEARS, place_id=here), at=NOON).place_id == here


def test_whoever_knows_number_and_password_learns_how_it_stands(community: Community) -> None:
    wish = asked(community)
    knocked = ops.ask_after(community.street_id, f" {wish.number.upper()} ", at=NOON)
    assert knocked.password_hash == "theirs" and ops.told(knocked, FITS, at=NOON) is wish
    with pytest.raises(Invalid):
        ops.told(knocked, Proof(fits=False), at=NOON)


def test_after_the_approval_the_password_of_the_account_is_asked(community: Community) -> None:
    wish = asked(community)
    ops.approve(community.committee(), wish.id, TWO_YEARS, at=NOON)
    knocked = ops.ask_after(community.street_id, wish.number, at=NOON)
    assert knocked.password_hash == "theirs"
    assert ops.told(knocked, FITS, at=NOON).state is ApplicationState.APPROVED


def test_an_unknown_number_is_answered_like_a_wrong_password_and_five_tries_are_enough(community: Community) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(Invalid) as refused:
            ops.told(ops.ask_after(community.street_id, "py0", at=NOON), Proof(fits=False), at=NOON)
        assert refused.value.params == {"left": left}
    with pytest.raises(TooMany):
        ops.told(ops.ask_after(community.street_id, "py0", at=NOON), FITS, at=NOON)
    with pytest.raises(TooMany):
        ops.ask_after(community.street_id, "py0", at=NOON)


def test_a_wish_of_another_street_is_not_there(community: Community) -> None:
    knocked = ops.ask_after(a_community().street_id, asked(community).number, at=NOON)
    with pytest.raises(Invalid):
        ops.told(knocked, FITS, at=NOON)


def test_what_nobody_decides_in_ninety_days_is_forgotten_and_an_old_refusal_too(community: Community) -> None:
    waiting, refused = asked(community), asked(community)
    ops.refuse(community.committee(), refused.id, "不住本居民区", at=NOON)
    young = asked(community, at=NOON + DAY)
    assert ops.forget_applications(NOON + 89 * DAY) == 0
    assert ops.forget_applications(NOON + 90 * DAY) == 2
    db.session.expire_all()
    assert (waiting.state, waiting.name_cipher, waiting.password_hash) == (ApplicationState.LAPSED, None, None)
    assert refused.password_hash is None and young.password_hash == "theirs"
    assert ops.forget_applications(NOON + 90 * DAY) == 0
