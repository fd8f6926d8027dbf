"""What an estate has though it is in use no more: kept in its form, offered nowhere else."""

from app.cases.models import Case
from app.casework import choices
from app.catalog.models_places import Estate, Unit
from app.catalog.words import EstateKind
from app.core.db import db
from app.grid.models import Grid
from tests.builders.staffed import LATER, Office
from tests.builders.town import IN_R2


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
