"""What may be wrong with the public form."""

from dataclasses import dataclass, replace

import pytest

from app.cases.reports import Spot
from app.core.files import Stored
from app.core.values import Point
from app.intake.reports import ReportIn, faults_of

GOOD = ReportIn("0123456789abcdef", 1, "楼道堆满了东西", Spot(point=Point(121.35, 31.25)))


@dataclass(frozen=True)
class Rules:
    active: bool = True
    public: bool = True
    contact_required: bool = False


def test_a_whole_form_has_no_fault() -> None:
    assert faults_of(GOOD, Rules()) == {}


@pytest.mark.parametrize(
    ("report", "rules", "field"),
    [
        (replace(GOOD, form_key="short"), Rules(), "form_key"),
        (GOOD, None, "category"),
        (GOOD, Rules(active=False), "category"),
        (GOOD, Rules(public=False), "category"),
        (replace(GOOD, text=" \n\u3000"), Rules(), "text"),
        (replace(GOOD, text="字" * 10_001), Rules(), "text"),
        (replace(GOOD, spot=Spot(address="  ")), Rules(), "place"),
        (replace(GOOD, pictures=tuple(Stored(f"{n:064d}", "image/jpeg") for n in range(5))), Rules(), "photos"),
        (replace(GOOD, name="王" * 61), Rules(), "name"),
        (replace(GOOD, phone="1381234567"), Rules(), "phone"),
        (GOOD, Rules(contact_required=True), "phone"),
    ],
)
def test_a_fault_stands_at_its_field(report: ReportIn, rules: Rules | None, field: str) -> None:
    assert list(faults_of(report, rules)) == [field]


def test_every_fault_is_found_at_once() -> None:
    assert set(faults_of(ReportIn("0123456789abcdef", None, ""), None)) == {"category", "text", "place"}


def test_a_staff_category_and_one_switched_off_say_the_same() -> None:
    assert faults_of(GOOD, Rules(active=False)) == faults_of(GOOD, Rules(public=False))


@pytest.mark.parametrize("spot", [Spot(address="丰庄北路"), Spot(estate_id=1), Spot(place_id=1)])
def test_an_address_or_an_estate_is_place_enough(spot: Spot) -> None:
    assert faults_of(replace(GOOD, spot=spot), Rules()) == {}
