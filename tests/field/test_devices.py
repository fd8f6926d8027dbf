"""Tablets and whose they are: known, given a key of each person, taken out of use."""

import base64
from typing import Any

import pytest
from sqlalchemy import select

from app.core import crypto
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.field import devices
from app.field.models import FieldDevice
from app.notices.models import Notice
from app.notices.reading import read
from app.notices.words import NoticeKind
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY, Town, hours

ONE, TWO = "11111111-2222-4333-8444-555555555555", "66666666-7777-4888-8999-aaaaaaaaaaaa"
JSON = {"Accept": "application/json"}


def row_of(who: Actor, uuid: str = ONE) -> FieldDevice:
    return db.session.scalars(select(FieldDevice).filter_by(user_id=who.id, uuid=uuid)).one()


def told() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.DEVICE_UNSENT)))


def test_everybody_on_a_tablet_has_a_key_of_their_own_and_always_the_same(cast: Town) -> None:
    first = devices.register(cast.worker, ONE, "Lenovo\x00 Tab", MONDAY)
    assert len(base64.b64decode(first.key)) == 32
    assert devices.register(cast.worker, ONE, "", MONDAY + hours(1)) == first
    others = {
        devices.register(cast.chief, ONE, "x" * 99, MONDAY).key,
        devices.register(cast.worker, TWO, "", MONDAY).key,
    }
    assert len(others | {first.key}) == 3
    row = row_of(cast.worker)
    assert (row.name, row.made_at, row.seen_at) == ("Lenovo Tab", MONDAY, MONDAY + hours(1))
    assert first.key.encode() not in row.key_cipher and crypto.unseal(row.key_cipher, row.key_id) == first.key


def test_only_people_with_field_work_and_a_tablet_that_says_what_it_is_are_given_one(cast: Town) -> None:
    for who in (cast.admin, cast.reviewers[0]):
        with pytest.raises(NotAllowed):
            devices.register(who, ONE, "", MONDAY)
    for uuid in ("", "x", ONE[:-1], ONE.replace("1", "G"), ONE + " "):
        with pytest.raises(Invalid):
            devices.register(cast.worker, uuid, "", MONDAY)


def test_a_tablet_out_of_use_is_refused_to_everybody_and_what_it_keeps_is_told(cast: Town) -> None:
    for who in (cast.worker, cast.chief):
        devices.register(who, ONE, "Tab", MONDAY)
    devices.revoke(cast.admin, row_of(cast.worker).id, " 丢在菜场 ", MONDAY + hours(1))
    db.session.commit()
    for who in (cast.worker, cast.chief, cast.patroller):
        with pytest.raises(devices.Revoked):
            devices.register(who, ONE, "Tab", MONDAY + hours(2))
    for waiting in (0, 3, 3):
        with pytest.raises(devices.Revoked):
            devices.refuse(cast.worker, ONE, waiting, MONDAY + hours(2))
    row, [notice] = row_of(cast.worker), told()
    assert (row.unsent, row.unsent_at, notice.user_id) == (3, MONDAY + hours(2), cast.admin.id)
    assert read(notice.kind, None, notice.params).href == f"/admin/devices/{row.id}"
    [line] = changes(cast.street_id, Setting.DEVICE)
    assert (line.subject, line.after) == ("Tab 11111111", {"active": False, "reason": "丢在菜场"})


def test_a_tablet_that_was_found_again_sends_what_it_kept(cast: Town) -> None:
    key = devices.register(cast.worker, ONE, "Tab", MONDAY).key
    devices.revoke(cast.admin, row_of(cast.worker).id, "丢了", MONDAY)
    with pytest.raises(Conflict):
        devices.revoke(cast.admin, row_of(cast.worker).id, "丢了", MONDAY)
    devices.let_in(cast.admin, row_of(cast.worker).id, MONDAY)
    assert devices.register(cast.worker, ONE, "Tab", MONDAY).key == key
    db.session.commit()
    devices.refuse(cast.worker, ONE, 4, MONDAY + hours(1))
    assert (row_of(cast.worker).seen_at, row_of(cast.worker).unsent) == (MONDAY + hours(1), 0)
    devices.refuse(cast.worker, TWO, 4, MONDAY)  # nobody knows it yet: it will make itself known


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_whoever_takes_a_tablet_out_of_use_administers_and_says_why(cast: Town, reason: str) -> None:
    devices.register(cast.worker, ONE, "Tab", MONDAY)
    with pytest.raises(Invalid):
        devices.revoke(cast.admin, row_of(cast.worker).id, reason, MONDAY)
    with pytest.raises(NotAllowed):
        devices.revoke(cast.chief, row_of(cast.worker).id, "丢了", MONDAY)
    with pytest.raises(NotFound):
        devices.revoke(cast.admin, 999, "丢了", MONDAY)


def register(office: Office, who: Actor, **told: Any) -> Any:
    """A tablet makes itself known."""
    return office.at_screen(who).post("/field/devices", json={"id": ONE, "name": "Tab"} | told, headers=JSON)


def test_the_pages_of_the_tablets_and_the_door_of_one(office: Office) -> None:
    town = office.town
    key = register(office, town.worker).json["key"]
    assert register(office, town.worker).json == {"id": ONE, "key": key}
    assert [register(office, town.worker, id=wrong).status_code for wrong in ("x", None, 7)] == [422] * 3
    assert office.at_screen(town.worker).post("/field/devices", data="[", headers=JSON).status_code == 422
    assert office.at_screen(town.worker).post("/field/devices", json={}, headers=JSON, csrf=False).status_code == 400
    assert 'href="/admin/devices"' in office.sees(town.admin, "/admin")
    assert "worker" in office.sees(town.admin, "/admin/devices?q=work")
    assert "没有这样的人在用平板" in office.sees(town.admin, "/admin/devices?q=%25")
    assert office.at_screen(town.worker).get("/admin/devices").status_code == 403
    with office.web.read():
        path = f"/admin/devices/{row_of(town.worker).id}"
    assert "写一句为什么" in text(office.sends(town.admin, f"{path}/revoke", reason=" "))
    assert office.sends(town.admin, f"{path}/revoke", reason="丢了").status_code == 303
    refused = register(office, town.chief)
    assert (refused.status_code, refused.json["code"], "交给管理员" in refused.json["error"]) == (403, "revoked", True)
    assert "再启用" in office.sees(town.admin, path)
    assert "已停用" in office.sees(town.admin, "/admin/devices")
    assert "丢了" in office.sees(town.admin, "/admin/changes?kind=device")
    assert office.sends(town.admin, f"{path}/let-in").status_code == 303
    assert register(office, town.chief).status_code == 200
    assert office.statements(town.admin, "/admin/devices") <= 5
    assert office.at_screen(town.worker).post(f"{path}/let-in").status_code == 403
    assert office.sends(town.admin, "/admin/devices/999/revoke", reason="丢了").status_code == 404
