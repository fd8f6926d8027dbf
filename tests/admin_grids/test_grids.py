"""Boundaries at the administrator's screen: upload, every fault, dry run, activation, and the next case."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.cases.reports import Spot
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.core.permissions import Actor, Role
from app.core.values import Point
from app.grid import ops as grids
from app.grid.drafts.models import GridDraft
from app.grid.drafts.ops import activate_draft
from app.grid.duty import Shift
from app.grid.models import GridVersion
from app.grid.queries import tree as tree_of
from app.intake import ops as intake
from app.intake.reports import ReportIn
from app.people.changes import changes
from tests.builders.grids import SIDE, SOUTH, WEST, changed, feature, small, square, without
from tests.builders.people import a_street, a_user
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import BORN, CLUTTER, IN_R3
from tests.support.together import at_once

TO_R1 = Point(WEST + 1.3 * SIDE, SOUTH + SIDE * 0.9)
WIDER = changed(changed(small(), "R1", square(0, wide=1.5)), "R2", square(1.5, wide=0.5))
NEW = {
    "type": "FeatureCollection",
    "features": [*without(WIDER, "R3")["features"], feature("R4", "residential", "S", square(2), "新四居民区")],
}
BOW = {
    "type": "Polygon",
    "coordinates": [[[121.36, 31.24], [121.37, 31.25], [121.37, 31.24], [121.36, 31.25], [121.36, 31.24]]],
}


def uploads(office: Office, collection: Any, who: Actor | None = None) -> TestResponse:
    raw = collection if isinstance(collection, bytes) else json.dumps(collection).encode()
    return office.sends(who or office.town.admin, "/admin/grids", file=(BytesIO(raw), "新边界.geojson"))


def drafted(office: Office, collection: Any = NEW) -> str:
    """The address of the draft."""
    answer = uploads(office, collection)
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def stranger(office: Office) -> Actor:
    with office.web.write():
        street = a_street(demo=True)
        person = a_user(street, Role.ADMIN)
        return Actor(person.id, street.id, person.name, frozenset({Role.ADMIN}))


def versions(office: Office) -> int:
    with office.web.read():
        mine = select(func.count()).where(GridVersion.street_id == office.town.street_id)
        return int(db.session.scalar(mine) or 0)


def owner_grid(office: Office, key: str) -> str:
    """Where a resident's report at TO_R1 goes: the code of the grid that answers."""
    with office.web.write():
        form = ReportIn(key * 20, office.town.category(CLUTTER), "楼道里堆满了", spot=Spot(TO_R1, "wgs84"))
        case_id = intake.take_report(office.town.street_id, form, LATER).case_id
    return next(code for code, i in office.town.grid_ids.items() if i == office.of(case_id).owner_grid_id)


def test_a_file_is_uploaded_and_its_effect_told(office: Office) -> None:
    for point in (TO_R1, IN_R3):
        office.case(office.town.report, CLUTTER, spot=Spot(point, "wgs84"))
    page = office.sees(office.town.admin, drafted(office))
    assert "2 件会归别的网格" in page and "其中 1 件没有人接" in page
    assert "新四居民区" in page and "m-before" in page and "<td>—</td>" in page


def test_whoever_may_read_the_cases_finds_them_by_links(office: Office) -> None:
    case_id = office.case(office.town.report, CLUTTER, spot=Spot(TO_R1, "wgs84"))
    with office.web.write():
        both = office.town.person("二", Role.ADMIN, Role.DISPATCHER)
    page = office.sees(both, drafted(office))
    assert f'href="/cases/{case_id}"' in page and office.of(case_id).receipt in page


def test_the_moved_cases_come_fifty_a_page(office: Office) -> None:
    with office.web.write():
        for _ in range(51):
            office.town.report(CLUTTER, spot=Spot(TO_R1, "wgs84"))
    path = drafted(office)
    first = office.sees(office.town.admin, path)
    assert first.count("<td>—</td>") == 50
    after = first.split("?after=")[1].split('"')[0]
    assert office.sees(office.town.admin, f"{path}?after={after}").count("<td>—</td>") == 1


def test_every_fault_of_a_file_is_named_with_its_grid_and_nothing_is_kept(office: Office) -> None:
    answer = uploads(office, changed(changed(small(), "R2", BOW), "R3", name=""))
    page = text(answer)
    assert answer.status_code == 422 and "什么都没有收下" in page
    assert "R2" in page and "边界自己交叉" in page and "R3" in page and "name（名称）" in page
    with office.web.read():
        assert db.session.scalar(select(func.count(GridDraft.id))) == 0


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"{", b"[1]", b"PK\x03\x04"])
def test_what_is_no_boundary_file_is_refused_in_words(office: Office, raw: bytes) -> None:
    answer = uploads(office, raw)
    assert answer.status_code == 422 and "有 1 处不对" in text(answer)


