"""The catalogue in the database: imported as a whole, changed by date."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.catalog import ops, queries
from app.catalog.models import Category, CategoryLimit, Department, StageLimit
from app.catalog.models_places import Unit
from app.catalog.ops import CatalogRefused, Counts
from app.catalog.words import Evidence, ReviewRule, Urgency
from app.core import memo
from app.core.counting import count_statements
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.values import Span, Tier
from app.core.values import Unit as Time
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.intake import BORN, CATEGORIES, DEPARTMENTS, NOON

SLOWER = CATEGORIES.replace(
    "1 working_hour,4 working_hour,1 working_day", "1 working_hour,6 working_hour,1 working_day", 1
)


def brought(street_id: int, categories: str = CATEGORIES, at: object = BORN) -> Counts:
    return ops.import_catalog(street_id, DEPARTMENTS, categories, at)  # type: ignore[arg-type]


def by_code(street_id: int, code: str) -> Category:
    found = queries.category_by_code(street_id, code)
    assert found is not None
    return found


def test_the_shipped_catalogue_comes_in_whole(street_id: int) -> None:
    assert brought(street_id) == Counts(departments_new=23, units_new=20, categories_new=49, limits_new=49)


def test_a_category_is_kept_as_the_sheet_says(street_id: int) -> None:
    brought(street_id)
    illegal = by_code(street_id, "0201")
    assert (illegal.tier, illegal.urgency, illegal.review) == (Tier.RESIDENTIAL, Urgency.URGENT, ReviewRule.SAMPLED)
    assert (illegal.lead_department, illegal.assist_departments) == ("CG", ["WY", "JW", "FG"])
    assert (illegal.evidence, illegal.recheck_days) == ([Evidence.PHOTO_PAIR, Evidence.DOCUMENT], [30, 90])
    assert (illegal.confidential, illegal.public, illegal.contact_required, illegal.active) == (True, True, False, True)
    assert by_code(street_id, "0902").relapse_days is None


def test_the_same_sheets_again_change_nothing(street_id: int) -> None:
    brought(street_id)
    assert brought(street_id, at=NOON) == Counts()


def test_one_wrong_cell_and_nothing_at_all_comes_in(street_id: int) -> None:
    with pytest.raises(CatalogRefused) as refused:
        brought(street_id, CATEGORIES.replace("4 working_hour", "soon", 3))
    assert len(refused.value.faults) == 3
    assert db.session.scalar(select(func.count()).select_from(Department)) == 0


def test_a_changed_row_is_updated_by_its_code(street_id: int) -> None:
    brought(street_id)
    before = by_code(street_id, "0101").id
    assert brought(street_id, CATEGORIES.replace("暴露垃圾", "垃圾暴露", 1), NOON).categories_changed == 1
    assert (by_code(street_id, "0101").id, by_code(street_id, "0101").name_zh) == (before, "垃圾暴露")


def test_what_a_sheet_changes_is_kept_and_what_it_brings_first_is_not(street_id: int) -> None:
    brought(street_id)
    assert changes(street_id) == []
    brought(street_id, SLOWER.replace("暴露垃圾", "垃圾暴露", 1), NOON)
    slower, renamed = changes(street_id, Setting.CATEGORY)
    assert (renamed.before, renamed.after) == ({"name_zh": "暴露垃圾"}, {"name_zh": "垃圾暴露"})
    assert (slower.before["dispose"], slower.after["dispose"]) == ("4 working_hour", "6 working_hour")
    assert slower.by_id is None and slower.after["from_at"] == NOON.isoformat()


def test_a_changed_limit_holds_from_its_day_on_and_rewrites_nothing(street_id: int) -> None:
    brought(street_id)
    assert brought(street_id, SLOWER, NOON).limits_new == 1
    waste = by_code(street_id, "0101").id
    spans = [queries.limits(waste, NOON + timedelta(seconds=s)).dispose for s in (-1, 0)]
    assert spans == [Span(4, Time.WORKING_HOUR), Span(6, Time.WORKING_HOUR)]


def test_before_the_first_limits_the_first_hold(street_id: int) -> None:
    brought(street_id)
    assert queries.limits(by_code(street_id, "0101").id, BORN - timedelta(days=9)).respond == Span(1, Time.WORKING_HOUR)


def test_a_limit_cannot_be_slipped_in_behind_a_later_one(street_id: int) -> None:
    brought(street_id, at=NOON)
    with pytest.raises(Conflict):
        brought(street_id, SLOWER, NOON)


def test_limits_know_their_ceiling_or_that_there_is_none(street_id: int) -> None:
    brought(street_id)
    waste = by_code(street_id, "0101")
    assert queries.limits(waste.id, NOON).dispose_ceiling == Span(1, Time.WORKING_DAY)
    ops.set_limits(
        waste.id,
        {"respond": "1 working_hour", "dispose": "4 working_hour", "dispose_ceiling": None, "extensions_max": 0},
        NOON,
    )
    assert queries.limits(waste.id, NOON).dispose_ceiling is None


@pytest.mark.parametrize(
    ("stage", "urgency", "span"),
    [
        ("file", Urgency.NORMAL, "1 working_hour"),
        ("dispatch", Urgency.URGENT, "30 elapsed_minute"),
        ("sign_in", Urgency.CRITICAL, "15 elapsed_minute"),
        ("sign_in", Urgency.NORMAL, "2 working_hour"),
        ("verify", Urgency.CRITICAL, "4 working_hour"),
        ("check", Urgency.URGENT, "1 working_day"),
        ("check", Urgency.CRITICAL, "4 elapsed_hour"),
        ("review", Urgency.NORMAL, "3 working_day"),
        ("review_again", Urgency.URGENT, "2 working_day"),
        ("override", Urgency.CRITICAL, "2 working_day"),
        ("call_back", Urgency.NORMAL, "1 working_day"),
    ],
)
def test_a_new_street_has_the_stage_limits_of_the_domain(
    street_id: int, stage: str, urgency: Urgency, span: str
) -> None:
    ops.seed_stage_limits(street_id, BORN)
    assert str(queries.stage_limit(street_id, stage, urgency, NOON)) == span


def test_stage_limits_are_seeded_once(street_id: int) -> None:
    assert [ops.seed_stage_limits(street_id, BORN) for _ in range(2)] == [30, 0]
    assert db.session.scalar(select(func.count()).select_from(StageLimit)) == 30


def test_a_stage_limit_changes_from_a_day_on(street_id: int) -> None:
    ops.seed_stage_limits(street_id, BORN)
    ops.set_stage_limit(street_id, "file", Urgency.NORMAL, Span(3, Time.WORKING_HOUR), at=NOON)
    asked = [queries.stage_limit(street_id, "file", Urgency.NORMAL, at).amount for at in (BORN, NOON)]
    assert asked == [1, 3]


def test_a_street_without_stage_limits_says_so(street_id: int) -> None:
    with pytest.raises(LookupError):
        queries.stage_limit(street_id, "file", Urgency.NORMAL, NOON)


def test_a_transaction_asks_for_a_category_and_its_limits_once(street_id: int) -> None:
    brought(street_id)
    ops.seed_stage_limits(street_id, BORN)
    waste = by_code(street_id, "0101").id
    with count_statements() as counted:
        for _ in range(3):
            queries.category(waste)
            queries.limits(waste, NOON)
            queries.stage_limit(street_id, "file", Urgency.NORMAL, NOON)
            queries.stage_limit(street_id, "review", Urgency.URGENT, NOON)
    assert counted.n == 2


def test_what_a_transaction_remembers_ends_with_it(town: object) -> None:
    memo.page("here")["a"] = 1
    db.session.rollback()
    assert memo.page("here") == {}


def test_an_unknown_category_is_not_found(street_id: int) -> None:
    for unknown in (0, None):
        with pytest.raises(NotFound):
            queries.category(unknown)


def test_the_public_door_offers_neither_staff_categories_nor_what_is_switched_off(street_id: int) -> None:
    brought(street_id)
    offered = {c.code for major in queries.choices(street_id, public_only=True) for c in major.categories}
    inside = {c.code for major in queries.choices(street_id, public_only=False) for c in major.categories}
    assert inside - offered == {"0902", "0904"}
    assert not inside & {"0104", "0406", "0602", "0903", "1003"}


def test_choices_stand_in_groups_in_the_order_of_their_codes(street_id: int) -> None:
    brought(street_id)
    majors = queries.choices(street_id, public_only=True)
    assert [major.code for major in majors] == [f"{n:02d}" for n in range(1, 11)]
    assert [c.code for c in majors[7].categories] == ["0801", "0803", "0804", "0805"]


def test_an_organisation_gets_one_body_of_its_own_name(street_id: int) -> None:
    brought(street_id)
    names = select(Unit.name, Unit.external).join(Department, Department.id == Unit.department_id)
    police = db.session.execute(names.where(Department.code == "PCS")).all()
    assert [tuple(row) for row in police] == [("派出所", True)]


def test_limits_are_never_changed_in_place(street_id: int) -> None:
    brought(street_id)
    brought(street_id, SLOWER, NOON)
    rows = select(CategoryLimit.dispose).where(CategoryLimit.category_id == by_code(street_id, "0101").id)
    assert list(db.session.scalars(rows.order_by(CategoryLimit.from_at))) == ["4 working_hour", "6 working_hour"]
