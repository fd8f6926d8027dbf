"""What a camera noted against when the work began and where the case is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.shots import ASK, ASK_BOTH, WITHIN_M, Doubt, Shot, all_doubts, ask, judge
from app.core.values import Point

BEGAN = datetime(2026, 11, 16, 1, 35, 0, 400_000, tzinfo=UTC)
SPOT = Point(121.352, 31.242)
D = Doubt


@pytest.mark.parametrize(
    ("minutes", "north", "doubts"),
    [
        (30, 0.0001, ()),
        (0, 0.0, ()),
        (-1, 0.0, ()),  # as far as two clocks agree
        (-2, 0.0, (D.EARLY,)),
        (30, 0.0005, (D.FAR,)),
        (-2, 0.0005, (D.EARLY, D.FAR)),
        (None, 0.0, (D.NO_TIME,)),
        (30, None, (D.NO_PLACE,)),
        (None, None, (D.NO_TIME, D.NO_PLACE)),
    ],
)
def test_a_picture_is_taken_after_the_work_began_and_there(
    minutes: int | None, north: float | None, doubts: tuple[Doubt, ...]
) -> None:
    taken = None if minutes is None else BEGAN.replace(microsecond=0) + timedelta(minutes=minutes)
    point = None if north is None else Point(SPOT.lon, SPOT.lat + north)
    assert judge(taken, point, began_at=BEGAN, spot=SPOT).doubts == doubts


def test_a_case_without_a_point_is_nowhere_to_be_far_from() -> None:
    assert judge(BEGAN, SPOT, began_at=BEGAN, spot=None) == Shot(None, ())


def test_work_done_again_needs_a_new_picture() -> None:
    assert all_doubts([], wanted=True) == (D.OLD,)
    assert all_doubts([], wanted=False) == all_doubts([Shot(3, ())], wanted=True) == ()


def test_the_gravest_doubt_is_asked_about_and_two_missing_notes_together() -> None:
    assert ask((D.FAR, D.NO_TIME)) == ASK[D.FAR]
    assert ask((D.NO_TIME, D.NO_PLACE)) == ASK_BOTH
    assert ask((D.NO_PLACE,)) == ASK[D.NO_PLACE]


@given(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_far_is_exactly_more_than_fifty_metres(north: float, east: float) -> None:
    shot = judge(BEGAN, Point(SPOT.lon + east, SPOT.lat + north), began_at=BEGAN, spot=SPOT)
    assert shot.metres is not None
    assert (D.FAR in shot.doubts) == (shot.metres > WITHIN_M)
