"""Filters under a name: one's own or the street's, and honest about what is no longer there."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from app.catalog.models import Category
from app.catalog.models_places import Unit
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.desk import ops, queries_saved
from app.desk.filters import Filters
from tests.builders.staffed import LATER, Office, text
from tests.builders.town import FIRE_LANE, FUMES, Town
from tests.desk.test_list import listed

SAVE = "/desk/list/saved"


def saves(office: Office, who: Actor, **form: str) -> str:
    """Somebody keeps filters; the address they are found at."""
    answer = office.sends(who, SAVE, **form)
    assert answer.status_code == 303, text(answer)[:3000]
    return str(answer.headers["Location"])


def test_filters_are_kept_under_a_name_and_used_again(office: Office) -> None:
    office.case(office.town.report)
    fumes = office.case(office.town.report, FUMES)
    place = saves(office, office.town.dispatcher, name="油烟", category=str(office.town.category(FUMES)), state="all")
    assert listed(office.sees(office.town.dispatcher, place)) == [fumes]
    assert f'href="{place}"' in office.sees(office.town.dispatcher, "/desk")


def test_somebody_elses_filter_is_not_found_and_a_shared_one_is(office: Office) -> None:
    own = saves(office, office.town.dispatcher, name="我的", lamp="red")
    office.sees(office.town.chief, own, 404)
    shared = saves(office, office.town.chief, name="红灯", lamp="red", shared="y")
    office.sees(office.town.grid_chief, shared)
    office.sees(office.town.worker, shared, 403)
    office.sees(office.town.chief, f"{SAVE}/99999", 404)


def test_only_duty_chief_and_leader_share(office: Office) -> None:
    assert office.sends(office.town.dispatcher, SAVE, name="x", lamp="red", shared="y").status_code == 403
    assert "给全街道" not in office.sees(office.town.dispatcher, "/desk?lamp=red")


def test_a_name_that_will_not_do_is_said_at_its_field_and_nothing_is_lost(office: Office) -> None:
    saves(office, office.town.chief, name="红灯", lamp="red")
    for name, why in (("", "起个名字"), ("红灯", "你已经有一个叫这个名字的"), ("长" * 41, "最多 40 个字")):
        answer = office.sends(office.town.chief, SAVE, name=name, lamp="red", urgency="urgent")
        assert answer.status_code == 422
        assert why in text(answer)
        assert 'name="urgency" value="urgent"' in text(answer)
    assert office.sends(office.town.chief, SAVE, name="空").status_code == 422


def test_a_filter_that_names_a_closed_unit_says_so_and_shows_what_remains(office: Office) -> None:
    urgent = office.case(office.town.report, FIRE_LANE)
    unit_id = office.of(urgent).handling_unit_id
    office.case(office.town.report)
    place = saves(
        office, office.town.chief, name="队里急件", unit=str(unit_id), urgency=office.of(urgent).urgency.value
    )
    with office.web.write():
        name = db.session.get_one(Unit, unit_id).name
        db.session.execute(update(Unit).where(Unit.id == unit_id).values(active=False))
    page = office.sees(office.town.chief, place)
    assert "“队里急件”里有的条件没有用上" in page
    assert f"主办单位“{name}”：已经停用" in page
    assert listed(page) == [urgent]
    assert not re.search(r'class="tag tag-drop"[^>]*>主办单位', page)


def test_a_filter_that_names_a_category_no_longer_there_says_so(office: Office) -> None:
    place = saves(office, office.town.chief, name="油烟", category=str(office.town.category(FUMES)), state="all")
    with office.web.write():
        db.session.execute(update(Category).where(Category.code == FUMES).values(active=False))
    made = office.case(office.town.report)
    page = office.sees(office.town.chief, place)
    assert "已经停用" in page
    assert listed(page) == [made]


def test_a_filter_is_dropped_by_its_owner_and_a_shared_one_by_a_chief(office: Office) -> None:
    own = saves(office, office.town.dispatcher, name="我的", lamp="red")
    assert office.sends(office.town.chief, f"{own}/drop").status_code == 404
    assert office.sends(office.town.dispatcher, f"{own}/drop").status_code == 303
    office.sees(office.town.dispatcher, own, 404)
    shared = saves(office, office.town.chief, name="红灯", lamp="red", shared="y")
    assert office.sends(office.town.dispatcher, f"{shared}/drop").status_code == 403
    assert office.sends(office.town.leader, f"{shared}/drop").status_code == 303


def test_another_streets_shared_filter_is_not_found(cast: Town) -> None:
    made = ops.save_filter(cast.chief, "红灯", Filters(lamp="red"), shared=True, at=LATER)
    stranger = replace(cast.chief, id=10**6, street_id=cast.street_id + 1)
    assert queries_saved.saved_filters(stranger) == []
    with pytest.raises(NotFound):
        queries_saved.saved_filter(stranger, made.id)
