"""A category's names and rules: who changes them, what fits together, and what stays as it was promised."""

import html
import re

import pytest
from sqlalchemy import select

from app.admin import queries_catalog as queries
from app.admin.forms_category import EVIDENCE
from app.admin.queries_catalog import RulesEffect
from app.admin.rules_shown import EFFECTS, compared
from app.admin.words import FIELD_WORDS
from app.cases.models import Case
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.catalog.setup import ops
from app.catalog.setup.rules import RULES, rules_of, seen_of
from app.catalog.words import ReviewRule
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.staffed import Office, text
from tests.builders.town import CLUTTER, MONDAY, Town, a_town


def row(town: Town) -> Category:
    return db.session.get_one(Category, town.category(CLUTTER))


def told(category: Category, **more: object) -> dict[str, object]:
    """What it says, as the sheet has it, but for what is told otherwise."""
    cells = {n: ";".join(map(str, v)) if isinstance(v, list) else v for n, v in rules_of(category).items()}
    return {name: "" if value is None else value for name, value in (cells | more).items()}


def change(actor: Actor, category: Category, **more: object) -> bool:
    return ops.change_rules(actor, category.id, told(category, **more), seen=seen_of(category), at=MONDAY)


def test_every_rule_has_words_and_says_what_becomes_of_open_cases() -> None:
    assert set(RULES) <= set(FIELD_WORDS) and set(EFFECTS) <= set(RULES)
    blank: dict[str, object] = {"kind": "event", "tier": "street", "urgency": "normal", "review": "none"}
    before = {name: blank.get(name, []) for name in RULES}
    after = before | {"name_zh": "新", "evidence": [next(iter(EVIDENCE)).value]}
    assert compared(before, before, RulesEffect(0, 0, 0, 0, 0)) == []
    assert {line[3] for line in compared(before, after, RulesEffect(3, 1, 2, 2, 1))} == {
        "马上用上，在办的 3 件也是",
        "已立案的 2 件照旧，没立案的 1 件按新的",
    }


def test_what_is_changed_holds_at_once_and_stands_in_the_trail(cast: Town) -> None:
    category = row(cast)
    assert change(cast.admin, category, name_zh="楼道杂物", duplicate_radius_m="30", duplicate_days=7)
    now = catalog.category(category.id)
    assert (now.name_zh, now.duplicate_radius_m, now.duplicate_days) == ("楼道杂物", 30, 7)
    line = changes(cast.street_id, Setting.CATEGORY)[0]
    assert line.after["name_zh"] == "楼道杂物" and line.before["name_zh"] != "楼道杂物"
    assert not change(cast.admin, category) and len(changes(cast.street_id, Setting.CATEGORY)) == 1


def test_a_filed_case_keeps_the_evidence_and_the_review_it_was_filed_with(cast: Town) -> None:
    filed, category = cast.report(), row(cast)
    was, rule = list(category.evidence), filed.review_rule
    change(cast.admin, category, evidence="document", review="none" if rule else "required")
    later = cast.report()
    assert (filed.evidence, filed.review_rule) == (was, rule)
    assert later.evidence == ["document"] and later.review_rule is ReviewRule.NONE


def test_the_preview_counts_open_cases_by_step(cast: Town) -> None:
    cast.report()
    assert queries.rules_effect(cast.street_id, cast.category(CLUTTER)) == RulesEffect(1, 0, 1, 0, 1)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name_zh", {"name_zh": " "}),
        ("name_en", {"name_en": "x" * 121}),
        ("duplicate_radius_m", {"duplicate_radius_m": "near", "duplicate_days": "3"}),
        ("duplicate_radius_m", {"duplicate_radius_m": "30", "duplicate_days": ""}),
        ("relapse_radius_m", {"relapse_radius_m": "", "relapse_days": "3"}),
        ("recheck_days", {"recheck_days": "30;30"}),
        ("evidence", {"evidence": "oath"}),
        ("lead_department", {"lead_department": "NOBODY"}),
        ("urgency", {"urgency": "soon"}),
    ],
)
def test_what_the_sheet_would_refuse_is_refused_at_its_field(cast: Town, field: str, wrong: dict[str, object]) -> None:
    before = rules_of(row(cast))
    with pytest.raises(Invalid) as refused:
        change(cast.admin, row(cast), **wrong)
    assert list(refused.value.errors) == [field] and rules_of(row(cast)) == before


def test_an_older_look_another_street_and_other_people_change_nothing(cast: Town) -> None:
    category, other = row(cast), row(a_town())
    with pytest.raises(Conflict):
        ops.change_rules(cast.admin, category.id, told(category), seen="older", at=MONDAY)
    with pytest.raises(NotFound):
        change(cast.admin, other)
    for who in (cast.chief, cast.worker, cast.cast["leader"]):
        with pytest.raises(NotAllowed):
            change(who, category)


def sent_again(page: str) -> dict[str, object]:
    """The hidden fields of the preview's form, several of a name as a list."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split("<form")[-1]):
        found.setdefault(name, []).append(html.unescape(value))
    return {name: values for name, values in found.items() if name != "csrf_token"}


def test_rules_are_looked_at_before_they_are_changed(office: Office) -> None:
    office.case(office.town.report)
    path = f"/admin/categories/{office.town.category(CLUTTER)}/rules"
    page = office.sees(office.town.admin, path)
    with office.web.read():
        category = row(office.town)
        lists = {"evidence": ["document"], "assist_departments": list(category.assist_departments)}
        kept = {name: value for name, value in told(category).items() if value is not False}
    sent = kept | lists | {"name_zh": "楼道杂物", "recheck_days": "30、90", "seen": office.value_in(page, "seen")}
    wrong = office.sends(office.town.admin, path, **sent | {"duplicate_days": "", "duplicate_radius_m": "5"})
    assert wrong.status_code == 422 and "要么都填" in text(wrong) and 'value="楼道杂物"' in text(wrong)
    preview = text(office.sends(office.town.admin, path, **sent))
    assert "<b>楼道杂物</b>" in preview and "已立案的 1 件照旧" in preview and "<b>30、90</b>" in preview
    answer = office.sends(office.town.admin, path, **sent_again(preview))
    assert answer.status_code == 303 and "楼道杂物" in office.sees(office.town.admin, answer.location)
    assert office.sends(office.town.admin, path, **sent_again(preview)).status_code == 409
    with office.web.read():
        assert row(office.town).recheck_days == [30, 90]
        assert db.session.scalars(select(Case.evidence)).first() != ["document"]
