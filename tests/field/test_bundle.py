"""What a tablet takes along: only its person's, only what changed, and nobody's name or number."""

import json
from typing import Any

from app.cases import ops
from app.core.counting import count_statements
from app.field import cursor
from tests.builders.staffed import LATER, Office
from tests.builders.town import CLUTTER, IN_R2, IN_R3, NAME, PHONE
from tests.field.tablet import JSON, Tablet


def ids(found: dict[str, Any]) -> set[int]:
    """The cases of a bundle."""
    return {line["id"] for line in found["cases"]}


def test_it_holds_the_cases_of_their_grids_and_everything_to_work_on_them(office: Office) -> None:
    own, far = office.case(office.town.report), office.case(office.town.report, CLUTTER, spot=office.spot(IN_R3))
    found = Tablet(office, office.town.worker).takes()
    assert (own in ids(found), far in ids(found), found["full"]) == (True, False, True)
    assert found["sets"].keys() == set(cursor.SETS)
    assert found["sets"]["grids"]["value"]["type"] == "FeatureCollection"
    assert any(one["zh"] for one in found["sets"]["catalogue"]["value"]["categories"])
    assert found["me"]["name"] == office.town.worker.name
    assert found["csrf"]


def test_it_says_exactly_what_changed_since_the_last_time(office: Office) -> None:
    tablet = Tablet(office, office.town.worker)
    first, second = office.case(office.town.report), office.case(office.town.report)
    one = tablet.takes()
    same = tablet.takes(one["cursor"])
    assert (same["cases"], same["gone"], same["sets"], same["full"]) == ([], [], {}, False)
    with office.web.write():
        ops.sign_in(office.town.worker, office.town.of(first), at=LATER)
        ops.void(office.town.chief, office.town.of(second), "报重了", at=LATER)
    third = office.case(office.town.report)
    two = tablet.takes(same["cursor"])
    assert (ids(two), two["gone"], two["full"]) == ({first, third}, [second], False)


def test_a_cursor_that_cannot_be_read_gives_everything(office: Office) -> None:
    own = office.case(office.town.report)
    for wrong in ("x", "AAAA", "…", "AQ", "_" * 900):
        found = Tablet(office, office.town.worker).takes(wrong)
        assert (found["full"], ids(found)) == (True, {own})


def test_nothing_in_it_tells_who_reported(office: Office) -> None:
    case_id = office.case(office.town.called_in)
    tablet = Tablet(office, office.town.worker)
    line, whole = tablet.line(case_id), json.dumps(tablet.takes(), ensure_ascii=False)
    assert line["contact"] is True
    assert NAME not in whole and PHONE not in whole and PHONE[-4:] not in whole


def test_a_number_is_told_to_whoever_may_call_says_why_and_is_written_down(office: Office) -> None:
    case_id = office.case(office.town.called_in)
    tablet, other = Tablet(office, office.town.worker), Tablet(office, office.town.neighbour)
    way = f"/field/cases/{case_id}/phone"
    assert tablet.client.post(way, json={"why": "先行联系"}, headers=JSON).get_json() == {"name": NAME, "phone": PHONE}
    assert tablet.client.post(way, json={}, headers=JSON).status_code == 422
    assert other.client.post(way, json={"why": "好奇"}, headers=JSON).status_code in (403, 404)
    assert office.looks(case_id) == [(office.town.worker.id, "先行联系")]


def test_another_persons_tablet_of_the_same_street_has_other_cases(office: Office) -> None:
    own, theirs = office.case(office.town.report), office.case(office.town.report, CLUTTER, spot=office.spot(IN_R2))
    assert ids(Tablet(office, office.town.worker).takes()) == {own}
    assert ids(Tablet(office, office.town.neighbour).takes()) == {theirs}
    assert Tablet(office, office.town.admin).client.get("/field/bundle", headers=JSON).status_code == 403


def test_it_costs_as_many_statements_for_thirty_cases_as_for_three(office: Office) -> None:
    tablet, spent = Tablet(office, office.town.worker), []
    for many in (3, 27):
        with office.web.write():
            for _ in range(many):
                office.town.report()
        tablet.takes()
        with count_statements() as counted:
            tablet.takes()
        spent.append(counted.n)
    assert spent[0] == spent[1] <= 13, spent
