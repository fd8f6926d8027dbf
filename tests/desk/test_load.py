"""Open work at the screen: counted by member and grid, and moved with a look at who would get it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import DeskKind
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.desk.load_shown import would_get
from app.grid.models import Grid
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import CG, MANHOLE, MONDAY, a_town


@pytest.fixture
def busy(office: Office) -> list[int]:
    """Three ordinary cases in the worker's hands, with a colleague in the same shift."""
    with office.web.write():
        office.town.on_duty(office.town.deputy, "R1")
        office.town.away(office.town.deputy)
    made = [office.case(office.town.report) for _ in range(3)]
    with office.web.write():
        office.town.on_duty(office.town.patroller, "R1")
    return made


def looks(office: Office, who: Actor, ids: list[int]) -> TestResponse:
    return office.sends(who, f"/load/{office.town.worker.id}", case=[str(one) for one in ids])


def does(office: Office, who: Actor, ids: list[int], page: str, reason: str = "他这周太多") -> TestResponse:
    kept = dict(re.findall(r'name="((?:to|version)-\d+)" value="(\d+)"', page))
    form: dict[str, Any] = {"case": [str(one) for one in ids], "go": "do", "reason": reason, **kept}
    return office.sends(who, f"/load/{office.town.worker.id}", **form)


def test_open_work_is_weighed_by_urgency_and_says_nothing_of_time(office: Office, busy: list[int]) -> None:
    office.case(office.town.report, MANHOLE)
    page = office.sees(office.town.chief, "/load")
    row = page[page.index('<th scope="row">worker') :]
    figures = re.findall(r'class="end num">(?:<b>)?([\d—]+)', row[: row.index("</tr>")])
    assert figures[0] == "3" and figures[3] == str(3 + 4 * (figures[2] != "—") + 2 * (figures[1] != "—"))
    assert "超期" not in page.replace("不看超期", "") and "lamp" not in page.split("<main")[1]


def test_members_stand_by_grid_and_name_and_not_by_how_much_they_have(office: Office, busy: list[int]) -> None:
    page = office.sees(office.town.chief, "/load").split('id="grids"')[0]
    names = re.findall(r'<th scope="row">(\w+)</th>', page)
    assert names.index("deputy") < names.index("worker") and {"far", "market"} <= set(names)


def test_what_a_retired_grid_answered_for_stands_with_its_owner_and_can_be_moved(
    office: Office, busy: list[int]
) -> None:
    with office.web.write():
        db.session.get_one(Grid, office.town.grid_ids["R1"]).active = False
    for who, path in (
        ("chief", "/load"),
        ("grid_chief", "/load"),
        ("chief", f"/load?grid={office.town.grid_ids['S']}"),
    ):
        page = office.sees(office.town.cast[who], path)
        row = page[page.index('<th scope="row">worker') :]
        assert 'class="end num">3<' in row[: row.index("</tr>")], (who, path)
        assert 'class="end num">3<' in page[page.index('<th scope="row">已撤销的网格') :]
    assert f'href="/load/{office.town.worker.id}"' in office.sees(office.town.chief, "/load")
    assert office.sees(office.town.chief, f"/load/{office.town.worker.id}").count("已撤销的网格") == 3
    assert "已撤销" not in office.sees(office.town.chief, f"/load?grid={office.town.grid_ids['R3']}")


def test_a_grid_chief_sees_the_work_of_their_grids_and_moves_none(office: Office, busy: list[int]) -> None:
    page = office.sees(office.town.grid_chief, "/load")
    assert ">worker<" in page and ">far<" not in page and "移一些" not in page
    office.sees(office.town.grid_chief, f"/load?grid={office.town.grid_ids['R3']}", 404)
    office.sees(office.town.grid_chief, f"/load/{office.town.worker.id}", 403)
    office.sees(office.town.dispatcher, f"/load/{office.town.worker.id}", 403)
    assert looks(office, office.town.dispatcher, busy).status_code == 403


@pytest.mark.parametrize("name", ["worker", "handler", "auditor", "clerk", "admin"])
def test_nobody_else_finds_it(office: Office, name: str) -> None:
    for path in ("/load", f"/load/{office.town.worker.id}"):
        office.sees(office.town.cast[name], path, 404)


def test_people_of_another_street_are_not_there(office: Office) -> None:
    with office.web.write():
        far = a_town("far-away")
    office.sees(office.town.chief, f"/load/{far.worker.id}", 404)
    office.sees(office.town.chief, "/load/99999", 404)
    office.sees(office.town.chief, f"/load?grid={far.grid_ids['R1']}", 404)


def test_cases_go_to_whom_the_page_said_each_with_the_reason(office: Office, busy: list[int]) -> None:
    looked = text(looks(office, office.town.chief, busy[:2]))
    assert looked.count("<b>patroller</b>") == 2 and "手上 0 件" in looked and "手上 1 件" in looked
    assert office.of(busy[0]).owner_id == office.town.worker.id
    done = text(does(office, office.town.chief, busy[:2], looked))
    assert "移好 2 件，共 2 件" in done
    assert [office.of(one).owner_id for one in busy] == [*[office.town.patroller.id] * 2, office.town.worker.id]
    assert "他这周太多" in office.sees(office.town.patroller, f"/cases/{busy[0]}")


