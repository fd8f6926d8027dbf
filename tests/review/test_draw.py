"""The draw: fair, repeatable from its record, and blind to everything but the seed."""

import hashlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review import draw

SEED = "5eed" * 16
KEY = "0f" * 32
pools = st.sets(st.integers(1, 10_000), min_size=3, max_size=40).map(lambda ids: [draw.opaque_id(KEY, i) for i in ids])


@given(pools, st.integers(1, 3))
def test_the_first_n_sit_and_everybody_else_is_a_reserve(ids: list[str], seats: int) -> None:
    drawn = draw.draw(SEED, ids, seats)
    sitting, reserves = {r.opaque_id for r in drawn.sitting}, {r.opaque_id for r in drawn.reserves}
    assert len(sitting) == seats
    assert sitting | reserves == set(ids) and not sitting & reserves


@given(pools, st.randoms(use_true_random=False))
def test_the_order_in_which_the_pool_is_listed_changes_nothing(ids: list[str], chance: Random) -> None:
    mixed = list(ids)
    chance.shuffle(mixed)
    assert draw.draw(SEED, mixed, 3) == draw.draw(SEED, ids, 3)


@given(pools)
def test_the_draw_follows_from_the_record_by_sha256_alone(ids: list[str]) -> None:
    by_hand = sorted(ids, key=lambda i: hashlib.sha256((SEED + i).encode("ascii")).hexdigest())
    drawn = draw.draw(SEED, ids, 3)
    assert [r.opaque_id for r in drawn.order] == by_hand
    assert drawn.pool_hash == hashlib.sha256("\n".join(sorted(ids)).encode("ascii")).hexdigest()


def test_a_known_draw_comes_out_as_written_down() -> None:
    drawn = draw.draw("00" * 32, [draw.opaque_id("01" * 32, i) for i in (1, 2, 3, 4, 5)], 3)
    again = [draw.opaque_id("01" * 32, i) for i in (1, 2, 3, 4, 5)]
    assert [again.index(r.opaque_id) + 1 for r in drawn.order] == GOLDEN


GOLDEN = [3, 5, 4, 1, 2]


@given(pools, st.text("0123456789abcdef", min_size=64, max_size=64))
def test_over_seeds_no_seat_is_promised_to_anybody(ids: list[str], seed: str) -> None:
    lone = ids[0]
    ranked = next(r for r in draw.draw(seed, ids, 3).order if r.opaque_id == lone)
    assert ranked.rank_hash == draw.rank_hash(seed, lone)


def test_everybody_sits_about_equally_often() -> None:
    ids = [draw.opaque_id(KEY, i) for i in range(10)]
    sat = dict.fromkeys(ids, 0)
    for n in range(2000):
        for ranked in draw.draw(f"{n:064x}", ids, 3).sitting:
            sat[ranked.opaque_id] += 1
    assert all(500 < times < 700 for times in sat.values())


def test_a_pool_smaller_than_the_panel_or_with_a_double_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot seat"):
        draw.draw(SEED, ["a", "b"], 3)
    with pytest.raises(ValueError, match="twice"):
        draw.draw(SEED, ["a", "a", "b"], 3)


def test_the_same_reviewer_has_another_id_in_another_round() -> None:
    assert draw.opaque_id(KEY, 7) != draw.opaque_id("1e" * 32, 7)
    assert draw.short_id(draw.opaque_id(KEY, 7)).count("-") == 1


@given(st.integers(0, 100))
def test_a_lot_answers_the_same_whenever_it_is_asked(rate: int) -> None:
    assert draw.is_sampled(SEED, "case:1:1", rate) == draw.is_sampled(SEED, "case:1:1", rate)
    assert draw.is_sampled(SEED, "case:1:1", 100) and not draw.is_sampled(SEED, "case:1:1", 0)


def test_at_twenty_percent_about_a_fifth_is_drawn() -> None:
    hits = sum(draw.is_sampled(f"{n:064x}", "1:1", 20) for n in range(5000))
    assert 900 < hits < 1100


@given(st.lists(st.text(), max_size=7))
def test_shuffled_reasons_lose_nothing_and_do_not_follow_the_seats(lines: list[str]) -> None:
    assert sorted(draw.shuffled(SEED, lines)) == sorted(lines)
    assert draw.shuffled(SEED, lines) == draw.shuffled(SEED, lines[::-1])
