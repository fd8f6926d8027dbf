"""What the database refuses by itself, whoever writes: these rows go past every op."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from app.core.db import db
from app.review import ops
from app.review.models import Ballot, PoolMember, Review, Sampling, Seat
from app.review.words import Vote, Why
from tests.builders.reviews import LATER, NOON, Community, put

S, U = Vote.SOLVED, Vote.UNSOLVED


def refused(words: str, write: Callable[[], object]) -> None:
    """The database says no, in these words; what stood before still stands."""
    with pytest.raises(DatabaseError, match=words), db.session.begin_nested():
        write()


def reserve(community: Community, review: Review) -> int:
    sitting = community.panel(review)
    return next(r for r, who in community.people.items() if who not in sitting)


def chair(review: Review, reviewer_id: int) -> Callable[[], object]:
    row = {"street_id": review.street_id, "review_id": review.id, "reviewer_id": reviewer_id}
    return lambda: put("review_seat", **row, ordinal=9, seated_at=NOON)


def slip(review: Review, reviewer_id: int) -> Callable[[], object]:
    row = {"review_id": review.id, "reviewer_id": reviewer_id}
    return lambda: put("ballot", **row, vote="solved", attitude=5, line="", cast_at=NOON)


@pytest.mark.parametrize("party", ["handler", "handler's unit"])
def test_a_handler_gets_no_seat(community: Community, party: str) -> None:
    for _ in range(9):
        community.reviewer(unit_id=community.unit())
    case = community.handled_case()
    review = community.checked(case)
    out = next(r for r, who in community.people.items() if who.unit_id and who not in community.panel(review))
    community.concern(case, community.people[out], party)
    refused("a handler is not a judge", chair(review, out))


def test_a_handler_casts_no_ballot_even_from_a_seat(community: Community) -> None:
    case = community.handled_case()
    review = community.checked(case)
    who = community.panel(review)[0]
    community.concern(case, who, "handler")
    seat = next(r for r, p in community.people.items() if p == who)
    refused("a handler is not a judge", slip(review, seat))


def test_there_is_one_ballot_a_seat_and_none_without_one(community: Community) -> None:
    review = community.checked(community.handled_case())
    community.vote(review, S)
    voter = next(r for r, p in community.people.items() if p == community.panel(review)[0])
    refused("(?i)unique", slip(review, voter))
    refused("(?i)foreign key", slip(review, reserve(community, review)))


def test_a_vacated_seat_casts_no_ballot(community: Community) -> None:
    review = community.checked(community.handled_case())
    left = next(r for r, p in community.people.items() if p == community.panel(review)[0])
    community.recuse(review, chair=1)
    refused("the seat was vacated", slip(review, left))


def test_nothing_of_a_decided_review_changes(community: Community) -> None:
    review = community.checked(community.handled_case())
    community.vote(review, S, S, S)
    refused("the review is decided", lambda: db.session.execute(update(Ballot).values(vote=U)))
    refused("the review is decided", lambda: db.session.execute(delete(Ballot)))
    refused("the review is decided", lambda: db.session.execute(update(Review).values(verdict="rejected")))
    refused("the review is decided", chair(review, reserve(community, review)))


def test_a_draw_is_never_changed_nor_removed(community: Community) -> None:
    review = community.checked(community.handled_case())
    undrawn = {"seed": None, "outside": None, "drawn_at": None}
    refused("a draw is never changed", lambda: db.session.execute(update(Review).values(seed="0" * 64)))
    refused("a draw is never changed", lambda: db.session.execute(update(Review).values(**undrawn)))
    refused("a draw is never changed", lambda: db.session.execute(update(Review).values(outside="dice 1")))
    refused("a draw is never changed", lambda: db.session.execute(update(Review).values(drawn_at=NOON)))
    refused("the pool is frozen", lambda: db.session.execute(update(PoolMember).values(opaque_id="0")))
    refused("the pool is frozen", lambda: db.session.execute(delete(PoolMember)))
    refused("a seat is never removed", lambda: db.session.execute(delete(Seat)))
    assert review.is_open


@pytest.mark.parametrize("column", ["pool_hash", "freeze_nonce", "draw_value", "frozen_seq", "widened", "excluded"])
def test_what_was_frozen_stays_while_the_draw_waits(community: Community, column: str) -> None:
    review = community.frozen(community.handled_case())
    other = {"draw_value": "dice", "frozen_seq": 9, "widened": "street", "excluded": {"sat": 9}}.get(column, "0" * 64)
    refused("never changed", lambda: db.session.execute(update(Review).values(**{column: other})))
    assert not review.is_drawn


def test_nobody_sits_before_the_draw_and_nobody_joins_the_pool_after_it(community: Community) -> None:
    case = community.handled_case()
    review = community.frozen(case)
    refused("nobody sits before the draw", chair(review, reserve(community, review)))
    community.drawn(case)
    community.reviewer()
    row = {"street_id": review.street_id, "review_id": review.id, "reviewer_id": max(community.people)}
    refused("the pool is frozen", lambda: put("review_pool", **row, opaque_id="0" * 64))


@pytest.mark.parametrize("table", ["review_exclusion", "draw_look"])
def test_who_was_left_out_and_who_looked_stays_written_down(community: Community, table: str) -> None:
    review = community.frozen(community.handled_case())
    row: dict[str, object] = {"street_id": review.street_id, "review_id": review.id, "reason": "sat"}
    looked: dict[str, object] = {"user_id": community.person().id, "at": NOON}
    put(table, **row, **({"reviewer_id": min(community.people)} if table == "review_exclusion" else looked))
    refused("append-only", lambda: db.session.execute(text(f"UPDATE {table} SET reason = 'about'")))
    refused("append-only", lambda: db.session.execute(text(f"DELETE FROM {table}")))


def test_a_round_has_one_review_of_a_number_and_one_open_review(community: Community) -> None:
    review = community.checked(community.handled_case())
    row = {c: getattr(review, c) for c in ("street_id", "case_id", "round", "seats", "quorum", "widened")}
    row |= {"round_key": "0", "pool_hash": "0", "freeze_nonce": "0", "excluded": {}, "draw_value": "root"}
    row |= {"frozen_seq": 1, "opened_at": NOON, "casts": 0}
    refused("(?i)unique", lambda: put("review", **row, number=2, verdict="pending"))
    refused("(?i)unique", lambda: put("review", **row, number=1, verdict="void", decided_at=NOON))


def test_a_lot_is_never_drawn_again(community: Community) -> None:
    case = community.handled_case()
    row = {
        "street_id": case.street_id,
        "case_id": case.id,
        "round": 1,
        "why": Why.LOT,
        "rate": 20,
        "at": NOON,
    }
    put("sampling", **row, seed="0" * 64, drawn=False)
    refused("(?i)unique", lambda: put("sampling", **row, seed="1" * 64, drawn=True))
    refused("a lot is never changed", lambda: db.session.execute(update(Sampling).values(drawn=True)))


def test_two_people_never_sit_on_one_chair(community: Community) -> None:
    review = community.checked(community.handled_case())
    row = {"street_id": review.street_id, "review_id": review.id, "reviewer_id": reserve(community, review)}
    refused("(?i)unique", lambda: put("review_seat", **row, ordinal=1, seated_at=NOON))
    ops.cast_ballot(community.panel(review)[0], review.id, S, 5, at=LATER)
