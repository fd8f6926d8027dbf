"""The draw: fair, repeatable from its record, and blind to everything but the seed."""

import hashlib
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review import draw
from app.review.pool import exclusion, pick_pool
from tests.review.test_pool import HOME, NEXT, at_random

SEED = "5eed" * 16
KEY = "0f" * 32
FROZEN = datetime(2026, 11, 16, 4, tzinfo=UTC)
pools = st.sets(st.integers(1, 10_000), min_size=3, max_size=40).map(lambda ids: [draw.opaque_id(KEY, i) for i in ids])


def a_sheet(ids: list[str]) -> draw.Sheet:
    return draw.Sheet("310114002000", FROZEN, 3, "own", "root", {"sat": 1, "handler": 2}, ids)


@given(pools, st.randoms(use_true_random=False))
def test_the_order_in_which_the_pool_is_listed_changes_nothing(ids: list[str], chance: Random) -> None:
    mixed = list(ids)
    chance.shuffle(mixed)
    assert draw.ranked(SEED, mixed) == draw.ranked(SEED, ids)
    assert a_sheet(mixed).pool_hash() == a_sheet(ids).pool_hash()


@given(pools)
def test_the_draw_follows_from_the_record_by_sha256_alone(ids: list[str]) -> None:
    by_hand = sorted(ids, key=lambda i: hashlib.sha256((SEED + i).encode("ascii")).hexdigest())
    assert [r.opaque_id for r in draw.ranked(SEED, ids)] == by_hand


def test_the_sheet_is_text_that_anybody_can_hash() -> None:
    lines: tuple[str, ...] = (
        "lingrid-draw-1",
        "street 310114002000",
        "frozen 2026-11-16T04:00:00.000000Z",
        "seats 3",
        "widened own",
    )
    lines += ("value root", "excluded handler 2", "excluded sat 1", "pool 2", "aa", "bb")
    assert a_sheet(["bb", "aa"]).text() == "\n".join(lines)
    assert a_sheet(["bb", "aa"]).pool_hash() == hashlib.sha256("\n".join(lines).encode("ascii")).hexdigest()


def test_the_seed_needs_all_three_of_its_parts() -> None:
    seed = draw.seed_of("a" * 64, "b" * 64, "dice 1234")
    assert seed == hashlib.sha256(("a" * 64 + "b" * 64 + "dice 1234").encode("ascii")).hexdigest()
    others = [("0" * 64, "b" * 64, "dice 1234"), ("a" * 64, "0" * 64, "dice 1234"), ("a" * 64, "b" * 64, "dice 1235")]
    assert seed not in [draw.seed_of(*other) for other in others]


def test_a_known_draw_comes_out_as_written_down() -> None:
    ids = [draw.opaque_id("01" * 32, i) for i in (1, 2, 3, 4, 5)]
    assert [ids.index(r.opaque_id) + 1 for r in draw.ranked("00" * 32, ids)] == GOLDEN


GOLDEN = [3, 5, 4, 1, 2]


def test_everybody_sits_about_equally_often() -> None:
    ids = [draw.opaque_id(KEY, i) for i in range(10)]
    sat = dict.fromkeys(ids, 0)
    for n in range(2000):
        for ranked in draw.ranked(f"{n:064x}", ids)[:3]:
            sat[ranked.opaque_id] += 1
    assert all(500 < times < 700 for times in sat.values())


def test_in_ten_thousand_random_pools_nobody_excluded_is_drawn_and_the_order_comes_again() -> None:
    chance = Random(20261116)
    for n in range(10_000):
        roster, parties = at_random(chance)
        pool = pick_pool(roster, parties, own=HOME, near=[NEXT], seats=3)
        if pool is None:
            continue
        members = {draw.opaque_id(f"{n:064x}", c.reviewer_id): c for c in pool.members}
        order = draw.ranked(f"{n:064x}", members)
        assert order == draw.ranked(f"{n:064x}", [*members][::-1])
        assert not [r for r in order if exclusion(members[r.opaque_id], parties) is not None]


@pytest.mark.parametrize("wrong", ["", "1" * 19, "1" * 61, "7" + "1" * 20, "１" * 20, "1" * 20 + "0", "-" * 20])
def test_dice_show_twenty_figures_from_one_to_six_at_least(wrong: str) -> None:
    assert draw.by_dice(wrong) is None


def test_blanks_between_thrown_figures_are_left_out() -> None:
    assert draw.by_dice(" 12345 61234\n56123 45612 ") == "dice 12345612345612345612"


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
