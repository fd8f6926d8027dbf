"""Who reported: told to the few who must call them, one look at a time, each with its reason on record."""

import logging
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from sqlalchemy import select

from app.cases import ops
from app.cases.reports import Report, Spot
from app.cases.words import Source
from app.core.db import db
from app.intake import ops as intake
from app.intake.models import ContactLook
from tests.builders.residents import a_form
from tests.builders.town import CLUTTER, IN_R1, MONDAY, NOISE, PETITION, hours, minutes
from tests.protection.scene import PEOPLE, Scene, Told, a_scene
from tests.support.towns import Served

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def scene(served: Served, clock: ModuleType) -> Scene:
    """Delicate cases of every kind."""
    return a_scene(served, clock)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every line, also those that are written only while somebody looks for a fault."""
    with caplog.at_level(logging.DEBUG, logger="app"):
        yield caplog


def look(scene: Scene, name: str, told: Told, reason: str = "回访约时间") -> tuple[int, str]:
    answer = scene.client(getattr(scene.town, name)).post(f"/cases/{told.case_id}/reporter", data={"reason": reason})
    return answer.status_code, answer.get_data(as_text=True)


def looks(scene: Scene) -> list[tuple[int, str]]:
    with scene.served.web.read():
        return [(row.user_id, row.reason) for row in db.session.scalars(select(ContactLook))]


ALLOWED = {
    "in hand": {"worker", "clerk", "chief"},
    "confidential": {"clerk", "chief"},
    "about": {"clerk", "chief"},
    "petition": {"clerk", "chief"},
    "in review": {"clerk", "chief"},
    "unplaced": {"clerk", "chief"},
}


@pytest.mark.parametrize("key", ALLOWED)
def test_a_contact_is_unmasked_for_these_and_nobody_else(scene: Scene, key: str) -> None:
    told, given = scene.told[key], set()
    for name in PEOPLE:
        status, page = look(scene, name, told)
        if told.name in page or told.phone in page:
            assert status == 200 and told.name in page and told.phone in page
            given.add(name)
        else:
            assert status in (403, 404), name
    assert given == ALLOWED[key]
    assert {user for user, _ in looks(scene)} == {getattr(scene.town, name).id for name in given}


def test_a_look_without_a_reason_is_no_look(scene: Scene) -> None:
    told = scene.told["in hand"]
    for reason in ("", "   ", "长" * 201):
        status, page = look(scene, "worker", told, reason)
        assert status == 422 and told.name not in page and told.phone not in page
    assert looks(scene) == []


def test_every_look_is_recorded_with_who_and_why(scene: Scene) -> None:
    look(scene, "worker", scene.told["in hand"], "回访约时间")
    look(scene, "clerk", scene.told["confidential"], "补问地址")
    assert looks(scene) == [(scene.town.worker.id, "回访约时间"), (scene.town.clerk.id, "补问地址")]


def test_once_the_work_is_done_the_handlers_know_no_more_whom_to_call(scene: Scene) -> None:
    told = scene.told["in review"]
    assert {look(scene, name, told)[0] for name in ("worker", "deputy", "grid_chief")} == {403}


def test_the_page_that_asks_why_shows_a_masked_name_and_number(scene: Scene) -> None:
    told = scene.told["in hand"]
    answer = scene.client(scene.town.worker).get(f"/cases/{told.case_id}/reporter")
    page = answer.get_data(as_text=True)
    assert told.masked in page and "欧**" in page
    assert told.name not in page and answer.headers["Cache-Control"] == "no-store"


def test_a_confidential_report_by_a_colleague_names_no_colleague_to_the_handlers(scene: Scene) -> None:
    town = scene.town
    with scene.served.web.write():
        reported = Report(Source.PATROL, "半夜装修", town.category(NOISE), Spot(IN_R1, "wgs84"), confidential=True)
        case_id = intake.register_report(town.patroller, reported, "", "", MONDAY).id
        ops.sign_in(town.worker, town.of(case_id), at=MONDAY + minutes(5))
    page = scene.client(town.worker).get(f"/cases/{case_id}").get_data(as_text=True)
    desk = scene.client(town.clerk).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "patroller" not in page and "patroller" in desk


@pytest.mark.parametrize("what", ["name", "masked"])
def test_no_search_finds_a_case_by_who_reported_it(scene: Scene, what: str) -> None:
    told = scene.told["in hand"]
    for who in (scene.town.chief, scene.town.dispatcher, scene.town.auditor):
        asked = {"state": "all", "q": getattr(told, what)}
        assert told.receipt not in scene.client(who).get("/desk", query_string=asked).get_data(as_text=True)


def test_a_search_for_a_telephone_is_not_made(scene: Scene) -> None:
    """The list stays as it is without a search, and says so: whose telephone it is makes no difference."""
    told, desk = scene.told["in hand"], scene.client(scene.town.dispatcher)
    for phone in (told.phone, "13900000000"):
        page = desk.get("/desk", query_string={"state": "all", "q": phone}).get_data(as_text=True)
        plain = desk.get("/desk", query_string={"state": "all"}).get_data(as_text=True)
        assert "不按电话搜" in page
        assert re.findall(r'data-row="(\d+)"', page) == re.findall(r'data-row="(\d+)"', plain) != []


def test_whoever_a_case_is_about_can_do_nothing_to_it(scene: Scene) -> None:
    told = scene.told["about"]
    for name in ("worker", "committee"):
        client = scene.client(getattr(scene.town, name))
        for verb in ("note", "sign_in", "handle", "check_pass", "reporter"):
            assert client.post(f"/cases/{told.case_id}/{verb}", data={"version": "3"}).status_code == 404


def test_a_restricted_case_is_tracked_by_nobody_at_the_public_door(scene: Scene) -> None:
    petition, open_ = scene.told["petition"], scene.told["in hand"]
    door, address = scene.served.web.client(), f"/s/{scene.town.slug}/track"
    ask = [(t.receipt, t.phone[-4:]) for t in (open_, petition)] + [(petition.receipt, "0000")]
    answers = [door.post(address, data={"number": n, "digits": d}) for n, d in ask]
    assert [a.status_code for a in answers] == [303, 422, 422]


def test_what_turns_out_to_be_a_petition_leaves_the_public_page(scene: Scene) -> None:
    told = scene.told["unplaced"]
    assert scene.served.web.client().get(f"/t/{told.secret}").status_code == 200
    with scene.served.web.write():
        ops.classify(scene.town.clerk, scene.town.of(told.case_id), scene.town.category(PETITION), at=MONDAY + hours(5))
    assert scene.served.web.client().get(f"/t/{told.secret}").status_code == 404


def test_no_line_is_logged_of_what_comes_in_by_the_doors(scene: Scene, lines: pytest.LogCaptureFixture) -> None:
    told, slug = Told("new", 9), scene.town.slug
    form = a_form(scene.town.category(CLUTTER), name=told.name, phone=told.phone, text=told.words)
    door = scene.served.web.client()
    assert door.post(f"/s/{slug}/report", data=form).status_code == 303
    door.get(f"/s/{slug}/report/done")
    door.post(f"/s/{slug}/track", data={"number": told.receipt, "digits": told.phone[-4:]})
    look(scene, "worker", scene.told["in hand"], told.words)
    door.post(f"/s/{slug}/report", data={**form, "category": "no", "form_key": "x" * 20})
    assert [secret for secret in (*told.private, told.words, "暗号") if secret in lines.text] == []
