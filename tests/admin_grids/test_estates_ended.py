"""Estates that end, and what of theirs has ended: kept where it stands, offered no more."""

from app.cases.models import Case
from app.casework import choices
from app.catalog.models_places import Estate, Unit
from app.catalog.words import EstateKind
from app.core.db import db
from app.grid.models import Grid
from app.people.words import Setting
from tests.admin_grids.test_estates import trail
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import IN_R2


def test_an_estate_ends_and_goes_on_again(office: Office) -> None:
    case_id = office.case(office.town.report)
    with office.web.write():
        office.town.of(case_id).estate_id = office.town.estates["和风苑"]
    path = f"/admin/estates/{office.town.estates['和风苑']}"
    assert "没结的 1 件照旧写着它" in office.sees(office.town.admin, path)
    wrong = office.sends(office.town.admin, f"{path}/end", last_day="someday")
    assert wrong.status_code == 422 and "请选一天" in text(wrong) and 'value="和风苑"' in text(wrong)
    assert office.sends(office.town.admin, f"{path}/end", last_day="2026-11-15").status_code == 303
    assert "11月16日起不再是小区" in office.sees(office.town.admin, path)
    assert "11月16日起不再是小区" in office.sees(office.town.admin, "/admin/estates")
    assert 'value="2026-11-15"' in office.sees(office.town.admin, path)
    assert "和风苑" not in office.web.client().get(f"/s/{office.town.slug}/places.json?q=和风").get_data(as_text=True)
    assert office.of(case_id).estate_id == office.town.estates["和风苑"]
    assert office.sends(office.town.admin, f"{path}/end", last_day="").status_code == 303
    ((_, _, again), (_, before, after)) = trail(office, Setting.ESTATE)
    assert before == {"until_at": None} and after["until_at"].startswith("2026-11-15T16:00")
    assert again == {"until_at": None}
    office.sends(office.town.chief, f"{path}/end", last_day="2026-11-15")
    assert len(trail(office, Setting.ESTATE)) == 2


def test_an_estate_keeps_its_retired_grid_and_closed_body_and_an_ended_one_offers_no_body(office: Office) -> None:
    town = office.town
    case = office.case(town.report)
    with office.web.write():
        estate = Estate(street_id=town.street_id, name="旧界小区", kind=EstateKind.OLD, lon=IN_R2.lon, lat=IN_R2.lat)
        keeps = db.session.get_one(Unit, town.units["和风物业"]).department_id
        body = Unit(street_id=town.street_id, name="旧界物业", department_id=keeps)
        db.session.add(body)
        db.session.flush()
        estate.grid_id, estate.property_unit_id = town.grid_ids["R1"], body.id
        db.session.add(estate)
        db.session.flush()
        estate_id, body_id = estate.id, body.id
        about = db.session.get_one(Case, case)
        assert body_id in {unit.id for unit in choices.units(about, LATER)}
        estate.until_at = LATER
        assert body_id not in {unit.id for unit in choices.units(about, LATER)}
        estate.until_at, body.active = None, False
        db.session.get_one(Grid, estate.grid_id).active = False
    page = office.sees(town.admin, f"/admin/estates/{estate_id}")
    for value in (town.grid_ids["R1"], body_id):
        assert f'<option selected value="{value}">' in page
    assert page.count("（已停用）") == 3
    sent = {"name": "旧界小区", "kind": "old", "lon": str(IN_R2.lon), "lat": str(IN_R2.lat), "owners": ""}
    sent |= {"grid": str(town.grid_ids["R1"]), "keeper": str(body_id)}
    assert office.sends(town.admin, f"/admin/estates/{estate_id}", **sent).status_code == 303
