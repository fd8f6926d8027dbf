"""A tablet that was taken out of use is refused at every door, whatever its session says of itself."""

from uuid import uuid4

from sqlalchemy import select

from app.core.counting import count_statements
from app.core.db import db
from app.field import devices
from app.field.models import FieldDevice
from tests.builders.staffed import LATER, Office
from tests.field.tablet import JSON, Tablet


def taken_out(office: Office, tablet: Tablet) -> None:
    with office.web.write():
        row = db.session.scalars(select(FieldDevice).where(FieldDevice.uuid == tablet.uuid)).one()
        devices.revoke(office.town.admin, row.id, "丢在菜场", LATER)


def registered(office: Office) -> Tablet:
    tablet = Tablet(office, office.town.worker)
    assert tablet.client.post("/field/devices", json={"id": tablet.uuid}, headers=JSON).status_code == 200
    return tablet


def test_whoever_has_a_lost_tablet_reads_and_sends_nothing_with_its_session(office: Office) -> None:
    tablet, case_id = registered(office), office.case(office.town.called_in)
    assert tablet.takes()["cases"]
    other = str(uuid4())
    for _ in range(9):  # whoever has it thinks of other names before it is missed
        assert tablet.client.get(f"/field/bundle?device={uuid4()}", headers=JSON).status_code == 200
    taken_out(office, tablet)
    doors = [
        tablet.client.get(f"/field/bundle?device={other}", headers=JSON),
        tablet.posts(device=other),
        tablet.client.put(f"/field/photos/{'a' * 64}?offset=0&size=9", data=b"x", headers=JSON),
        tablet.client.post(f"/field/cases/{case_id}/phone", json={"why": "先行联系"}, headers=JSON),
        tablet.client.post("/field/devices", json={"id": other}, headers=JSON),
    ]
    assert [(answer.status_code, answer.get_json()["code"]) for answer in doors] == [(403, "revoked")] * 5
    assert office.looks(case_id) == []
    for door in ("/field/", "/field/me"):  # the shell is nobody's; a token is needed to say what is kept
        assert tablet.client.get(door, headers=JSON).status_code == 200
    page = tablet.client.get(f"/cases/{case_id}")
    assert (page.status_code, page.headers.get("Location", "").startswith("/sign-in")) == (303, True)
    assert tablet.client.get("/field/me", headers=JSON).status_code == 401


def test_it_says_how_much_it_keeps_by_whatever_name_it_calls_itself(office: Office) -> None:
    tablet = registered(office)
    taken_out(office, tablet)
    assert tablet.posts(device=str(uuid4()), waiting=3).status_code == 403
    with office.web.read():
        row = db.session.scalars(select(FieldDevice).where(FieldDevice.uuid == tablet.uuid)).one()
        assert row.unsent == 3


def test_to_be_known_costs_a_tablet_no_further_statement(office: Office) -> None:
    tablet, free = registered(office), Tablet(office, office.town.worker)
    spent = []
    for one in (free, tablet):
        with count_statements() as counted:
            one.posts()
        spent.append(counted.n)
    assert spent[0] == spent[1]
