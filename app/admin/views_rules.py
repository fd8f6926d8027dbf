"""A category's names and rules: first what a change would do, then the change."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import policy, rules_shown
from app.admin import queries_catalog as queries
from app.admin.sending import typed
from app.catalog.setup import ops
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import me

bp = Blueprint("rules", __name__, url_prefix="/admin/categories")
RULES = "/<int:category_id>/rules"


@bp.get(RULES)
@login_required
def edit(category_id: int) -> Any:
    """What the category says now, to be changed."""
    policy.require_admin(me())
    row = queries.category(me().street_id, category_id)
    return rules_shown.rules_page(row, rules_shown.rules_form(me(), row))


@bp.post(RULES)
@login_required
def save(category_id: int) -> Any:
    """The effect, or the change once it was looked at."""
    policy.require_admin(me())
    row = queries.category(me().street_id, category_id)
    form, at = rules_shown.rules_form(me(), row), clock.now()
    if not form.validate():
        return rules_shown.rules_page(row, form, 422)
    try:
        if not form.sure.data:
            return rules_shown.preview_page(row, form, typed())
        with transaction():
            differs = ops.change_rules(me(), category_id, form.told, seen=form.seen.data or "", at=at)
    except Invalid as invalid:
        form.take(invalid)
        return rules_shown.rules_page(queries.category(me().street_id, category_id), form, 422)
    flash(gettext("改好了。") if differs else gettext("和原来一样，没有改。"), "ok" if differs else "note")
    return redirect(url_for("promises.category", category_id=category_id), 303)