def test_no_file_at_all_is_said_at_the_field(office: Office) -> None:
    answer = office.sends(office.town.admin, "/admin/grids")
    assert answer.status_code == 422 and "请选一个 GeoJSON 文件" in text(answer)


def test_once_activated_the_next_case_goes_there(office: Office) -> None:
    assert owner_grid(office, "a") == "R2"
    answer = office.sends(office.town.admin, f"{drafted(office)}/activate")
    assert answer.status_code == 303 and versions(office) == 2
    assert owner_grid(office, "b") == "R1"
    assert "第 2 版" in office.sees(office.town.admin, "/admin/grids")
    with office.web.read():
        assert [line.subject for line in changes(office.town.street_id)] == ["2"]


def test_a_new_grid_gets_its_roster_before_it_holds_and_nobody_is_left(office: Office) -> None:
    office.case(office.town.report, CLUTTER, spot=Spot(IN_R3, "wgs84"))
    wider = {**NEW, "features": [*NEW["features"], feature("M2", "micro", "R4", square(2.1, 0.1, 0.2, 0.2))]}
    answer = office.sends(office.town.admin, f"{drafted(office)}/activate", from_day="2026-11-20")
    assert answer.status_code == 303
    with office.web.write():
        new = next(row.id for row in tree_of(office.town.street_id) if row.code == "R4")
        grids.add_duty(office.town.street_id, new, office.town.far.id or 0, Shift(from_at=BORN))
    assert "其中" not in office.sees(office.town.admin, drafted(office, wider))


def test_a_double_click_and_a_second_administrator_change_nothing_more(office: Office) -> None:
    first, second = drafted(office), drafted(office, without(small(), "M1"))
    answers = [office.sends(office.town.admin, f"{path}/activate").status_code for path in (first, first, second)]
    assert answers == [303, 409, 409] and versions(office) == 2
    assert "过时" in office.sees(office.town.admin, second)
    assert "已经启用" in office.sees(office.town.admin, first)


@pytest.mark.parametrize("day", ["2026-11-16", "0001-01-01", "9999-12-31", "morgen"])
def test_a_day_that_is_none_or_past_comes_back_at_its_field(office: Office, day: str) -> None:
    answer = office.sends(office.town.admin, f"{drafted(office)}/activate", from_day=day)
    assert answer.status_code == 422 and 'aria-invalid="true"' in text(answer) and versions(office) == 1


def test_the_same_boundaries_offer_no_activation(office: Office) -> None:
    page = office.sees(office.town.admin, drafted(office, small()))
    assert "和现行的边界一样" in page and "/activate" not in page


@pytest.mark.parametrize("name", ["worker", "chief", "dispatcher", "leader", "auditor", "handler"])
def test_nobody_else_comes_in(office: Office, name: str) -> None:
    path, who = drafted(office), getattr(office.town, name)
    for address in ("/admin/grids", path):
        office.sees(who, address, 403)
    assert uploads(office, NEW, who).status_code == 403
    assert office.sends(who, f"{path}/activate").status_code == 403 and versions(office) == 1


def test_another_streets_draft_is_not_there(office: Office) -> None:
    path, who = drafted(office), stranger(office)
    office.sees(who, path, 404)
    assert office.sends(who, f"{path}/activate").status_code == 404
    office.sees(office.town.admin, "/admin/grids/2147483647", 404)
    office.sees(office.town.admin, "/admin/grids/99999999999", 404)


def test_nothing_is_sent_from_another_site(office: Office) -> None:
    path, client = drafted(office), office.at_screen(office.town.admin)
    assert client.post("/admin/grids", csrf=False).status_code == 400
    assert client.post(f"{path}/activate", csrf=False).status_code == 400 and versions(office) == 1


def test_the_pages_take_few_statements(office: Office) -> None:
    path = drafted(office)
    empty = office.statements(office.town.admin, path)
    for _ in range(3):
        office.case(office.town.report, CLUTTER, spot=Spot(TO_R1, "wgs84"))
    assert office.statements(office.town.admin, path) == empty + 1 <= 14
    assert office.statements(office.town.admin, "/admin/grids") <= 8


def test_of_two_administrators_at_the_same_moment_one_puts_it_in_force(office: Office) -> None:
    drafts = [int(drafted(office, made).rsplit("/", 1)[1]) for made in (NEW, without(small(), "M1"))]
    who = office.town.admin

    def activates(draft_id: int) -> Callable[[], object]:
        def run() -> object:
            with transaction():
                return activate_draft(who, draft_id, None, at=LATER)

        return run

    found = at_once(office.web, [activates(drafts[0]), activates(drafts[0]), activates(drafts[1])])
    assert sum(isinstance(one, Conflict) for one in found) == 2 and versions(office) == 2
