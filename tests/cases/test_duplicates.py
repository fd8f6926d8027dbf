"""Open cases that may be the same problem, by place, kind, days and words."""

from datetime import timedelta

from app.cases import ops
from app.cases.duplicates import SHOWN, Twin, twins
from app.cases.reports import Spot
from app.cases.words import PhotoKind
from app.catalog import queries as catalog
from app.core.counting import count_statements
from app.core.values import Point
from tests.builders.town import CLUTTER, IN_R1, MANHOLE, MONDAY, PETITION, Town, a_picture, minutes

LATER = MONDAY + minutes(30)
SAID = "楼道里堆了鞋柜，走不过去"
NEAR = Point(IN_R1.lon + 0.0001, IN_R1.lat)  # about ten metres to the east
FAR = Point(IN_R1.lon + 0.002, IN_R1.lat)


def found(cast: Town, code: str = CLUTTER, *, said: str = SAID, but: int | None = None) -> list[Twin]:
    category = catalog.category(cast.category(code))
    return list(twins(cast.dispatcher, category, IN_R1, said, LATER, but))


def at(point: Point) -> Spot:
    return Spot(point, "wgs84")


def test_the_likest_comes_first_with_its_distance_and_its_picture(cast: Town) -> None:
    other = cast.report(text="门口路灯坏了", spot=at(NEAR))
    same = cast.report(text="楼道堆着鞋柜走不过去", spot=at(NEAR), pictures=(a_picture(PhotoKind.REPORT),))
    first, second = found(cast)
    assert (first.id, second.id) == (same.id, other.id)
    assert 5 <= first.metres <= 15 and first.alike > 0.5 > second.alike
    assert first.photo_id is not None and second.photo_id is None
    assert first.said == "楼道堆着鞋柜走不过去"


def test_what_is_far_old_ended_or_of_another_kind_is_no_duplicate(cast: Town) -> None:
    cast.report(spot=at(FAR))
    cast.report(MANHOLE, spot=at(NEAR))
    cast.report(at=MONDAY - timedelta(days=60), spot=at(NEAR))
    ended = cast.report(spot=at(NEAR))
    ops.void(cast.chief, ended, "重复录入", at=LATER)
    assert found(cast) == []


def test_a_case_is_not_its_own_duplicate_and_five_are_enough(cast: Town) -> None:
    made = [cast.report(spot=at(NEAR)).id for _ in range(SHOWN + 2)]
    assert len(found(cast)) == SHOWN
    assert made[0] not in [twin.id for twin in found(cast, but=made[0])]


def test_only_what_somebody_may_see_is_shown_to_them(cast: Town) -> None:
    cast.report(spot=at(NEAR))
    category = catalog.category(cast.category(CLUTTER))
    assert twins(cast.market, category, IN_R1, SAID, LATER) == []


def test_it_is_two_statements_however_many_there_are(cast: Town) -> None:
    for n in range(4):
        cast.report(spot=at(NEAR))
        if n in (0, 3):
            with count_statements() as counted:
                found(cast)
            assert counted.n == 2


def test_a_category_without_a_radius_asks_nothing(cast: Town) -> None:
    category = catalog.category(cast.category(PETITION))
    with count_statements() as counted:
        assert twins(cast.dispatcher, category, IN_R1, SAID, LATER) == ()
    assert counted.n == 0
