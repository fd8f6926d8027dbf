"""责任清单: who reads it, who takes a line off."""

import pytest
from sqlalchemy import select

from app.cases import ops, responsibility
from app.cases.responsibility import Responsibility
from app.cases.words import Listed, RefusalReason
from app.core.counting import count_statements
from app.core.db import db
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.staffed import Office
from tests.builders.town import CG, FIRE_LANE, MONDAY, hours

WHERE = "/desk/responsibility"


@pytest.fixture
def line_id(office: Office) -> int:
    """A ruling that holds for a residential grid."""
    town = office.town
    with office.web.write():
        case = town.report(FIRE_LANE)
        for n in range(2):
            ops.refuse(town.side(case), case, RefusalReason.NOT_HERE, "不在我们这里", at=MONDAY)
            if not n:
                ops.redispatch(town.dispatcher, case, town.worker.id or 0, at=MONDAY)
        ops.rule(town.chief, case, town.worker.id or 0, town.units[CG], "归城管", Listed.GRID, at=MONDAY)
        return responsibility.lines(town.chief)[0].id


@pytest.mark.parametrize("who", ["chief", "dispatcher", "enforcer", "auditor"])
def test_those_who_dispatch_and_those_who_do_it_read_whose_it_is(office: Office, line_id: int, who: str) -> None:
    page = office.sees(office.town.cast[who], WHERE)
    assert "消防通道" in page and "综合行政执法队" in page
    assert (f'action="{WHERE}/{line_id}/end"' in page) is (who == "chief")


def test_the_case_is_named_only_to_who_may_see_it(office: Office, line_id: int) -> None:
    with office.web.read():
        ruled = db.session.scalars(select(Responsibility.case_id).where(Responsibility.id == line_id)).one()
        kept = changes(office.town.street_id, Setting.RESPONSIBILITY)[0].after
    receipt = office.of(ruled).receipt
    assert kept["case"] == ruled
    assert receipt in office.sees(office.town.chief, WHERE)
    page = office.sees(office.town.cast["admin"], WHERE)
    assert "消防通道" in page and receipt not in page and f"/cases/{ruled}" not in page


def test_a_reviewer_does_not_read_it(office: Office, line_id: int) -> None:
    assert office.web.as_(office.town.reviewers[0]).get(WHERE).status_code == 403


def test_the_duty_chief_takes_a_line_off_once(office: Office, line_id: int) -> None:
    chief = office.web.as_(office.town.chief)
    assert chief.post(f"{WHERE}/{line_id}/end", csrf=False).status_code == 400
    assert office.web.as_(office.town.dispatcher).post(f"{WHERE}/{line_id}/end").status_code == 403
    assert chief.post(f"{WHERE}/{line_id}/end").status_code == 303
    assert chief.post(f"{WHERE}/{line_id}/end").status_code == 409
    assert chief.post(f"{WHERE}/{line_id + 9}/end").status_code == 404
    assert "停用 <time" in office.sees(office.town.chief, WHERE)


def test_what_was_ruled_on_a_restricted_case_is_read_only_by_who_may_see_it(office: Office, line_id: int) -> None:
    with office.web.write():
        ruled = db.session.scalars(select(Responsibility.case_id).where(Responsibility.id == line_id)).one()
        office.town.of(ruled).restricted = True
    assert "消防通道" in office.sees(office.town.chief, WHERE)
    assert "消防通道" not in office.sees(office.town.cast["admin"], WHERE)


def test_its_statements_do_not_grow_with_its_lines(office: Office, line_id: int) -> None:
    with count_statements() as counted:
        office.sees(office.town.chief, WHERE)
    assert counted.n == 6


def test_the_form_of_a_ruling_asks_how_far_it_reaches(office: Office) -> None:
    case_id = office.at_desk("refused")
    town = office.town
    office.moves(town.dispatcher, case_id, "redispatch", member=town.neighbour.id)
    with office.web.write():
        town.refuse(town.of(case_id), MONDAY + hours(1))
    told = {"member": town.worker.id, "unit": town.units[CG], "reason": "归城管"}
    refused = office.moves(town.chief, case_id, "rule", **told)
    assert refused.status_code == 422 and "归城管" in refused.get_data(as_text=True)
    no_unit = office.moves(town.chief, case_id, "rule", **{**told, "unit": "", "listed": "grid"})
    assert no_unit.status_code == 422 and "写进责任清单要先选主办单位" in no_unit.get_data(as_text=True)
    assert office.moves(town.chief, case_id, "rule", **told, listed="grid").status_code == 303
    with office.web.read():
        assert [line.unit for line in responsibility.lines(town.chief)] == ["综合行政执法队(城管中队)"]