def test_what_moved_on_meanwhile_is_told_in_its_row_and_the_others_are_done(office: Office, busy: list[int]) -> None:
    looked = text(looks(office, office.town.leader, busy))
    with office.web.write():
        cases.sign_in(office.town.worker, office.town.of(busy[1]), at=LATER)
    done = text(does(office, office.town.leader, busy, looked))
    assert "移好 2 件，共 3 件" in done and "刚刚有了变化" in done
    assert office.of(busy[1]).owner_id == office.town.worker.id
    again = text(does(office, office.town.leader, busy, looked))
    assert "移好 0 件" in again


def test_a_request_that_waits_is_named_on_the_preview_and_still_waits_afterwards(
    office: Office, busy: list[int]
) -> None:
    with office.web.write():
        cases.sign_in(office.town.worker, office.town.of(busy[0]), at=MONDAY)
        cases.ask_extension(office.town.worker, office.town.of(busy[0]), 2, "等料", at=LATER)
    looked = text(looks(office, office.town.chief, busy[:1]))
    assert "调度台在等：延期申请" in looked
    assert "移好 1 件，共 1 件" in text(does(office, office.town.chief, busy[:1], looked))
    case = office.of(busy[0])
    assert (case.owner_id, case.state, case.desk_kind) == (
        office.town.patroller.id,
        State.IN_PROGRESS,
        DeskKind.EXTENSION,
    )
    assert case.signed_in_at == MONDAY


def test_what_somebody_changes_at_the_same_moment_is_told_in_its_row_too(
    office: Office, busy: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, pass_on = text(looks(office, office.town.chief, busy)), cases.pass_on

    def later(actor: Actor, case: Case, *rest: Any, at: datetime) -> None:
        if case.id == busy[1]:  # another process wrote between our reading and our writing
            moved = update(Case.__table__).where(Case.id == case.id)  # type: ignore[arg-type]
            db.session.execute(moved.values(version_id=Case.version_id + 1))
        pass_on(actor, case, *rest, at=at)

    monkeypatch.setattr(cases, "pass_on", later)
    done = text(does(office, office.town.chief, busy, looked))
    assert "移好 2 件，共 3 件" in done and "刚刚有了变化" in done
    assert office.of(busy[1]).owner_id == office.town.worker.id


def test_no_case_goes_to_and_fro_by_way_of_a_move(office: Office, busy: list[int]) -> None:
    unit = office.town.units[CG]
    with office.web.write():
        for to in (unit, None):
            cases.hand_over(office.town.worker, office.town.of(busy[0]), to, at=MONDAY)
    looked = text(looks(office, office.town.chief, busy[:1]))
    assert "移好 1 件" in text(does(office, office.town.chief, busy[:1], looked))
    with office.web.write(), pytest.raises(Invalid):
        cases.hand_over(office.town.patroller, office.town.of(busy[0]), unit, at=LATER)


def test_where_nobody_fits_the_row_says_so(office: Office, busy: list[int]) -> None:
    with office.web.write():
        office.town.away(office.town.patroller)
    for one in busy:
        office.complain(one, office.town.grid_chief)
    looked = text(looks(office, office.town.chief, busy))
    assert looked.count("没有合适的人") >= 3
    assert "移好 0 件" in text(does(office, office.town.chief, busy, looked))


def test_at_night_what_cannot_wait_goes_down_the_phone_list_and_the_rest_to_whom_it_is(
    office: Office, busy: list[int]
) -> None:
    urgent = office.case(office.town.report, MANHOLE)
    night = MONDAY + timedelta(hours=14)
    with office.web.read():
        cases_of = [office.town.of(one) for one in (busy[0], urgent)]
        got = {case_id: to.name for case_id, to in would_get(cases_of, office.town.worker.id or 0, night).items() if to}
    assert got[urgent] == "night1" and got.get(busy[0]) != "night1"


def test_nothing_is_moved_without_a_choice_or_a_reason(office: Office, busy: list[int]) -> None:
    answer = looks(office, office.town.chief, [])
    assert (answer.status_code, "请勾几件" in text(answer)) == (422, True)
    looked = text(looks(office, office.town.chief, busy))
    answer = does(office, office.town.chief, busy, looked, reason=" ")
    assert (answer.status_code, "写一句为什么移" in text(answer)) == (422, True)
    assert text(answer).count("checked") == 3
    for odd in (["x"], ["999999999999"], ["99999"]):
        assert office.sends(office.town.chief, f"/load/{office.town.worker.id}", case=odd).status_code in (200, 422)


def test_a_forged_target_is_refused_by_the_rule(office: Office, busy: list[int]) -> None:
    form = {"case": str(busy[0]), "go": "do", "reason": "x", f"version-{busy[0]}": str(office.of(busy[0]).entry_count)}
    for to in (office.town.handler.id, 99999, "x"):
        answer = office.sends(office.town.chief, f"/load/{office.town.worker.id}", **form, **{f"to-{busy[0]}": to})
        assert "移好 0 件" in text(answer)


def test_the_page_takes_the_same_statements_with_more_cases(office: Office, busy: list[int]) -> None:
    few = (
        office.statements(office.town.chief, "/load"),
        office.statements(office.town.chief, f"/load/{office.town.worker.id}"),
    )
    for _ in range(3):
        office.case(office.town.report)
    assert office.statements(office.town.chief, "/load") == few[0] <= 8
    assert office.statements(office.town.chief, f"/load/{office.town.worker.id}") == few[1] <= 9


def test_without_a_token_nothing_is_moved(office: Office, busy: list[int]) -> None:
    client = office.at_screen(office.town.chief)
    assert client.post(f"/load/{office.town.worker.id}", data={"case": busy[0]}, csrf=False).status_code == 400
