"""What a category says of its cases, limits apart, as an administrator changes it. Commits nothing.

What a case was promised or asked when it was filed stays with it (cases.ops.filing.set_rules); the rest holds at once.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.catalog import queries
from app.catalog.cells import Reader
from app.catalog.checks import clashes
from app.catalog.models import Category
from app.catalog.setup.reading import read_told
from app.catalog.sheets import CATEGORY_COLUMNS
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.core.values import as_json
from app.people.changes import note
from app.people.policy import may_set_up
from app.people.words import Setting

# The code stands for good, the group is of many categories, and limits are versions of their own.
_ELSEWHERE = frozenset(
    ["code", "major_code", "major_zh", "major_en", "respond", "dispose", "dispose_ceiling", "extensions_max", "active"]
)
RULES: Mapping[str, Reader] = {name: read for name, read in CATEGORY_COLUMNS.items() if name not in _ELSEWHERE}


def rules_of(category: Category) -> dict[str, Any]:
    """What it says now, as plain JSON values by column. Pure."""
    return {name: as_json(getattr(category, name)) for name in RULES}


def seen_of(category: Category) -> str:
    """A short sign of what it says now, to tell whether somebody changed it meanwhile. Pure."""
    return sha256(json.dumps(rules_of(category), sort_keys=True).encode()).hexdigest()[:16]


def read_rules(category: Category, told: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, told as in the catalogue's sheet, by column. Raises Invalid at whatever does not fit."""
    values = read_told(told, RULES)
    known = {row.code for row in queries.departments(category.street_id)}
    known |= {category.lead_department, *category.assist_departments}
    wrong = {column: (words, params) for column, words, params in clashes(values, frozenset(known))}
    if wrong:
        params = {name: value for _words, more in wrong.values() for name, value in more.items()}
        raise Invalid(errors={column: words for column, (words, _more) in wrong.items()}, **params)
    return values


def change_rules(actor: Actor, category_id: int, told: Mapping[str, Any], *, seen: str, at: datetime) -> bool:
    """What a category says from now on. False when nothing differs.

    seen: its `seen_of` when the effect was looked at. Raises NotFound outside the street, Invalid at a column, Conflict
    when somebody changed it meanwhile.
    """
    require(may_set_up(actor))
    category = in_street(Category, category_id, actor.street_id, with_for_update=True, populate_existing=True)
    if seen != seen_of(category):
        raise Conflict(N_("别人刚改过这一类，请看过再改"))
    before = rules_of(category)
    for name, value in read_rules(category, told).items():
        setattr(category, name, value)
    db.session.flush()
    queries.forget()
    after = rules_of(category)
    note(actor, Setting.CATEGORY, f"{category.code} {category.name_zh}", before, after, at=at)
    return before != after
