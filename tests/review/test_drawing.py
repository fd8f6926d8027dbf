"""The two steps of a draw: a frozen pool that waits, and a panel drawn with what nobody knew then."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import jobs
from app.cases import audit
from app.cases import queries as cases
from app.cases.events import CaseEnded
from app.cases.lifecycle import State, Verb
from app.cases.models_trail import CaseText, LedgerRoot
from app.cases.words import DeskKind, TextKind
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.permissions import Actor, Role
from app.jobs import Turn
from app.people.models import Street
from app.review import draw, ops, queries
from app.review.draw import by_root, moment, opaque_id, ranked, seed_of
from app.review.models import PoolMember, Review, Seat
from app.review.models_draw import ReviewExclusion
from app.review.words import Exclusion, Vote
from app.sla import queries as sla
from app.sla.clocks import ClockKind
from tests.builders.draws import draw_waiting
from tests.builders.reviews import LATER, NOON, Community, a_community
from tests.builders.town import MONDAY, Town, hours

SOON = NOON + timedelta(minutes=1)
THROWN, WATCHED = "61523 44136 25514 36215", "王见证\n李见证"


def seats(review: Review) -> int:
    return db.session.scalar(select(func.count()).select_from(Seat).where(Seat.review_id == review.id)) or 0


def by_dice(community: Community) -> None:
    street = db.session.get_one(Street, community.street_id)
    street.settings = {**street.settings, "draw_value": "dice"}
    db.session.flush()


def test_a_passed_check_freezes_a_pool_and_seats_nobody(community: Community) -> None:
    case = community.handled_case()
    review = community.frozen(case)
    assert (case.state, review.is_drawn, seats(review)) == (State.IN_REVIEW, False, 0)
    frozen = cases.timeline(case.id)[-1]
    assert frozen.verb is Verb.FREEZE and frozen.seq == review.frozen_seq
    assert frozen.facts == {"pool": review.pool_hash, "nonce": review.freeze_nonce}
    assert len(queries.pool(review.id)) == 7


def test_the_record_of_a_draw_gives_the_same_panel_again(community: Community) -> None:
    review = community.checked(community.handled_case())
    street, pool = db.session.get_one(Street, review.street_id), queries.pool(review.id)
    sheet = draw.Sheet(street.code, NOON, 3, "own", "root", {}, list(pool))
    root = db.session.scalars(select(LedgerRoot)).one()
    outside = by_root(root.number, root.at, root.hash)
    seed = seed_of(sheet.pool_hash(), review.freeze_nonce, outside)
    assert (review.pool_hash, review.outside, review.seed) == (sheet.pool_hash(), outside, seed)
    order = [community.people[pool[r.opaque_id].reviewer_id] for r in ranked(seed, list(pool))]
    assert order[:3] == community.panel(review)


def test_the_ids_tell_nothing_without_the_key_of_the_round(community: Community) -> None:
    review = community.frozen(community.handled_case())
    for member in db.session.scalars(select(PoolMember)):
        assert member.opaque_id == opaque_id(review.round_key, member.reviewer_id)


def test_a_root_made_at_the_freeze_or_before_draws_nobody(community: Community) -> None:
    community.handled_case()
    audit.make_root(NOON - timedelta(minutes=1))
    review = community.frozen(community.handled_case())
    audit.make_root(NOON)
    assert queries.to_draw(9) == [] and not ops.draw_by_root(review.id, SOON)
    assert seats(review) == 0


def test_a_root_that_does_not_seal_the_freeze_draws_nobody_whatever_its_time(community: Community) -> None:
    review = community.frozen(community.handled_case())
    db.session.add(LedgerRoot(street_id=review.street_id, number=1, at=SOON, prev_hash="0" * 64, hash="1" * 64))
    db.session.flush()
    assert queries.to_draw(9) == [] and queries.root_of(review) is None


def test_a_root_is_made_for_a_waiting_draw_even_if_nothing_grew_and_only_then(community: Community) -> None:
    review = community.frozen(community.handled_case())
    audit.make_root(NOON)  # it seals the freeze, and is not younger than it
    assert list(queries.streets_waiting()) == [review.street_id]
    draw_waiting(SOON)
    assert review.is_drawn and seats(review) == 3
    assert list(queries.streets_waiting()) == []
    audit.make_root(LATER)
    assert audit.make_root(LATER, queries.streets_waiting()) == 0
    assert audit.verify().faults == []


def test_the_job_draws_what_waits_once_and_tells_those_who_sit(cast: Town) -> None:
    review = cast.frozen()
    db.session.commit()
    jobs.make_root(Turn(MONDAY + hours(3)))
    panel = cast.panel(review.id)
    assert len(panel) == 3
    jobs.make_root(Turn(MONDAY + hours(4)))
    assert jobs.draw_panels(Turn(MONDAY + hours(5))) == 0
    assert cast.panel(review.id) == panel


def test_the_limit_of_the_review_runs_from_the_freeze(cast: Town) -> None:
    review = cast.frozen()
    [clock] = [row for row in sla.clocks_of(review.case_id, MONDAY) if row.kind is ClockKind.REVIEW]
    draw_waiting(MONDAY + hours(6))
    [after] = [row for row in sla.clocks_of(review.case_id, MONDAY) if row.kind is ClockKind.REVIEW]
    assert clock.started_at == after.started_at == review.opened_at and clock.due_at == after.due_at


def test_a_case_that_ends_while_it_waits_is_never_drawn(community: Community) -> None:
    case = community.handled_case()
    review = community.frozen(case)
    ops.stop_review(CaseEnded(case.street_id, SOON, case_id=case.id, actor_id=None))
    draw_waiting(SOON + timedelta(minutes=1))
    assert not review.is_drawn and seats(review) == 0


def test_a_pool_that_is_not_the_frozen_one_is_not_drawn_from(community: Community) -> None:
    case = community.handled_case()
    review = community.frozen(case)
    somebody = community.reviewer()
    row = PoolMember(street_id=review.street_id, review_id=review.id, opaque_id="f" * 64)
    row.reviewer_id = next(r for r, who in community.people.items() if who == somebody)
    db.session.add(row)
    audit.make_root(SOON)
    with pytest.raises(Conflict):
        ops.draw_by_root(review.id, SOON)


@pytest.mark.parametrize("party", ["handler", "about", "reporter"])
def test_whoever_came_to_be_a_party_since_the_freeze_is_passed_over(community: Community, party: str) -> None:
    case = community.handled_case()
    review = community.frozen(case)
    audit.make_root(SOON)
    root = queries.root_of(review)
    assert root is not None
    seed = seed_of(review.pool_hash, review.freeze_nonce, by_root(root.number, root.at, root.hash))
    pool = queries.pool(review.id)
    first, *others = [community.people[pool[r.opaque_id].reviewer_id] for r in ranked(seed, list(pool))]
    community.concern(case, first, party)
    assert ops.draw_by_root(review.id, SOON)
    assert community.panel(review) == others[:3]
    assert db.session.scalars(select(ReviewExclusion.reason)).all() == [Exclusion(party)]


def test_who_was_left_out_is_kept_with_the_reason_and_counted(community: Community) -> None:
    case = community.handled_case()
    community.concern(case, community.reviewer(), "handler")
    community.concern(case, community.reviewer(), "about")
    review = community.frozen(case)
    assert review.excluded == {"about": 1, "handler": 1}
    assert sorted(db.session.scalars(select(ReviewExclusion.reason))) == [Exclusion.ABOUT, Exclusion.HANDLER]


def test_dice_draw_before_witnesses_whose_names_only_the_chain_holds(community: Community) -> None:
    by_dice(community)
    case, chief = community.handled_case(), community.person(Role.DUTY_CHIEF)
    review = community.frozen(case)
    assert case.desk_kind is DeskKind.DICE
    draw_waiting(SOON)
    assert not review.is_drawn
    ops.draw_by_dice(chief, cases.visible_case(chief, case.id), THROWN, WATCHED, SOON)
    assert (review.outside, seats(review)) == ("dice 61523441362551436215", 3)
    assert cases.visible_case(chief, case.id).desk_kind is None
    kept = db.session.scalars(select(CaseText).where(CaseText.kind == TextKind.WITNESSES)).one()
    line = cases.timeline(case.id)[-1]
    assert (line.verb, line.actor_id, line.commitments) == (Verb.DRAW, chief.id, [kept.commitment])
    assert kept.value == WATCHED and "王见证" not in str(line.facts)


def test_dice_are_thrown_once(community: Community) -> None:
    by_dice(community)
    case, chief = community.handled_case(), community.person(Role.DUTY_CHIEF)
    review = community.frozen(case)
    ops.draw_by_dice(chief, cases.visible_case(chief, case.id), THROWN, WATCHED, SOON)
    with pytest.raises(NotAllowed):
        ops.draw_by_dice(chief, cases.visible_case(chief, case.id), THROWN[::-1], WATCHED, SOON)
    assert review.outside == "dice 61523441362551436215"


def test_no_dice_are_thrown_where_a_root_is_waited_for(community: Community) -> None:
    case, chief = community.handled_case(), community.person(Role.DUTY_CHIEF)
    community.frozen(case)
    with pytest.raises(NotAllowed):
        ops.draw_by_dice(chief, cases.visible_case(chief, case.id), THROWN, WATCHED, SOON)


def throwers(community: Community) -> dict[str, Actor]:
    unit = community.unit()
    return {
        "handler": community.person(Role.DUTY_CHIEF),
        "handler's unit": community.person(Role.COMMITTEE, unit_id=unit),
        "about": community.person(Role.DUTY_CHIEF),
        "nobody": community.person(Role.DISPATCHER),
    }


@pytest.mark.parametrize("party", ["handler", "handler's unit", "about", "nobody"])
def test_whoever_handled_or_is_complained_about_throws_no_dice(community: Community, party: str) -> None:
    by_dice(community)
    case, who = community.handled_case(), throwers(community)[party]
    if party != "nobody":
        community.concern(case, who, party)
    review = community.frozen(case)
    with pytest.raises(NotAllowed):
        ops.draw_by_dice(who, cases.visible_case(community.person(Role.AUDITOR), case.id), THROWN, WATCHED, SOON)
    assert not review.is_drawn


@pytest.mark.parametrize(
    ("thrown", "watched", "field"),
    [("123456", WATCHED, "dice"), (THROWN, "王见证", "witnesses"), (THROWN, "王见证\n王见证", "witnesses")],
)
def test_too_few_figures_or_witnesses_draw_nobody(community: Community, thrown: str, watched: str, field: str) -> None:
    by_dice(community)
    case, chief = community.handled_case(), community.person(Role.DUTY_CHIEF)
    review = community.frozen(case)
    with pytest.raises(Invalid) as refused:
        ops.draw_by_dice(chief, cases.visible_case(chief, case.id), thrown, watched, SOON)
    assert set(refused.value.errors) == {field} and not review.is_drawn


def test_two_streets_wait_for_their_own_roots(community: Community) -> None:
    other = a_community()
    other.roster(7)
    first, second = community.frozen(community.handled_case()), other.frozen(other.handled_case())
    draw_waiting(SOON)
    assert first.is_drawn and second.is_drawn and first.outside != second.outside
    assert moment(SOON) in (first.outside or "")


def test_a_void_panel_is_frozen_afresh_and_waits_again(community: Community) -> None:
    community.roster(7, home=2)
    case = community.handled_case()
    first = community.checked(case)
    for _ in range(5):
        community.recuse(first, chair=1)
    second = community.last_review(case)
    assert (second.number, second.is_drawn) == (2, False)
    assert second.freeze_nonce != first.freeze_nonce
    with pytest.raises(NotAllowed):
        ops.cast_ballot(community.people[min(community.people)], second.id, Vote.SOLVED, 5, at=LATER)
