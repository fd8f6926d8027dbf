"""Bodies and places: who answers where, and how a place is found by what somebody types."""

from datetime import timedelta

import pytest

from app.catalog import ops, queries
from app.catalog.models_places import Estate
from app.catalog.queries import UnitRef
from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Invalid
from app.core.values import Point
from tests.builders.intake import IN_R1, NOON, Office, an_office


@pytest.fixture
def office(town: object) -> Office:
    """A street with the shipped catalogue, grids and an estate."""
    return an_office()


def resolved(office: Office, code: str, estate: Estate | None = None, grid_id: int | None = None) -> UnitRef | None:
    estate_id = estate.id if estate else None
    return queries.resolve_unit(office.street_id, code, estate_id, grid_id, NOON)


def named(unit: UnitRef | None) -> str | None:
    return unit.name if unit else None


def test_an_organisation_is_the_same_everywhere(office: Office) -> None:
    assert named(resolved(office, "LHSR")) == named(resolved(office, "LHSR", office.estate)) == "绿化市容管理所"


def test_a_body_outside_the_street_is_marked_so(office: Office) -> None:
    gas = resolved(office, "GAS")
    assert gas is not None and gas.external


def test_a_body_for_each_grid_is_that_of_the_grid(office: Office) -> None:
    ops.create_unit(office.street_id, "JW", "第一居委会", grid_id=office.home)
    assert named(resolved(office, "JW", grid_id=office.home)) == "第一居委会"
    assert resolved(office, "JW", grid_id=office.home + 1) is None
    assert resolved(office, "JW") is None


def test_an_estate_has_its_property_company_and_its_owners_committee(office: Office) -> None:
    owners = ops.create_unit(office.street_id, "YWH", "和风苑业委会")
    assert (named(resolved(office, "WY", office.estate)), resolved(office, "YWH", office.estate)) == ("和风物业", None)
    ops.set_estate_units(office.estate.id, office.estate.property_unit_id, owners.id)
    assert named(resolved(office, "YWH", office.estate)) == "和风苑业委会"


def test_without_an_estate_or_its_company_there_is_none(office: Office) -> None:
    assert resolved(office, "WY") is None
    ops.set_estate_units(office.estate.id, None, None)
    assert resolved(office, "WY", office.estate) is None


@pytest.mark.parametrize(("since", "until", "there"), [(-1, 1, True), (0, 1, True), (1, 2, False), (-1, 0, False)])
def test_an_estate_counts_between_its_dates(office: Office, since: int, until: int, there: bool) -> None:
    office.estate.from_at, office.estate.until_at = (NOON + timedelta(days=n) for n in (since, until))
    db.session.flush()
    assert (resolved(office, "WY", office.estate) is not None) is there


def test_a_body_or_department_that_is_no_more_does_not_answer(office: Office) -> None:
    assert resolved(office, "NOBODY") is None
    department = queries.department(office.street_id, "LHSR")
    assert department is not None
    department.active = False
    db.session.flush()
    assert resolved(office, "LHSR") is None


def test_another_street_s_body_does_not_answer(office: Office) -> None:
    other = an_office()
    assert queries.unit(other.street_id, resolved(office, "LHSR").id) is None  # type: ignore[union-attr]
    assert queries.resolve_unit(other.street_id, "WY", office.estate.id, None, NOON) is None


def test_who_answers_is_one_statement(office: Office) -> None:
    with count_statements() as counted:
        resolved(office, "WY", office.estate, office.home)
    assert counted.n == 1


@pytest.mark.parametrize(("code", "grid"), [("JW", False), ("LHSR", True), ("NOBODY", False)])
def test_a_body_needs_its_department_and_a_grid_only_where_there_is_one_each(
    office: Office, code: str, grid: bool
) -> None:
    with pytest.raises(Invalid):
        ops.create_unit(office.street_id, code, "单位", grid_id=office.home if grid else None)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("和风苑", "和风苑"),
        ("和风", "和风苑"),
        ("和风苑3号楼", "和风苑 丰庄北路120弄3号"),
        ("丰庄北路120弄 13", "和风苑 丰庄北路120弄13号"),
        ("１２０弄３号 501室", "和风苑 丰庄北路120弄3号"),
    ],
)
def test_a_place_is_found_as_people_type_it(office: Office, typed: str, first: str) -> None:
    assert queries.search_places(office.street_id, typed, NOON)[0].label == first


@pytest.mark.parametrize("typed", ["", " 号", "%", "_", "没有的路", "' OR 1=1 --", "\x00"])
def test_what_is_not_there_is_not_found(office: Office, typed: str) -> None:
    assert queries.search_places(office.street_id, typed, NOON) == []


def test_the_building_with_that_very_number_comes_first(office: Office) -> None:
    labels = [hit.label for hit in queries.search_places(office.street_id, "120弄3号", NOON)]
    assert labels == [f"和风苑 丰庄北路120弄{n}号" for n in (3, 13, 30)]


def test_a_hit_brings_ids_and_point(office: Office) -> None:
    estate, building = queries.search_places(office.street_id, "和风苑", NOON)[:2]
    assert (estate.estate_id, estate.place_id, estate.point) == (office.estate.id, None, IN_R1)
    assert building.estate_id == office.estate.id
    assert queries.place(building.place_id or 0) is not None


def test_at_most_twenty_are_shown(office: Office) -> None:
    ops.create_places(
        office.street_id, office.estate.id, "祁连山南路", [(str(n), Point(121.352, 31.242)) for n in range(1, 31)]
    )
    assert len(queries.search_places(office.street_id, "祁连山", NOON)) == 20


def test_another_street_s_places_are_not_shown(office: Office) -> None:
    assert {hit.estate_id for hit in queries.search_places(an_office().street_id, "和风苑", NOON)} != {office.estate.id}


def test_buildings_stand_in_the_order_of_their_numbers(office: Office) -> None:
    assert [place.number for place in queries.places(office.estate.id)] == ["3", "13", "30"]


def test_an_estate_that_has_ended_is_offered_no_more_nor_are_its_bodies(office: Office) -> None:
    before = resolved(office, "WY", office.estate)
    office.estate.until_at = NOON + timedelta(days=1)
    db.session.flush()
    last, after = NOON + timedelta(hours=23), NOON + timedelta(days=1)
    assert office.estate in queries.estates(office.street_id, last)
    assert office.estate not in queries.estates(office.street_id, after)
    assert office.estate in queries.estates(office.street_id, after, also=office.estate.id)
    assert len(queries.search_places(office.street_id, "和风苑", last)) > 1
    assert queries.search_places(office.street_id, "和风苑", after) == []
    then = queries.resolve_unit(office.street_id, "WY", office.estate.id, None, after)
    assert resolved(office, "WY", office.estate) == before and then is None
