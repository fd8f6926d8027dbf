"""The worker's day: what is theirs to do, in which order, and what they may do at once."""

import json
import re

from app.cases import ops
from tests.builders.staffed import Office
from tests.builders.town import CLUTTER, FUMES, LIFT, MONDAY, WASTE, hours


def lines(page: str) -> list[int]:
    """The cases of the list, in order."""
    return [int(found) for found in re.findall(r'class="todo"[^>]*data-case="(\d+)"', page)]


def pins(page: str) -> dict[int, dict[str, object]]:
    """The cases of the map, by id."""
    found = re.search(r'id="pins">(.*?)</script>', page, re.S)
    assert found is not None
    return {pin["id"]: pin for pin in json.loads(found.group(1))}


def test_the_worst_lamp_stands_first_and_list_and_map_carry_the_same_numbers(office: Office) -> None:
    calm = office.case(office.town.report, CLUTTER, MONDAY + hours(2))
    late = office.case(office.town.report, CLUTTER, MONDAY - hours(70))
    page = office.sees(office.town.worker, "/work")
    assert lines(page) == [late, calm]
    shown = pins(page)
    assert [(shown[i]["no"], shown[i]["lamp"]) for i in (late, calm)] == [(1, "red"), (2, "green")]


def test_each_line_says_with_a_verb_what_is_to_do(office: Office) -> None:
    unsigned, contacted = office.case(office.town.report), office.case(office.town.signed_in)
    owner, _ = office.people(contacted)
    office.moves(owner, contacted, "contact", reached="yes")
    again = office.case(office.town.case_in, "rework")
    page = office.sees(office.town.worker, "/work")
    said = {i: office.line_of(page, i) for i in (unsigned, contacted, again)}
    assert ("签收" in said[unsigned], "去处置" in said[contacted], "返工" in said[again]) == (True, True, True)


def test_a_group_shows_only_its_own(office: Office) -> None:
    unsigned, _signed = office.case(office.town.report), office.case(office.town.signed_in)
    assert lines(office.sees(office.town.worker, "/work?only=sign_in")) == [unsigned]
    assert len(lines(office.sees(office.town.worker, "/work?only=dance&tab=nowhere"))) == 2


def test_a_check_waits_in_the_checkers_day_and_the_handlers_shows_it_with_others(office: Office) -> None:
    case_id = office.case(office.town.handled)
    owner, checker = office.people(case_id)
    assert checker is not None
    assert "去核查" in office.line_of(office.sees(checker, "/work"), case_id)
    assert lines(office.sees(owner, "/work")) == []
    assert lines(office.sees(owner, "/work?tab=others")) == [case_id]


def test_a_units_people_find_what_lies_with_their_unit(office: Office) -> None:
    case_id = office.case(office.town.report, LIFT)
    handler = office.side(case_id)
    assert lines(office.sees(handler, "/work")) == [case_id]
    assert lines(office.sees(office.town.committee, "/work")) == []


def test_the_rest_of_the_grid_stands_in_a_tab_of_its_own(office: Office) -> None:
    mine = office.case(office.town.report)
    with office.web.write():
        other = office.town.report(WASTE).id
    assert lines(office.sees(office.town.worker, "/work")) == [mine]
    assert lines(office.sees(office.town.worker, "/work?tab=grid")) == [other]
    assert lines(office.sees(office.town.far, "/work?tab=grid")) == []


def test_the_chosen_case_shows_its_next_move_with_the_version_it_was_read_at(office: Office) -> None:
    office.case(office.town.report)
    case_id = office.case(office.town.report, FUMES)
    page = office.sees(office.town.worker, f"/work?case={case_id}")
    peek = re.search(rf'data-peeks.*?data-shown="{case_id}".*?</section>', page, re.S)
    assert peek is not None
    assert f'action="/cases/{case_id}/sign_in"' in peek.group(0)
    assert f'name="version" value="{office.of(case_id).entry_count}"' in peek.group(0)


def test_a_case_that_complains_about_the_worker_is_not_in_their_day(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    office.complain(case_id, owner)
    assert lines(office.sees(owner, "/work")) == []


def test_closed_cases_leave_the_day(office: Office) -> None:
    review_id, case_id = office.reviewed()
    owner, _ = office.people(case_id)
    assert lines(office.sees(owner, "/work?tab=others")) == [case_id]
    office.decides(review_id)
    assert lines(office.sees(owner, "/work?tab=others")) == []


def test_the_day_costs_eight_statements_at_most_however_much_there_is(office: Office) -> None:
    for _ in range(2):
        office.case(office.town.report)
    few = office.statements(office.town.worker, "/work")
    grid = office.statements(office.town.worker, "/work?tab=grid")
    for _ in range(6):
        office.case(office.town.report, FUMES)
    assert office.statements(office.town.worker, "/work") == few <= 8
    assert office.statements(office.town.worker, "/work?tab=grid") == grid <= 8


def test_an_empty_day_says_so_and_offers_to_report(office: Office) -> None:
    page = office.sees(office.town.far, "/work")
    assert "没有等你的事" in page
    assert "一键上报" in page
    assert page.count("btn-main") == 1


def test_an_inspector_finds_what_is_to_verify(office: Office) -> None:
    case_id = office.at_desk("outside")
    with office.web.write():
        ops.verify(office.town.clerk, office.town.of(case_id), at=MONDAY)
    assert "去核实" in office.line_of(office.sees(office.town.inspector, "/work"), case_id)
    assert lines(office.sees(office.town.worker, "/work")) == []
