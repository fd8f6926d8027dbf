"""The form of a joint enforcement, and where it is read afterwards."""

from app.cases.lifecycle import State
from tests.builders.staffed import Office
from tests.builders.town import CG, PA


def test_units_are_ticked_and_the_outing_is_read_in_the_story(office: Office) -> None:
    town = office.town
    case_id = office.case(town.signed_in)
    form = office.sees(town.worker, f"/cases/{case_id}/enforce")
    assert form.count('name="units"') >= 2 and 'type="time"' in form
    told = {"units": [town.units[CG], town.units[PA]], "held_on": "2026-11-16", "held_time": "09:40"}
    told |= {"site": "演示路口", "outcome": "当场拆除，开了通知书"}
    refused = office.moves(town.worker, case_id, "enforce", **{**told, "units": [town.units[CG]]})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422 and "联合执法至少两个单位" in page and "当场拆除" in page
    for day in ("0001-01-01", "9999-12-31"):
        slip = office.moves(town.worker, case_id, "enforce", **{**told, "held_on": day})
        assert (slip.status_code, "请选一天" in slip.get_data(as_text=True)) == (422, True), day
    assert office.moves(town.worker, case_id, "enforce", **told).status_code == 303
    story = office.sees(town.worker, f"/cases/{case_id}")
    assert "联合执法" in story and "演示路口" in story and f"{CG}、{PA}" in story
    assert office.of(case_id).state is State.IN_PROGRESS


def test_nobody_else_finds_the_form(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    assert office.web.as_(office.town.clerk).get(f"/cases/{case_id}/enforce").status_code == 403
