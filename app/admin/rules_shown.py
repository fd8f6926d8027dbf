"""What the pages of a category's rules are given: the form, and what a change would do before it is made."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext

from app.admin import queries_catalog as queries
from app.admin.forms_category import EVIDENCE, KINDS, REVIEWS, URGENCIES, RulesForm
from app.admin.queries_catalog import RulesEffect
from app.admin.trail import value_words
from app.admin.words import FIELD_WORDS
from app.cases.routing import TIER_WORDS
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.catalog.setup.rules import read_rules, rules_of
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import as_json
from app.core.web import page
from app.core.web.locale import named, said

_VALUES: Mapping[str, Mapping[Any, str]] = {
    "kind": KINDS, "tier": TIER_WORDS, "urgency": URGENCIES, "review": REVIEWS, "evidence": EVIDENCE
}  # fmt: skip
FILED = N_("已立案的 %(filed)s 件照旧，没立案的 %(unfiled)s 件按新的")
SENT = N_("已派出的 %(sent)s 件照旧，没派出的 %(unsent)s 件按新的")
LATER = N_("以后的报告才按新的")
LOOKED = N_("以后查的时候按新的，和在办的 %(open)s 件也比")
CLOSING = N_("以后结案的按新的，在办的 %(open)s 件也是")
AT_ONCE = N_("马上用上，在办的 %(open)s 件也是")
# What a change of a column does to cases that are open: whatever was promised or asked at the filing stays.
EFFECTS: Mapping[str, str] = {
    **dict.fromkeys(("urgency", "review", "evidence", "public"), FILED),
    **dict.fromkeys(("tier", "lead_department"), SENT),
    **dict.fromkeys(("confidential", "contact_required"), LATER),
    **dict.fromkeys(("family", "duplicate_radius_m", "duplicate_days", "relapse_radius_m", "relapse_days"), LOOKED),
    "recheck_days": CLOSING,
}


def rules_form(actor: Actor, row: Category) -> RulesForm:
    """With what the category says, or with what was sent."""
    form = RulesForm.of(row)
    form.offer(catalog.departments(actor.street_id), row)
    return form


def rules_page(row: Category, form: RulesForm, status: int = 200) -> Any:
    """The form of a category's names and rules."""
    form.sure.data = ""  # whatever was looked at before, what is typed now is looked at again
    return page("admin/category_rules.html", status, row=row, form=form)


def preview_page(row: Category, form: RulesForm, sent: list[tuple[str, str]]) -> Any:
    """What the change would do, and one button that does it. Raises Invalid for what cannot be."""
    lines = compared(rules_of(row), as_json(read_rules(row, form.told)), queries.rules_effect(row.street_id, row.id))
    back = url_for("promises.category", category_id=row.id)
    crumbs = [(url_for("promises.categories"), gettext("类别和时限")), (back, named(row))]
    action = url_for("rules.save", category_id=row.id)
    return page("admin/preview.html", lines=lines, sent=sent, action=action, back=back, crumbs=crumbs)


def compared(
    before: Mapping[str, Any], after: Mapping[str, Any], effect: RulesEffect
) -> list[tuple[str, str, str, str]]:
    """Each value that would change: its name, what it was, what it would be, and what becomes of open cases."""
    return [
        (
            said(FIELD_WORDS[name]),
            _words(name, before[name]),
            _words(name, after[name]),
            said(EFFECTS.get(name, AT_ONCE), **vars(effect)),
        )
        for name in after
        if before[name] != after[name]
    ]


def _words(name: str, value: Any) -> str:
    known = _VALUES.get(name)
    if known is None:
        return value_words(value)
    if isinstance(value, list):
        return value_words([said(known[one]) for one in value])
    return said(known[value])
